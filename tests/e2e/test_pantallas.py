"""Every screen in every state, in a browser that speaks English: nothing in English, no barrier that axe can see."""

from __future__ import annotations

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e import recorrido
from tests.e2e.buzon import adjunto
from tests.e2e.conftest import ANCHO, persona
from tests.e2e.idioma import en_ingles
from tests.e2e.pantallas import PASEOS, Sitio
from tests.factories.presentaciones import presentar

pytestmark = pytest.mark.e2e

ALTA = {"width": ANCHO, "height": 2600}  # all of every screen at once: what is scrolled away is not looked at
TELEFONO = {"width": 390, "height": 844}
DESBORDES = """() => [document.scrollingElement, ...document.querySelectorAll('[data-testid=stMain]')]
  .filter(caja => caja.scrollWidth > caja.clientWidth + 1)
  .flatMap(() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1))
  .slice(0, 3).map(e => `se desborda: ${e.outerHTML.slice(0, 120)}`)"""
NORMAS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def vecina(servidor):
    return persona(servidor)


@pytest.fixture(scope="module")
def sitio(servidor, vecina, buzon, papeles):
    """One expediente to look at."""
    recibo = presentar(servidor.ctx, vecina.actor, asunto="Solicita el catálogo sísmico de 2025")
    impreso = (
        PdfReader(io.BytesIO(adjunto(buzon.esperar_a(vecina.acceso.correo, recibo.numero)))).pages[0].extract_text()
    )
    codigo = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", impreso)
    return Sitio(servidor.url, recibo.numero, recibo.contrasena, codigo[0], papeles)


@pytest.mark.parametrize("quien", PASEOS)
def test_cada_pantalla_habla_espanol_y_no_tiene_barreras(servidor, ventanas, vecina, sitio, request, quien):
    ventanas.vigia.tolerar("does not seem to exist")
    quienes = {"publico": None, "ciudadano": vecina.acceso}
    acceso = quienes[quien] if quien in quienes else request.getfixturevalue(quien)
    opciones = {"color_scheme": "light", "reduced_motion": "reduce", "viewport": ALTA}
    pagina = ventanas.de(servidor, acceso, **opciones) if acceso else ventanas.nueva(**opciones)
    hallado = {}

    for estado in PASEOS[quien](pagina, sitio):
        barreras = [f"{v['id']}: {[n['html'][:150] for n in v['nodes'][:3]]}" for v in mirar(pagina)]
        if dicho := [*barreras, *en_ingles(pagina), *desbordes(pagina)]:
            hallado[estado] = dicho

    assert not hallado, "\n".join(f"{estado}: {uno}" for estado, dichos in hallado.items() for uno in dichos)


def mirar(pagina):
    """What axe-core objects to."""
    return Axe().run(pagina, options=NORMAS).response["violations"]


def desbordes(pagina):
    """What makes a phone scroll sideways."""
    pagina.set_viewport_size(TELEFONO)
    anchos = pagina.evaluate(DESBORDES)
    pagina.set_viewport_size(ALTA)
    return anchos


def test_si_el_servidor_calla_la_pantalla_lo_dice_en_espanol(servidor, ventanas):
    ventanas.vigia.tolerar("net::ERR_", "WebSocket", "reaching server endpoint", "Is Streamlit still running")
    otro = servidor.gemelo().arrancar()
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{otro.url}/")

    otro.matar()

    expect(pagina.get_by_text(re.compile("Conectando|No hay respuesta del servidor")).first).to_be_visible()
    assert en_ingles(pagina) == []
