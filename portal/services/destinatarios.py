"""To whom the mails of a filing go, as things stand when they are promised.

The account that filed, at the e-mail it has today, while it acts for the administrado. Once it left, the titulares: who
left an organisation hears nothing more of it. What was declared at filing is the last resort, never lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import CuentaRow, MiembroRow, RegistroRow
from portal.services import miembros


@dataclass(frozen=True)
class Destinatario:
    """An address, and how its owner is called."""

    correo: str
    nombre: str


def de_registro(session: Session, registro: RegistroRow) -> tuple[Destinatario, ...]:
    """Who is told what happens with ``registro``; nobody, when it came on paper from somebody without e-mail."""
    quien = quien_presento(session, registro)
    if quien is not None:
        return (Destinatario(quien.correo, registro.por),)
    titulares = [p for p in miembros.vigentes(session, registro.administrado_id) if p.miembro.titular]
    activos = [p for p in titulares if p.cuenta.deshabilitada_at is None]
    if activos:
        return tuple(Destinatario(p.cuenta.correo, p.nombre) for p in activos)
    declarado = registro.remitente["correo"]
    return (Destinatario(declarado, registro.por),) if declarado else ()


def al_salir(session: Session, registro: RegistroRow, correo: str) -> Destinatario | None:
    """Who gets a mail of ``registro`` instead of ``correo``, to whom it was promised; None while that address may have it.

    A mail may wait for days, and its secrets are minted as it leaves: who left meanwhile, or the mailbox that an account
    no longer has, must not receive today's keys. With nobody left to have it, it goes to no address: it fails, and is seen.
    """
    hoy = de_registro(session, registro)
    suyas = {p.cuenta.correo for p in miembros.vigentes(session, registro.administrado_id)}
    if correo in suyas | {d.correo for d in hoy}:
        return None
    return hoy[0] if hoy else Destinatario("", registro.por)


def suyas(session: Session, registro: RegistroRow) -> frozenset[str]:
    """The addresses of the accounts that act for who filed ``registro``; none when it came on paper from somebody without."""
    personas = miembros.vigentes(session, registro.administrado_id)
    return frozenset(p.cuenta.correo for p in personas if p.cuenta.deshabilitada_at is None)


def quien_presento(session: Session, registro: RegistroRow) -> CuentaRow | None:
    """The account that filed it, while it acts for its administrado."""
    actua = (MiembroRow.cuenta_id == CuentaRow.id) & (MiembroRow.administrado_id == registro.administrado_id)
    return session.scalars(
        select(CuentaRow)
        .join(MiembroRow, actua & MiembroRow.hasta.is_(None))
        .where(CuentaRow.id == registro.cuenta_id, CuentaRow.deshabilitada_at.is_(None))
        .limit(1)
    ).one_or_none()
