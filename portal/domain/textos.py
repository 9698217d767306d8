"""What an institution says on its screens: its texts, the ones people accept, and its comunicados."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from portal.domain.problemas import Contradiccion, Problema

Identificador = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,38}$")]


LARGO_MAXIMO = 60_000
"""Characters of any text of an institution that has no narrower limit: what no page can show is no text."""


class Modelo(BaseModel):
    """Frozen, and strict about unknown names: a typing mistake in a preset is an error, not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=LARGO_MAXIMO)


class TextoConVersion(Modelo):
    """A text that a person accepts; a new version is accepted anew."""

    version: str = Field(min_length=1, max_length=40)
    titulo: str
    cuerpo: str


class Comunicado(Modelo):
    """What the institution tells everybody on top of every screen, from one day until another, both included."""

    titulo: str = Field(min_length=1, max_length=160)
    detalle: str = Field(default="", max_length=400)
    desde: date | None = None
    hasta: date | None = None

    @model_validator(mode="after")
    def _en_orden(self) -> Self:
        if self.desde and self.hasta and self.hasta < self.desde:
            raise Contradiccion(Problema("termina_antes", "hasta", {"nombre": self.titulo}))
        return self

    def vigente(self, hoy: date) -> bool:
        """Whether it is shown on that day."""
        return (self.desde is None or self.desde <= hoy) and (self.hasta is None or hoy <= self.hasta)


class Textos(Modelo):
    """What the institution says on its screens."""

    titulo_inicio: str
    entrada_inicio: str
    horario: str
    regla: str
    regla_detalle: str
    base_legal: tuple[str, ...]
    a_la_mano: tuple[str, ...] = ()
    que_sigue: tuple[str, ...] = ()
    ayuda: str
    pie_cargo: str
    accesibilidad: str = ""
    avisos: tuple[Comunicado, ...] = ()
    terminos: TextoConVersion
    privacidad: TextoConVersion

    def vigentes(self, hoy: date) -> tuple[Comunicado, ...]:
        """The comunicados to show on ``hoy``, a day of the institution's zone."""
        return tuple(aviso for aviso in self.avisos if aviso.vigente(hoy))


class Vocabulario(Modelo):
    """The institution's own words for what citizens press and see; empty, those of the house."""

    nuevo: str = Field(default="", max_length=60)
    tramites: str = Field(default="", max_length=60)
    consulta: str = Field(default="", max_length=60)
    buscar: str = Field(default="", max_length=40)
    enviar: str = Field(default="", max_length=60)
