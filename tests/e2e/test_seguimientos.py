"""The three ways to follow an expediente, and the public check of a cargo."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e import recorrido
from tests.e2e.buzon import adjunto, enlace
from tests.factories.presentaciones import presentar

pytestmark = pytest.mark.e2e

ASUNTO = "Pide copia del informe sobre el volcán Ubinas"


@pytest.fixture(scope="module")
def presentado(servidor):
    """Somebody filed: the person and the receipt."""
    from tests.e2e.conftest import persona

    quien = persona(servidor)
    return quien, presentar(servidor.ctx, quien.actor, asunto=ASUNTO)


def test_el_enlace_del_correo_muestra_el_tramite_sin_iniciar_sesion_y_sin_los_documentos(
    servidor, ventanas, buzon, presentado, tmp_path
):
    quien, recibo = presentado
    correo = buzon.esperar_a(quien.acceso.correo, recibo.numero)
    pagina = ventanas.nueva()

    recorrido.ir(pagina, enlace(correo), ASUNTO)

    expect(pagina.get_by_text("Registrada", exact=True).first).to_be_visible()
    expect(pagina.get_by_role("heading", name="Recorrido")).to_be_visible()
    expect(pagina.get_by_text("Inicie sesión para ver los archivos")).to_be_visible()
    expect(pagina.get_by_role("link", name="carta.pdf")).to_have_count(0)
    cargo = recorrido.descargar(pagina, pagina.get_by_role("link", name="Descargar cargo"), tmp_path)
    assert cargo.read_bytes() == adjunto(correo)


def test_con_el_numero_y_la_contrasena_basta_aunque_se_escriban_de_otra_manera(servidor, ventanas, presentado):
    _, recibo = presentado
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/consulta-tramite", "Consulta Trámite")

    recorrido.consultar(pagina, f" {recibo.numero.lstrip('0')} ", recibo.contrasena.lower())

    recorrido.lista(pagina, ASUNTO)
    pagina.reload()
    recorrido.lista(pagina, ASUNTO)


def test_una_contrasena_errada_y_un_numero_que_no_existe_se_contestan_igual(servidor, ventanas, presentado):
    _, recibo = presentado
    pagina = ventanas.nueva()
    dichos = []

    for numero, clave in ((recibo.numero, "AAAA-BBBB-CCCC"), ("99999-2026", recibo.contrasena)):
        recorrido.ir(pagina, f"{servidor.url}/consulta-tramite", "Consulta Trámite")
        recorrido.consultar(pagina, numero, clave)
        aviso = pagina.get_by_role("alert")
        aviso.wait_for()
        dichos.append(aviso.inner_text())

    assert dichos[0] == dichos[1]
    assert "no coinciden" in dichos[0]


def test_desde_la_portada_tambien_se_consulta(servidor, ventanas, presentado):
    _, recibo = presentado
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/")

    recorrido.consultar(pagina, recibo.numero, recibo.contrasena)

    recorrido.lista(pagina, ASUNTO)


def test_la_lupa_de_la_propia_bandeja_lleva_al_seguimiento_con_los_documentos(servidor, ventanas, presentado):
    quien, recibo = presentado
    pagina = ventanas.de(servidor, quien.acceso)
    recorrido.ir(pagina, f"{servidor.url}/tramites", "Trámites")

    recorrido.pulsar(pagina, "Ver")

    recorrido.lista(pagina, ASUNTO)
    assert f"expediente={recibo.numero}" in pagina.url
    expect(pagina.get_by_role("link", name="carta.pdf")).to_be_visible()


def test_cualquiera_comprueba_un_cargo_por_su_codigo_o_por_su_qr(servidor, ventanas, buzon, presentado):
    quien, recibo = presentado
    impreso = (
        PdfReader(io.BytesIO(adjunto(buzon.esperar_a(quien.acceso.correo, recibo.numero)))).pages[0].extract_text()
    )
    codigo = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", impreso)[0]
    pagina = ventanas.nueva()

    recorrido.ir(pagina, f"{servidor.url}/verificar?codigo={codigo}", "Verificar un cargo")
    expect(pagina.get_by_text("Cargo auténtico")).to_be_visible()
    assert recorrido.dato(pagina, "Número de expediente") == recibo.numero

    recorrido.ir(pagina, f"{servidor.url}/verificar", "Verificar un cargo")
    recorrido.escribir(pagina, {"Código de verificación": codigo.lower().replace("-", " ")})
    recorrido.pulsar(pagina, "Verificar")
    expect(pagina.get_by_text("Cargo auténtico")).to_be_visible()

    recorrido.escribir(pagina, {"Código de verificación": "AAAA-AAAA-AAAA"})
    recorrido.pulsar(pagina, "Verificar")
    expect(pagina.get_by_role("alert")).to_contain_text("Ningún cargo tiene ese código.")
