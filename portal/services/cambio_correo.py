"""Changing the e-mail one signs in with: asked with the password, confirmed at the new mailbox, undone from the old one.

Nothing tells whether the new address has an account: the screen says the same, and its owner learns the truth by mail.
The link to undo outlives the change by a week, a changed password and further changes: whoever took an account over
cannot shut its owner out. Undoing ends what came after it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db.models import CuentaRow, EnlaceRow
from portal.domain.administrado import enmascarar_correo, validar_correo
from portal.domain.errors import DatoInvalido, PortalError
from portal.domain.permisos import Permiso
from portal.services import correos, cuentas, enlaces, intentos, sesiones
from portal.services.contexto import Contexto, requiere
from portal.services.enlaces import Proposito

HORAS_CONFIRMAR = 24
DE_LA_SESION = "."
_LARGO_SEMILLA = 64
HORAS_ANULAR = HORAS_CONFIRMAR + 7 * 24  # a week after the last moment at which it can be confirmed


class CorreoOcupado(PortalError):
    """Another account proved to own that mailbox. Only the holder of a link mailed to it is told."""

    code = "correo_ocupado"


@dataclass(frozen=True, slots=True)
class CambioPendiente:
    """A change asked for and not confirmed."""

    correo: str
    vence_at: datetime


@dataclass(frozen=True, slots=True)
class CambioAnulado:
    """What undoing did: the e-mail of the account now, and whether it had changed and was restored."""

    correo: str
    restaurado: bool


@requiere(Permiso.CUENTA_PROPIA)
def pedir(ctx: Contexto, correo: str, contrasena: str) -> None:
    """Ask to sign in with ``correo`` from now on: mail the link to it, and the way to undo to the present one.

    Raises DatoInvalido (campo ``correo`` or ``contrasena``) and DemasiadosIntentos; nothing is kept then.
    """
    nuevo = validar_correo(correo)
    if nuevo == ctx.actor.correo:
        raise DatoInvalido(campo="correo", motivo="correo_igual")
    cuentas.exigir_clave(ctx, contrasena, campo="contrasena")
    with ctx.db.transaction() as session:
        intentos.contar_pedido(session, ctx, correo=nuevo, ip=ctx.actor.ip)
        cuenta = session.get_one(CuentaRow, ctx.actor.cuenta_id, with_for_update=True)
        confirmar_ = enlaces.nuevo(session, ctx, cuenta.id, Proposito.CORREO_NUEVO, HORAS_CONFIRMAR, dato=nuevo)
        confirmar_.semilla = f"{ctx.actor.sesion_id or 0}{DE_LA_SESION}{confirmar_.semilla}"[:_LARGO_SEMILLA]
        anular_ = enlaces.nuevo(session, ctx, cuenta.id, Proposito.CORREO_ANULAR, HORAS_ANULAR, dato=cuenta.correo)
        duena = _duena(session, nuevo)
        if duena is None:
            _mandar(session, ctx, "correo_nuevo", nuevo, cuenta.nombres, confirmar_)
        else:
            _mandar(session, ctx, "correo_con_cuenta", nuevo, duena.nombres, clave=f"correo_con_cuenta:{confirmar_.id}")
        _mandar(session, ctx, "correo_anular", cuenta.correo, cuenta.nombres, anular_, correo=enmascarar_correo(nuevo))


@requiere(Permiso.CUENTA_PROPIA)
def pendiente(ctx: Contexto) -> CambioPendiente | None:
    """The change of one's own that waits for its confirmation."""
    with ctx.db.lectura() as session:
        fila = session.scalar(
            select(EnlaceRow)
            .where(EnlaceRow.cuenta_id == ctx.actor.cuenta_id, EnlaceRow.proposito == Proposito.CORREO_NUEVO)
            .where(EnlaceRow.usado_at.is_(None), EnlaceRow.vence_at > ctx.reloj())
            .order_by(EnlaceRow.id.desc())
            .limit(1)
        )
        return CambioPendiente(fila.dato, fila.vence_at) if fila is not None else None


@requiere(Permiso.CUENTA_PROPIA)
def cancelar(ctx: Contexto) -> None:
    """Forget the change that waits; its link ends. Nothing to forget is no error."""
    with ctx.db.transaction() as session:
        cuenta = session.get_one(CuentaRow, ctx.actor.cuenta_id, with_for_update=True)
        enlaces.matar(session, ctx, cuenta.id, Proposito.CORREO_NUEVO)


@requiere(Permiso.PUBLICO)
def confirmar(ctx: Contexto, token: str) -> str:
    """Use the link of the new mailbox up: it is the e-mail of the account from now on, and given back.

    Every session ends but the one that asked, which gave the password, and this one, if it is of that account; links
    mailed to the old address end too, except the one that undoes. Raises EnlaceUsado, EnlaceVencido, EnlaceNoVigente, or CorreoOcupado when the address was taken meanwhile.
    """
    with _sin_repetir(), ctx.db.transaction() as session:
        enlace = enlaces.vigente(session, ctx, token, Proposito.CORREO_NUEVO)
        nuevo = enlace.dato
        cuenta = cuentas.consumir(session, ctx, token, Proposito.CORREO_NUEVO)
        _liberar(session, ctx, nuevo)
        anterior, cuenta.correo = cuenta.correo, nuevo
        propia = ctx.actor.sesion_id if ctx.actor.cuenta_id == cuenta.id else None
        sesiones.revocar(session, ctx, cuenta, menos=(propia, _la_que_pidio(enlace)))
        enlaces.matar(session, ctx, cuenta.id, *enlaces.DE_LA_CLAVE)
        _avisar_del_cambio(session, ctx, cuenta, anterior)
        return nuevo


