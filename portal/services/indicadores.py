"""Figures on top of the desk's list: each is a number and the filter that shows what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import median

from portal.db.queries import indicadores as consultas
from portal.db.queries.escritorio import contar
from portal.domain.bandeja import Filtro
from portal.domain.permisos import Permiso
from portal.domain.plazos import Semaforo
from portal.services import configuracion, criterios
from portal.services.contexto import Contexto, requiere

DIAS_DE_MEDIDA = 30
PENDIENTES = (Semaforo.VENCIDO, Semaforo.POR_VENCER, Semaforo.EN_PLAZO, Semaforo.DETENIDO)


@dataclass(frozen=True)
class Indicador:
    """One figure; None where there was nothing to measure. ``filtro`` lists what it is made of."""

    valor: float | None
    filtro: Filtro


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
        _, institucion = configuracion.vigente(session)
        c = criterios.de_filtro(institucion, ctx, Filtro(), Permiso.SUPERVISAR)
        desde = c.hoy - timedelta(days=DIAS_DE_MEDIDA)
        de_hoy = Filtro(enviado_desde=c.hoy, enviado_hasta=c.hoy)
        del_mes = Filtro(enviado_desde=desde, enviado_hasta=c.hoy)
        hoy = criterios.de_filtro(institucion, ctx, de_hoy, Permiso.SUPERVISAR)
        instante = criterios.comienzo(institucion, desde)
        derivados, todos = consultas.derivados_el_dia(session, c, instante, institucion.zona)
        tardaron = [
            institucion.dias.habiles_entre(presentado, respondido.astimezone(institucion.zona).date())
            for presentado, respondido in consultas.respondidos(session, c, instante)
        ]
        return Indicadores(
            llegaron_hoy=Indicador(contar(session, hoy), de_hoy),
            derivados_el_dia=Indicador(derivados / todos if todos else None, del_mes),
            pendientes={
                luz: Indicador(contar(session, replace(c, semaforo=luz)), Filtro(semaforo=luz)) for luz in PENDIENTES
            },
            mediana_de_dias=Indicador(median(tardaron) if tardaron else None, del_mes),
        )
