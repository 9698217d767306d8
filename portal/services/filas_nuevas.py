"""Rows written at once, past the unit of work: one plain insert for each table, while others wait for their turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.db.base import Base


def columnas(fila: Base) -> dict[str, Any]:
    """What a row that was never added says of itself; its id is the database's."""
    return {columna.key: getattr(fila, columna.key) for columna in fila.__table__.columns if columna.key != "id"}


def insertar(session: Session, modelo: type[Base], *filas: Mapping[str, Any]) -> int:
    """Insert these rows of one table at once, past the unit of work; the id, when it was one row with an id."""
    if not filas:
        return 0
    tabla = Base.metadata.tables[modelo.__tablename__]
    hecho = session.connection().execute(insert(tabla), filas[0] if len(filas) == 1 else list(filas))
    clave = hecho.inserted_primary_key if len(filas) == 1 and "id" in tabla.columns else None
    return int(clave[0]) if clave else 0
