"""Who is signed in: sessions are rows, the browser holds a random token in an HttpOnly cookie.

Signing in gives a single-use ticket of 60 seconds (``boleto``); the browser exchanges it for the cookie at our own
route, where the token is minted. Only SHA-256 digests are stored. The row is read at every run: a session ends the
moment it is closed, its account disabled or the password changed, in every tab and for every copy of the cookie.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.db.models import BoletoRow, CuentaRow, SesionRow
from portal.domain.administrado import validar_correo
from portal.domain.errors import DatoInvalido, NoEncontrado, PortalError
from portal.domain.permisos import Permiso, Rol, clase_de
from portal.domain.texto import una_linea
from portal.services import aceptaciones, alcances, configuracion, contrasenas, factor, intentos
from portal.services.claves import huella
from portal.services.contexto import Actor, Contexto, requiere

log = logging.getLogger(__name__)

DURA = timedelta(hours=8)
OCIO = timedelta(minutes=60)
TOPE = timedelta(hours=24)  # however often it is extended: then the password is asked again
BOLETO_DURA = timedelta(seconds=60)
CADA_CUANTO = timedelta(seconds=60)  # a session in use is written down at most this often
SE_CONSERVA = timedelta(days=30)
_LARGO_TOKEN = 64
_LARGO_AGENTE = 200


class CredencialesInvalidas(PortalError):
    """E-mail and password do not go together: one answer for unknown, wrong and disabled."""

    code = "credenciales_invalidas"


class CuentaNoActivada(PortalError):
    """The password is right and the mailbox is not yet proved: activate, or ask for the link again."""

    code = "cuenta_no_activada"


class BoletoInvalido(PortalError):
    """The ticket was used, expired or never existed: sign in again."""

    code = "boleto_invalido"


@dataclass(frozen=True, slots=True)
class Plazo:
    """How long a session lasts if nothing more is done, and how long it would if its person asked now to go on."""

    quedan: timedelta
    puede: timedelta


@requiere(Permiso.PUBLICO)
def entrar(ctx: Contexto, correo: str, contrasena: str, *, ip: str, acepta: bool = False) -> str:
    """Check the password and give a ticket for the cookie. ``acepta``: the terms, where they are asked for here.

    Raises TerminosSinAceptar, DemasiadosIntentos, CredencialesInvalidas (the same for unknown, wrong and disabled, after the same work) and
    CuentaNoActivada, which only who knows the password sees.
    """
    limpio = _correo(correo)
    with ctx.db.transaction() as session:
        intentos.contar_ingreso(session, ctx, correo=limpio, ip=ip)
        cuenta = session.scalar(select(CuentaRow).where(CuentaRow.correo == limpio))
    clave = cuenta.clave if cuenta else None
    acierto = ctx.credenciales.comprobar(limpio, contrasena[: contrasenas.LARGO_LEIDO], clave)
    if cuenta is None or not acierto or cuenta.deshabilitada_at is not None:
        raise CredencialesInvalidas
    with ctx.db.transaction() as session:
        intentos.absolver(session, ctx, correo=limpio, ip=ip)
    with ctx.db.transaction() as session:
        boleto = _admitir(session, ctx, cuenta, ip, acepta=acepta) if cuenta.activada_at is not None else None
    if boleto is None:
        raise CuentaNoActivada(correo=limpio)
    return boleto


@requiere(Permiso.PUBLICO)
def canjear(ctx: Contexto, boleto: str, *, agente: str = "") -> str:
    """The token for the cookie, minted now, for a ticket that is used up. Raises BoletoInvalido.

    ``agente``: the browser's User-Agent, for the list that the person sees.
    """
    ahora = ctx.reloj()
    token = secrets.token_urlsafe(32)
    with ctx.db.transaction() as session:
        sesion_id = session.scalar(
            delete(BoletoRow)
            .where(BoletoRow.huella == huella(boleto[:_LARGO_TOKEN]), BoletoRow.vence_at > ahora)
            .returning(BoletoRow.sesion_id)
        )
        abierta = session.scalar(
            update(SesionRow)
            .where(SesionRow.id == sesion_id, SesionRow.huella.is_(None), SesionRow.cerrada_at.is_(None))
            .values(huella=huella(token), vista_at=ahora, agente=una_linea(agente, _LARGO_AGENTE))
            .returning(SesionRow.id)
        )
        if abierta is None:
            raise BoletoInvalido
    return token


@requiere(Permiso.PUBLICO)
def actor_de(ctx: Contexto, token: str | None, ip: str, *, usa: bool = True) -> Actor:
    """Who holds ``token``: one indexed SELECT. Anybody's actor, with the address, when nobody does.

    ``ip`` is the address of this request. A session in use is written down at most once a minute; a look that is no
    use (``usa=False``) never.
    """
    nadie = Actor(ip=ip)
    if not token or len(token) > _LARGO_TOKEN or not token.isascii():
        return nadie
    ahora = ctx.reloj()
    with ctx.db.lectura() as session:
        fila = session.execute(_VIGENTE, {"huella": huella(token), "ahora": ahora, "ocio": ahora - OCIO}).one_or_none()
        if fila is None:
            return nadie
        rol = clase_de(fila.rol)
        falta = factor.falta(session, fila.totp_at, fila.segundo_at) if rol is Rol.PERSONAL else ""
        suyas = alcances.de_cuenta(session, fila.cuenta_id, ahora) if rol is Rol.PERSONAL and not falta else ()
    if usa and ahora - fila.vista_at >= CADA_CUANTO:
        _tocar(ctx, fila.sesion_id, ahora)
    nombre = f"{fila.nombres} {fila.apellidos}".strip()
    dicho = {"terminos": fila.terminos, "privacidad": fila.privacidad, "por_probar": falta}
    return Actor(rol, fila.cuenta_id, fila.sesion_id, fila.correo, nombre, ip, asignaciones=suyas, **dicho)


@requiere(Permiso.SESION_PROPIA)
def salir(ctx: Contexto) -> None:
    """End this session, in every tab and for every copy of its cookie."""
    with ctx.db.transaction() as session:
        terminar(session, ctx, SesionRow.id == ctx.actor.sesion_id)


@requiere(Permiso.CUENTA_PROPIA)
def salir_de_todas(ctx: Contexto) -> None:
    """End every session of one's own account, this one too."""
    with ctx.db.transaction() as session:
        revocar(session, ctx, session.get_one(CuentaRow, ctx.actor.cuenta_id, with_for_update=True))


