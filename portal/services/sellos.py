"""The seal of each day: one keyed hash over everything that was added to the histories since the seal before.

The chains of ``historia`` and ``actos`` show a row that was changed, not that whole chains were written anew or taken
away by somebody who owns the database. A seal does: it is made with a key that is not in the database, it follows the
seal before, and its text can be kept elsewhere. Each day's seal reads only what the day added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.db.models import ActoRow, MovimientoRow, SelloRow
from portal.domain import fechas
from portal.domain.errors import NoEncontrado
from portal.domain.permisos import Permiso
from portal.i18n import t
from portal.services import claves, configuracion, correlativos
from portal.services.contexto import Contexto, requiere
from portal.services.historia import GENESIS, sellar

TRAMO = 2000
"""Rows read at a time: a history of millions passes through little memory."""


@dataclass(frozen=True)
class Sello:
    """The seal of one day: up to where it reaches, and its hash, which follows the one of the seal before."""

    dia: date
    cabezas: int
    hasta_movimiento: int
    hasta_acto: int
    huella_anterior: str
    huella: str
    sellado: datetime


@dataclass
class Tramo:
    """What one seal covers, gathered row by row: a digest of the movimientos, and how many expedientes began."""

    cabezas: int = 0
    suma: Any = field(default_factory=hashlib.sha256)

    def agregar(self, movimiento_id: int, expediente_id: int, orden: int, huella: str) -> None:
        """One movimiento more, in the order of their ids."""
        self.suma.update(f"{movimiento_id}:{expediente_id}:{orden}:{huella}\n".encode())
        self.cabezas += orden == 1


@requiere(Permiso.SISTEMA)
def sellar_dia(ctx: Contexto) -> int:
    """Seal what there is, once a day where the institution is; how many seals were made (0 or 1)."""
    with ctx.db.lectura() as session:
        hoy = ctx.reloj().astimezone(configuracion.vigente(session)[1].zona).date()
        if _ultimo_dia(session) == hoy:
            return 0
    hasta, hasta_acto = _corte(ctx)
    with ctx.db.lectura() as session:
        anterior = _ultimo(session)
        tramo = leido(session, anterior.hasta_movimiento if anterior else 0, hasta)
        cabeza = session.scalar(select(ActoRow.huella).where(ActoRow.id == hasta_acto)) or GENESIS
    sello = SelloRow(
        id=anterior.id + 1 if anterior else 1,
        dia=hoy,
        cabezas=(anterior.cabezas if anterior else 0) + tramo.cabezas,
        hasta_movimiento=hasta,
        hasta_acto=hasta_acto,
        huella_anterior=anterior.huella if anterior else GENESIS,
        sellado_at=ctx.reloj(),
        nota="",
    )
    sello.huella = huella(sello, tramo, cabeza, ctx=ctx)
    with ctx.db.transaction() as session:
        correlativos.esperar_turno(session, correlativos.Turno.SELLAR)
        ahora = _ultimo(session)
        if (ahora.id if ahora else 0) + 1 != sello.id or (ahora is not None and ahora.dia >= hoy):
            return 0  # another worker sealed the day meanwhile
        session.add(sello)
    return 1


@requiere(Permiso.VER_AUDITORIA)
def ultimo(ctx: Contexto) -> Sello | None:
    """The newest seal, or None before the first."""
    with ctx.db.lectura() as session:
        fila = _ultimo(session)
        return _sello(fila) if fila else None


@requiere(Permiso.VER_AUDITORIA)
def en_texto(ctx: Contexto, dia: date | None = None) -> tuple[str, str]:
    """File name and text of the seal of a day (None: the newest), to be kept elsewhere. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        fila = _ultimo(session) if dia is None else session.scalar(select(SelloRow).where(SelloRow.dia == dia))
        institucion = configuracion.vigente(session)[1]
    if fila is None:
        raise NoEncontrado(que=dia)
    return f"sello-{fila.dia.isoformat()}.txt", t(
        "auditoria.sello_texto",
        institucion=institucion.identidad.nombre,
        dia=fechas.en_palabras(fila.dia),
        sellado=fechas.larga(fila.sellado_at, institucion.zona),
        cabezas=fila.cabezas,
        movimiento=fila.hasta_movimiento,
        acto=fila.hasta_acto,
        anterior=fila.huella_anterior,
        huella=fila.huella,
    )


def huella(sello: SelloRow, tramo: Tramo, cabeza_de_actos: str, *, ctx: Contexto) -> str:
    """The hash of a seal: what it says and what it covers, under a key of the server."""
    hechos = sellar([
        sello.id, sello.dia.isoformat(), sello.cabezas, sello.hasta_movimiento, sello.hasta_acto, sello.huella_anterior,
        sello.sellado_at.isoformat(), sello.nota, tramo.suma.hexdigest(), cabeza_de_actos,
    ])  # fmt: skip
    return claves.derivar(ctx, "sello", hechos).hex()


def leido(session: Session, desde: int, hasta: int) -> Tramo:
    """What the movimientos after ``desde``, up to ``hasta``, add."""
    tramo = Tramo()
    for fila in en_orden(session, desde=desde, hasta=hasta):
        tramo.agregar(*fila)
    return tramo


def en_orden(session: Session, *, desde: int = 0, hasta: int | None = None) -> Iterable[tuple[int, int, int, str]]:
    """Id, expediente, place and hash of each movimiento, by id, some at a time."""
    pedido = select(MovimientoRow.id, MovimientoRow.expediente_id, MovimientoRow.orden, MovimientoRow.huella)
    pedido = pedido.where(MovimientoRow.id > desde).order_by(MovimientoRow.id)
    if hasta is not None:
        pedido = pedido.where(MovimientoRow.id <= hasta)
    return (
        (fila.id, fila.expediente_id, fila.orden, fila.huella)
        for fila in session.execute(pedido.execution_options(yield_per=TRAMO))
    )


def _corte(ctx: Contexto) -> tuple[int, int]:
    """The last movimiento and the last act, such that nothing with a smaller id can appear any more.

    On PostgreSQL an id is taken before its row is committed: we wait for who is writing, for an instant.
    """
    with ctx.db.transaction() as session:
        if not ctx.db.es_sqlite:
            session.execute(text("LOCK TABLE movimiento, acto IN SHARE MODE"))
        movimiento = session.scalar(select(func.max(MovimientoRow.id))) or 0
        return movimiento, session.scalar(select(func.max(ActoRow.id))) or 0


def _ultimo(session: Session) -> SelloRow | None:
    return session.scalars(select(SelloRow).order_by(SelloRow.id.desc()).limit(1)).one_or_none()


def _ultimo_dia(session: Session) -> date | None:
    fila = _ultimo(session)
    return fila.dia if fila else None


def _sello(fila: SelloRow) -> Sello:
    return Sello(
        fila.dia,
        fila.cabezas,
        fila.hasta_movimiento,
        fila.hasta_acto,
        fila.huella_anterior,
        fila.huella,
        fila.sellado_at,
    )
