"""Accounts of the institution's own staff: made by an administrator or from the command line, shut out and let in again.

Nobody types somebody else's password: the person chooses it by a mailed link. Every change is an acto.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db.models import CuentaRow, MiembroRow
from portal.db.queries import personal
from portal.domain.administrado import validar_correo, validar_nombre
from portal.domain.configuracion import Institucion
from portal.domain.errors import DatoInvalido, DatosInvalidos, NoEncontrado, PortalError
from portal.domain.permisos import Alcance, Permiso, Rol, clase_de
from portal.domain.texto import una_linea
from portal.services import (
    actos,
    asignaciones,
    configuracion,
    contrasenas,
    correlativos,
    correos,
    encargos,
    enlaces,
    sesiones,
)
from portal.services.asignaciones import ParaUnoMismo
from portal.services.contexto import Contexto, requiere
from portal.services.encargos import Encargo
from portal.services.enlaces import Proposito

HORAS = 72
"""For which the link of a new account is good: it may be made on a Friday."""
LARGO_MOTIVO = 200


@dataclass(frozen=True)
class NuevaPersona:
    """A member of staff to be: who it is, and the first rol."""

    correo: str
    nombres: str
    apellidos: str
    encargo: Encargo = field(default=Encargo("", ""))


@requiere(Permiso.SISTEMA)
def crear_personal(  # noqa: PLR0917 -- read aloud: who, as what, with which password
    ctx: Contexto,
    correo: str,
    nombres: str,
    apellidos: str,
    rol: str,
    contrasena: str | None = None,
    *,
    dependencia: str = "",
    alcance: str = "",
) -> tuple[str, str]:
    """A ready account for a member of staff: its e-mail and its password, generated when none is given.

    The password is shown once and stored nowhere. Without ``dependencia`` it works at the counter; without either, with
    every office within reach. Raises DatoInvalido, also for an e-mail that has an account (nobody is promoted in
    silence) and for a rol or an office that the institution does not have.
    """
    with ctx.db.lectura() as session:
        _, institucion = configuracion.vigente(session)
    usual = alcance or ("" if dependencia else Alcance.TODAS)
    encargo = Encargo(rol, dependencia or institucion.escritorio.mesa.id, usual)
    elegida = contrasena or contrasenas.generada()
    try:
        persona = _revisada(ctx, institucion, NuevaPersona(correo, nombres, apellidos, encargo))
        propias = contrasenas.conocidas(institucion, persona.correo, persona.nombres, persona.apellidos)
        contrasenas.exigir(elegida, minimo=contrasenas.largo_minimo(institucion, Rol.PERSONAL), propias=propias)
        _guardar(ctx, persona, ctx.credenciales.cifrar(elegida), lista=True)
    except DatosInvalidos as negativas:
        raise next(iter(negativas.errores.values())) from negativas
    return persona.correo, elegida


@requiere(Permiso.SISTEMA)
def deshabilitar(ctx: Contexto, correo: str) -> None:
    """Shut an account out: its sessions and mailed links end now. What it did stays. Raises NoEncontrado, DatoInvalido."""
    limpio = validar_correo(correo)
    with ctx.db.transaction() as session:
        cuenta = session.scalar(select(CuentaRow).where(CuentaRow.correo == limpio).with_for_update())
        if cuenta is None:
            raise NoEncontrado(que=limpio)
        _cerrar(session, ctx, cuenta, motivo="")


@requiere(Permiso.GESTIONAR_PERSONAL)
def crear(ctx: Contexto, persona: NuevaPersona) -> int:
    """A new account of staff with its first rol; its id. The person gets a mail with a link to choose a password.

    An account that somebody began with that e-mail and never proved to own is replaced: it belongs to nobody.
    Raises DatosInvalidos (every field at once), NoAutorizado (beyond one's own reach).
    """
    with ctx.db.lectura() as session:
        _, institucion = configuracion.vigente(session)
    limpia = _revisada(ctx, institucion, persona)
    return _guardar(ctx, limpia, ctx.credenciales.cifrar(contrasenas.generada()), lista=False)


@requiere(Permiso.GESTIONAR_PERSONAL)
def reenviar_enlace(ctx: Contexto, cuenta_id: int) -> str:
    """Mail the link to choose a password again, to who has not chosen one yet; the e-mail. Raises NoEncontrado, NoAutorizado."""
    with ctx.db.transaction() as session:
        cuenta = suya(session, ctx, cuenta_id)
        if cuenta.activada_at is not None or cuenta.deshabilitada_at is not None:
            raise NoEncontrado
        _mandar_enlace(session, ctx, cuenta)
        actos.anotar_acto(session, ctx, "reenviar_enlace", cuenta.correo, {"cuenta": cuenta.id})
        return cuenta.correo


@requiere(Permiso.GESTIONAR_PERSONAL)
def renombrar(ctx: Contexto, cuenta_id: int, *, nombres: str, apellidos: str) -> None:
    """Correct the name of a member of staff from now on: what they did keeps the name of its day.

    Raises NoEncontrado, NoAutorizado, DatosInvalidos.
    """
    with ctx.db.transaction() as session:
        cuenta = suya(session, ctx, cuenta_id)
        limpios = _nombre(nombres, apellidos)
        antes = cuenta.nombre
        cuenta.nombres, cuenta.apellidos = limpios["nombres"], limpios["apellidos"]
        if cuenta.nombre != antes:
            actos.anotar_acto(session, ctx, "renombrar", cuenta.correo, {"antes": antes, "ahora": cuenta.nombre})


def _nombre(nombres: str, apellidos: str) -> dict[str, str]:
    """Both, cleaned. Raises DatosInvalidos with each that is wrong."""
    errores: dict[str, PortalError] = {}
    limpios: dict[str, str] = {}
    for campo, escrito in (("nombres", nombres), ("apellidos", apellidos)):
        try:
            limpios[campo] = validar_nombre(escrito, campo=campo)
        except DatoInvalido as negativa:
            errores[campo] = negativa
    if errores:
        raise DatosInvalidos(errores)
    return limpios


@requiere(Permiso.GESTIONAR_PERSONAL)
def inhabilitar(ctx: Contexto, cuenta_id: int, *, motivo: str) -> None:
    """Shut a member of staff out, now and in every browser; what they hold stays, and counts for nothing meanwhile.

    Raises NoEncontrado, ParaUnoMismo, NoAutorizado, DatoInvalido (no motivo), UltimoAdministrador.
    """
    dicho = una_linea(motivo, LARGO_MOTIVO)
    with ctx.db.transaction() as session:
        cuenta = suya(session, ctx, cuenta_id)
        if cuenta.id == ctx.actor.cuenta_id:
            raise ParaUnoMismo
        if not dicho:
            raise DatoInvalido(campo="motivo", motivo="vacio")
        ahora, (_, institucion) = ctx.reloj(), configuracion.vigente(session)
        suyas = personal.asignaciones(session, [cuenta.id], ahora)[cuenta.id]
        if any(encargos.es_permanente(institucion, fila, ahora) for fila in suyas):
            encargos.exigir_quien_administre(session, institucion, ahora, menos_cuenta=cuenta.id)
        _cerrar(session, ctx, cuenta, motivo=dicho)


@requiere(Permiso.GESTIONAR_PERSONAL)
def habilitar(ctx: Contexto, cuenta_id: int) -> None:
    """Let a member of staff in again, with what they hold today. Raises NoEncontrado, NoAutorizado."""
    with ctx.db.transaction() as session:
        cuenta = suya(session, ctx, cuenta_id)
        if cuenta.deshabilitada_at is not None:
            cuenta.deshabilitada_at = None
            actos.anotar_acto(session, ctx, "habilitar", cuenta.correo, {"cuenta": cuenta.id})


def _revisada(ctx: Contexto, institucion: Institucion, persona: NuevaPersona) -> NuevaPersona:
    """The same, cleaned. Raises DatosInvalidos with every field at once."""
    errores: dict[str, PortalError] = {}
    limpios: dict[str, str] = {}
    reglas: dict[str, Callable[[], str]] = {
        "correo": lambda: validar_correo(persona.correo),
        "nombres": lambda: validar_nombre(persona.nombres, campo="nombres"),
        "apellidos": lambda: validar_nombre(persona.apellidos, campo="apellidos"),
    }
    for campo, regla in reglas.items():
        try:
            limpios[campo] = regla()
        except DatoInvalido as negativa:
            errores[campo] = negativa
    try:
        encargos.revisar(institucion, persona.encargo, ctx.reloj())
    except DatosInvalidos as negativas:
        errores |= negativas.errores
    if errores:
        raise DatosInvalidos(errores)
    return NuevaPersona(encargo=persona.encargo, **limpios)


def _guardar(ctx: Contexto, persona: NuevaPersona, clave: str, *, lista: bool) -> int:
    """The account, its first asignacion and their actos; ``lista`` when the person has its password already."""
    try:
        with ctx.db.transaction() as session:
            correlativos.esperar_turno(session, correlativos.Turno.ASIGNAR)
            cuenta = _de_nadie(session, ctx, persona.correo)
            cuenta.rol, cuenta.clave = Rol.PERSONAL, clave
            cuenta.nombres, cuenta.apellidos = persona.nombres, persona.apellidos
            cuenta.tipo_doc = cuenta.numero_doc = cuenta.telefono = cuenta.terminos = cuenta.privacidad = ""
            cuenta.creada_at, cuenta.activada_at = ctx.reloj(), ctx.reloj() if lista else None
            session.add(cuenta)
            session.flush()
            if not lista:
                _mandar_enlace(session, ctx, cuenta)
            actos.anotar_acto(session, ctx, "crear_cuenta", cuenta.correo, {"cuenta": cuenta.id})
            asignaciones.dar(session, ctx, cuenta, persona.encargo)
            return cuenta.id
    except IntegrityError as repetido:
        raise _ocupado() from repetido


def _de_nadie(session: Session, ctx: Contexto, correo: str) -> CuentaRow:
    """A new row, or the one that a citizen began there without ever activating it. Raises DatosInvalidos."""
    cuenta = session.scalar(select(CuentaRow).where(CuentaRow.correo == correo).with_for_update())
    if cuenta is None:
        return CuentaRow(correo=correo)
    if cuenta.activada_at or cuenta.deshabilitada_at or clase_de(cuenta.rol) is not Rol.CIUDADANO:
        raise _ocupado()
    enlaces.matar(session, ctx, cuenta.id, *Proposito)
    suyas = update(MiembroRow).where(MiembroRow.cuenta_id == cuenta.id, MiembroRow.hasta.is_(None))
    session.execute(suyas.values(hasta=ctx.reloj()))
    return cuenta


def _ocupado() -> DatosInvalidos:
    return DatosInvalidos({"correo": DatoInvalido(campo="correo", motivo="correo_con_cuenta")})


def suya(session: Session, ctx: Contexto, cuenta_id: int) -> CuentaRow:
    """An account of staff, held, all of whose asignaciones are within the actor's reach. Raises NoEncontrado, NoAutorizado."""
    cuenta = asignaciones.tomar(session, cuenta_id)
    _, institucion = configuracion.vigente(session)
    for fila in personal.asignaciones(session, [cuenta.id], ctx.reloj())[cuenta.id]:
        encargos.exigir_alcance(ctx.actor, institucion, fila.dependencia, Alcance(fila.alcance))
    return cuenta


def _cerrar(session: Session, ctx: Contexto, cuenta: CuentaRow, *, motivo: str) -> None:
    cuenta.deshabilitada_at = cuenta.deshabilitada_at or ctx.reloj()
    sesiones.revocar(session, ctx, cuenta)
    enlaces.matar(session, ctx, cuenta.id, *Proposito)
    actos.anotar_acto(session, ctx, "inhabilitar", cuenta.correo, {"cuenta": cuenta.id, "motivo": motivo})


def _mandar_enlace(session: Session, ctx: Contexto, cuenta: CuentaRow) -> None:
    enlace = enlaces.nuevo(session, ctx, cuenta.id, Proposito.RECUPERACION, HORAS)
    datos = {"nombre": cuenta.nombres, "correo": cuenta.correo, "persona": ctx.actor.nombre}
    correos.encolar(
        session,
        ctx,
        clave=f"alta:{enlace.id}",
        destinatario=cuenta.correo,
        plantilla="alta_personal",
        datos=datos,
        enlace_id=enlace.id,
    )
