"""The second factor of staff: enrol an application, prove its code, recovery codes, and take it away.

The password opens a session that may do nothing until the code is proved in it (``sesiones.actor_de``). Wrong, used and
old codes get one answer, after the same work; each serves once, also when two arrive together. Law: Ley 29733, art. 16.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.adapters import qr, totp
from portal.db.models import CodigoUsadoRow, CuentaRow, SesionRow
from portal.domain.administrado import validar_correo
from portal.domain.errors import NoAutorizado, NoEncontrado, PortalError, SegundoFactorPendiente
from portal.domain.permisos import Permiso, Rol, clase_de
from portal.services import actos, claves, configuracion, correos, cuentas, factor, intentos, sesiones, usuarios
from portal.services.contexto import Contexto, requiere

LARGO_LEIDO = 64
_SEPARA = str.maketrans("", "", " \u00a0\t-–")


class CodigoIncorrecto(PortalError):
    """No code that serves: wrong, used, early or late. ``facts["campo"]``: which one, where two are asked."""

    code = "codigo_incorrecto"


class SegundoFactorExigido(PortalError):
    """The institution demands it of its staff: it may be changed, not taken away."""

    code = "segundo_factor_exigido"


class SegundoFactorPropio(PortalError):
    """One's own is not reset without a code: it is changed, with one."""

    code = "segundo_factor_propio"


@dataclass(frozen=True, slots=True)
class SegundoFactorView:
    """One's own second factor: since when (None: there is none), whether it is demanded, recovery codes left and given."""

    desde: datetime | None
    exigido: bool
    codigos: int
    de: int = factor.CUANTOS_CODIGOS


@dataclass(frozen=True, slots=True)
class Alta:
    """What an application is given: the QR code (SVG), or the ``secreto`` in groups of four. ``cambia``: instead of another."""

    qr: str
    secreto: str
    cambia: bool


@requiere(Permiso.CUENTA_PROPIA)
def mio(ctx: Contexto) -> SegundoFactorView:
    """One's own second factor. Raises NoAutorizado for who is not staff."""
    with ctx.db.lectura() as session:
        cuenta = _mia(session, ctx)
        quedan = factor.CUANTOS_CODIGOS - len(_usados(session, cuenta)) if cuenta.totp_at is not None else 0
        return SegundoFactorView(cuenta.totp_at, factor.exigido(session), quedan)


@requiere(Permiso.SESION_PROPIA)
def alta(ctx: Contexto) -> Alta:
    """What to enrol, the same in every tab of this session until it is confirmed. Changes nothing.

    Raises SegundoFactorPendiente while the code of the application that there is has not been given.
    """
    _exigir_probada(ctx)
    with ctx.db.lectura() as session:
        cuenta = _mia(session, ctx)
        identidad = configuracion.vigente(session)[1].identidad
    semilla = factor.semilla(ctx, cuenta.id, factor.version_siguiente(ctx, cuenta))
    direccion = totp.direccion(semilla, cuenta=cuenta.correo, emisor=f"{identidad.sigla} {identidad.modulo}")
    secreto = totp.secreto(semilla)
    grupos = " ".join(secreto[i : i + 4] for i in range(0, len(secreto), 4))
    return Alta(qr.svg(direccion, correccion="l"), grupos, cambia=cuenta.totp_at is not None)


@requiere(Permiso.SESION_PROPIA)
def confirmar(ctx: Contexto, codigo: str, *, prueba: str = "") -> tuple[str, ...]:
    """Enrol what ``alta`` showed, proved by its ``codigo``; the recovery codes, which are not shown again.

    ``prueba``: the password, or a code of the application that is replaced; nothing when enrolling is the way in, minutes
    after the password. Raises CodigoIncorrecto, DatoInvalido(campo ``prueba``), DemasiadosIntentos; nothing changes then.
    """
    _exigir_probada(ctx)
    with ctx.db.lectura() as session:
        cambia = _mia(session, ctx).totp_at is not None
    if not cambia and not ctx.actor.por_probar:
        cuentas.exigir_clave(ctx, prueba, campo="prueba")
    _contar(ctx)
    with ctx.db.transaction() as session:
        cuenta = _mia(session, ctx, bloquear=True)
        version = factor.version_siguiente(ctx, cuenta)
        if cuenta.totp_at is not None:
            _gastar(session, ctx, cuenta, prueba, campo="prueba")
        paso = totp.paso_de(factor.semilla(ctx, cuenta.id, version), _limpio(codigo), ctx.reloj())
        if paso is None:
            raise CodigoIncorrecto(campo="codigo")
        cuenta.totp_version, cuenta.totp_at, cuenta.totp_paso = version, ctx.reloj(), paso
        _probada(session, ctx)
        _avisar(session, ctx, cuenta, "segundo_factor_activado")
    _absolver(ctx)
    return factor.codigos(ctx, cuenta.id, version)


@requiere(Permiso.SESION_PROPIA)
def probar(ctx: Contexto, codigo: str) -> None:
    """Give the code of the application, or a recovery code: from now on this session is whole.

    Raises CodigoIncorrecto and DemasiadosIntentos.
    """
    _contar(ctx)
    with ctx.db.transaction() as session:
        _gastar(session, ctx, _mia(session, ctx, bloquear=True), codigo)
        _probada(session, ctx)
    _absolver(ctx)


@requiere(Permiso.CUENTA_PROPIA)
def desactivar(ctx: Contexto, codigo: str) -> None:
    """Take one's own second factor away, with a code of it.

    Raises SegundoFactorExigido, CodigoIncorrecto and DemasiadosIntentos.
    """
    with ctx.db.lectura() as session:
        if factor.exigido(session):
            raise SegundoFactorExigido
    _contar(ctx)
    with ctx.db.transaction() as session:
        cuenta = _mia(session, ctx, bloquear=True)
        _gastar(session, ctx, cuenta, codigo)
        cuenta.totp_at = None
        _avisar(session, ctx, cuenta, "segundo_factor_quitado")
    _absolver(ctx)


