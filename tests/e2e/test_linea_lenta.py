"""A poor line: 400 kbit/s, 400 ms of round trip, and ten seconds without any. Slow, and nothing is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import recorrido
from tests.e2e.documentos import Papeles
from tests.e2e.linea import Linea, linea

pytestmark = pytest.mark.e2e

KBITS, IDA_Y_VUELTA = 400, 0.4
CORTE_MS = 10_000
PACIENCIA_MS = 60_000
LO_QUE_DICE_STREAMLIT = ("WebSocket", "Cannot send rerun", "Client Error in reaching", "Is Streamlit still running")
ASUNTO = "Solicito el registro de los sismos de Camaná"


def test_con_una_linea_lenta_que_se_corta_se_presenta_sin_perder_nada(servidor, ventanas, ciudadano, papeles):
    ventanas.vigia.tolerar(r"net::ERR_", *LO_QUE_DICE_STREAMLIT)
    vecina = ciudadano()
    with linea(servidor.puerto) as una:
        pagina = ventanas.nueva(viewport={"width": 390, "height": 844})
        pagina.set_default_timeout(PACIENCIA_MS)
        url = f"http://localhost:{una.puerto}"
        recorrido.ir(pagina, f"{url}/ingresar")  # the scripts come at full speed: what they weigh has its own test
        una.kbits, una.ida_y_vuelta = KBITS, IDA_Y_VUELTA

        recorrido.ir(pagina, f"{url}/presentar?paso=documento")
        recorrido.ingresar(pagina, vecina.acceso)
        escribir_con_un_corte(pagina, una)
        adjuntar_con_un_corte(pagina, una, papeles)
        recorrido.pulsar(pagina, "Continuar")
        recorrido.lista(pagina, "Revise antes de enviar")
        recorrido.pulsar(pagina, "Enviar documento")

        recorrido.lista(pagina, "Su documento fue presentado")
        expect(pagina.get_by_role("checkbox")).to_be_visible(timeout=PACIENCIA_MS)  # comes last


def escribir_con_un_corte(pagina: Page, una: Linea) -> None:
    """The line goes while a field is being written; what was written is still there, and is kept, when it is back."""
    recorrido.lista(pagina, "¿Qué va a presentar?")
    recorrido.elegir(pagina, "Tipo de documento", "Carta")
    recorrido.escribir(pagina, {"Número de su documento": "0005-2026/ABC"})
    asunto = recorrido.campo(pagina, "Asunto")
    asunto.press_sequentially(ASUNTO)
    una.cortar()  # before the pause that has it kept
    expect(recorrido.dibujado(pagina, "Asunto")).to_be_disabled()  # it was cut in the middle of a run, maybe
    pagina.wait_for_timeout(CORTE_MS)
    una.volver()

    expect(asunto).to_be_enabled(timeout=PACIENCIA_MS)
    expect(asunto).to_have_value(ASUNTO)
    expect(recorrido.campo(pagina, "Número de su documento")).to_have_value("0005-2026/ABC")
    asunto.press("Tab")
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Adjunte sus archivos")


def adjuntar_con_un_corte(pagina: Page, una: Linea, papeles: Papeles) -> None:
    """The line goes in the middle of a file; the upload goes on from there by itself."""
    pedidos = recorrido.anotar_subidas(pagina)
    recorrido.adjuntar(pagina, "Archivo principal", papeles.mediana)
    recorrido.hasta_avance(pagina, "Archivo principal", 20)
    una.cortar()
    pagina.wait_for_timeout(CORTE_MS)
    una.volver()

    recorrido.recibido(pagina, "Archivo principal", papeles.mediana.name, "2 páginas")
    assert [metodo for metodo, _ in pedidos].count("POST") == 1
    recorrido.lista(pagina)
