"""Who the institution is: its names, its official phrases of each year, its colours and its emblem."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from portal.domain.textos import Modelo

Color = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Huella = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
"""SHA-256 of an image of the institution (``services/imagenes``), or nothing."""


class NombreDeAnio(Modelo):
    """The official name of one year, which heads documents and screens while it lasts."""

    anio: int = Field(ge=2015, le=2060)
    nombre: str = Field(min_length=1, max_length=160)


class Identidad(Modelo):
    """Who the institution is, and the official phrases of its header."""

    ruc: str
    nombre: str
    sigla: str
    sector: str = ""
    modulo: str = "Mesa de Partes Virtual"
    frases: tuple[str, ...] = ()
    lugar: str
    web: str = ""
    telefono: str = ""
    correo: str = ""
    acento: Color = "#0b5a6b"
    acento_oscuro: Color = "#45a0b3"
    anios: tuple[NombreDeAnio, ...] = ()
    logo: Huella = ""

    def frases_de(self, anio: int) -> tuple[str, ...]:
        """What heads the screens in ``anio``: the phrases of always, and the official name of that year."""
        return (*self.frases, *(cada.nombre for cada in self.anios if cada.anio == anio))
