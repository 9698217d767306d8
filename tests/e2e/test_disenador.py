"""A secretary adds a field that is asked only of who wants it, sees it as the citizen will, and looks at the diagram."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from portal.domain.permisos import Rol
from portal.services import propuestas
from tests.e2e import recorrido
from tests.factories import cuentas

pytestmark = pytest.mark.e2e
PREGUNTA = "¿Desea que lo llamemos?"


@pytest.fixture
def como_antes(servidor):
    """Nothing proposed here stays for other journeys."""
    yield
    ctx = servidor.ctx.como(cuentas.personal(servidor.ctx, Rol.ADMINISTRADOR))
    propuestas.descartar(ctx, visto=10_000)


def _agregar(pagina: Page, rotulo: str) -> None:
    recorrido.pulsar(pagina, "Agregar campo")
    dialogo = pagina.get_by_role("dialog")
    dialogo.get_by_label("¿Qué pregunta el campo?").fill(rotulo)
    dialogo.get_by_label("¿Qué pregunta el campo?").press("Tab")
    recorrido.lista(pagina)
    recorrido.pulsar(dialogo, "Agregar campo")
    expect(dialogo).to_have_count(0)
    expect(pagina.get_by_role("heading", name=rotulo)).to_be_visible()
    recorrido.lista(pagina)


def test_un_campo_que_se_pide_solo_a_quien_lo_quiere(servidor, ventanas, administrador, como_antes):
    pagina = ventanas.de(servidor, administrador)
    recorrido.ir(pagina, f"{servidor.url}/configuracion?parte=formulario")
    _agregar(pagina, PREGUNTA)
    _agregar(pagina, "Celular")
    vista = pagina.locator(".st-key-mp-vista-telefono")
    expect(vista.get_by_label(re.compile("^Celular"))).to_be_visible()

    recorrido.elegir(pagina, "Mostrar solo si…", PREGUNTA)
    expect(pagina.get_by_text(f"Aparece solo si «{PREGUNTA}» es Sí.")).to_be_visible()
    expect(vista.get_by_label(re.compile("^Celular"))).to_have_count(0)
    vista.get_by_text(PREGUNTA).click()
    expect(vista.get_by_label(re.compile("^Celular"))).to_be_visible()

    recorrido.pulsar(pagina, "Deshacer")
    expect(pagina.get_by_text(f"Aparece solo si «{PREGUNTA}» es Sí.")).to_have_count(0)
    recorrido.ir(pagina, f"{servidor.url}/configuracion?parte=estados")
    diagrama = pagina.get_by_role("img", name=re.compile("^Diagrama con "))
    diagrama.get_by_text("Observada", exact=True).click()
    expect(pagina.get_by_role("heading", name="Observada")).to_be_visible()
    expect(pagina.get_by_text("Desde «Observada» se puede").first).to_be_visible()
