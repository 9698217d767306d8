"""What the desk measures: how soon what arrives is routed, and how long it takes to be answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.db.models import DestinoRow, ExpedienteRow, MovimientoRow
from portal.db.queries.escritorio import Criterio, en
from portal.domain.estados import Accion, Fase

MUESTRA = 2_000
"""The newest filings that are measured: a share or a median does not need more."""


def derivados_el_dia(session: Session, c: Criterio, desde: datetime, zona: ZoneInfo) -> tuple[int, int]:
    """Of the newest filings since ``desde``, how many were routed on the day they were presented, or before; and all."""
    primera = (
        select(func.min(MovimientoRow.ocurrido_at))
        .where(MovimientoRow.expediente_id == ExpedienteRow.id, MovimientoRow.accion == Accion.DERIVAR)
        .scalar_subquery()
    )
    pares = session.execute(
        select(ExpedienteRow.presentado_el, primera)
        .where(ExpedienteRow.abierto_at >= desde, *_alcance(c))
        .order_by(ExpedienteRow.id.desc())
        .limit(MUESTRA)
    ).all()
    a_tiempo = [
        1 for dia, cuando in pares if dia is not None and cuando is not None and cuando.astimezone(zona).date() <= dia
    ]
    return len(a_tiempo), len(pares)


def respondidos(session: Session, c: Criterio, desde: datetime) -> Sequence[tuple[date, datetime]]:
    """Of the newest ones answered since ``desde``: the day of the presentation, and the instant of the answer."""
    pares = session.execute(
        select(ExpedienteRow.presentado_el, MovimientoRow.ocurrido_at)
        .join(ExpedienteRow, ExpedienteRow.id == MovimientoRow.expediente_id)
        .where(MovimientoRow.accion == Accion.ATENDER, MovimientoRow.fase == Fase.ATENDIDO)
        .where(MovimientoRow.ocurrido_at >= desde, *_alcance(c))
        .order_by(MovimientoRow.id.desc())
        .limit(MUESTRA)
    )
    return [(dia, cuando) for dia, cuando in pares if dia is not None]


def _alcance(c: Criterio) -> list[ColumnElement[bool]]:
    if c.alcance is None:
        return []
    suyos = select(DestinoRow.expediente_id).where(en(DestinoRow.dependencia, c.alcance))
    return [ExpedienteRow.id.in_(suyos)]
