"""Accounts of citizens: registration, activation, recovery, change of password.

Nothing here tells whether an e-mail has an account: the same words, one hash and one transaction either way, and the
mailbox's owner learns the truth. Until somebody proves to own the mailbox nothing belongs to anybody, so the newest
registration of an unactivated e-mail replaces the earlier one, data and password, and ends its link.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db.models import AdministradoRow, CuentaRow, MiembroRow
from portal.domain.administrado import validar_correo
from portal.domain.configuracion import Institucion
from portal.domain.errors import DatoInvalido
from portal.domain.permisos import Permiso, Rol, clase_de
from portal.services import aceptaciones, configuracion, contrasenas, correos, enlaces, intentos, sesiones
from portal.services.contexto import Contexto, requiere
from portal.services.datos_cuenta import DatosDeCuenta, NuevaCuenta, revisar
from portal.services.enlaces import EstadoEnlace, Proposito

HORAS = {Proposito.ACTIVACION: 24, Proposito.RECUPERACION: 1}


@dataclass(frozen=True, slots=True)
class AdministradoView:
    """A party the account acts for."""

    id: int
    clase: str
    tipo_doc: str
    numero_doc: str
    nombre: str
    direccion: str


@dataclass(frozen=True, slots=True)
class CuentaView:
    """An account as its owner sees it."""

    id: int
    correo: str
    rol: Rol
    nombres: str
    apellidos: str
    tipo_doc: str
    numero_doc: str
    telefono: str
    creada_at: datetime
    activada_at: datetime | None
    administrados: tuple[AdministradoView, ...]


@requiere(Permiso.PUBLICO)
def registrar(ctx: Contexto, datos: NuevaCuenta, *, ip: str) -> None:
    """Open an account and mail its activation link; or mail who already has one. The answer is the same.

    Raises DatosInvalidos (every field at once) and DemasiadosIntentos; nothing is kept then.
    """
    with ctx.db.lectura() as session:
        _, institucion = configuracion.vigente(session)
    limpios = revisar(datos, institucion)
    with ctx.db.transaction() as session:
        intentos.contar_pedido(session, ctx, correo=limpios.correo, ip=ip)
    clave = ctx.credenciales.cifrar(limpios.contrasena)
    try:
        _guardar(ctx, limpios, clave, institucion, ip)
    except IntegrityError:  # PostgreSQL: somebody registered this e-mail at the same moment; now the row is there
        _guardar(ctx, limpios, clave, institucion, ip)


@requiere(Permiso.PUBLICO)
def reenviar_activacion(ctx: Contexto, correo: str) -> None:
    """Mail a fresh activation link if that e-mail waits for one; silence otherwise.

    Raises DatoInvalido (not an e-mail) and DemasiadosIntentos.
    """
    with ctx.db.transaction() as session:
        cuenta = _pedido(session, ctx, correo)
        if cuenta is not None and cuenta.activada_at is None:
            mandar_enlace(session, ctx, cuenta, _para_entrar(cuenta))


@requiere(Permiso.PUBLICO)
def pedir_recuperacion(ctx: Contexto, correo: str) -> None:
    """Mail a link to set a new password if that e-mail has an account, activated or not; silence otherwise.

    Raises DatoInvalido (not an e-mail) and DemasiadosIntentos.
    """
    with ctx.db.transaction() as session:
        cuenta = _pedido(session, ctx, correo)
        if cuenta is not None:
            mandar_enlace(session, ctx, cuenta, Proposito.RECUPERACION)


@requiere(Permiso.PUBLICO)
def estado_enlace(ctx: Contexto, token: str, proposito: Proposito) -> EstadoEnlace:
    """What a mailed link is worth now. Consumes nothing, so a mail scanner may look."""
    with ctx.db.lectura() as session:
        return enlaces.estado(session, ctx, token, proposito)


@requiere(Permiso.PUBLICO)
def largo_exigido(ctx: Contexto, token: str) -> int:
    """How long the password must be that the holder of a link to reset it chooses: staff's are longer."""
    with ctx.db.lectura() as session:
        _, institucion = configuracion.vigente(session)
        try:
            cuenta = session.get_one(CuentaRow, enlaces.cuenta_de(session, ctx, token, Proposito.RECUPERACION))
        except enlaces.EnlaceNoVigente:
            return contrasenas.largo_minimo(institucion, Rol.CIUDADANO)
        return contrasenas.largo_minimo(institucion, clase_de(cuenta.rol))


@requiere(Permiso.PUBLICO)
def activar(ctx: Contexto, token: str) -> str:
    """Use the activation link up; the e-mail of the account, ready to sign in.

    Raises EnlaceUsado, EnlaceVencido or EnlaceNoVigente.
    """
    with ctx.db.transaction() as session:
        cuenta = consumir(session, ctx, token, Proposito.ACTIVACION)
        cuenta.activada_at = cuenta.activada_at or ctx.reloj()
        return cuenta.correo


