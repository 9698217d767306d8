"""Nothing is wired to one institution: another one, with other fields, slots, numbers and words, on the same code."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from portal.domain.permisos import Rol
from portal.settings import PROYECTO
from tests.e2e import principal, recorrido
from tests.e2e.buzon import enlace, texto
from tests.e2e.documentos import sha256
from tests.e2e.principal import Vecina

pytestmark = pytest.mark.e2e

PRESET = PROYECTO / "tests" / "data" / "otra.toml"
ELENA = Vecina("Elena", "Vargas Ríos", "41424344", "elena@ejemplo.pe")
SUMILLA = "Reclamo por un recibo duplicado"
NOTA = "Su recibo lo revisa la Gerencia de Redes."


@pytest.fixture(scope="module")
def aguas(montar):
    return montar().instalar(str(PRESET)).arrancar()


def test_otra_institucion_recibe_numera_y_responde_con_sus_propias_palabras(aguas, ventanas, buzon, papeles, tmp_path):
    mesa = aguas.contratar(Rol.MESA, "mesa@emavaq.example")
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{aguas.url}/", "Envíe su correspondencia")
    expect(pagina).to_have_title("Correspondencia en Línea")
    expect(pagina.get_by_role("main")).to_contain_text("EMAVAQ")
    assert "IGP" not in pagina.content()
    assert "Geofísico" not in pagina.content()

    principal.crear_cuenta(pagina, ventanas.nueva(), aguas, buzon, ELENA, asunto="confirme su correo")
    recorrido.pulsar(pagina, "Iniciar sesión")
    recorrido.ingresar(pagina, ELENA.acceso)
    recorrido.lista(pagina, "Trámites")
    recorrido.pulsar(pagina, "Registrar nuevo")
    llenar(pagina)
    adjuntar(pagina, papeles)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de enviar")
    assert recorrido.dato(pagina, "Dependencia") == "Oficina Comercial"
    assert recorrido.dato(pagina, "Fecha del documento") == "16/11/2026"
    recorrido.pulsar(pagina, "Enviar documento")
    recorrido.lista(pagina, "Su documento fue presentado")
    numero = recorrido.dato(pagina, "Número de expediente")
    assert re.fullmatch(rf"EXP-VQ-{datetime.now(UTC).year}-000001", numero)
    aviso = buzon.esperar_a(ELENA.correo, f"EMAVAQ: recibimos {numero}")

    recorrido.pulsar(pagina, "Ver mis trámites")
    recorrido.lista(pagina, "Trámites")
    recorrido.escribir(pagina, {"N.º expediente": numero})
    recorrido.lista(pagina)
    expect(pagina.locator(".mp-fila", has_text=numero)).to_contain_text("Ingresó")

    publica = ventanas.nueva()
    recorrido.ir(publica, enlace(aviso), SUMILLA)
    expect(publica.get_by_text("Su correspondencia ingresó.").first).to_be_visible()
    bajado = recorrido.descargar(publica, publica.get_by_role("link", name=papeles.solicitud.name), tmp_path)
    assert sha256(bajado) == sha256(papeles.solicitud)

    escritorio = ventanas.de(aguas, mesa)
    recorrido.ir(escritorio, f"{aguas.url}/bandeja", "Bandeja")
    recorrido.abrir_en_bandeja(escritorio, numero)
    recorrido.lista(escritorio, SUMILLA)
    recorrido.derivar(escritorio, "Gerencia de Redes", verbo="Entregar a la dependencia", nota=NOTA)
    expect(escritorio.get_by_role("alert")).to_contain_text("En manos de la dependencia")
    assert NOTA in texto(buzon.esperar_a(ELENA.correo, f"{numero} ahora está: La está viendo una dependencia"))
    publica.reload()
    recorrido.lista(publica, SUMILLA)
    expect(publica.get_by_role("listitem").filter(has_text=NOTA)).to_contain_text("La está viendo una dependencia")


def llenar(pagina):
    """Its own form: a condition shows one more field."""
    recorrido.lista(pagina, "Datos de su correspondencia")
    expect(pagina.get_by_role("combobox", name="Dependencia")).to_have_count(0)
    recorrido.escribir(pagina, {"Sumilla": SUMILLA, "N.º de páginas": "7"})
    recorrido.fecha(pagina, "Fecha del documento", "16/11/2026")
    recorrido.elegir(pagina, "Tipo de correspondencia", "Reclamo por consumo")
    recorrido.lista(pagina)
    recorrido.marcar_campos(pagina)
    pagina.get_by_label("Conozco el lugar de destino").press("Space")
    recorrido.elegir(pagina, "Dependencia", "Oficina Comercial")
    assert recorrido.campos_nuevos(pagina) == ["Dependencia"]
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Archivos")


def adjuntar(pagina, papeles):
    """Its own slots: several kinds of file in one, and one more by the same condition."""
    expect(recorrido.ranura(pagina, "Sustento para la dependencia")).to_be_visible()
    recorrido.adjuntar(pagina, "Archivos", papeles.solicitud, papeles.anexo)
    recorrido.recibido(pagina, "Archivos", papeles.solicitud.name, "7 páginas")
    expect(recorrido.fila(pagina, "Archivos", papeles.anexo.name)).to_contain_text("se admite PDF, Word (docx), Excel")
    recorrido.adjuntar(pagina, "Sustento para la dependencia", papeles.carta)
    recorrido.recibido(pagina, "Sustento para la dependencia", papeles.carta.name, "1 página")
    recorrido.lista(pagina)
