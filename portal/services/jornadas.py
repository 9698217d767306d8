"""What a new day, or a new version of the institution, asks of the worker: terms worked out again, offices told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.domain.permisos import Permiso
from portal.services import avisos_de_plazo, configuracion, recalculos
from portal.services.configuracion import SinInstitucion
from portal.services.contexto import Contexto, requiere

HORA = 7
"""Of the institution's morning: the mails are there when the office opens."""


@dataclass(frozen=True)
class Jornada:
    """What was done last: for which version, on which day, and whether the offices had been told."""

    version: int
    dia: date
    avisada: bool


@requiere(Permiso.SISTEMA)
def cumplir(ctx: Contexto, hecha: Jornada | None = None) -> Jornada | None:
    """Do what was not done since ``hecha`` (None: the worker just started); what is done now, to be given back next time.

    Doing it again changes nothing. Without an institution there is nothing to do.
    """
    try:
        with ctx.db.lectura() as session:
            version, institucion = configuracion.vigente(session)
    except SinInstitucion:
        return hecha
    local = ctx.reloj().astimezone(institucion.zona)
    hoy = Jornada(version, local.date(), avisada=local.hour >= HORA)
    if hoy == hecha:
        return hecha
    if hecha is None or (hecha.version, hecha.dia) != (hoy.version, hoy.dia):
        recalculos.recalcular(ctx)
    if hoy.avisada and (hecha is None or hecha.dia != hoy.dia or not hecha.avisada):
        avisos_de_plazo.enviar(ctx)
    return hoy
