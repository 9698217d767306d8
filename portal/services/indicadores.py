"""Figures on top of the desk's list: each is a number and the filter that shows what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import median

from sqlalchemy.orm import Session

from portal.db.queries import indicadores as consultas
from portal.db.queries.criterio import Criterio
from portal.db.queries.escritorio import Lista, preparar
from portal.domain.bandeja import Bandeja, Filtro
from portal.domain.fechas import comienzo
from portal.domain.permisos import Permiso
from portal.domain.plazos import Semaforo
from portal.services import configuracion, criterios
from portal.services.contexto import Contexto, requiere

DIAS_DE_MEDIDA = 30
PENDIENTES = (Semaforo.VENCIDO, Semaforo.POR_VENCER, Semaforo.EN_PLAZO, Semaforo.DETENIDO)

BANDEJAS = {Semaforo.VENCIDO: Bandeja.VENCIDOS, Semaforo.POR_VENCER: Bandeja.POR_VENCER}
"""Where there is a tray for it, a figure counts as the tray does."""


@dataclass(frozen=True)
class Indicador:
    """One figure; None where there was nothing to measure. ``filtro`` lists what it is made of.

    ``incontable``: it is only a floor.
    """

    valor: float | None
    filtro: Filtro
    incontable: bool = False


@dataclass(frozen=True)
class Indicadores:
    """``derivados_el_dia``: of what was filed in 30 days, the share routed on the day it was presented (0 to 1).

    ``mediana_de_dias``: business days from the presentation to the answer, of what was answered in 30 days.
    """

    llegaron_hoy: Indicador
    derivados_el_dia: Indicador
    pendientes: Mapping[Semaforo, Indicador]
    mediana_de_dias: Indicador


@requiere(Permiso.SUPERVISAR)
def ver(ctx: Contexto) -> Indicadores:
    """The figures of the offices within reach, today."""
    with ctx.db.lectura() as session:
        preparar(session)
        institucion = configuracion.mostrada(ctx)
        c = criterios.de_filtro(institucion, ctx, Filtro(), Permiso.SUPERVISAR)
        desde = c.hoy - timedelta(days=DIAS_DE_MEDIDA)
        de_hoy = Filtro(enviado_desde=c.hoy, enviado_hasta=c.hoy)
        del_mes = Filtro(enviado_desde=desde, enviado_hasta=c.hoy)
        hoy = criterios.de_filtro(institucion, ctx, de_hoy, Permiso.SUPERVISAR)
        instante = comienzo(desde, institucion.zona)
        zona = institucion.zona
        derivados = [
            cuando is not None and cuando.astimezone(zona).date() <= dia
            for dia, cuando in consultas.derivados(session, c, instante)
        ]
        tardaron = [
            institucion.dias.habiles_entre(dia, cuando.astimezone(zona).date())
            for dia, cuando in consultas.respondidos(session, c, instante)
        ]
        return Indicadores(
            llegaron_hoy=_contado(session, hoy, de_hoy),
            derivados_el_dia=Indicador(sum(derivados) / len(derivados) if derivados else None, del_mes),
            pendientes={luz: _pendientes(session, c, luz) for luz in PENDIENTES},
            mediana_de_dias=Indicador(median(tardaron) if tardaron else None, del_mes),
        )


def _pendientes(session: Session, c: Criterio, luz: Semaforo) -> Indicador:
    """What is late or about to be is what its tray holds, what other offices were asked too; the rest, by its own term."""
    if (bandeja := BANDEJAS.get(luz)) is not None:
        return _contado(session, replace(c, bandeja=bandeja), Filtro(bandeja=bandeja))
    return _contado(session, replace(c, semaforo=luz), Filtro(semaforo=luz))


def _contado(session: Session, c: Criterio, filtro: Filtro) -> Indicador:
    total, incontable = Lista(session, c).total()
    return Indicador(total, filtro, incontable)