@requiere(Permiso.SESION_PROPIA)
def plazo(ctx: Contexto) -> Plazo:
    """How long this session lasts: the nearer of its end and an idle hour. Asking is no use of it."""
    with ctx.db.lectura() as session:
        return _plazo(_esta(session, ctx), ctx.reloj())


@requiere(Permiso.SESION_PROPIA)
def seguir(ctx: Contexto) -> Plazo:
    """The person is there and wants to go on (WCAG 2.2.1): an hour more from now, at most a day after signing in."""
    ahora = ctx.reloj()
    with ctx.db.transaction() as session:
        sesion = _esta(session, ctx, bloquear=True)
        sesion.vista_at = ahora
        sesion.vence_at = max(sesion.vence_at, _extendida(sesion, ahora))
        return _plazo(sesion, ahora)


@requiere(Permiso.SISTEMA)
def limpiar(ctx: Contexto) -> int:
    """Delete expired tickets, and sessions that ended a month ago; how many sessions."""
    ahora = ctx.reloj()
    with ctx.db.transaction() as session:
        session.execute(delete(BoletoRow).where(BoletoRow.vence_at <= ahora))
        viejas = session.execute(
            delete(SesionRow).where(SesionRow.vence_at < ahora - SE_CONSERVA).returning(SesionRow.id)
        )
        return len(viejas.all())


def revocar(session: Session, ctx: Contexto, cuenta: CuentaRow, *, menos: Iterable[int | None] = ()) -> None:
    """End every session of ``cuenta``, tickets under way too, except ``menos``: those of them that are its own and go on.

    The caller holds the row.
    """
    quedan = [sesion_id for sesion_id in menos if sesion_id is not None]
    antes, cuenta.version = cuenta.version, cuenta.version + 1
    terminar(session, ctx, SesionRow.cuenta_id == cuenta.id, SesionRow.id.not_in(quedan))
    if quedan:
        session.execute(
            update(SesionRow)
            .where(SesionRow.id.in_(quedan), SesionRow.cuenta_id == cuenta.id, SesionRow.version == antes)
            .values(version=cuenta.version)
        )


