"""What an institution that somebody is writing would be: whether it can be published, what is wrong and what is doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from portal.domain import coherencia, reparos
from portal.domain.configuracion import Institucion
from portal.domain.problemas import EN_ESTUDIO, Problema, de_pydantic


@dataclass(frozen=True)
class Estudio:
    """``leida``: what is written, whole as to its types, and None where it is not; it may contradict itself.

    ``institucion``: the same when nothing is wrong. ``problemas`` stop it from being published, ``avisos`` do not.
    """

    leida: Institucion | None
    problemas: tuple[Problema, ...]
    avisos: tuple[Problema, ...] = ()

    @property
    def institucion(self) -> Institucion | None:
        """What may be published, if it may."""
        return None if self.problemas else self.leida


def estudiar(datos: Mapping[str, Any]) -> Estudio:
    """All that is wrong in ``datos`` (a whole institution, as JSON or TOML give it), at once. It never raises."""
    try:
        leida = Institucion.model_validate(datos, context=EN_ESTUDIO)
    except ValidationError as error:
        return Estudio(None, de_pydantic(error, datos))
    return Estudio(leida, coherencia.problemas(leida), reparos.avisos(leida))
