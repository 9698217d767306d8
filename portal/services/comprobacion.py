"""What a check of the history read and found, in facts and in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.i18n import t

MOSTRADAS = 20
"""Faults that are told one by one; the rest are counted."""
LEIDO = ("movimientos", "expedientes", "actos", "sellos")


@dataclass(frozen=True)
class Falla:
    """One broken link: what kind, and where."""

    codigo: str
    hechos: Mapping[str, Any]

    @property
    def texto(self) -> str:
        """The same in plain words."""
        return t(f"auditoria.falla.{self.codigo}", **self.hechos)


@dataclass(frozen=True)
class Comprobacion:
    """What was read and what was found. ``fallas``: the first ones; ``cuantas``: how many there are."""

    expedientes: int
    movimientos: int
    actos: int
    sellos: int
    sin_sellar: int
    ultimo_sello: str
    fallas: tuple[Falla, ...]
    cuantas: int

    @property
    def integra(self) -> bool:
        """Whether nothing is broken."""
        return self.cuantas == 0

    def en_palabras(self) -> list[str]:
        """What was read and what was found, one line each; the first broken link before all others."""
        lineas = [t("auditoria.resumen", **{k: getattr(self, k) for k in LEIDO})]
        if self.ultimo_sello:
            lineas.append(t("auditoria.ultimo_sello", sello=self.ultimo_sello, sin_sellar=self.sin_sellar))
        else:
            lineas.append(t("auditoria.sin_sellos"))
        if self.integra:
            return [*lineas, t("auditoria.integra")]
        lineas.append(t("auditoria.rota", primera=self.fallas[0].texto))
        if self.cuantas > 1:
            lineas.append(t("auditoria.mas_fallas", cuantas=self.cuantas, mostradas=len(self.fallas)))
            lineas.extend(f"  - {falla.texto}" for falla in self.fallas)
        return lineas


class Cuenta:
    """What was seen so far."""

    def __init__(self) -> None:
        self.expedientes = self.movimientos = self.actos = self.sellos = self.sin_sellar = self.fallas = 0
        self.ultimo_sello = ""
        self.primeras: list[Falla] = []

    def anotar(self, fallas: Iterable[Falla]) -> None:
        """Count them, and keep the first ones."""
        for falla in fallas:
            self.fallas += 1
            if len(self.primeras) < MOSTRADAS:
                self.primeras.append(falla)

    def resultado(self) -> Comprobacion:
        """What was read and found until now."""
        return Comprobacion(
            self.expedientes,
            self.movimientos,
            self.actos,
            self.sellos,
            self.sin_sellar,
            self.ultimo_sello,
            tuple(self.primeras),
            self.fallas,
        )
