"""The antivirus: every filed content is scanned once, after its receipt was given; what is infected is not opened.

Each content has one row (``analisis``), whatever the documents that share it. With no antivirus there are no rows.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Protocol

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.db.models import AnalisisRow, DocumentoRow
from portal.domain.analisis import PACIENCIA, AntivirusNoResponde, Dictamen, DocumentoInfectado, espera
from portal.domain.permisos import Permiso
from portal.services.contexto import Contexto, requiere

log = logging.getLogger(__name__)

TANDA = 500


class Antivirus(Protocol):
    """Scans one file; raises AntivirusNoResponde when it cannot say."""

    def analizar(self, ruta: Path) -> Dictamen: ...


@requiere(Permiso.SISTEMA)
def encolar(ctx: Contexto, *, desde: int) -> int:
    """Put the contents of the documents after ``desde`` in line, some at a time; the id up to which it came."""
    with ctx.db.transaction() as session:
        filas = session.execute(
            select(DocumentoRow.id, DocumentoRow.sha256)
            .where(DocumentoRow.id > desde)
            .order_by(DocumentoRow.id)
            .limit(TANDA)
        ).all()
        nuevos = {fila.sha256 for fila in filas}
        conocidos = set(session.scalars(select(AnalisisRow.sha256).where(AnalisisRow.sha256.in_(nuevos))))
        ahora = ctx.reloj()
        session.add_all(
            AnalisisRow(sha256=sha256, estado="en_analisis", firma="", intentos=0, proximo_at=ahora)
            for sha256 in sorted(nuevos - conocidos)
        )
    return filas[-1].id if filas else desde


@requiere(Permiso.SISTEMA)
def pendientes_desde(ctx: Contexto) -> int:
    """The document after which none may have been put in line: where to begin when the server starts."""
    with ctx.db.lectura() as session:
        sin_fila = (
            select(func.min(DocumentoRow.id))
            .outerjoin(AnalisisRow, AnalisisRow.sha256 == DocumentoRow.sha256)
            .where(AnalisisRow.sha256.is_(None))
        )
        primero = session.scalar(sin_fila)
        return primero - 1 if primero is not None else session.scalar(select(func.max(DocumentoRow.id))) or 0


@requiere(Permiso.SISTEMA)
def analizar_uno(ctx: Contexto, antivirus: Antivirus) -> bool:
    """Scan the content that waits longest, if any is due. No connection is held while the antivirus reads."""
    with ctx.db.lectura() as session:
        fila = session.scalars(
            select(AnalisisRow)
            .where(
                AnalisisRow.estado.in_(["en_analisis", "no_analizado"]),
                AnalisisRow.analizado_at.is_(None),
                AnalisisRow.proximo_at <= ctx.reloj(),
            )
            .order_by(AnalisisRow.proximo_at)
            .limit(1)
        ).first()
    if fila is None:
        return False
    if not ctx.almacen.existe(fila.sha256):
        _anotar(ctx, fila, Dictamen("no_analizado", "perdido"))
        return True
    try:
        _anotar(ctx, fila, antivirus.analizar(ctx.almacen.ruta(fila.sha256)))
    except AntivirusNoResponde:
        _aplazar(ctx, fila)
    return True


def _anotar(ctx: Contexto, fila: AnalisisRow, dictamen: Dictamen) -> None:
    if dictamen.estado == "infectado":
        log.warning("el antivirus halló %s en el contenido %s", dictamen.firma, fila.sha256)
    with ctx.db.transaction() as session:
        session.execute(
            update(AnalisisRow)
            .where(AnalisisRow.sha256 == fila.sha256)
            .values(estado=dictamen.estado, firma=dictamen.firma, intentos=fila.intentos + 1, analizado_at=ctx.reloj())
        )


def _aplazar(ctx: Contexto, fila: AnalisisRow) -> None:
    """It did not answer: later again, and meanwhile, in the end, as not scanned."""
    intentos = fila.intentos + 1
    estado = "no_analizado" if intentos >= PACIENCIA else "en_analisis"
    with ctx.db.transaction() as session:
        session.execute(
            update(AnalisisRow)
            .where(AnalisisRow.sha256 == fila.sha256)
            .values(estado=estado, intentos=intentos, proximo_at=ctx.reloj() + espera(intentos))
        )


def exigir_sano(session: Session, documento: DocumentoRow) -> None:
    """Let open what the antivirus did not condemn. Raises DocumentoInfectado."""
    fila = session.get(AnalisisRow, documento.sha256)
    if fila is not None and fila.estado == "infectado":
        raise DocumentoInfectado(nombre=documento.nombre, firma=fila.firma)