@requiere(Permiso.GESTIONAR_PERSONAL)
def reiniciar(ctx: Contexto, cuenta_id: int) -> None:
    """Take the second factor of another person of staff away, who lost it: their sessions end, and it is written down.

    Raises NoEncontrado, also for who is not staff, NoAutorizado beyond one's own reach, and SegundoFactorPropio.
    """
    if cuenta_id == ctx.actor.cuenta_id:
        raise SegundoFactorPropio
    with ctx.db.transaction() as session:
        _reiniciar(session, ctx, usuarios.suya(session, ctx, cuenta_id))


@requiere(Permiso.SISTEMA)
def reiniciar_por_correo(ctx: Contexto, correo: str) -> str:
    """The same from the command line, when no administrator can.

    Returns the e-mail; empty when the account had no second factor. Raises DatoInvalido and NoEncontrado.
    """
    limpio = validar_correo(correo)
    with ctx.db.transaction() as session:
        cuenta = session.scalar(select(CuentaRow).where(CuentaRow.correo == limpio).with_for_update())
        return limpio if _reiniciar(session, ctx, cuenta) else ""


def _reiniciar(session: Session, ctx: Contexto, cuenta: CuentaRow | None) -> bool:
    """Whether there was one to take away."""
    if cuenta is None or clase_de(cuenta.rol) is not Rol.PERSONAL:
        raise NoEncontrado
    if cuenta.totp_at is None:
        return False
    cuenta.totp_at = None
    sesiones.revocar(session, ctx, cuenta)
    _avisar(session, ctx, cuenta, "segundo_factor_reiniciado")
    actos.anotar_acto(session, ctx, "segundo_factor_reiniciado", cuenta.correo, {"cuenta": cuenta.id})
    return True


def _mia(session: Session, ctx: Contexto, *, bloquear: bool = False) -> CuentaRow:
    """The actor's account. Raises NoAutorizado unless it is of staff."""
    cuenta = session.get_one(CuentaRow, ctx.actor.cuenta_id, with_for_update=bloquear or None)
    if clase_de(cuenta.rol) is not Rol.PERSONAL:
        raise NoAutorizado(permiso=Permiso.SESION_PROPIA)
    return cuenta


def _exigir_probada(ctx: Contexto) -> None:
    if ctx.actor.por_probar == factor.CODIGO:
        raise SegundoFactorPendiente


def _gastar(session: Session, ctx: Contexto, cuenta: CuentaRow, codigo: str, *, campo: str = "codigo") -> None:
    """Use up a code of the application or a recovery code; the caller holds the account. Raises CodigoIncorrecto."""
    paso = totp.paso_de(factor.semilla(ctx, cuenta.id, cuenta.totp_version), _limpio(codigo), ctx.reloj())
    escrito = claves.normalizar(codigo)
    derivados = enumerate(factor.codigos(ctx, cuenta.id, cuenta.totp_version), 1)
    numeros = [n for n, derivado in derivados if claves.iguales(derivado, escrito)]  # all of them are compared
    usados = _usados(session, cuenta)
    if cuenta.totp_at is not None and paso is not None and paso > cuenta.totp_paso:
        cuenta.totp_paso = paso
    elif cuenta.totp_at is not None and numeros and numeros[0] not in usados:
        session.add(
            CodigoUsadoRow(cuenta_id=cuenta.id, version=cuenta.totp_version, numero=numeros[0], usado_at=ctx.reloj())
        )
        _avisar(session, ctx, cuenta, "segundo_factor_codigo", nota=str(factor.CUANTOS_CODIGOS - len(usados) - 1))
    else:
        raise CodigoIncorrecto(campo=campo)


def _usados(session: Session, cuenta: CuentaRow) -> set[int]:
    suyos = select(CodigoUsadoRow.numero).where(
        CodigoUsadoRow.cuenta_id == cuenta.id, CodigoUsadoRow.version == cuenta.totp_version
    )
    return set(session.scalars(suyos))


def _limpio(codigo: str) -> str:
    """The six digits as the application gives them, however they were typed or pasted."""
    return codigo[:LARGO_LEIDO].translate(_SEPARA)


def _probada(session: Session, ctx: Contexto) -> None:
    session.execute(update(SesionRow).where(SesionRow.id == ctx.actor.sesion_id).values(segundo_at=ctx.reloj()))


def _contar(ctx: Contexto) -> None:
    """Count the try before it is judged; who lost the password is told in time, once."""
    with ctx.db.transaction() as session:
        fallos = intentos.contar_segundo(session, ctx, correo=ctx.actor.correo, ip=ctx.actor.ip)
        if fallos == intentos.SEGUNDO_AVISO:
            _avisar(session, ctx, _mia(session, ctx), "segundo_factor_fallos")


def _absolver(ctx: Contexto) -> None:
    with ctx.db.transaction() as session:
        intentos.absolver_segundo(session, ctx, correo=ctx.actor.correo, ip=ctx.actor.ip)


def _avisar(session: Session, ctx: Contexto, cuenta: CuentaRow, plantilla: str, **datos: str) -> None:
    """Tell the owner; the link opens the screen where a new password is asked for."""
    correos.encolar(
        session,
        ctx,
        clave=f"{plantilla}:{cuenta.id}:{ctx.reloj():%Y%m%d%H%M%S%f}",
        destinatario=cuenta.correo,
        plantilla=plantilla,
        datos={"nombre": cuenta.nombres, **datos},
    )
