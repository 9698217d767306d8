"""The parts of the configuration by their dotted names: what type each is, and how one is read and replaced in the JSON."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError, create_model
from pydantic_core import to_jsonable_python

from portal.domain.configuracion import Institucion
from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.problemas import EN_ESTUDIO, Problema, de_pydantic, unir
from portal.domain.textos import Modelo

TODO = ""
"""The name of the whole configuration, as if it were one part."""


class ParteInvalida(PortalError):
    """What was written is not of its type. ``problemas``: each with its place and facts; nothing was saved."""

    code = "parte_invalida"

    def __init__(self, *problemas: Problema) -> None:
        super().__init__(cuantos=len(problemas))
        self.problemas = problemas


def limpiar(parte: str, valor: object) -> Any:  # noqa: ANN401 -- JSON has no narrower type
    """``valor`` (models, or what JSON can say) as that part would be stored. Raises ParteInvalida, NoEncontrado."""
    modelo = _modelo(parte)
    datos = {"valor": to_jsonable_python(valor, fallback=str)}
    try:
        leido = modelo.model_validate_json(json.dumps(datos), context=EN_ESTUDIO)
    except ValidationError as error:
        hallados = de_pydantic(error, datos)
        sin_raiz = (Problema(p.codigo, unir(parte, p.lugar.partition(".")[2]), p.datos) for p in hallados)
        raise ParteInvalida(*sin_raiz) from error
    return leido.model_dump(mode="json")["valor"]


def leer(contenido: dict[str, Any], parte: str) -> Any:  # noqa: ANN401 -- JSON has no narrower type
    """What ``contenido`` says in that part."""
    actual: Any = contenido
    for paso in _pasos(parte):
        actual = actual[paso]
    return actual


def poner(contenido: dict[str, Any], parte: str, valor: object) -> dict[str, Any]:
    """``contenido`` with that part replaced; what was given is not changed."""
    pasos = _pasos(parte)
    if not pasos:
        return dict(valor) if isinstance(valor, dict) else {}
    primero, _, resto = parte.partition(".")
    propio = poner(contenido[primero], resto, valor) if resto else valor
    return {**contenido, primero: propio}


def se_tocan(una: str, otra: str) -> bool:
    """Whether one part is the other, or is within it."""
    return TODO in {una, otra} or f"{una}.".startswith(f"{otra}.") or f"{otra}.".startswith(f"{una}.")


@cache
def _modelo(parte: str) -> type[BaseModel]:
    """A model with the part alone, under ``valor``, with the limits that it has in its place."""
    if parte == TODO:
        return create_model("Parte", __base__=Modelo, valor=(Institucion, ...))
    modelo: type[BaseModel] = Institucion
    *camino, ultimo = _pasos(parte)
    for paso in camino:
        campo = modelo.model_fields.get(paso)
        dentro = campo.annotation if campo is not None else None
        if not (isinstance(dentro, type) and issubclass(dentro, BaseModel)):
            raise NoEncontrado(que=parte)
        modelo = dentro
    campo = modelo.model_fields.get(ultimo)
    if campo is None:
        raise NoEncontrado(que=parte)
    anotado: Any = campo.annotation
    return create_model("Parte", __base__=Modelo, valor=(anotado, campo))


def _pasos(parte: str) -> list[str]:
    return parte.split(".") if parte else []
