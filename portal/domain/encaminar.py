"""Where a filing arrives first: the office it is addressed to, that of its procedure, that of a rule, or the counter.

Law: Ley 27444, art. 117.2: what is received is sent on the same day; where the rule is known, at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from portal.domain.configuracion import Institucion
from portal.domain.escritorio import Escritorio
from portal.domain.formulario import Valor, se_cumple


def primer_destino(
    institucion: Institucion, valores: Mapping[str, Valor], *, procedimiento: str, escritorio: Escritorio, hoy: date
) -> str:
    """The office that has it first. ``institucion``: the version it is filed with, as its ``procedimiento`` sees it.

    ``valores`` are clean. ``escritorio``: the offices in force: one that takes nothing on ``hoy`` gets nothing.
    """
    for candidata in _candidatas(institucion, valores, procedimiento):
        if escritorio.dependencia(candidata).vigente(hoy):
            return candidata
    return escritorio.mesa.id


def _candidatas(institucion: Institucion, valores: Mapping[str, Valor], procedimiento: str) -> Iterator[str]:
    """The offices that are named, the strongest reason first."""
    campo = institucion.formulario.con_papel("destino")
    if campo is not None and (elegida := valores.get(campo.id)):
        yield str(elegida)
    suyo = institucion.procedimiento(procedimiento)
    if suyo is not None and suyo.dependencia is not None:
        yield suyo.dependencia
    for regla in institucion.encaminamientos:
        if se_cumple(regla.condicion, valores):
            yield regla.dependencia
