"""Invitations to act for an organisation: mailed to an address, answered by whoever signs in with it.

Nothing tells who invites whether the address has an account. The mailed link shows what is asked and is never consumed
by looking at it; the answer needs the account of the invited address, which its own activation proved.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from portal.db.models import AdministradoRow, CuentaRow, InvitacionRow, MiembroRow
from portal.db.types import ID_MAXIMO
from portal.domain.administrado import enmascarar_correo, validar_correo
from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.permisos import Permiso
from portal.services import correos, intentos, miembros
from portal.services.contexto import Contexto, requiere
from portal.services.enlaces import EstadoEnlace

DIAS = 7
PENDIENTES_MAXIMO = 20
MIEMBROS_MAXIMO = 200


class YaActuaPorElla(PortalError):
    """The address is of somebody whom the titular sees in the list."""

    code = "ya_actua_por_ella"


class DemasiadasInvitaciones(PortalError):
    """At most ``facts["maximo"]`` may wait for an answer."""

    code = "demasiadas_invitaciones"


class OrganizacionLlena(PortalError):
    """At most ``facts["maximo"]`` persons act for one organisation."""

    code = "organizacion_llena"


@dataclass(frozen=True, slots=True)
class InvitacionRecibida:
    """What an invited person reads. ``propia``: it is for the account that is signed in, which may answer."""

    id: int
    organizacion: str
    ruc: str
    invita: str
    correo: str
    vence_at: datetime
    estado: EstadoEnlace
    propia: bool


@requiere(Permiso.PRESENTAR)
def invitar(ctx: Contexto, organizacion_id: int, correo: str) -> str:
    """Mail an invitation valid for ``DIAS`` days; an older one to the same address ends. The address as it was kept.

    Raises NoEncontrado, NoEsTitular, DatoInvalido (campo ``correo``), YaActuaPorElla, DemasiadasInvitaciones,
    OrganizacionLlena, DemasiadosIntentos.
    """
    limpio = validar_correo(correo)
    with ctx.db.transaction() as session:
        intentos.contar_invitacion(session, ctx, correo=limpio)
        organizacion, personas, propia = miembros.abrir_como_titular(session, ctx, organizacion_id)
        if any(persona.cuenta.correo == limpio for persona in personas):
            raise YaActuaPorElla
        if len(personas) >= MIEMBROS_MAXIMO:
            raise OrganizacionLlena(maximo=MIEMBROS_MAXIMO)
        abiertas = _sin_respuesta().where(InvitacionRow.administrado_id == organizacion_id)
        _anular(session, ctx, *session.scalars(abiertas.where(InvitacionRow.correo == limpio)))
        session.flush()
        vivas = abiertas.where(InvitacionRow.vence_at > ctx.reloj())
        if (session.scalar(select(func.count()).select_from(vivas.subquery())) or 0) >= PENDIENTES_MAXIMO:
            raise DemasiadasInvitaciones(maximo=PENDIENTES_MAXIMO)
        invitacion = _nueva(session, ctx, organizacion, propia, limpio)
        correos.encolar(
            session,
            ctx,
            clave=f"invitacion:{invitacion.id}",
            destinatario=limpio,
            plantilla="invitacion",
            datos={"invitacion": invitacion.id, "persona": propia.nombre, "organizacion": organizacion.nombre},
        )
    return limpio


@requiere(Permiso.PRESENTAR)
def anular(ctx: Contexto, invitacion_id: int) -> None:
    """A titular takes an unanswered invitation back: its link ends. Raises NoEncontrado, NoEsTitular."""
    with ctx.db.transaction() as session:
        invitacion = _abierta(session, invitacion_id)
        miembros.abrir_como_titular(session, ctx, invitacion.administrado_id)
        session.refresh(invitacion)
        if invitacion.aceptada_at is not None:
            raise NoEncontrado
        _anular(session, ctx, invitacion)


@requiere(Permiso.PUBLICO)
def ver(ctx: Contexto, ficha: str) -> InvitacionRecibida | None:
    """What the holder of a mailed link reads, or None when it is no link of ours. Changes nothing.

    The invited address is masked, except for its own account.
    """
    with ctx.db.lectura() as session:
        invitacion = miembros.invitacion_de(session, ctx, ficha)
        return _ver(session, ctx, invitacion) if invitacion is not None else None


@requiere(Permiso.PUBLICO)
def correo_invitado(ctx: Contexto, ficha: str) -> str:
    """The address that an unanswered invitation was mailed to, to fill a form in for who holds its link; else "" ."""
    with ctx.db.lectura() as session:
        invitacion = miembros.invitacion_de(session, ctx, ficha)
        vigente = invitacion is not None and _estado(ctx, invitacion) is EstadoEnlace.VIGENTE
        return invitacion.correo if invitacion is not None and vigente else ""


@requiere(Permiso.PRESENTAR)
def recibidas(ctx: Contexto) -> tuple[InvitacionRecibida, ...]:
    """The invitations that wait for the answer of this account, the newest first."""
    with ctx.db.lectura() as session:
        suya = select(CuentaRow.correo).where(CuentaRow.id == ctx.actor.cuenta_id).scalar_subquery()
        filas = session.scalars(
            _sin_respuesta()
            .where(InvitacionRow.correo == suya, InvitacionRow.vence_at > ctx.reloj())
            .order_by(InvitacionRow.id.desc())
        ).all()
        return tuple(_ver(session, ctx, invitacion) for invitacion in filas)


@requiere(Permiso.PRESENTAR)
def aceptar(ctx: Contexto, invitacion_id: int) -> str:
    """Act for the organisation from now on, besides whoever one acts for; its titulares are told. Its name.

    Raises NoEncontrado (another's, answered, withdrawn or out of time), OrganizacionLlena.
    """
    with ctx.db.transaction() as session:
        invitacion, cuenta, organizacion = _para_responder(session, ctx, invitacion_id)
        personas = miembros.vigentes(session, organizacion.id)
        invitacion.aceptada_at, invitacion.cuenta_id = ctx.reloj(), cuenta.id
        if any(persona.cuenta.id == cuenta.id for persona in personas):
            return organizacion.nombre
        if len(personas) >= MIEMBROS_MAXIMO:
            raise OrganizacionLlena(maximo=MIEMBROS_MAXIMO)
        session.add(MiembroRow(administrado_id=organizacion.id, cuenta_id=cuenta.id, desde=ctx.reloj(), titular=False))
        for persona in personas:
            if persona.miembro.titular:
                correos.encolar(
                    session,
                    ctx,
                    clave=f"miembro_entra:{invitacion.id}:{persona.cuenta.id}",
                    destinatario=persona.cuenta.correo,
                    plantilla="miembro_entra",
                    datos={
                        "nombre": persona.cuenta.nombres, "persona": cuenta.nombre,
                        "organizacion": organizacion.nombre,
                    },
                )  # fmt: skip
        return organizacion.nombre


@requiere(Permiso.PRESENTAR)
def rechazar(ctx: Contexto, invitacion_id: int) -> None:
    """Answer no: the invitation ends, and nobody is told why. Raises NoEncontrado."""
    with ctx.db.transaction() as session:
        invitacion, cuenta, _ = _para_responder(session, ctx, invitacion_id)
        invitacion.cuenta_id = cuenta.id
        _anular(session, ctx, invitacion)


def _sin_respuesta() -> Select[InvitacionRow]:
    return select(InvitacionRow).where(InvitacionRow.aceptada_at.is_(None), InvitacionRow.anulada_at.is_(None))


def _abierta(session: Session, invitacion_id: int) -> InvitacionRow:
    """An unanswered invitation, by its id alone: who calls authorises. Raises NoEncontrado."""
    if not 0 < invitacion_id <= ID_MAXIMO:
        raise NoEncontrado
    fila = session.scalars(_sin_respuesta().where(InvitacionRow.id == invitacion_id)).one_or_none()
    if fila is None:
        raise NoEncontrado
    return fila


def _para_responder(
    session: Session, ctx: Contexto, invitacion_id: int
) -> tuple[InvitacionRow, CuentaRow, AdministradoRow]:
    """A live invitation to the account that acts, its organisation locked. Raises NoEncontrado."""
    cuenta = session.get_one(CuentaRow, ctx.actor.cuenta_id)
    invitacion = _abierta(session, invitacion_id)
    organizacion = miembros.bloquear(session, invitacion.administrado_id)
    session.refresh(invitacion)  # it may have ended while this waited for its turn
    suya = invitacion.correo == cuenta.correo
    if organizacion is None or not suya or _estado(ctx, invitacion) is not EstadoEnlace.VIGENTE:
        raise NoEncontrado
    return invitacion, cuenta, organizacion


def _anular(session: Session, ctx: Contexto, *invitaciones: InvitacionRow) -> None:
    session.execute(
        update(InvitacionRow)
        .where(InvitacionRow.id.in_([invitacion.id for invitacion in invitaciones]))
        .values(anulada_at=ctx.reloj())
    )


def _nueva(
    session: Session, ctx: Contexto, organizacion: AdministradoRow, quien: miembros.Persona, correo: str
) -> InvitacionRow:
    ahora = ctx.reloj()
    invitacion = InvitacionRow(
        administrado_id=organizacion.id,
        correo=correo,
        invitada_por=quien.cuenta.id,
        semilla=secrets.token_hex(32),
        creada_at=ahora,
        vence_at=ahora + timedelta(days=DIAS),
    )
    session.add(invitacion)
    session.flush()
    return invitacion


def _estado(ctx: Contexto, invitacion: InvitacionRow) -> EstadoEnlace:
    """USADO when it was accepted; VENCIDO when its time passed or it was withdrawn, which is told no further."""
    if invitacion.aceptada_at is not None:
        return EstadoEnlace.USADO
    viva = invitacion.anulada_at is None and invitacion.vence_at > ctx.reloj()
    return EstadoEnlace.VIGENTE if viva else EstadoEnlace.VENCIDO


def _ver(session: Session, ctx: Contexto, invitacion: InvitacionRow) -> InvitacionRecibida:
    organizacion = session.get_one(AdministradoRow, invitacion.administrado_id)
    cuenta = session.get(CuentaRow, ctx.actor.cuenta_id) if ctx.actor.cuenta_id is not None else None
    propia = cuenta is not None and cuenta.correo == invitacion.correo and ctx.actor.puede(Permiso.PRESENTAR)
    return InvitacionRecibida(
        id=invitacion.id,
        organizacion=organizacion.nombre,
        ruc=organizacion.numero_doc,
        invita=session.get_one(CuentaRow, invitacion.invitada_por).nombre,
        correo=invitacion.correo if propia else enmascarar_correo(invitacion.correo),
        vence_at=invitacion.vence_at,
        estado=_estado(ctx, invitacion),
        propia=propia,
    )
