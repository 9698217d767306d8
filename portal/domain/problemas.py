"""What is wrong with a configuration: a code, the place and the facts, never a sentence. The words live in the catalog.

The place is dotted, and names things by their ids: ``formulario.secciones.documento.campos.asunto.maximo``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError, ValidationInfo

EN_ESTUDIO: Final = {"en_estudio": True}
"""The context of ``model_validate`` for what may contradict itself: types are checked, and what is said between parts is not."""

CODIGOS: Final[Mapping[str, str]] = {
    "missing": "falta",
    "extra_forbidden": "sobra",
    "string_too_short": "corto",
    "string_too_long": "largo",
    "string_pattern_mismatch": "forma",
    "string_type": "no_es_texto",
    "int_type": "no_es_entero",
    "int_parsing": "no_es_entero",
    "int_from_float": "no_es_entero",
    "decimal_type": "no_es_importe",
    "decimal_parsing": "no_es_importe",
    "decimal_max_places": "no_es_importe",
    "decimal_max_digits": "no_es_importe",
    "bool_type": "no_es_si_no",
    "bool_parsing": "no_es_si_no",
    "date_type": "no_es_fecha",
    "date_parsing": "no_es_fecha",
    "date_from_datetime_parsing": "no_es_fecha",
    "time_type": "no_es_hora",
    "time_parsing": "no_es_hora",
    "greater_than_equal": "menor",
    "less_than_equal": "mayor",
    "literal_error": "no_es_opcion",
    "enum": "no_es_opcion",
    "tuple_type": "no_es_lista",
    "model_type": "no_es_grupo",
    "model_attributes_type": "no_es_grupo",
    "value_error": "valor",
}
"""Ours for each kind of pydantic's errors; any other is ``no_sirve``."""
_LIMITES = ("min_length", "max_length", "ge", "le", "expected", "pattern")


@dataclass(frozen=True)
class Problema:
    """One thing that is wrong, or one that a warning is about. The text is ``problema.<codigo>``, filled with ``datos``."""

    codigo: str
    lugar: str
    datos: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return f"{self.lugar}: {self.codigo} {dict(self.datos) or ''}".strip()


class Contradiccion(ValueError):
    """A part of the configuration, or all of it, contradicts itself: ``problemas`` says where and how."""

    def __init__(self, *problemas: Problema) -> None:
        super().__init__("; ".join(str(problema) for problema in problemas))
        self.problemas = problemas


def en_estudio(info: ValidationInfo) -> bool:
    """Whether what is being read may contradict itself."""
    return info.context is not None and bool(info.context.get("en_estudio"))


def de_pydantic(error: ValidationError, datos: object, raiz: str = "") -> tuple[Problema, ...]:
    """All that pydantic found in ``datos``, which stand at ``raiz``, as problems that name their place by ids."""
    hallados: list[Problema] = []
    for uno in error.errors(include_url=False):
        lugar = unir(raiz, *_pasos(uno["loc"], datos))
        contexto = uno.get("ctx", {})
        origen = contexto.get("error")
        if isinstance(origen, Contradiccion):
            hallados += [Problema(p.codigo, unir(lugar, p.lugar), p.datos) for p in origen.problemas]
            continue
        hechos: dict[str, Any] = {limite: contexto.get(limite, "") for limite in _LIMITES if limite in contexto}
        hechos["escrito"] = _escrito(uno.get("input"))
        if "expected" in hechos:
            hechos["expected"] = hechos["expected"].replace(" or ", " o ").replace("'", "")
        if uno["type"] == "value_error":
            hechos["detalle"] = str(origen)
        hallados.append(Problema(CODIGOS.get(uno["type"], "no_sirve"), lugar, hechos))
    return tuple(hallados)


def unir(*pasos: object) -> str:
    """The dotted place of ``pasos``, without the empty ones."""
    return ".".join(str(paso) for paso in pasos if paso not in {"", None})


def repetidos(ids: Sequence[str]) -> list[str]:
    """Those that are there more than once, in order."""
    return sorted(cada for cada, veces in Counter(ids).items() if veces > 1)


def _pasos(loc: Iterable[str | int], datos: object) -> list[str]:
    """The steps of a place; instead of its position, each element of a list has its id, or its number from 1."""
    pasos: list[str] = []
    actual: object = datos
    for paso in loc:
        if isinstance(paso, int) and isinstance(actual, list | tuple) and paso < len(actual):
            actual = actual[paso]
            propio = actual.get("id") if isinstance(actual, Mapping) else None
            pasos.append(str(propio or paso + 1))
        else:
            actual = actual.get(paso) if isinstance(actual, Mapping) else None
            pasos.append(str(paso))
    return pasos


def _escrito(valor: object) -> str:
    """What was written, when it is short enough to be told."""
    return str(valor)[:60] if isinstance(valor, str | int | float | bool) else ""
