"""Which administrados an account acts for: the scope of everything a citizen may see."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from portal.db.models import AdministradoRow, BorradorRow, MiembroRow
from portal.domain.errors import PortalError
from portal.domain.permisos import Permiso
from portal.services.contexto import Actor, Contexto, requiere


class SinAdministrado(PortalError):
    """The account acts for nobody today: it left its organisation, and the institution takes no natural persons."""

    code = "sin_administrado"


@dataclass(frozen=True, slots=True)
class AdministradoElegible:
    """A party in whose name the account may file today; ``titular`` when it may also invite and remove others."""

    id: int
    clase: str
    tipo_doc: str
    numero_doc: str
    nombre: str
    titular: bool


DE_CUENTA = select(MiembroRow.administrado_id).where(
    MiembroRow.cuenta_id == bindparam("cuenta"), MiembroRow.hasta.is_(None)
)
"""Ids of the administrados for whom an account acts today, told when it is executed: for what each change asks."""


@requiere(Permiso.PRESENTAR)
def elegibles(ctx: Contexto) -> tuple[AdministradoElegible, ...]:
    """Every administrado the account acts for today, the one it opened its account with first."""
    with ctx.db.lectura() as session:
        filas = session.execute(
            select(AdministradoRow, MiembroRow.titular)
            .join(MiembroRow, MiembroRow.administrado_id == AdministradoRow.id)
            .where(MiembroRow.cuenta_id == ctx.actor.cuenta_id, MiembroRow.hasta.is_(None))
            .order_by(MiembroRow.id)
        )
        return tuple(
            AdministradoElegible(a.id, a.clase, a.tipo_doc, a.numero_doc, a.nombre, titular) for a, titular in filas
        )


def de(actor: Actor, *, solo: int | None = None) -> Select[int]:
    """Ids of the administrados for whom ``actor`` acts today, as a subquery; only ``solo``, if it is one of them."""
    suyos = select(MiembroRow.administrado_id).where(
        MiembroRow.cuenta_id == actor.cuenta_id, MiembroRow.hasta.is_(None)
    )
    return suyos if solo is None else suyos.where(MiembroRow.administrado_id == solo)


def es_de(session: Session, actor: Actor, administrado_id: int) -> bool:
    """Whether ``actor`` acts for that administrado today."""
    return session.scalar(de(actor, solo=administrado_id).limit(1)) is not None


def principal(session: Session, actor: Actor) -> AdministradoRow:
    """The administrado of an account that acts for several: the one it has acted for longest.

    Raises SinAdministrado.
    """
    suyo = (
        select(AdministradoRow)
        .join(MiembroRow, MiembroRow.administrado_id == AdministradoRow.id)
        .where(MiembroRow.cuenta_id == actor.cuenta_id, MiembroRow.hasta.is_(None))
        .order_by(MiembroRow.id)
        .limit(1)
    )
    administrado = session.scalars(suyo).one_or_none()
    if administrado is None:
        raise SinAdministrado
    return administrado


def de_costumbre(session: Session, actor: Actor) -> int:
    """Id of whom the account files for next, until it says otherwise: the same as last time, while it acts for it.

    Otherwise the ``principal``. Raises SinAdministrado.
    """
    ultimo = (
        select(BorradorRow.administrado_id)
        .where(BorradorRow.cuenta_id == actor.cuenta_id, BorradorRow.registro_id.is_not(None))
        .where(BorradorRow.administrado_id.in_(de(actor)))
        .order_by(BorradorRow.registro_id.desc())
        .limit(1)
    )
    return session.scalar(ultimo) or principal(session, actor).id