@requiere(Permiso.PUBLICO)
def restablecer(ctx: Contexto, token: str, contrasena: str) -> None:
    """Set a new password by a mailed link; every session and every other link of the account ends.

    It activates the account too: reading the mailbox is all that activation proves, and the password is new.
    Raises DatoInvalido (the password; the link stays live), EnlaceUsado, EnlaceVencido or EnlaceNoVigente.
    """
    with ctx.db.lectura() as session:
        cuenta = session.get_one(CuentaRow, enlaces.cuenta_de(session, ctx, token, Proposito.RECUPERACION))
        _exigir(session, cuenta, contrasena, campo="contrasena")
    clave = ctx.credenciales.cifrar(contrasena)
    with ctx.db.transaction() as session:
        intentos.olvidar_cuenta(session, correo=cuenta.correo)
        cuenta = consumir(session, ctx, token, Proposito.RECUPERACION)
        cuenta.activada_at = cuenta.activada_at or ctx.reloj()
        _cambiar(session, ctx, cuenta, clave)


@requiere(Permiso.CUENTA_PROPIA)
def cambiar_clave(ctx: Contexto, actual: str, nueva: str) -> None:
    """Replace one's own password; all sessions but this one end.

    Raises DatoInvalido (campo ``actual`` or ``nueva``) and DemasiadosIntentos: a stolen session must not guess either.
    """
    cuenta = exigir_clave(ctx, actual, campo="actual")
    if actual == nueva:
        raise DatoInvalido(campo="nueva", motivo="contrasena_igual")
    with ctx.db.lectura() as session:
        _exigir(session, cuenta, nueva, campo="nueva")
    clave = ctx.credenciales.cifrar(nueva)
    with ctx.db.transaction() as session:
        cuenta = session.get_one(CuentaRow, cuenta.id, with_for_update=True)
        _cambiar(session, ctx, cuenta, clave, menos=ctx.actor.sesion_id)


def exigir_clave(ctx: Contexto, contrasena: str, *, campo: str) -> CuentaRow:
    """The actor's account, when ``contrasena`` is its password: what a stolen session alone must not change asks this.

    Raises DatoInvalido(campo, motivo ``contrasena_actual``) and DemasiadosIntentos.
    """
    with ctx.db.transaction() as session:
        intentos.contar_ingreso(session, ctx, correo=ctx.actor.correo, ip=ctx.actor.ip)
        cuenta = session.get_one(CuentaRow, ctx.actor.cuenta_id)
    if not ctx.credenciales.comprobar(cuenta.correo, contrasena[: contrasenas.LARGO_LEIDO], cuenta.clave):
        raise DatoInvalido(campo=campo, motivo="contrasena_actual")
    with ctx.db.transaction() as session:
        intentos.absolver(session, ctx, correo=ctx.actor.correo, ip=ctx.actor.ip)
    return cuenta


@requiere(Permiso.CUENTA_PROPIA)
def mi_cuenta(ctx: Contexto) -> CuentaView:
    """One's own account and the administrados it acts for."""
    with ctx.db.lectura() as session:
        c = session.get_one(CuentaRow, ctx.actor.cuenta_id)
        partes = session.scalars(
            select(AdministradoRow)
            .join(MiembroRow, MiembroRow.administrado_id == AdministradoRow.id)
            .where(MiembroRow.cuenta_id == c.id, MiembroRow.hasta.is_(None))
            .order_by(AdministradoRow.id)
        )
        return CuentaView(
            c.id, c.correo, clase_de(c.rol), c.nombres, c.apellidos, c.tipo_doc, c.numero_doc, c.telefono,
            c.creada_at, c.activada_at,
            tuple(AdministradoView(a.id, a.clase, a.tipo_doc, a.numero_doc, a.nombre, a.direccion) for a in partes),
        )  # fmt: skip


def _guardar(ctx: Contexto, datos: DatosDeCuenta, clave: str, institucion: Institucion, ip: str) -> None:
    with ctx.db.transaction() as session:
        cuenta = session.scalar(select(CuentaRow).where(CuentaRow.correo == datos.correo).with_for_update())
        if cuenta is not None and (cuenta.activada_at or cuenta.deshabilitada_at or _del_personal(cuenta)):
            _avisar(session, ctx, cuenta, "ya_tiene_cuenta")
            return
        cuenta = _crear(session, ctx, datos, clave) if cuenta is None else _reemplazar(session, cuenta, datos, clave)
        aceptados = aceptaciones.al_registrarse(institucion)
        aceptaciones.registrar(session, ctx, cuenta, institucion, ip, cuales=aceptados)
        mandar_enlace(session, ctx, cuenta, Proposito.ACTIVACION)


