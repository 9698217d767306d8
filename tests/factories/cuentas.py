"""Accounts ready to act, opened through the services as a person would."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from sqlalchemy import select

from portal.db.models import CuentaRow, EnlaceRow, MiembroRow
from portal.domain.permisos import Rol, clase_de
from portal.services import aceptaciones, alcances, configuracion, cuentas, enlaces, usuarios
from portal.services.contexto import SISTEMA, Actor, Contexto
from portal.services.datos_cuenta import NuevaCuenta

CONTRASENA = "tres gatos miran llover"
RUC = "20131367008"
_turno = count(1)


@dataclass(frozen=True)
class Organizacion:
    """An organisation and the two people who act for it."""

    una: Actor
    otra: Actor


def ciudadano(ctx: Contexto, **cambios: str) -> Actor:
    """A citizen who registered and activated; ``cambios`` are fields of NuevaCuenta."""
    n = next(_turno)
    ip = f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"
    datos = {
        "clase": "natural",
        "tipo_doc": "dni",
        "numero_doc": f"{40_000_000 + n}",
        "nombres": "Rosa Elena",
        "apellidos": "Quispe Huamán",
        "telefono": "987654321",
        "correo": f"persona{n}@ejemplo.pe",
        "contrasena": CONTRASENA,
    } | cambios
    cuentas.registrar(ctx, NuevaCuenta(acepta=True, **datos), ip=ip)
    return activar(ctx, datos["correo"], ip=ip)


def activar(ctx: Contexto, correo: str, *, ip: str = "10.0.0.1") -> Actor:
    """Follow the newest activation link of that e-mail."""
    with ctx.db.lectura() as session:
        enlace = session.scalars(
            select(EnlaceRow)
            .join(CuentaRow, CuentaRow.id == EnlaceRow.cuenta_id)
            .where(CuentaRow.correo == correo, EnlaceRow.proposito == enlaces.Proposito.ACTIVACION)
            .order_by(EnlaceRow.id.desc())
            .limit(1)
        ).one()
        ficha = enlaces.texto(ctx, enlace)
    cuentas.activar(ctx, ficha)
    return actor(ctx, correo, ip=ip)


def organizacion(ctx: Contexto, *, razon_social: str = "Cooperativa Sol del Ande") -> Organizacion:
    """An organisation with two members; the second joins as an invitation would leave it."""
    una = ciudadano(
        ctx, clase="juridica", ruc=RUC, razon_social=razon_social, nombres="Julia", apellidos="Mamani Coila"
    )
    otra = ciudadano(ctx, nombres="Teodoro", apellidos="Yupanqui Soto")
    with ctx.db.transaction() as session:
        suya = session.scalars(select(MiembroRow).where(MiembroRow.cuenta_id == una.cuenta_id)).one()
        propia = session.scalars(select(MiembroRow).where(MiembroRow.cuenta_id == otra.cuenta_id)).one()
        propia.hasta = ctx.reloj()
        session.add(
            MiembroRow(administrado_id=suya.administrado_id, cuenta_id=otra.cuenta_id, desde=ctx.reloj(), hasta=None)
        )
    return Organizacion(una, otra)


def salir_de_la_organizacion(ctx: Contexto, actor: Actor) -> None:
    """The second member of an ``organizacion`` leaves it and acts for themselves again."""
    with ctx.db.transaction() as session:
        suyas = select(MiembroRow).where(MiembroRow.cuenta_id == actor.cuenta_id).order_by(MiembroRow.id)
        propia, ajena = session.scalars(suyas)
        propia.hasta, ajena.hasta = None, ctx.reloj()


def volver_a_representarse(ctx: Contexto, actor: Actor) -> None:
    """The second member of an ``organizacion`` acts for themselves too, besides the organisation."""
    with ctx.db.transaction() as session:
        suyas = select(MiembroRow).where(MiembroRow.cuenta_id == actor.cuenta_id).order_by(MiembroRow.id)
        session.scalars(suyas.limit(1)).one().hasta = None


def aceptar_textos(ctx: Contexto, actor: Actor) -> None:
    """What was published anew is accepted, as the screen after signing in asks."""
    textos = aceptaciones.de(configuracion.mostrada(ctx))
    aceptaciones.aceptar(ctx.como(actor), {nombre: texto.version for nombre, texto in textos.items()})


def personal(ctx: Contexto, rol: Rol = Rol.MESA) -> Actor:
    """A member of staff."""
    n = next(_turno)
    correo, _ = usuarios.crear_personal(ctx.como(SISTEMA), f"personal{n}@ejemplo.pe", "Carmen", "Salas Prado", rol)
    return actor(ctx, correo)


def actor(ctx: Contexto, correo: str, *, ip: str = "10.0.0.1") -> Actor:
    """Who acts when that account is signed in."""
    with ctx.db.lectura() as session:
        c = session.scalars(select(CuentaRow).where(CuentaRow.correo == correo)).one()
        suyas = alcances.de_cuenta(session, c.id, ctx.reloj())
        return Actor(clase_de(c.rol), c.id, None, c.correo, f"{c.nombres} {c.apellidos}", ip, asignaciones=suyas)
