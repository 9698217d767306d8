"""Accounts of the institution's own staff, made and ended from the command line."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.db.models import AsignacionRow, CuentaRow
from portal.domain.administrado import validar_correo, validar_nombre
from portal.domain.errors import DatoInvalido, NoEncontrado
from portal.domain.permisos import ROLES_DE_PERSONAL, Alcance, Permiso, Rol
from portal.services import configuracion, contrasenas, enlaces, sesiones
from portal.services.contexto import Contexto, requiere
from portal.services.enlaces import Proposito


@requiere(Permiso.SISTEMA)
def crear_personal(  # noqa: PLR0917 -- read aloud: who, as what, with which password
    ctx: Contexto, correo: str, nombres: str, apellidos: str, rol: Rol, contrasena: str | None = None
) -> tuple[str, str]:
    """A ready account for a member of staff: its e-mail and its password, generated when none is given.

    The password is shown once and stored nowhere. Raises DatoInvalido, also for an e-mail that has an account (nobody
    is promoted in silence) and for a rol that is not staff's. The first asignacion is at the counter, with every office
    within reach; ``asignar`` changes it.
    """
    if rol not in ROLES_DE_PERSONAL:
        raise DatoInvalido(campo="rol", motivo="opcion_no_admitida")
    cuenta = CuentaRow(
        correo=validar_correo(correo),
        rol=rol,
        nombres=validar_nombre(nombres, campo="nombres"),
        apellidos=validar_nombre(apellidos, campo="apellidos"),
        tipo_doc="",
        numero_doc="",
        telefono="",
        creada_at=ctx.reloj(),
        activada_at=ctx.reloj(),
    )
    elegida = contrasena or contrasenas.generada()
    with ctx.db.lectura() as session:
        _, institucion = configuracion.vigente(session)
    propias = contrasenas.conocidas(institucion, *contrasenas.de_cuenta(cuenta))
    contrasenas.exigir(elegida, minimo=contrasenas.largo_minimo(institucion, rol), propias=propias)
    cuenta.clave = ctx.credenciales.cifrar(elegida)
    try:
        with ctx.db.transaction() as session:
            session.add(cuenta)
            session.flush()
            session.add(
                AsignacionRow(
                    cuenta_id=cuenta.id,
                    rol=rol,
                    dependencia=institucion.escritorio.mesa.id,
                    alcance=Alcance.TODAS,
                    desde=ctx.reloj(),
                )
            )
    except IntegrityError as repetido:
        raise DatoInvalido(campo="correo", motivo="correo_con_cuenta") from repetido
    return cuenta.correo, elegida


@requiere(Permiso.SISTEMA)
def deshabilitar(ctx: Contexto, correo: str) -> None:
    """Shut an account out: its sessions and mailed links end now. What it did stays. Raises NoEncontrado, DatoInvalido."""
    limpio = validar_correo(correo)
    with ctx.db.transaction() as session:
        cuenta = session.scalar(select(CuentaRow).where(CuentaRow.correo == limpio).with_for_update())
        if cuenta is None:
            raise NoEncontrado(que=limpio)
        cuenta.deshabilitada_at = cuenta.deshabilitada_at or ctx.reloj()
        sesiones.revocar(session, ctx, cuenta)
        enlaces.matar(session, ctx, cuenta.id, *Proposito)
