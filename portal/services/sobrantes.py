"""Whole files that nobody names any more: an upload taken out or replaced before filing gives its disk back at once.

Without this, one account could fill the disk by uploading and taking out, again and again. What was filed is named by
its documento for ever, and is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from portal.db.models import CargaRow, DocumentoRow
from portal.db.session import Database
from portal.services import correlativos
from portal.services.contexto import Almacen

NOMBRAN = (DocumentoRow, CargaRow)
"""Every table that names files of the store."""


@dataclass(frozen=True, slots=True)
class Retirada:
    """A carga whose row is gone: its partial file, or its whole one, may go after it."""

    id: str
    sha256: str | None


def esperar_turno(session: Session) -> None:
    """Queue with whoever is naming or giving back a whole file."""
    correlativos.esperar_turno(session, correlativos.Turno.ARCHIVOS)


def retirar(session: Session, *cuales: ColumnElement[bool]) -> Sequence[Retirada]:
    """Forget these cargas. Their bytes go with ``liberar``, once this transaction is kept."""
    borradas = session.execute(delete(CargaRow).where(*cuales).returning(CargaRow.id, CargaRow.sha256))
    return [Retirada(*fila) for fila in borradas]


def liberar(db: Database, almacen: Almacen, retiradas: Sequence[Retirada]) -> None:
    """Give back the disk of cargas that were forgotten."""
    for retirada in retiradas:
        almacen.descartar(retirada.id)
    enteras = [retirada.sha256 for retirada in retiradas if retirada.sha256 is not None]
    if enteras:
        with db.transaction() as session:
            soltar(session, almacen, enteras)


def soltar(session: Session, almacen: Almacen, huellas: Iterable[str | None]) -> int:
    """Remove from the store those of ``huellas`` (SHA-256) that no carga and no documento names; how many.

    Call it in a transaction of its own, after the one that took the name away: a file must not go before its row.
    """
    esperar_turno(session)
    retiradas = 0
    for sha256 in {huella for huella in huellas if huella is not None}:
        filas = (select(fila.sha256).where(fila.sha256 == sha256).limit(1) for fila in NOMBRAN)
        if all(session.scalar(consulta) is None for consulta in filas):
            almacen.retirar(sha256)
            retiradas += 1
    return retiradas
