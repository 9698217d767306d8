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
PENDIENTES = (Semaforo.VENCIDO, Semaforo.POR_VENCER, Semaforo.EN_PLAZO, Semaforo.DETENIDO, Semaforo.SIN_PLAZO)

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
    """``en_total``: how many expedientes are pending, each once: one may be in time and owe another office something late.

    ``derivados_el_dia``: of what was filed in 30 days, the share routed on the day it was presented (0 to 1).

    ``mediana_de_dias``: business days from the presentation to the answer, of what was answered in 30 days.
    """

    llegaron_hoy: Indicador
    derivados_el_dia: Indicador
    pendientes: Mapping[Semaforo, Indicador]
    en_total: Indicador
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
        pendientes = {luz: _pendientes(c, luz) for luz in PENDIENTES}
        listas = {luz: Lista(session, criterio) for luz, (criterio, _) in pendientes.items()}
        return Indicadores(
            llegaron_hoy=_contado(session, hoy, de_hoy),
            derivados_el_dia=Indicador(sum(derivados) / len(derivados) if derivados else None, del_mes),
            pendientes={luz: _cuantos(listas[luz], filtro) for luz, (_, filtro) in pendientes.items()},
            en_total=_en_total(session, c, listas),
            mediana_de_dias=Indicador(median(tardaron) if tardaron else None, del_mes),
        )


def _pendientes(c: Criterio, luz: Semaforo) -> tuple[Criterio, Filtro]:
    """What is late or about to be is what its tray holds, what other offices were asked too; the rest, by its own term."""
    if (bandeja := BANDEJAS.get(luz)) is not None:
        return replace(c, bandeja=bandeja), Filtro(bandeja=bandeja)
    return replace(c, semaforo=luz), Filtro(semaforo=luz)


def _en_total(session: Session, c: Criterio, listas: Mapping[Semaforo, Lista]) -> Indicador:
    """Each expediente once. Where a list is too long to be read whole, a floor: by own terms, of which each has one at most."""
    cortas = [lista.ids for lista in listas.values() if lista.ids is not None]
    if len(cortas) == len(listas):
        return Indicador(len(set().union(*cortas)), Filtro())
    propios = [
        (Lista(session, replace(c, semaforo=luz)) if luz in BANDEJAS else lista).total()[0]
        for luz, lista in listas.items()
    ]
    mayor = max(lista.total()[0] for lista in listas.values())  # what has no term of its own is in a tray for another's
    return Indicador(max(sum(propios), mayor), Filtro(), incontable=True)


def _contado(session: Session, c: Criterio, filtro: Filtro) -> Indicador:
    return _cuantos(Lista(session, c), filtro)


def _cuantos(lista: Lista, filtro: Filtro) -> Indicador:
    total, incontable = lista.total()
    return Indicador(total, filtro, incontable)
