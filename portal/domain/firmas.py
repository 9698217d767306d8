"""A digital signature as it is told to people: who, with which DNI, when, and whether the document changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

ESTADOS = ("sin_cambios", "con_agregados", "alterado", "sin_verificar")
"""``con_agregados``: other signatures or filled fields came after it, which it allows."""


@dataclass(frozen=True)
class Firma:
    """One of a document. ``cuando``: as who signed says, unless ``sellada`` by a third party; None where it is not said.

    Whether its issuer is trusted is not known here. ``dni`` is empty when the certificate has none.
    """

    firmante: str
    dni: str
    organizacion: str
    emisor: str
    cuando: datetime | None
    sellada: bool
    estado: str


def de_filas(filas: Iterable[Mapping[str, Any]] | None) -> tuple[Firma, ...]:
    """The signatures as they were stored when the file was inspected, oldest first."""
    return tuple(
        Firma(**{**fila, "cuando": datetime.fromisoformat(fila["cuando"]) if fila["cuando"] else None})
        for fila in filas or ()
    )