@requiere(Permiso.PUBLICO)
def anular(ctx: Contexto, token: str) -> CambioAnulado:
    """Use the link of the old mailbox up: the change that waits ends, or the one that was made is undone.

    Undoing restores the e-mail, ends every session and the password, and mails a link to set a new one. Links to undo
    that were given after this one end: they lead to addresses of who made the change. Raises EnlaceUsado,
    EnlaceVencido, EnlaceNoVigente, or CorreoOcupado when the old address has an account of its own by now.
    """
    ninguna = ctx.credenciales.cifrar(secrets.token_urlsafe(32))  # slow, so before the transaction
    with _sin_repetir(), ctx.db.transaction() as session:
        enlace = enlaces.vigente(session, ctx, token, Proposito.CORREO_ANULAR)
        cuenta = cuentas.consumir(session, ctx, token, Proposito.CORREO_ANULAR)
        enlaces.matar(session, ctx, cuenta.id, *enlaces.DE_LA_CLAVE)
        if cuenta.correo == enlace.dato:
            return CambioAnulado(cuenta.correo, restaurado=False)
        _liberar(session, ctx, enlace.dato)
        cuenta.correo, cuenta.clave = enlace.dato, ninguna
        sesiones.revocar(session, ctx, cuenta)
        session.execute(
            update(EnlaceRow)
            .where(EnlaceRow.cuenta_id == cuenta.id, EnlaceRow.proposito == Proposito.CORREO_ANULAR)
            .where(EnlaceRow.id > enlace.id, EnlaceRow.usado_at.is_(None), EnlaceRow.vence_at > ctx.reloj())
            .values(vence_at=ctx.reloj())
        )
        cuentas.mandar_enlace(session, ctx, cuenta, Proposito.RECUPERACION)
        return CambioAnulado(cuenta.correo, restaurado=True)


def _la_que_pidio(enlace: EnlaceRow) -> int | None:
    """The session that asked for the change: the seed of its link, and so its token, is bound to it."""
    sesion_id, marca, _ = enlace.semilla.partition(DE_LA_SESION)
    return int(sesion_id) if marca else None


@contextmanager
def _sin_repetir() -> Iterator[None]:
    """PostgreSQL: another account got the address at the same moment. Raises CorreoOcupado."""
    try:
        yield
    except IntegrityError:
        raise CorreoOcupado from None


def _duena(session: Session, correo: str) -> CuentaRow | None:
    """The account that proved to own that mailbox, or was shut out of it."""
    cuenta = session.scalar(select(CuentaRow).where(CuentaRow.correo == correo))
    return cuenta if cuenta is not None and (cuenta.activada_at or cuenta.deshabilitada_at) else None


def _liberar(session: Session, ctx: Contexto, correo: str) -> None:
    """Take the address from a registration that never proved to own it. Raises CorreoOcupado for any other account."""
    otra = session.scalar(select(CuentaRow).where(CuentaRow.correo == correo).with_for_update())
    if otra is None:
        return
    if otra.activada_at or otra.deshabilitada_at:
        raise CorreoOcupado
    otra.correo, otra.deshabilitada_at = f"sin-activar-{otra.id}@mpv.invalid", ctx.reloj()  # RFC 2606: nobody's domain
    enlaces.matar(session, ctx, otra.id, *Proposito)
    session.flush()


def _avisar_del_cambio(session: Session, ctx: Contexto, cuenta: CuentaRow, anterior: str) -> None:
    """Tell the old mailbox, with the link to undo that it was given when the change was asked for."""
    enlace = session.scalar(
        select(EnlaceRow)
        .where(EnlaceRow.cuenta_id == cuenta.id, EnlaceRow.proposito == Proposito.CORREO_ANULAR)
        .where(EnlaceRow.dato == anterior, EnlaceRow.usado_at.is_(None), EnlaceRow.vence_at > ctx.reloj())
        .order_by(EnlaceRow.id.desc())
        .limit(1)
    )
    if enlace is not None:
        oculto = enmascarar_correo(cuenta.correo)
        _mandar(session, ctx, "correo_cambiado", anterior, cuenta.nombres, enlace, correo=oculto)


def _mandar(  # noqa: PLR0917 -- read aloud: which mail, to whom, by which name, with which link
    session: Session, ctx: Contexto, plantilla: str, destinatario: str, nombre: str, enlace: EnlaceRow | None = None,
    *, clave: str = "", correo: str = "",
) -> None:  # fmt: skip
    correos.encolar(
        session,
        ctx,
        clave=clave or f"{plantilla}:{enlace.id if enlace else ''}",
        destinatario=destinatario,
        plantilla=plantilla,
        datos={"nombre": nombre, "correo": correo},
        enlace_id=enlace.id if enlace else None,
    )
