"""Where the walks through the screens go, and what several of them do alike, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e import recorrido
from tests.e2e.documentos import Papeles

ANCHO_TELEFONO = 640


@dataclass(frozen=True)
class Sitio:
    """Where to walk, and an expediente to look at."""

    url: str
    numero: str
    clave: str
    codigo: str
    papeles: Papeles
    invitacion: str = ""
    """Address of an invitation that waits for somebody who is not in these walks."""
    corregido: str = ""
    """An expediente whose cure came, and was not looked at."""


Paseo = Callable[[Page, Sitio], Iterator[str]]


def en_telefono(pagina: Page) -> bool:
    """Whether the window is as narrow as a phone's."""
    medidas = pagina.viewport_size
    return medidas is not None and medidas["width"] <= ANCHO_TELEFONO


def desplegar_filtros(pagina: Page) -> None:
    """On a phone they are folded; elsewhere they are there."""
    if en_telefono(pagina):
        expect(recorrido.campo(pagina, "Asunto")).to_be_hidden()
        recorrido.pulsar(pagina, "Mostrar filtros")
    else:
        expect(pagina.get_by_role("button", name="Mostrar filtros")).to_be_hidden()
    expect(recorrido.campo(pagina, "Asunto")).to_be_visible()
    recorrido.lista(pagina)


def calendario(pagina: Page, donde: str) -> Iterator[str]:
    """The calendar of a filter, with its lists of months and years."""
    pagina.get_by_role("button", name="Elegir fecha").first.click()
    expect(pagina.get_by_role("grid")).to_be_visible()
    yield f"{donde}-calendario"
    for parte in ("mes", "año"):
        pagina.get_by_role("dialog").get_by_role("button", name=parte, exact=True).click()
        expect(pagina.get_by_role("option").first).to_be_visible()
        yield f"{donde}-calendario-{parte}"
        pagina.keyboard.press("Escape")
        expect(pagina.get_by_role("option")).to_have_count(0)
    pagina.keyboard.press("Escape")
    expect(pagina.get_by_role("grid")).to_have_count(0)
