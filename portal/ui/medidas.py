"""How much something is, in words: files and pages."""

from __future__ import annotations

from portal.domain.tamanos import legible
from portal.i18n import t


def paginas_en_palabras(cuantas: int | None) -> str:
    """As in "7 páginas", or nothing when nobody counted."""
    if cuantas is None:
        return ""
    return t("paginas.una") if cuantas == 1 else t("paginas.varias", cuantas=cuantas)


def archivos_en_palabras(cuantos: int) -> str:
    """As in "4 archivos"."""
    return t("archivos.uno") if cuantos == 1 else t("archivos.varios", cuantos=cuantos)


def detalle(tamano: int, cuantas: int | None) -> str:
    """As in "562.47 kB, 7 páginas"."""
    return ", ".join(parte for parte in (legible(tamano), paginas_en_palabras(cuantas)) if parte)
