"""The administrative log as it is read: the newest acts first, some at a time, by words of what, whom or who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from portal.db.models import ActoRow
from portal.domain.permisos import Permiso
from portal.domain.texto import una_linea
from portal.services.contexto import Contexto, requiere

POR_PAGINA = 25


@dataclass(frozen=True)
class ActoView:
    """One act: ``que`` is its fixed word, ``sobre`` whom or what."""

    numero: int
    que: str
    sobre: str
    actor: str
    ocurrido_at: datetime


@dataclass(frozen=True)
class PaginaDeActos:
    """Some acts, and how many there are with these words."""

    actos: tuple[ActoView, ...]
    total: int


@requiere(Permiso.VER_AUDITORIA)
def recientes(ctx: Contexto, *, buscado: str = "", pagina: int = 1) -> PaginaDeActos:
    """The newest first, ``POR_PAGINA`` at a time; ``buscado`` is part of the word, of whom or of who did it."""
    palabra = una_linea(buscado, 80)
    donde = [
        or_(*(c.icontains(palabra, autoescape=True) for c in (ActoRow.que, ActoRow.sobre, ActoRow.actor)))
    ] if palabra else []  # fmt: skip
    with ctx.db.lectura() as session:
        total = session.scalar(select(func.count(ActoRow.id)).where(*donde)) or 0
        filas = session.scalars(
            select(ActoRow)
            .where(*donde)
            .order_by(ActoRow.id.desc())
            .limit(POR_PAGINA)
            .offset((max(pagina, 1) - 1) * POR_PAGINA)
        )
        return PaginaDeActos(tuple(ActoView(a.id, a.que, a.sobre, a.actor, a.ocurrido_at) for a in filas), total)
