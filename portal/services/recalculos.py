"""The terms that run, worked out again: after a day was declared non-working, and once a day.

What was decided stays: presentation dates, acts, days granted. Only the day a term ends may move, and only of terms that
are open. Who was told until when to cure is never left with fewer days. Law: Ley 27444, arts. 134 and 137.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Row, exists, select
from sqlalchemy.orm import Session

from portal.db.models import DestinoRow, ExpedienteRow, MovimientoRow, ObservacionRow, PlazoRow, SuspensionRow
from portal.domain.configuracion import Institucion
from portal.domain.estados import Accion, Fase
from portal.domain.permisos import Permiso
from portal.domain.plazos import Plazo, Suspension, Unidad, vencimiento
from portal.services import configuracion, consulta, relojes
from portal.services.contexto import Contexto, requiere

LEIDOS = 1000
"""Terms read at once."""
ESCRITOS = 100
"""Expedientes written in one transaction: who files waits no longer than that takes."""
_CONTADO = (PlazoRow.acto, PlazoRow.cantidad, PlazoRow.unidad, PlazoRow.distancia, PlazoRow.ampliacion)
_Fila: TypeAlias = Row[*tuple[Any, ...]]
_Conocidos: TypeAlias = dict[tuple[str | None, Plazo], date | None]


@requiere(Permiso.SISTEMA)
def recalcular(ctx: Contexto) -> int:
    """Bring every open term to what the rules and the calendar in force say; how many moved.

    What is as it should be is not written. Filings from before terms were kept get theirs first.
    """
    _abrir_los_que_faltan(ctx)
    movidos = 0
    conocidos: _Conocidos = {}
    desde = 0
    while tramo := _tramo(ctx, desde, conocidos):
        desde = tramo[-1][0]
        cambian = sorted({expediente for _, expediente, igual in tramo if not igual})
        for lote in _lotes(cambian):
            movidos += _escribir(ctx, lote)
    return movidos


def _tramo(ctx: Contexto, desde: int, conocidos: _Conocidos) -> list[tuple[int, int, bool]]:
    """The next open terms after the id ``desde``: id, expediente, and whether it ends when it should."""
    with ctx.db.lectura() as session:
        vigente = configuracion.vigente(session)[1]
        filas = session.execute(
            select(PlazoRow.id, PlazoRow.expediente_id, PlazoRow.dependencia, PlazoRow.vence_el, *_CONTADO)
            .where(PlazoRow.id > desde, PlazoRow.cerrado_at.is_(None))
            .order_by(PlazoRow.id)
            .limit(LEIDOS)
        ).all()
        pausas = _pausas(session, filas)
        return [(f.id, f.expediente_id, _vence(vigente, f, pausas[f.id], conocidos) == f.vence_el) for f in filas]


def _pausas(session: Session, filas: Sequence[_Fila] | Sequence[PlazoRow]) -> dict[int, tuple[Suspension, ...]]:
    """When each of those terms did not run."""
    suyas: defaultdict[int, tuple[Suspension, ...]] = defaultdict(tuple)
    if filas:
        for s in session.scalars(
            select(SuspensionRow).where(SuspensionRow.plazo_id.in_([f.id for f in filas])).order_by(SuspensionRow.id)
        ):
            suyas[s.plazo_id] += (Suspension(s.desde, s.hasta, s.motivo),)
    return suyas


def _vence(
    vigente: Institucion, fila: _Fila | PlazoRow, pausas: tuple[Suspension, ...], conocidos: _Conocidos
) -> date | None:
    """When it ends. Those that began on one day in one sede, and never stopped, end together."""
    plazo = Plazo(fila.acto, fila.cantidad, Unidad(fila.unidad), fila.distancia, fila.ampliacion, pausas)
    clave = (vigente.escritorio.dependencia(fila.dependencia).sede, plazo)
    if clave not in conocidos:
        conocidos[clave] = vencimiento(plazo, vigente.dias_de(fila.dependencia)).vence
    return conocidos[clave]


def _escribir(ctx: Contexto, expedientes: Sequence[int]) -> int:
    """Hold them, in the order of their ids, and write again what still is not as it should be; how many terms."""
    movidos = 0
    conocidos: _Conocidos = {}
    with ctx.db.transaction() as session:
        vigente = configuracion.vigente(session)[1]
        suyos = select(ExpedienteRow).where(ExpedienteRow.id.in_(expedientes)).order_by(ExpedienteRow.id)
        retenidos = {e.id: e for e in session.scalars(suyos.with_for_update())}
        abiertos = session.scalars(
            select(PlazoRow).where(PlazoRow.expediente_id.in_(expedientes), PlazoRow.cerrado_at.is_(None))
        ).all()
        pausas = _pausas(session, abiertos)
        for plazo in abiertos:
            vence = _vence(vigente, plazo, pausas[plazo.id], conocidos)
            movidos += _poner_al_dia(session, retenidos[plazo.expediente_id], plazo, vence)
    return movidos


def _poner_al_dia(session: Session, expediente: ExpedienteRow, plazo: PlazoRow, vence: date | None) -> bool:
    """Write that the term ends so, in it and where it is repeated; whether it moved."""
    antes = plazo.vence_el
    observacion = session.get(ObservacionRow, plazo.observacion_id) if plazo.observacion_id is not None else None
    if observacion is not None and vence is not None:
        vence = observacion.vence_el = max(vence, observacion.vence_el)
    plazo.vence_el = vence
    if plazo.destino_id is not None:
        session.get_one(DestinoRow, plazo.destino_id).vence_el = vence
    if plazo.clase == relojes.ATENCION:
        expediente.vence_el = vence
    return vence != antes


def _abrir_los_que_faltan(ctx: Contexto) -> None:
    """Filings from before terms were kept: each gets the one that its citizen was told, from its presentation."""
    con_plazo = exists().where(PlazoRow.expediente_id == ExpedienteRow.id, PlazoRow.clase == relojes.ATENCION)
    reabierto = exists().where(MovimientoRow.expediente_id == ExpedienteRow.id, MovimientoRow.accion == Accion.REABRIR)
    with ctx.db.lectura() as session:
        faltan = session.scalars(
            select(ExpedienteRow.id)
            .where(ExpedienteRow.fase.in_((Fase.REGISTRADO, Fase.EN_TRAMITE)), ExpedienteRow.vence_el.is_(None))
            .where(~con_plazo, ~reabierto)
            .order_by(ExpedienteRow.id)
        ).all()
    for lote in _lotes(faltan):
        with ctx.db.transaction() as session:
            filas = select(ExpedienteRow).where(ExpedienteRow.id.in_(lote), ~con_plazo).order_by(ExpedienteRow.id)
            for expediente in session.scalars(filas.with_for_update()).all():
                _abrir(session, ctx, expediente)


def _abrir(session: Session, ctx: Contexto, expediente: ExpedienteRow) -> None:
    registro = consulta.registro_de(session, expediente.id)
    propia = configuracion.institucion(session, expediente.institucion_version, registro.procedimiento)
    plazo = relojes.nuevo(
        propia,
        registro.valores,
        procedimiento=registro.procedimiento,
        acto=registro.presentado_el,
        ahora=ctx.reloj(),
    )
    if plazo is None:
        return
    plazo.expediente_id = expediente.id
    session.add(plazo)
    session.flush()
    relojes.actualizar(session, expediente, plazo)


def _lotes(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[i : i + ESCRITOS] for i in range(0, len(ids), ESCRITOS))
