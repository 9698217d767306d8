"""Who acts for an organisation, row by row: what the use cases of organisations and of invitations share.

Every change of an organisation first locks its administrado, so that two titulares cannot leave it at the same moment
believing that the other stays. Rows are ended, never deleted: what somebody filed stays filed "por <persona>".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.db.models import AdministradoRow, CuentaRow, ExpedienteRow, InvitacionRow, MiembroRow, RegistroRow
from portal.db.types import ID_MAXIMO
from portal.domain.administrado import ClaseAdministrado
from portal.domain.errors import NoEncontrado, PortalError
from portal.services import claves, configuracion
from portal.services.contexto import Contexto


class NoEsTitular(PortalError):
    """Only a titular of the organisation may do it."""

    code = "no_es_titular"


@dataclass(frozen=True)
class Persona:
    """Somebody who acts for an organisation today: the row, and the account behind it."""

    miembro: MiembroRow
    cuenta: CuentaRow

    @property
    def nombre(self) -> str:
        """As it stands in "por <persona>"."""
        return self.cuenta.nombre


def abrir(session: Session, ctx: Contexto, organizacion_id: int) -> tuple[AdministradoRow, Sequence[Persona], Persona]:
    """The organisation locked, everybody who acts for it today, and the actor among them. Raises NoEncontrado."""
    organizacion = bloquear(session, organizacion_id)
    if organizacion is None:
        raise NoEncontrado
    personas = vigentes(session, organizacion.id)
    propia = next((p for p in personas if p.cuenta.id == ctx.actor.cuenta_id), None)
    if propia is None:
        raise NoEncontrado
    return organizacion, personas, propia


def abrir_como_titular(
    session: Session, ctx: Contexto, organizacion_id: int
) -> tuple[AdministradoRow, Sequence[Persona], Persona]:
    """The same for what only a titular may do. Raises NoEncontrado, NoEsTitular."""
    organizacion, personas, propia = abrir(session, ctx, organizacion_id)
    if not propia.miembro.titular:
        raise NoEsTitular
    return organizacion, personas, propia


def bloquear(session: Session, organizacion_id: int) -> AdministradoRow | None:
    """The organisation, held until the transaction ends; None for a person, who shares nothing."""
    if not 0 < organizacion_id <= ID_MAXIMO:
        return None
    juridica = AdministradoRow.clase == ClaseAdministrado.JURIDICA
    return session.scalars(
        select(AdministradoRow).where(AdministradoRow.id == organizacion_id, juridica).with_for_update()
    ).one_or_none()


def vigentes(session: Session, organizacion_id: int) -> Sequence[Persona]:
    """Everybody who acts for it today, in the order in which they joined."""
    filas = session.execute(
        select(MiembroRow, CuentaRow)
        .join(CuentaRow, CuentaRow.id == MiembroRow.cuenta_id)
        .where(MiembroRow.administrado_id == organizacion_id, MiembroRow.hasta.is_(None))
        .order_by(MiembroRow.id)
    )
    return [Persona(miembro, cuenta) for miembro, cuenta in filas]


def terminar(session: Session, ctx: Contexto, persona: Persona, *, todas_las_claves: bool = False) -> None:
    """End what ``persona`` may do for the organisation, now, with the invitations and the keys mailed to that person.

    ``todas_las_claves``: those of the others' filings change too, for who may have copied them.
    """
    persona.miembro.hasta = ctx.reloj()
    persona.miembro.retirado_por = ctx.actor.cuenta_id
    anular_las_de(session, ctx, persona)
    _cambiar_claves(session, persona, todas=todas_las_claves)
    session.flush()
    _con_bandeja_propia(session, ctx, persona.cuenta)


def anular_las_de(session: Session, ctx: Contexto, persona: Persona) -> None:
    """Who is no longer titular leaves no door open behind: the invitations sent by that person end."""
    session.execute(
        update(InvitacionRow)
        .where(InvitacionRow.administrado_id == persona.miembro.administrado_id)
        .where(InvitacionRow.invitada_por == persona.cuenta.id)
        .where(InvitacionRow.aceptada_at.is_(None), InvitacionRow.anulada_at.is_(None))
        .values(anulada_at=ctx.reloj())
    )


def _cambiar_claves(session: Session, persona: Persona, *, todas: bool) -> None:
    """The tracking links and passwords of what that person filed stop serving; the others' go on unless ``todas``."""
    suyo = persona.miembro.administrado_id
    cambio = update(ExpedienteRow).where(ExpedienteRow.administrado_id == suyo)
    if not todas:
        presentados = select(RegistroRow.expediente_id).where(RegistroRow.administrado_id == suyo)
        cambio = cambio.where(ExpedienteRow.id.in_(presentados.where(RegistroRow.cuenta_id == persona.cuenta.id)))
    session.execute(cambio.values(clave_version=ExpedienteRow.clave_version + 1))


def _con_bandeja_propia(session: Session, ctx: Contexto, cuenta: CuentaRow) -> None:
    """Whose account was opened for the organisation goes on as a person, where the institution admits persons."""
    actua = select(MiembroRow.id).where(MiembroRow.cuenta_id == cuenta.id, MiembroRow.hasta.is_(None)).limit(1)
    _, institucion = configuracion.vigente(session)
    if session.scalar(actua) is not None or ClaseAdministrado.NATURAL not in institucion.cuentas.clases:
        return
    agregar(
        session, ctx.reloj(), cuenta.id,
        {
            "clase": ClaseAdministrado.NATURAL, "tipo_doc": cuenta.tipo_doc, "numero_doc": cuenta.numero_doc,
            "nombre": cuenta.nombre, "direccion": "",
        },
    )  # fmt: skip


def agregar(session: Session, ahora: datetime, cuenta_id: int, datos: dict[str, str]) -> AdministradoRow:
    """A new administrado with a tray of its own, and the account as its titular."""
    administrado = AdministradoRow(creado_at=ahora, **datos)
    session.add(administrado)
    session.flush()
    session.add(MiembroRow(administrado_id=administrado.id, cuenta_id=cuenta_id, desde=ahora, titular=True))
    return administrado


def ficha_de_invitacion(ctx: Contexto, invitacion: InvitacionRow) -> str:
    """The token as it goes into the mail, derived at the moment of sending."""
    return f"{invitacion.id}.{claves.token(ctx, 'invitacion', invitacion.id, invitacion.semilla)}"


def invitacion_de(session: Session, ctx: Contexto, ficha: str) -> InvitacionRow | None:
    """The invitation that ``ficha`` proves to have been mailed, whatever became of it."""
    numero = claves.id_de(ficha)
    invitacion = session.get(InvitacionRow, numero) if numero else None
    if invitacion is None or not claves.iguales(ficha_de_invitacion(ctx, invitacion), ficha.strip()):
        return None
    return invitacion
