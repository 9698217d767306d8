"""The history of an expediente: appended, and chained by hash so that a change made behind our back shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import ExpedienteRow, MovimientoRow
from portal.domain.configuracion import Estado
from portal.domain.estados import Accion
from portal.services.contexto import Actor

GENESIS = "0" * 64
ESQUEMA = 2


@dataclass(frozen=True)
class Hechos:
    """What else a movimiento tells: ``interna`` is for staff only, ``datos`` are the facts of the act (plain JSON).

    ``publico``: whether the citizen sees the step at all. ``dependencia``: the office that acts; empty, the one that has it.
    """

    interna: str = ""
    datos: dict[str, Any] = field(default_factory=dict)
    publico: bool = True
    dependencia: str = ""


NADA_MAS = Hechos()


def anotar(
    session: Session,
    expediente: ExpedienteRow,
    *,
    accion: Accion,
    hasta: Estado,
    actor: Actor,
    nota: str,
    ahora: datetime,
    hechos: Hechos = NADA_MAS,
) -> MovimientoRow:
    """Append one movimiento and bring the expediente to ``hasta``. The caller holds the expediente's row."""
    anterior = _ultimo(session, expediente) if expediente.movimientos else None
    movimiento = siguiente(
        expediente, anterior, accion=accion, hasta=hasta, actor=actor, nota=nota, ahora=ahora, hechos=hechos
    )
    session.add(movimiento)
    expediente.estado, expediente.fase, expediente.movimientos = hasta.id, hasta.fase, movimiento.orden
    session.flush()
    return movimiento


def siguiente(
    expediente: ExpedienteRow,
    anterior: MovimientoRow | None,
    *,
    accion: Accion,
    hasta: Estado,
    actor: Actor,
    nota: str,
    ahora: datetime,
    hechos: Hechos = NADA_MAS,
) -> MovimientoRow:
    """The movimiento that follows ``anterior`` (None: the first), sealed and not yet written down."""
    movimiento = MovimientoRow(
        expediente_id=expediente.id,
        orden=anterior.orden + 1 if anterior else 1,
        accion=accion,
        desde=expediente.estado if anterior else None,
        hasta=hasta.id,
        fase=hasta.fase,
        nota=nota,
        actor_id=actor.cuenta_id,
        actor=actor.nombre,
        ocurrido_at=ahora,
        huella_anterior=anterior.huella if anterior else GENESIS,
        dependencia=hechos.dependencia or expediente.dependencia,
        interna=hechos.interna,
        datos=hechos.datos,
        publico=hechos.publico,
        esquema=ESQUEMA,
    )
    movimiento.huella = huella(movimiento)
    return movimiento


def _ultimo(session: Session, expediente: ExpedienteRow) -> MovimientoRow:
    return session.scalars(
        select(MovimientoRow)
        .where(MovimientoRow.expediente_id == expediente.id)
        .order_by(MovimientoRow.orden.desc())
        .limit(1)
    ).one()


def huella(m: MovimientoRow | SimpleNamespace) -> str:
    """SHA-256 of what the movimiento says and of the one before it. The office and what is internal count since esquema 2."""
    hechos = [
        m.expediente_id, m.orden, str(m.accion), m.desde, m.hasta, str(m.fase), m.nota, m.actor_id, m.actor,
        m.ocurrido_at.isoformat(), m.huella_anterior,
    ]  # fmt: skip
    if m.esquema >= ESQUEMA:
        hechos += [m.dependencia, m.interna, m.datos, m.publico]
    return sellar(hechos)


def sellar(hechos: list[Any]) -> str:
    """SHA-256 of some plain facts, in one way of writing them: a link of a chain."""
    texto = json.dumps(hechos, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(texto.encode()).hexdigest()


def intacta(session: Session, expediente_id: int) -> bool:
    """Whether every movimiento still says what it said, in one unbroken chain as long as the expediente counts."""
    anterior, orden = GENESIS, 0
    filas = session.scalars(
        select(MovimientoRow).where(MovimientoRow.expediente_id == expediente_id).order_by(MovimientoRow.orden)
    )
    for orden, fila in enumerate(filas, 1):
        if (fila.orden, fila.huella_anterior, fila.huella) != (orden, anterior, huella(fila)):
            return False
        anterior = fila.huella
    return orden == session.get_one(ExpedienteRow, expediente_id).movimientos
