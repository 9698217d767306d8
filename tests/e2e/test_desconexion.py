"""The line is cut, the server starts anew: what was typed stays, the screen says what happens, and all of it is kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import recorrido
from tests.e2e.conftest import persona
from tests.e2e.idioma import en_ingles

pytestmark = pytest.mark.e2e

VUELTA_MS = 60_000
ASUNTO = "Solicito información de la estación Ñaña"


def test_lo_escrito_antes_de_un_corte_se_guarda_cuando_el_servidor_vuelve(servidor, gemelo, ventanas):
    ventanas.vigia.tolerar(
        "net::ERR_", "WebSocket", "reaching server endpoint", "Is Streamlit still running", "when disconnected"
    )
    otro = gemelo().arrancar()
    pagina = ventanas.de(otro, persona(servidor).acceso)
    recorrido.ir(pagina, f"{otro.url}/presentar", "¿Qué va a presentar?")
    recorrido.campo(pagina, "Asunto").press_sequentially(ASUNTO)

    otro.matar()
    franja = pagina.locator("#mp-conexion")
    expect(franja).to_contain_text("Se cortó la conexión. Lo que escribió sigue en esta pantalla")
    expect(pagina.get_by_role("dialog")).to_have_count(0)
    assert en_ingles(pagina) == []
    otro.arrancar()

    expect(franja).to_contain_text("Volvió la conexión", timeout=VUELTA_MS)
    expect(recorrido.campo(pagina, "Asunto")).to_have_value(ASUNTO)
    expect(franja).to_be_empty()
    recorrido.lista(pagina)
    pagina.reload()
    recorrido.lista(pagina, "¿Qué va a presentar?")
    expect(recorrido.campo(pagina, "Asunto")).to_have_value(ASUNTO)


def test_al_volver_de_un_corte_corto_no_queda_nada_que_decir(servidor, ventanas):
    pagina = ventanas.nueva()

    recorrido.ir(pagina, f"{servidor.url}/")

    expect(pagina.locator("#mp-conexion")).to_have_count(0)
