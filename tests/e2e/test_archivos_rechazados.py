"""Files that cannot be received: told with both figures, one by one, and nothing else is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from portal.settings import PROYECTO
from tests.e2e import recorrido
from tests.e2e.conftest import persona
from tests.e2e.documentos import MB

pytestmark = pytest.mark.e2e

PRINCIPAL, ANEXOS = "Archivo principal", "Anexos"
PRESET = PROYECTO / "portal" / "services" / "presets" / "igp.toml"
ESTRECHO = {"mb_total = 500": "mb_total = 1", "maximo = 50\n": "maximo = 3\n"}
SE_CONSERVARON = "se conservaron"


@pytest.fixture(scope="module")
def estrecho(montar, tmp_path_factory):
    """An institution that takes three annexes of 1 MB in all."""
    texto = PRESET.read_text(encoding="utf-8")
    for amplio, poco in ESTRECHO.items():
        assert amplio in texto
        texto = texto.replace(amplio, poco)
    preset = tmp_path_factory.mktemp("preset") / "igp.toml"
    preset.write_text(texto, encoding="utf-8")
    return montar().instalar(str(preset)).arrancar()


def test_lo_que_no_se_puede_recibir_se_explica_y_lo_demas_se_conserva(servidor, ventanas, ciudadano, papeles):
    ventanas.vigia.tolerar(r"status of 422")
    pagina = ventanas.de(servidor, ciudadano().acceso)
    recorrido.ir(pagina, f"{servidor.url}/presentar")
    recorrido.llenar(pagina)
    recorrido.adjuntar(pagina, ANEXOS, papeles.vacio, papeles.carta)
    recorrido.recibido(pagina, ANEXOS, papeles.carta.name, "1 página")
    expect(recorrido.fila(pagina, ANEXOS, papeles.vacio.name)).to_contain_text("Pesa 0 bytes: el archivo está vacío.")

    pedidos = recorrido.anotar_subidas(pagina)
    recorrido.adjuntar(pagina, PRINCIPAL, papeles.pesado)
    expect(recorrido.fila(pagina, PRINCIPAL, papeles.pesado.name)).to_contain_text(
        "Pesa 11 MB y puede pesar hasta 10 MB."
    )
    assert pedidos == []

    recorrido.adjuntar(pagina, PRINCIPAL, papeles.word_disfrazado)
    disfrazado = recorrido.fila(pagina, PRINCIPAL, papeles.word_disfrazado.name)
    expect(disfrazado).to_contain_text("Por dentro es Word (docx)", timeout=recorrido.INSPECCION_MS)
    expect(disfrazado).to_contain_text("Los demás archivos se conservaron")

    recorrido.adjuntar(pagina, PRINCIPAL, papeles.danado)
    danado = recorrido.fila(pagina, PRINCIPAL, papeles.danado.name)
    expect(danado).to_contain_text("está dañado o incompleto", timeout=recorrido.INSPECCION_MS)
    expect(recorrido.ranura(pagina, PRINCIPAL).get_by_role("listitem")).to_have_count(1)

    recorrido.pulsar(pagina, "Continuar")
    expect(pagina.get_by_role("alert")).to_contain_text("Falta «Archivo principal».")
    expect(pagina.get_by_role("alert")).to_be_focused()
    recorrido.lista(pagina, "Adjunte sus archivos")

    recorrido.adjuntar(pagina, PRINCIPAL, papeles.solicitud)
    recorrido.recibido(pagina, PRINCIPAL, papeles.solicitud.name, "7 páginas")
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de enviar")
    assert papeles.solicitud.name in recorrido.dato(pagina, PRINCIPAL)
    assert papeles.carta.name in recorrido.dato(pagina, ANEXOS)
    assert papeles.vacio.name not in recorrido.dato(pagina, ANEXOS)


def test_lo_que_pasa_de_los_limites_pide_contrasena_o_cambia_al_subir_se_dice_con_sus_cifras(
    estrecho, ventanas, papeles
):
    ventanas.vigia.tolerar(r"status of 422", r"net::ERR_(UPLOAD_FILE_CHANGED|FAILED|ABORTED)")
    pagina = ventanas.de(estrecho, persona(estrecho).acceso)
    recorrido.ir(pagina, f"{estrecho.url}/presentar")
    recorrido.llenar(pagina)
    grande, otra, cuarta = (papeles.copia(f"{n}.pdf", peso=p) for n, p in (("mapa", 900_000), ("b", 9000), ("c", 9000)))

    recorrido.adjuntar(pagina, ANEXOS, papeles.mediana)
    recorrido.recibido(pagina, ANEXOS, papeles.mediana.name, "2 páginas")
    recorrido.adjuntar(pagina, ANEXOS, grande)
    decir(pagina, ANEXOS, grande, "los archivos sumarían 1.15 MB y pueden sumar hasta 1 MB", SE_CONSERVARON)
    recorrido.adjuntar(pagina, ANEXOS, papeles.carta, otra, cuarta)
    recorrido.recibido(pagina, ANEXOS, otra.name, "1 página")
    decir(pagina, ANEXOS, cuarta, "Con este serían 4 archivos y puede haber hasta 3", SE_CONSERVARON)

    recorrido.adjuntar(pagina, PRINCIPAL, papeles.con_clave)
    decir(pagina, PRINCIPAL, papeles.con_clave, "Pide una contraseña para abrirse (PDF)", SE_CONSERVARON)
    cambiante = papeles.copia("todavía lo edito.pdf", peso=9 * MB)
    pagina.on("request", lambda pedido: pedido.method == "PATCH" and cambiante.write_bytes(b"otra cosa"))
    recorrido.adjuntar(pagina, PRINCIPAL, cambiante)
    decir(pagina, PRINCIPAL, cambiante, "se modificó o cambió de lugar", SE_CONSERVARON)

    recorrido.adjuntar(pagina, PRINCIPAL, papeles.carta)
    recorrido.recibido(pagina, PRINCIPAL, papeles.carta.name, "1 página")
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de enviar")
    no_van = pagina.get_by_role("main").locator(".mp-aviso", has_text="mapa.pdf")
    expect(no_van).to_contain_text(cuarta.name)
    assert "mapa.pdf" not in recorrido.dato(pagina, ANEXOS)
    assert all(recibido.name in recorrido.dato(pagina, ANEXOS) for recibido in (papeles.mediana, papeles.carta, otra))


def decir(pagina, ranura, archivo, *palabras):
    """The row of that file says each of these."""
    for dicho in palabras:
        expect(recorrido.fila(pagina, ranura, archivo.name)).to_contain_text(dicho, timeout=recorrido.INSPECCION_MS)
