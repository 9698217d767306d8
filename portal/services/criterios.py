"""From what staff ask (``Filtro``) to what the database is asked: their offices, the days, the words, the terms."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from portal.db.queries.criterio import Criterio, Limite, Numero
from portal.domain import terminos
from portal.domain.bandeja import Filtro
from portal.domain.configuracion import Institucion
from portal.domain.fechas import ULTIMO_DIA, comienzo
from portal.domain.numeracion import interpretar
from portal.domain.permisos import Permiso
from portal.domain.texto import una_linea
from portal.services import alcances
from portal.services.contexto import Actor, Contexto


def de_filtro(
    institucion: Institucion, ctx: Contexto, filtro: Filtro, permiso: Permiso = Permiso.VER_BANDEJA
) -> Criterio:
    """What the database is asked. An unreadable expediente number finds nothing, rather than all."""
    hoy = ctx.reloj().astimezone(institucion.zona).date()
    hasta = filtro.enviado_hasta
    enteras, comenzadas = _terminos(filtro)
    return Criterio(
        bandeja=filtro.bandeja,
        orden=filtro.en_orden,
        alcance=alcances.oficinas(ctx.actor, permiso),
        propias=propias(ctx.actor, permiso),
        cuenta_id=ctx.actor.cuenta_id or 0,
        hoy=hoy,
        limites=limites(institucion, hoy),
        enviado=(
            comienzo(filtro.enviado_desde, institucion.zona) if filtro.enviado_desde else None,
            comienzo(min(hasta, ULTIMO_DIA) + timedelta(days=1), institucion.zona) if hasta else None,
        ),
        presentado=(filtro.presentado_desde, filtro.presentado_hasta),
        vence=(filtro.vence_desde, filtro.vence_hasta),
        expediente=_numero(institucion, filtro.expediente) if filtro.expediente else None,
        enteras=enteras,
        comenzadas=comenzadas,
        estado=filtro.estado,
        fase=_fase_de(institucion, filtro.estado),
        dependencia=filtro.dependencia,
        responsable=filtro.responsable,
        semaforo=filtro.semaforo or "",
        canal=filtro.canal,
    )


def propias(actor: Actor, permiso: Permiso) -> frozenset[str]:
    """The offices where the actor works: those of their asignaciones, however far these reach."""
    return frozenset(a.dependencia for a in actor.asignaciones if permiso in a.permisos)


def limites(institucion: Institucion, hoy: date) -> tuple[Limite, ...]:
    """Until which day a term is "about to end": as ``plazos.semaforo`` says, by the calendar of each office's sede."""
    escritorio, aviso = institucion.escritorio, institucion.escritorio.plazos.aviso
    por_sede = cache(lambda oficina: institucion.dias_de(oficina).sumar_habiles(hoy, aviso + 1))
    de_sede = {d.sede: d.id for d in escritorio.dependencias}
    dias: dict[str, date] = {d.id: por_sede(de_sede[d.sede]) for d in escritorio.dependencias}
    comun = dias[escritorio.mesa.id]
    if set(dias.values()) == {comun}:
        return (Limite(None, comun),)
    return tuple(
        Limite(frozenset(oficina for oficina, suyo in dias.items() if suyo == dia), dia) for dia in set(dias.values())
    )


def _terminos(filtro: Filtro) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What must be in it whole, and what must be in it at least begun: the last word of each text."""
    enteras: list[str] = [*terminos.de_tipo(filtro.tipo)]
    if filtro.canal and filtro.canal != terminos.CANAL_HABITUAL:
        enteras.append(terminos.de_su_canal(filtro.canal))
    comenzadas: list[str] = []
    for buscados in (
        terminos.de_asunto(filtro.asunto),
        terminos.de_remitente(filtro.remitente),
        terminos.de_numero(filtro.numero),
    ):
        *primeras, ultima = buscados[: terminos.CUANTOS] or ("",)
        enteras += primeras
        comenzadas += [ultima] if ultima else []
    return tuple(dict.fromkeys(enteras)), tuple(comenzadas)


def _numero(institucion: Institucion, escrito: str) -> Numero:
    numero = una_linea(escrito)
    return Numero(numero, interpretar(institucion.numeracion.expediente, numero))


def _fase_de(institucion: Institucion, estado_id: str) -> str:
    """The fase of an estado, where the institution in force has it."""
    return next((estado.fase.value for estado in institucion.estados if estado.id == estado_id), "")
