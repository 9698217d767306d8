"""The institution's own words for what citizens press and see, in the places where the house would say others."""

from __future__ import annotations

from collections.abc import Mapping

from portal.domain.textos import Vocabulario
from portal.i18n import t
from portal.ui import piezas

PROPIAS: Mapping[str, str] = {
    "tramites.nuevo": "nuevo",
    "inicio.presentar": "nuevo",
    "inicio.presentar_titulo": "nuevo",
    "pagina.presentar": "nuevo",
    "presentar.otro": "nuevo",
    "pagina.tramites": "tramites",
    "inicio.mis_tramites": "tramites",
    "presentar.ver_tramites": "tramites",
    "pagina.seguimiento": "consulta",
    "seguimiento.titulo": "consulta",
    "inicio.consulte": "consulta",
    "inicio.seguir_titulo": "consulta",
    "presentar.enviar": "enviar",
}
"""What the house says, by its key, and the word of the institution that stands in its place."""


def dicho(vocabulario: Vocabulario, clave: str) -> str:
    """The words of that key, or the institution's own for the same."""
    propia: str = getattr(vocabulario, PROPIAS[clave])
    return propia or t(clave)


def rotulo(vocabulario: Vocabulario, clave: str) -> str:
    """The same for a button or a title, which read Markdown: shown as they were written."""
    return piezas.llano(dicho(vocabulario, clave))


def titulo(vocabulario: Vocabulario, pantalla: str) -> str:
    """The name of a screen in the menu and the tab."""
    clave = f"pagina.{pantalla}"
    return dicho(vocabulario, clave) if clave in PROPIAS else t(f"pagina.{pantalla}")
