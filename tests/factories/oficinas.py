"""Offices in a tree, people assigned to them, and expedientes that are there.

mesa_de_partes (the counter)      direccion ── laboratorio ── turno      logistica
"""

from __future__ import annotations

from sqlalchemy import select

from portal.db.models import AsignacionRow, DestinoRow, ExpedienteRow
from portal.domain.configuracion import Institucion
from portal.domain.escritorio import Dependencia, Escritorio
from portal.domain.permisos import Alcance, Rol
from portal.services import configuracion
from portal.services.contexto import SISTEMA, Actor, Contexto
from tests.factories import cuentas

MESA, DIRECCION, LABORATORIO, TURNO, LOGISTICA = "mesa_de_partes", "direccion", "laboratorio", "turno", "logistica"
ARBOL = (
    Dependencia(id=MESA, nombre="Mesa de Partes", sigla="MP", mesa=True),
    Dependencia(id=DIRECCION, nombre="Dirección Científica", sigla="DC"),
    Dependencia(id=LABORATORIO, nombre="Laboratorio de Sismología", sigla="LS", padre=DIRECCION),
    Dependencia(id=TURNO, nombre="Turno de Noche", sigla="TN", padre=LABORATORIO),
    Dependencia(id=LOGISTICA, nombre="Oficina de Logística", sigla="OL"),
)


def institucion(**cambios: object) -> Institucion:
    """The IGP preset with the offices of ``ARBOL``; ``cambios`` are of its desk."""
    base = configuracion.preset("igp")
    return base.model_copy(update={"escritorio": Escritorio.model_validate({"dependencias": ARBOL, **cambios})})


def publicar(ctx: Contexto, **cambios: object) -> Institucion:
    """Put ``institucion`` in force."""
    nueva = institucion(**cambios)
    configuracion.publicar(ctx.como(SISTEMA), nueva, autor="pruebas")
    return nueva


def persona(
    ctx: Contexto, rol: str = Rol.ESPECIALISTA, dependencia: str = LOGISTICA, alcance: Alcance = Alcance.PROPIA
) -> Actor:
    """A member of staff with that one asignacion."""
    nadie = cuentas.personal(ctx)
    with ctx.db.transaction() as session:
        suya = session.scalars(select(AsignacionRow).where(AsignacionRow.cuenta_id == nadie.cuenta_id)).one()
        suya.rol, suya.dependencia, suya.alcance = rol, dependencia, alcance
    return cuentas.actor(ctx, nadie.correo)


def llevar(ctx: Contexto, numero: str, dependencia: str) -> None:
    """The expediente is at ``dependencia``, and never was anywhere else."""
    with ctx.db.transaction() as session:
        expediente = session.scalars(select(ExpedienteRow).where(ExpedienteRow.numero == numero)).one()
        destino = session.scalars(
            select(DestinoRow).where(DestinoRow.expediente_id == expediente.id, DestinoRow.tipo == "responsable")
        ).one()
        expediente.dependencia = destino.dependencia = destino.origen = dependencia


def copiar(ctx: Contexto, numero: str, dependencia: str) -> None:
    """A copy of it was sent to ``dependencia``."""
    with ctx.db.transaction() as session:
        expediente = session.scalars(select(ExpedienteRow).where(ExpedienteRow.numero == numero)).one()
        session.add(
            DestinoRow(
                expediente_id=expediente.id,
                origen=expediente.dependencia,
                dependencia=dependencia,
                tipo="copia",
                creado_at=ctx.reloj(),
            )
        )
