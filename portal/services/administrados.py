"""Which administrados an account acts for: the scope of everything a citizen may see."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.db.models import AdministradoRow, MiembroRow
from portal.services.contexto import Actor


def de(actor: Actor) -> Select[int]:
    """Ids of the administrados for whom ``actor`` acts today, as a subquery."""
    return select(MiembroRow.administrado_id).where(MiembroRow.cuenta_id == actor.cuenta_id, MiembroRow.hasta.is_(None))


def es_de(session: Session, actor: Actor, administrado_id: int) -> bool:
    """Whether ``actor`` acts for that administrado today."""
    return session.scalar(de(actor).where(MiembroRow.administrado_id == administrado_id).limit(1)) is not None


def principal(session: Session, actor: Actor) -> AdministradoRow:
    """The administrado of an account that acts for one: the first it joined."""
    return session.scalars(
        select(AdministradoRow).where(AdministradoRow.id.in_(de(actor))).order_by(AdministradoRow.id).limit(1)
    ).one()
