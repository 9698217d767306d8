"""The three ways to follow an expediente, and the public check of a cargo."""

from __future__ import annotations

import hashlib
import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e import recorrido
from tests.e2e.buzon import adjunto, enlace, texto
from tests.factories.presentaciones import PDF, presentar

pytestmark = pytest.mark.e2e

ASUNTO = "Pide copia del informe sobre el volcán Ubinas"


@pytest.fixture(scope="module")
def presentado(servidor):
    """Somebody filed: the person and the receipt."""
    return recien_presentado(servidor)


def test_el_enlace_del_correo_muestra_el_tramite_sin_iniciar_sesion_y_sin_los_documentos(
    servidor, ventanas, buzon, presentado, tmp_path
):
    quien, recibo = presentado
    correo = buzon.esperar_a(quien.acceso.correo, recibo.numero)
    pagina = ventanas.nueva()

    recorrido.ir(pagina, enlace(correo), ASUNTO)

    expect(pagina.get_by_role("listitem").filter(has_text="Se presentó el documento")).to_contain_text("Registrada")
    expect(pagina.get_by_role("heading", name="Recorrido")).to_be_visible()
    expect(pagina.get_by_text("los archivos solo los ve quien los presentó")).to_be_visible()
    expect(pagina.get_by_role("link", name="Iniciar sesión para verlos")).to_be_visible()
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
    expect(pagina.get_by_text("Cargo auténtico").first).to_be_visible()
    assert recorrido.dato(pagina, "Número de expediente") == recibo.numero

    recorrido.ir(pagina, f"{servidor.url}/verificar", "Verificar un cargo")
    recorrido.escribir(pagina, {"Código de verificación": codigo.lower().replace("-", " ")})
    recorrido.pulsar(pagina, "Verificar")
    expect(pagina.get_by_text("Cargo auténtico").first).to_be_visible()

    recorrido.escribir(pagina, {"Código de verificación": "AAAA-AAAA-AAAA"})
    recorrido.pulsar(pagina, "Verificar")
    expect(pagina.get_by_role("alert")).to_contain_text("Ningún cargo tiene ese código.")


def test_los_campos_vacios_se_dicen_en_su_lugar_y_lo_escrito_se_queda(servidor, ventanas):
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/consulta-tramite", "Consulta Trámite")
    recorrido.escribir(pagina, {"Número de expediente": "00001-2026"})

    recorrido.pulsar(pagina, "Consultar")

    clave = recorrido.campo(pagina, "Contraseña de seguimiento")
    expect(clave).to_have_attribute("aria-invalid", "true")
    expect(pagina.get_by_text("Escriba la contraseña de seguimiento.")).to_be_visible()
    expect(recorrido.campo(pagina, "Número de expediente")).to_have_value("00001-2026")


def test_la_contrasena_olvidada_llega_al_correo_de_quien_presento_y_abre_el_seguimiento(servidor, ventanas, buzon):
    quien, recibo = recien_presentado(servidor)
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/consulta-tramite", "Consulta Trámite")
    recorrido.pulsar(pagina, "Olvidé la contraseña de seguimiento")
    recorrido.lista(pagina, "Recupere la contraseña de seguimiento")
    dichos = []

    for numero, correo in (("99999-2026", quien.acceso.correo), (recibo.numero, quien.acceso.correo)):
        recorrido.escribir(pagina, {"Número de expediente": numero, "Correo electrónico": correo})
        recorrido.pulsar(pagina, "Enviar al correo")
        aviso = pagina.get_by_role("alert")
        aviso.wait_for()
        recorrido.lista(pagina)
        dichos.append(aviso.inner_text())

    assert dichos[0] == dichos[1]
    assert "Si los dos datos coinciden" in dichos[0]
    correo = buzon.esperar_a(quien.acceso.correo, "Sus datos de seguimiento")
    assert recibo.contrasena in texto(correo)
    recorrido.ir(pagina, enlace(correo), ASUNTO)
    recorrido.ir(pagina, f"{servidor.url}/consulta-tramite", "Consulta Trámite")
    recorrido.consultar(pagina, recibo.numero, recibo.contrasena)
    recorrido.lista(pagina, ASUNTO)


def test_al_cambiar_la_contrasena_lo_viejo_no_abre_y_lo_nuevo_llega_por_correo(servidor, ventanas, buzon):
    quien, recibo = recien_presentado(servidor)
    viejo = enlace(buzon.esperar_a(quien.acceso.correo, recibo.numero))
    pagina, publica = ventanas.de(servidor, quien.acceso), ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/consulta-tramite?expediente={recibo.numero}", ASUNTO)
    recorrido.pulsar(pagina, "Ver contraseña de seguimiento")
    expect(pagina.get_by_role("dialog")).to_contain_text(recibo.contrasena)
    pagina.keyboard.press("Escape")
    expect(pagina.get_by_role("dialog")).to_have_count(0)

    recorrido.pulsar(pagina, "Cambiar la contraseña de seguimiento")
    dialogo = pagina.get_by_role("dialog")
    expect(dialogo).to_contain_text("dejará de servir")
    recorrido.pulsar(dialogo, "Cambiar la contraseña")

    dicho = pagina.locator(".st-key-mp-lamina-compartir").get_by_role("alert")
    expect(dicho).to_contain_text("La contraseña de seguimiento cambió.")
    expect(dicho).to_be_in_viewport(ratio=1)
    correo = buzon.esperar_a(quien.acceso.correo, "Nueva contraseña de seguimiento")
    nueva = re.search(r"Contraseña de seguimiento: (\S+)", texto(correo))[1]
    assert nueva != recibo.contrasena
    recorrido.ir(publica, viejo, "Consulta Trámite")
    expect(publica.get_by_role("alert")).to_contain_text("Este enlace no abre el trámite")
    recorrido.consultar(publica, recibo.numero, recibo.contrasena)
    expect(publica.get_by_role("alert").filter(has_text="no coinciden")).to_be_visible()
    recorrido.lista(publica)
    recorrido.consultar(publica, recibo.numero, nueva)
    recorrido.lista(publica, ASUNTO)
    recorrido.ir(publica, enlace(correo), ASUNTO)
    recorrido.ir(pagina, viejo, ASUNTO)  # its owner is signed in: the old mail still leads him home
    expect(pagina.get_by_role("link", name="carta.pdf")).to_be_visible()


def test_el_seguimiento_se_imprime_en_una_hoja_y_su_enlace_se_copia(servidor, ventanas, presentado):
    quien, recibo = presentado
    pagina = ventanas.de(servidor, quien.acceso)
    recorrido.ir(pagina, f"{servidor.url}/consulta-tramite?expediente={recibo.numero}", ASUNTO)

    hojas = PdfReader(io.BytesIO(pagina.pdf())).pages
    dicho = hojas[0].extract_text()
    recorrido.pulsar(pagina, "Copiar enlace")
    expect(pagina.get_by_role("status").filter(has_text="Copiado: enlace de seguimiento")).to_have_count(1)

    assert len(hojas) == 1
    for parte in ("Estado del trámite", recibo.numero, "Registrada", "carta.pdf", hashlib.sha256(PDF).hexdigest()):
        assert parte in dicho
    assert recibo.contrasena not in dicho


def recien_presentado(servidor):
    """A person of this test alone, and what she filed."""
    from tests.e2e.conftest import persona

    quien = persona(servidor)
    return quien, presentar(servidor.ctx, quien.actor, asunto=ASUNTO)