def _crear(session: Session, ctx: Contexto, datos: DatosDeCuenta, clave: str) -> CuentaRow:
    ahora = ctx.reloj()
    cuenta = CuentaRow(correo=datos.correo, clave=clave, rol=Rol.CIUDADANO, creada_at=ahora, **datos.persona)
    administrado = AdministradoRow(creado_at=ahora, **datos.administrado)
    session.add_all([cuenta, administrado])
    session.flush()
    session.add(MiembroRow(administrado_id=administrado.id, cuenta_id=cuenta.id, desde=ahora))
    return cuenta


def _reemplazar(session: Session, cuenta: CuentaRow, datos: DatosDeCuenta, clave: str) -> CuentaRow:
    """Nobody has proved to own this mailbox: the newest registration is the one that counts, and accepts anew."""
    cuenta.clave, cuenta.terminos, cuenta.privacidad = clave, "", ""
    for columna, valor in datos.persona.items():
        setattr(cuenta, columna, valor)
    suyo = select(MiembroRow.administrado_id).where(MiembroRow.cuenta_id == cuenta.id)
    session.execute(update(AdministradoRow).where(AdministradoRow.id.in_(suyo)).values(**datos.administrado))
    return cuenta


def _del_personal(cuenta: CuentaRow) -> bool:
    return clase_de(cuenta.rol) is Rol.PERSONAL


def _para_entrar(cuenta: CuentaRow) -> Proposito:
    """Who was given an account chose no password yet: their link asks for one."""
    return Proposito.RECUPERACION if _del_personal(cuenta) else Proposito.ACTIVACION


def _pedido(session: Session, ctx: Contexto, correo: str) -> CuentaRow | None:
    """Count the request whoever it names; the account behind it, unless disabled."""
    limpio = validar_correo(correo)
    intentos.contar_pedido(session, ctx, correo=limpio, ip=ctx.actor.ip)
    cuenta = session.scalar(select(CuentaRow).where(CuentaRow.correo == limpio).with_for_update())
    return None if cuenta is None or cuenta.deshabilitada_at else cuenta


def consumir(session: Session, ctx: Contexto, token: str, proposito: Proposito) -> CuentaRow:
    """Use a link up for its account. Everybody locks intentos, then the account, then its links: no deadlocks."""
    cuenta_id = enlaces.cuenta_de(session, ctx, token, proposito)
    cuenta = session.get_one(CuentaRow, cuenta_id, with_for_update=True)
    if cuenta.deshabilitada_at is not None:
        raise enlaces.EnlaceNoVigente(estado=EstadoEnlace.DESCONOCIDO)
    enlaces.consumir(session, ctx, token, proposito)
    return cuenta


def _exigir(session: Session, cuenta: CuentaRow, contrasena: str, *, campo: str) -> None:
    _, institucion = configuracion.vigente(session)
    propias = contrasenas.conocidas(institucion, *contrasenas.de_cuenta(cuenta))
    minimo = contrasenas.largo_minimo(institucion, clase_de(cuenta.rol))
    contrasenas.exigir(contrasena, minimo=minimo, propias=propias, campo=campo)


def _cambiar(session: Session, ctx: Contexto, cuenta: CuentaRow, clave: str, *, menos: int | None = None) -> None:
    """Store the new hash, end the sessions (but ``menos``) and all links, tell the owner."""
    cuenta.clave = clave
    sesiones.revocar(session, ctx, cuenta, menos=(menos,))
    enlaces.matar(session, ctx, cuenta.id, *enlaces.DE_LA_CLAVE)
    _avisar(session, ctx, cuenta, "clave_cambiada")


def mandar_enlace(session: Session, ctx: Contexto, cuenta: CuentaRow, proposito: Proposito) -> None:
    """Promise the mail with a fresh link for ``proposito``."""
    enlace = enlaces.nuevo(session, ctx, cuenta.id, proposito, HORAS[proposito])
    correos.encolar(
        session,
        ctx,
        clave=f"{proposito}:{enlace.id}",
        destinatario=cuenta.correo,
        plantilla=proposito,
        datos={"nombre": cuenta.nombres},
        enlace_id=enlace.id,
    )


def _avisar(session: Session, ctx: Contexto, cuenta: CuentaRow, plantilla: str) -> None:
    """A mail without a token: its link opens the screen that asks for one."""
    instante = f"{ctx.reloj():%Y%m%d%H%M%S%f}"
    correos.encolar(
        session,
        ctx,
        clave=f"{plantilla}:{cuenta.id}:{instante}",
        destinatario=cuenta.correo,
        plantilla=plantilla,
        datos={"nombre": cuenta.nombres},
    )
