"""What this installation keeps written of itself, by name: when the last backup ended, what the last check of the files found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.db.models import AjusteRow
from portal.services.contexto import Contexto


def anotar(session: Session, ctx: Contexto, clave: str, valor: str) -> datetime:
    """Write ``valor`` over what ``clave`` said before; the instant."""
    fila = session.get(AjusteRow, clave, with_for_update=True) or AjusteRow(clave=clave)
    fila.valor, fila.actor, fila.cambiado_at = valor, ctx.actor.nombre, ctx.reloj()
    session.add(fila)
    return fila.cambiado_at


def leer(session: Session, clave: str) -> tuple[datetime, str] | None:
    """When it was written and what it says; None when nobody did."""
    fila = session.get(AjusteRow, clave)
    return None if fila is None else (fila.cambiado_at, fila.valor)
