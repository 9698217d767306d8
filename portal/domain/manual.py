"""The citizen's manual as an institution publishes it: what changed, when, in which version, and who wrote it."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from portal.domain.textos import Modelo


class Cambio(Modelo):
    """One row of the history of versions."""

    fecha: date
    version: str = Field(min_length=1, max_length=20)
    cambios: str = Field(min_length=1, max_length=400)
    autor: str = Field(min_length=1, max_length=300)


class Manual(Modelo):
    """The manual's own data; its chapters are told from the rest of the configuration. ``historial``: oldest first."""

    objetivo: str = ""
    alcance: str = ""
    historial: tuple[Cambio, ...] = ()
    agregado: str = ""
    """What the institution adds at the end, in paragraphs."""

    @property
    def version(self) -> str:
        """The newest one, or "" when the institution keeps no history."""
        return self.historial[-1].version if self.historial else ""
