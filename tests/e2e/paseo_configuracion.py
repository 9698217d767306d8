"""The walk through the configuration: a part with an error, one with a table, one with cards, and what will change."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e import recorrido
from tests.e2e.sitio import Sitio, en_telefono

DISENO = {"formulario": "Formulario de presentación", "estados": "Estados y recorrido", "plantillas": "Correos"}

ANGOSTAS = """() => [...document.querySelectorAll('.st-key-mp-configuracion [data-testid=stColumn]')]
  .map(columna => columna.getBoundingClientRect().width).filter(ancho => ancho && ancho < 200)"""
"""The columns in which nobody could read or write."""


def configuracion(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What who configures sees; nothing is published."""
    recorrido.ir(pagina, f"{sitio.url}/configuracion?parte=identidad", "Identidad")
    recorrido.escribir(pagina, {"RUC": "20131367009"})
    pagina.keyboard.press("Tab")
    expect(pagina.locator(".mp-error")).to_be_visible()
    recorrido.lista(pagina)
    yield "configuracion-error"
    for parte, titulo in DISENO.items():
        recorrido.ir(pagina, f"{sitio.url}/configuracion?parte={parte}", titulo)
        assert not en_telefono(pagina) or not pagina.evaluate(ANGOSTAS), parte
        yield f"configuracion-{parte}"
    recorrido.ir(pagina, f"{sitio.url}/configuracion?parte=calendario", "Días hábiles y hora de corte")
    yield "configuracion-tabla"
    recorrido.ir(pagina, f"{sitio.url}/configuracion?parte=conservacion", "Conservación")
    pagina.get_by_role("radio", name="Fichas").click()
    recorrido.pulsar(pagina, "Agregar serie")
    expect(recorrido.campo(pagina, "Años")).to_be_visible()
    recorrido.lista(pagina)
    yield "configuracion-fichas"
    recorrido.ir(pagina, f"{sitio.url}/configuracion?parte=vocabulario", "Palabras de los botones")
    recorrido.escribir(pagina, {"Botón que busca": "Buscar"})
    pagina.keyboard.press("Tab")
    recorrido.pulsar(pagina, "Ver cambios")
    dialogo = pagina.get_by_role("dialog")
    expect(dialogo.get_by_role("insertion").first).to_be_visible()
    recorrido.lista(pagina)
    yield "configuracion-cambios"
    recorrido.pulsar(dialogo, "Descartar todo")
    expect(dialogo.get_by_role("alert")).to_be_visible()
    recorrido.lista(pagina)
    yield "configuracion-descartar"
    recorrido.pulsar(dialogo, "Sí, descartar todo")
    expect(dialogo).to_have_count(0)
