"""The walks of asking and of correcting: the dialogs of staff; the tray, what is asked, what is wrong, review, receipt."""

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


def pedir(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What staff see of it: the dialog that asks, the one that judges, the one that asks again, and the tab."""
    recorrido.ir(pagina, f"{sitio.url}/expediente?expediente={sitio.numero}")
    recorrido.pulsar(pagina, "Observar")
    dialogo = pagina.get_by_role("dialog")
    recorrido.pulsar(dialogo, "Agregar otro punto")
    expect(recorrido.campo(dialogo, "Punto 2: qué debe corregir")).to_be_visible()
    recorrido.lista(pagina)
    yield "expediente-observar"
    recorrido.pulsar(dialogo, "Observar")
    expect(dialogo.get_by_role("alert")).to_be_visible()
    recorrido.lista(pagina)
    yield "expediente-observar-error"
    recorrido.ir(pagina, f"{sitio.url}/expediente?expediente={sitio.corregido}")
    recorrido.pulsar(pagina, "Revisar lo corregido")
    expect(dialogo.get_by_role("radiogroup").first).to_be_visible()
    recorrido.lista(pagina)
    yield "expediente-juzgar"
    for grupo in dialogo.get_by_role("radiogroup").all():
        grupo.get_by_text("No corregido", exact=True).click()
    recorrido.pulsar(dialogo, "Revisar lo corregido")
    expect(pagina.get_by_role("alert")).to_be_visible()
    recorrido.lista(pagina)
    pagina.get_by_role("tab", name="Lo pedido").click()
    recorrido.lista(pagina)
    yield "expediente-lo-pedido"
    recorrido.pulsar(pagina, "Volver a pedir lo que falta")
    expect(dialogo.get_by_role("checkbox").first).to_be_visible()
    recorrido.lista(pagina)
    yield "expediente-repetir"
