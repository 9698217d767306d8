"""Numbers without gaps or repeats: one counter row per series and year, in the transaction of what it numbers."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

_TURNO = 7_270_001

_SIGUIENTE = text(
    "INSERT INTO correlativo (serie, anio, ultimo) VALUES (:serie, :anio, 1) "
    "ON CONFLICT (serie, anio) DO UPDATE SET ultimo = correlativo.ultimo + 1 RETURNING ultimo"
)


def esperar_turno(session: Session, turno: int = _TURNO) -> None:
    """Queue behind whoever has ``turno`` now; by default who is numbering: numbers, ids and instants grow together.

    On SQLite the write transaction is the queue already.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:turno)"), {"turno": turno})


def siguiente(session: Session, serie: str, anio: int) -> int:
    """The next number of ``serie`` in ``anio``, from 1. It is given back when the transaction is undone."""
    return int(session.execute(_SIGUIENTE, {"serie": serie, "anio": anio}).scalar_one())
