"""Accounts for tests, made through the services."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from portal.db.models import CuentaRow, EnlaceRow
from portal.domain.permisos import Rol
from portal.services import cuentas, enlaces, sesiones, usuarios
from portal.services.contexto import SISTEMA, Contexto
from portal.services.datos_cuenta import NuevaCuenta
from portal.services.enlaces import Proposito

CLAVE = "tortuga violín ventana 83"
OTRA_CLAVE = "marea canela pizarra 19"
IP = "203.0.113.7"

NATURAL = NuevaCuenta(
    clase="natural",
    tipo_doc="dni",
    numero_doc="45678912",
    nombres="Rosa Elvira",
    apellidos="Huamán Ñaupari",
    telefono="987 654 321",
    correo="rosa@example.pe",
    direccion="Jr. Los Álamos 123",
    contrasena=CLAVE,
    acepta=True,
)
JURIDICA = replace(NATURAL, clase="juridica", ruc="20131312955", razon_social="Minera Andina S.A.C.")


def ficha(ctx: Contexto, correo: str, proposito: Proposito = Proposito.ACTIVACION) -> str:
    """The token of the newest mailed link, as the outbox derives it."""
    with ctx.db.lectura() as session:
        enlace = session.scalars(
            select(EnlaceRow)
            .join(CuentaRow, CuentaRow.id == EnlaceRow.cuenta_id)
            .where(CuentaRow.correo == correo, EnlaceRow.proposito == proposito)
            .order_by(EnlaceRow.id.desc())
            .limit(1)
        ).one()
        return enlaces.texto(ctx, enlace)


def activa(ctx: Contexto, datos: NuevaCuenta = NATURAL, **cambios: object) -> NuevaCuenta:
    """A registered and activated citizen."""
    datos = replace(datos, **cambios)
    cuentas.registrar(ctx, datos, ip=IP)
    cuentas.activar(ctx, ficha(ctx, datos.correo))
    return datos


def token(ctx: Contexto, correo: str, contrasena: str = CLAVE, *, ip: str = IP) -> str:
    """Sign in as the browser does: what its cookie holds."""
    return sesiones.canjear(ctx, sesiones.entrar(ctx, correo, contrasena, ip=ip))


def como(ctx: Contexto, correo: str, contrasena: str = CLAVE, *, ip: str = IP) -> Contexto:
    """The context of that account, signed in."""
    return ctx.como(sesiones.actor_de(ctx, token(ctx, correo, contrasena, ip=ip), ip=ip))


def personal(ctx: Contexto, rol: Rol = Rol.MESA, correo: str = "mesa@example.pe") -> Contexto:
    """The context of a new member of staff, signed in."""
    _, contrasena = usuarios.crear_personal(ctx.como(SISTEMA), correo, "Julia", "Paredes", rol)
    return como(ctx, correo, contrasena)


def fila(ctx: Contexto, correo: str) -> CuentaRow | None:
    """The account's row."""
    with ctx.db.lectura() as session:
        return session.scalar(select(CuentaRow).where(CuentaRow.correo == correo))