def _correo(texto: str) -> str:
    """The e-mail as accounts are stored; what is not an e-mail stays what it is, and is nobody's."""
    try:
        return validar_correo(texto)
    except DatoInvalido:
        return texto[:200].encode("unicode_escape").decode()


def _admitir(session: Session, ctx: Contexto, cuenta: CuentaRow, ip: str, *, acepta: bool) -> str:
    """Open for who accepted what is accepted here, and nothing else stands in the way. Raises TerminosSinAceptar."""
    _, institucion = configuracion.vigente(session)
    if aceptaciones.al_ingresar(institucion):
        suya = session.get_one(CuentaRow, cuenta.id, with_for_update=True)
        aceptaciones.exigir_al_ingresar(session, ctx, suya, institucion, acepta=acepta, ip=ip)
    return _abrir(session, ctx, cuenta, ip)


def _abrir(session: Session, ctx: Contexto, cuenta: CuentaRow, ip: str) -> str:
    """A session without token, and its ticket. It carries the version that was checked: a later change kills it."""
    ahora = ctx.reloj()
    sesion = SesionRow(
        cuenta_id=cuenta.id, version=cuenta.version, creada_at=ahora, vista_at=ahora, vence_at=ahora + DURA, ip=ip[:45]
    )
    session.add(sesion)
    session.flush()
    boleto = secrets.token_urlsafe(32)
    session.add(BoletoRow(huella=huella(boleto), sesion_id=sesion.id, vence_at=ahora + BOLETO_DURA))
    return boleto


def _esta(session: Session, ctx: Contexto, *, bloquear: bool = False) -> SesionRow:
    """The session that asks. Raises NoEncontrado."""
    sesion = session.get(SesionRow, ctx.actor.sesion_id, with_for_update=bloquear or None)
    if sesion is None:
        raise NoEncontrado
    return sesion


def _extendida(sesion: SesionRow, ahora: datetime) -> datetime:
    return min(ahora + OCIO, sesion.creada_at + TOPE)


def _plazo(sesion: SesionRow, ahora: datetime) -> Plazo:
    fin = min(sesion.vence_at, sesion.vista_at + OCIO)
    seguida = min(max(sesion.vence_at, _extendida(sesion, ahora)), ahora + OCIO)
    return Plazo(max(timedelta(0), fin - ahora), max(timedelta(0), seguida - ahora))


def terminar(session: Session, ctx: Contexto, *cuales: ColumnElement[bool]) -> None:
    """End every open session that satisfies ``cuales``, now."""
    session.execute(update(SesionRow).where(*cuales, SesionRow.cerrada_at.is_(None)).values(cerrada_at=ctx.reloj()))


def _tocar(ctx: Contexto, sesion_id: int, ahora: datetime) -> None:
    """Once per minute among all tabs and processes. A database that cannot write it now, as on a full disk, is still read."""
    try:
        with ctx.db.transaction() as session:
            session.execute(
                update(SesionRow)
                .where(SesionRow.id == sesion_id, SesionRow.vista_at <= ahora - CADA_CUANTO)
                .values(vista_at=ahora)
            )
    except OperationalError:
        log.warning("no se pudo anotar que una sesión sigue en uso: la base de datos no deja escribir")


_VIGENTE = (
    select(
        SesionRow.id.label("sesion_id"), SesionRow.vista_at, CuentaRow.id.label("cuenta_id"), CuentaRow.rol,
        CuentaRow.correo, CuentaRow.nombres, CuentaRow.apellidos, CuentaRow.terminos, CuentaRow.privacidad,
        CuentaRow.totp_at, SesionRow.segundo_at,
    )
    .join(CuentaRow, CuentaRow.id == SesionRow.cuenta_id)
    .where(SesionRow.huella == bindparam("huella"), SesionRow.cerrada_at.is_(None))
    .where(SesionRow.version == CuentaRow.version, CuentaRow.deshabilitada_at.is_(None))
    .where(SesionRow.vence_at > bindparam("ahora"), SesionRow.vista_at > bindparam("ocio"))
)  # fmt: skip
