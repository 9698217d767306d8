"""What can be asked of the institution: procedures with their form, requirements, term, cost and office.

Law: Ley 27444, arts. 32-35 (qualification and silence), 37 (what a TUPA holds), 40-41 (what may not be asked), 44-46 (fees).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from portal.domain.campos import Condicion, Formulario
from portal.domain.plazos import Unidad
from portal.domain.problemas import Contradiccion, Problema
from portal.domain.textos import Identificador, Modelo

Soles = Annotated[Decimal, Field(ge=0, max_digits=9, decimal_places=2)]


class Requisito(Modelo):
    """One thing that a procedure asks for. ``ranura``: the slot of its form where it is attached."""

    id: Identificador
    texto: str = Field(min_length=1, max_length=400)
    base_legal: str = Field(default="", max_length=200)
    ranura: Identificador | None = None


class Encaminamiento(Modelo):
    """A routing rule: what satisfies ``condicion`` (or everything) arrives at that office instead of the counter."""

    dependencia: Identificador
    condicion: Condicion | None = None


class Procedimiento(Modelo):
    """One thing that can be asked. ``formulario`` empty: the general one of the institution.

    ``calificacion`` and ``silencio`` have no default: who declares a TUPA procedure says them. ``plazo``: in ``unidad``.
    """

    id: Identificador
    nombre: str = Field(min_length=1, max_length=200)
    clase: Literal["correspondencia", "servicio", "tupa"] = "correspondencia"
    descripcion: str = Field(default="", max_length=1000)
    base_legal: str = Field(default="", max_length=400)
    activo: bool = True
    requisitos: tuple[Requisito, ...] = ()
    plazo: int | None = Field(default=None, ge=1, le=250)
    unidad: Unidad = Unidad.HABILES
    calificacion: Literal["", "automatica", "evaluacion_previa"] = ""
    silencio: Literal["", "positivo", "negativo"] = ""
    costo: Soles | None = None
    dependencia: Identificador | None = None
    formulario: Formulario | None = None

    @model_validator(mode="after")
    def _lo_que_exige_un_tupa(self) -> Self:
        if self.clase == "tupa" and not self.calificacion:
            raise Contradiccion(Problema("sin_calificacion", "calificacion", {"nombre": self.nombre}))
        if self.calificacion == "evaluacion_previa" and not self.silencio:
            raise Contradiccion(Problema("sin_silencio", "silencio", {"nombre": self.nombre}))
        return self
