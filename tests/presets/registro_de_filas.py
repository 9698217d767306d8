"""The rows of the reference manuals, each with its check: a function named by what it holds, for one preset or both."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.presets.portal import Portal

Comprueba = Callable[[Portal], None]
TOTAL = 59
"""How many rows the two manuals gave."""


class Fila(NamedTuple):
    """One check of one row on the portal of one preset."""

    numero: int
    preset: str
    comprueba: Comprueba

    @property
    def nombre(self) -> str:
        """As in ``fila 41, petroperu: cada archivo…``."""
        return f"fila {self.numero}, {self.preset}: {self.comprueba.__name__.replace('_', ' ')}"


FILAS: list[Fila] = []


def fila(numero: int, *presets: str) -> Callable[[Comprueba], Comprueba]:
    """Say of which row, and of which portals, the function below is the check."""

    def anotar(comprueba: Comprueba) -> Comprueba:
        FILAS.extend(Fila(numero, preset, comprueba) for preset in presets)
        return comprueba

    return anotar
