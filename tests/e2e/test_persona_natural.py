"""The main job, end to end, as a person without an account meets it."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from portal.domain.calendario import presentacion
from portal.domain.fechas import en_palabras
from portal.domain.tamanos import legible
from portal.services import configuracion
from tests.e2e import recorrido
from tests.e2e.buzon import adjunto, enlace, texto
from tests.e2e.documentos import PAGINAS, sha256
from tests.e2e.servidor import Acceso
from tests.factories.cuentas import CONTRASENA

pytestmark = pytest.mark.e2e

ROSA = Acceso("rosa.quispe@ejemplo.pe", CONTRASENA)
DATOS = {
    "Número": "45678912",
    "Nombres": "Rosa Elvira",
    "Apellidos": "Quispe Ñaupari",
    "Teléfono": "987 654 321",
    "Dirección": "Jr. Los Álamos 123",
    "Correo electrónico": ROSA.correo,
    "Contraseña": CONTRASENA,
}
LIMA = ZoneInfo("America/Lima")
NOMBRE = "Rosa Elvira Quispe Ñaupari"


def test_una_persona_crea_su_cuenta_presenta_un_documento_con_un_anexo_cortado_y_lo_sigue(
    servidor, ventanas, buzon, papeles, tmp_path
):
    ventanas.vigia.tolerar(r"net::ERR_INTERNET_DISCONNECTED", r"WebSocket connection to")
    pagina = ventanas.nueva()

    recorrido.ir(pagina, f"{servidor.url}/crear-cuenta", "Crear cuenta")
    recorrido.registrarse(pagina, DATOS)
    recorrido.lista(pagina, "Revise su correo")
    activacion = enlace(buzon.esperar_a(ROSA.correo, "Active su cuenta"))

    curioso = ventanas.nueva()
    for _ in range(2):
        recorrido.ir(curioso, activacion, "Active su cuenta")
        expect(curioso.get_by_role("button", name="Activar mi cuenta")).to_be_visible()

    recorrido.ir(pagina, activacion, "Active su cuenta")
    recorrido.pulsar(pagina, "Activar mi cuenta")
    recorrido.lista(pagina, "Su cuenta está activa")

    recorrido.ir(pagina, f"{servidor.url}/presentar?paso=documento")
    recorrido.ingresar(pagina, ROSA)
    recorrido.llenar(pagina)
    assert "/presentar?" in pagina.url

    recorrido.adjuntar(pagina, "Archivo principal", papeles.solicitud)
    peso = legible(papeles.solicitud.stat().st_size)
    recorrido.recibido(pagina, "Archivo principal", papeles.solicitud.name, f"{peso} · {PAGINAS} páginas")

    cortada = subir_con_corte(pagina, papeles.anexo)
    assert [metodo for metodo, _ in cortada].count("POST") == 1
    tras_el_corte = [desde for metodo, desde in cortada[indice_de(cortada, "HEAD") :] if metodo == "PATCH"]
    assert tras_el_corte[0] > papeles.anexo.stat().st_size // 2

    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de enviar")
    dias = configuracion.mostrada(servidor.ctx).dias
    legal = presentacion(datetime.now(UTC), dias).presentado
    expect(pagina.get_by_role("note").first).to_contain_text(f"se considera presentado el {en_palabras(legal)}")

    recorrido.pulsar(pagina, "Enviar documento")
    recorrido.lista(pagina, "Su documento fue presentado")
    numero = recorrido.dato(pagina, "Número de expediente")
    clave = recorrido.dato(pagina, "Contraseña de seguimiento")
    assert re.fullmatch(r"\d{5}-20\d\d", numero)

    cargo = recorrido.descargar(pagina, pagina.get_by_role("link", name="Descargar cargo"), tmp_path)
    impreso = "\n".join(hoja.extract_text() for hoja in PdfReader(cargo).pages)
    assert numero in impreso
    assert re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", impreso)
    assert clave not in impreso
    assert clave.encode() not in cargo.read_bytes()

    constancia = buzon.esperar_a(ROSA.correo, numero)
    assert clave in texto(constancia)
    assert PdfReader(io.BytesIO(adjunto(constancia))).metadata.title
    assert adjunto(constancia) == cargo.read_bytes()

    recorrido.pulsar(pagina, "Ver mis trámites")
    recorrido.lista(pagina, "Trámites")
    suya = pagina.locator(".mp-fila", has_text=numero)
    expect(suya).to_contain_text(re.compile(r"\d\d/\d\d/20\d\d \d\d:\d\d"))
    expect(suya).to_contain_text(f"por {NOMBRE}")
    expect(suya).to_contain_text(f"{peso}, {PAGINAS} páginas")
    expect(suya).to_contain_text("1 movimiento")
    bajado = recorrido.descargar(pagina, suya.get_by_role("link", name="0005-2026/ABC"), tmp_path)
    assert bajado.name == papeles.solicitud.name
    assert sha256(bajado) == sha256(papeles.solicitud)

    filtrar(pagina, numero)

    recorrido.pulsar(pagina, "Ver")
    recorrido.lista(pagina, recorrido.CARTA["Asunto"])
    bajado = recorrido.descargar(pagina, pagina.get_by_role("link", name=papeles.anexo.name), tmp_path)
    assert sha256(bajado) == sha256(papeles.anexo)


def subir_con_corte(pagina, anexo):
    """Choose the annex, cut the line at 60 %, mend it; every request that the upload made."""
    pedidos = recorrido.anotar_subidas(pagina)
    recorrido.adjuntar(pagina, "Anexos", anexo)
    recorrido.hasta_avance(pagina, "Anexos", 58)
    pagina.context.set_offline(True)
    expect(recorrido.fila(pagina, "Anexos", anexo.name)).to_contain_text("sin conexión")
    pagina.context.set_offline(False)
    recorrido.recibido(pagina, "Anexos", anexo.name, "300 MB")
    return pedidos


def indice_de(pedidos, metodo):
    return next(i for i, (suyo, _) in enumerate(pedidos) if suyo == metodo)


def filtrar(pagina, numero):
    """The filters forgive how people write, and stay in the address."""
    corto = numero.lstrip("0")
    recorrido.escribir(pagina, {"N.º expediente": corto, "Asunto": "informacion SISMICA"})
    expect(pagina.get_by_text("1 registro", exact=True)).to_be_visible()
    pagina.wait_for_url(re.compile(r"asunto=informacion"))

    pagina.reload()
    recorrido.lista(pagina, "Trámites")
    expect(recorrido.campo(pagina, "N.º expediente")).to_have_value(corto)
    expect(recorrido.campo(pagina, "Asunto")).to_have_value("informacion SISMICA")
    expect(pagina.get_by_text("1 registro", exact=True)).to_be_visible()

    recorrido.escribir(pagina, {"Asunto": "vulcanología"})
    expect(pagina.get_by_text("Ningún registro coincide con estos filtros")).to_be_visible()
    recorrido.escribir(pagina, {"Asunto": ""})
    expect(pagina.get_by_text("1 registro", exact=True)).to_be_visible()
    recorrido.escribir(pagina, {"N.º expediente": ""})

    anteayer = datetime.now(LIMA).date() - timedelta(days=2)
    recorrido.fecha(pagina, "Fecha fin", anteayer.strftime("%d/%m/%Y"))
    expect(pagina.get_by_text("Ningún registro coincide con estos filtros")).to_be_visible()
    pagina.wait_for_url(re.compile(f"hasta={anteayer.isoformat()}"))
    recorrido.ir(pagina, pagina.url.split("?")[0], "Trámites")
