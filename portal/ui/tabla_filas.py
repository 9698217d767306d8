"""The rows of a table that is edited in place, as they stand in one tab: what its two views share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Clase = Literal["texto", "largo", "numero", "si_no", "opcion", "opciones", "fecha"]
Fila = dict[str, Any]
NUMERO = "_n"
"""What tells a row on the screen apart; it is never saved."""


@dataclass(frozen=True)
class Columna:
    """One datum of each row. ``exigida``: the row waits without it. ``inicial``: what a new row begins with."""

    campo: str
    titulo: str
    clase: Clase = "texto"
    exigida: bool = False
    ayuda: str = ""
    opciones: Mapping[str, str] = field(default_factory=dict)
    minimo: int | None = None
    maximo: int | None = None
    ancho: Literal["small", "medium", "large"] | None = None
    inicial: Any = None


@dataclass
class Estado:
    """One table in one tab: its rows as they stand on the screen, and those it last saved or was given."""

    filas: list[Fila]
    dadas: list[Fila]
    visto: int
    vez: int = 0
    abierta: int = 0
    siguiente: int = 1
    dibujo: list[Fila] = field(default_factory=list)
    nuevas: list[Fila] = field(default_factory=list)


def redibujar(estado: Estado) -> None:
    """Draw the rows anew from how they stand: another view, another order, a part opened again."""
    estado.vez += 1
    for fila in estado.filas:
        if not fila.get(NUMERO):
            fila[NUMERO] = estado.siguiente
            estado.siguiente += 1
    estado.dibujo, estado.nuevas = [dict(fila) for fila in estado.filas], []
