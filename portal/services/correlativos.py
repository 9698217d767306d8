"""Numbers without gaps or repeats: one counter row per series and year, in the transaction of what it numbers."""

from __future__ import annotations

from enum import IntEnum

from sqlalchemy import text
from sqlalchemy.orm import Session


class Turno(IntEnum):
    """What is done one after the other on PostgreSQL, each with a lock of its own: ``pg_advisory_xact_lock``."""

    NUMERAR = 7_270_001
    ARCHIVOS = 7_270_002
    ASIGNAR = 7_270_003
    ANOTAR_ACTO = 7_270_004
    SELLAR = 7_270_005
    CONFIGURAR = 7_270_006


_SIGUIENTE = text(
    "INSERT INTO correlativo (serie, anio, ultimo) VALUES (:serie, :anio, :desde) "
    "ON CONFLICT (serie, anio) DO UPDATE SET ultimo = correlativo.ultimo + 1 RETURNING ultimo"
)


def esperar_turno(session: Session, turno: Turno = Turno.NUMERAR) -> None:
    """Queue behind whoever has ``turno`` now; by default who is numbering: numbers, ids and instants grow together.

    On SQLite the write transaction is the queue: it is taken now, for it begins with its first sentence, and what the
    caller looks at on the disk meanwhile would be outside.
    """
    session.connection()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:turno)"), {"turno": int(turno)})


def siguiente(session: Session, serie: str, anio: int, *, desde: int = 1) -> int:
    """The next number of ``serie`` in ``anio``, the first of them ``desde``. It is given back when the transaction is undone."""
    return int(session.execute(_SIGUIENTE, {"serie": serie, "anio": anio, "desde": desde}).scalar_one())
