"""The walk through the desk's tray: full, empty, filtered; chosen rows, what an act on them asks, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e import recorrido
from tests.e2e.sitio import Sitio, calendario, en_telefono


def bandeja(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What the counter sees of its tray; on a phone nothing is chosen."""
    recorrido.ir(pagina, f"{sitio.url}/bandeja", "Bandeja")
    pagina.locator("canvas:visible").or_(pagina.get_by_role("button", name="Abrir")).first.wait_for()
    yield "bandeja"
    recorrido.ir(pagina, f"{sitio.url}/bandeja?bandeja=archivados", "Bandeja")
    yield "bandeja-vacia"
    recorrido.ir(
        pagina, f"{sitio.url}/bandeja?bandeja=todas&asunto=nada+coincide&canal=web&semaforo=detenido", "Bandeja"
    )
    expect(pagina.get_by_text("Ningún expediente coincide")).to_be_visible()
    yield "bandeja-sin-coincidencias"
    recorrido.ir(pagina, f"{sitio.url}/bandeja?bandeja=todas", "Bandeja")
    recorrido.pulsar(pagina, "Más filtros")
    recorrido.lista(pagina)
    yield from calendario(pagina, "bandeja")
    if not en_telefono(pagina):
        yield from _en_la_tabla(pagina, sitio)


def _en_la_tabla(pagina: Page, sitio: Sitio) -> Iterator[str]:
    recorrido.ir(pagina, f"{sitio.url}/bandeja?bandeja=todas", "Bandeja")
    celda = pagina.locator("canvas td").first
    celda.wait_for(state="attached")
    celda.focus()
    pagina.keyboard.press("Control+f")
    pagina.get_by_label("Buscar en la tabla").press_sequentially("sol")
    expect(pagina.get_by_text(re.compile("resultado"))).to_be_visible()
    yield "bandeja-busqueda"
    recorrido.ir(pagina, f"{sitio.url}/bandeja?bandeja=todas", "Bandeja")
    recorrido.pulsar(pagina, "Exportar")
    expect(pagina.get_by_role("link", name="Lista en Excel")).to_be_visible()
    yield "bandeja-exportar"
    pagina.keyboard.press("Escape")
    expect(pagina.get_by_role("link", name="Lista en Excel")).to_have_count(0)
    recorrido.marcar_en_bandeja(pagina, sitio.numero)
    expect(pagina.get_by_text(re.compile("^1 elegido"))).to_be_visible()
    recorrido.lista(pagina)
    yield "bandeja-elegidos"
    recorrido.pulsar(pagina, "Asignar")
    dialogo = pagina.get_by_role("dialog")
    recorrido.lista(pagina)
    recorrido.pulsar(dialogo, "Asignar")
    expect(dialogo.get_by_role("alert")).to_be_visible()
    recorrido.lista(pagina)
    yield "bandeja-dialogo-error"
    dialogo.get_by_role("combobox", name="A quién").click()
    pagina.get_by_role("option", name=re.compile("^Nadie")).click()
    recorrido.lista(pagina)
    recorrido.pulsar(dialogo, "Asignar")
    expect(dialogo).to_have_count(0)
    expect(pagina.get_by_text("Asignar: 0 de 1 hechos.")).to_be_visible()
    recorrido.lista(pagina)
    yield "bandeja-respuesta"
    recorrido.pulsar(pagina, "Entendido")
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Quitar selección")
    recorrido.lista(pagina)
