"""The walk of who was asked to correct something: tray, tracking, what is asked, what is wrong, review, receipt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e import recorrido
from tests.e2e.sitio import Sitio

RESPUESTA = "Respuesta al punto 1 (opcional si adjunta archivos)"


def corregir(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What they see, from the line above their tray."""
    recorrido.ir(pagina, f"{sitio.url}/tramites", "Trámites")
    en_bandeja = pagina.get_by_role("link", name=re.compile("^Corrija el "))
    expect(en_bandeja).to_be_visible()
    yield "tramites-por-corregir"
    en_bandeja.click()
    expect(pagina.get_by_label(RESPUESTA)).to_be_visible()
    recorrido.lista(pagina)
    yield "subsanar"
    recorrido.pulsar(pagina, "Revisar antes de enviar")
    expect(pagina.locator(".mp-errores")).to_be_focused()
    yield "subsanar-errores"
    pagina.get_by_role("link", name="Volver al expediente").click()
    expect(pagina.get_by_role("link", name="Corregir ahora")).to_be_visible()
    recorrido.lista(pagina)
    yield "seguimiento-por-corregir"
    recorrido.pulsar(pagina, "Retirar este trámite")
    expect(pagina.get_by_role("dialog").get_by_role("radio").first).to_be_visible()
    yield "seguimiento-retirar"
    recorrido.pulsar(pagina, "No retirarlo")
    pagina.get_by_role("link", name="Corregir ahora").click()
    pagina.get_by_label(RESPUESTA).fill("Ya está firmado.")
    recorrido.pulsar(pagina, "Revisar antes de enviar")
    recorrido.lista(pagina, "Revise y envíe su corrección")
    yield "subsanar-revisar"
    recorrido.pulsar(pagina, "Enviar la corrección")
    recorrido.lista(pagina, "Recibimos su corrección")
    yield "subsanar-listo"
