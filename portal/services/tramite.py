"""What the office that has an expediente does with it without sending it anywhere: who works on it, advances, estado.

Law: Ley 27444, art. 75 (each expediente has somebody responsible for it).
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import AsignacionRow, CuentaRow, MovimientoRow
from portal.db.queries import personal
from portal.domain.configuracion import Transicion
from portal.domain.errors import PortalError, TransicionNoPermitida
from portal.domain.estados import SOLO_ESTADO, Accion
from portal.domain.permisos import Permiso
from portal.services import actuaciones, destinos
from portal.services.actuaciones import LARGO_NOTA, Actuacion, EstadoCambio, FaltaMotivo, limpia
from portal.services.contexto import Contexto, requiere

__all__ = ["LARGO_NOTA", "EstadoCambio", "FaltaMotivo", "asignar", "avanzar", "cambiar_estado", "encargarse"]


class SinPersonal(PortalError):
    """That account does not work today in the office that has the expediente."""

    code = "sin_personal"


class FaltaNota(PortalError):
    """An advance says what advanced."""

    code = "falta_nota"


@requiere(Permiso.ASIGNAR)
def asignar(ctx: Contexto, numero: str, *, visto: int | None, cuenta: int | None, nota: str = "") -> None:
    """Put a person of the office that has it in charge; ``cuenta`` None takes it away from whoever was. ``nota``: internal.

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, SinPersonal; YaHecho when they were already.
    """
    with ctx.db.transaction() as session:
        actuacion = actuaciones.tomar(session, ctx, numero, accion=Accion.ASIGNAR, visto=visto)
        _encargar(session, ctx, actuacion, cuenta=cuenta, nota=nota)


@requiere(Permiso.TRABAJAR)
def encargarse(ctx: Contexto, numero: str, *, visto: int | None) -> None:
    """Take charge of what nobody in the own office has in charge.

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, SinPersonal in an office that is not their
    own, YaHecho when somebody has it in charge.
    """
    with ctx.db.transaction() as session:
        actuacion = actuaciones.tomar(
            session, ctx, numero, accion=Accion.ASIGNAR, visto=visto, permiso=Permiso.TRABAJAR
        )
        if actuacion.expediente.responsable_id is not None:
            raise _ya_encargado(session, actuacion)
        _encargar(session, ctx, actuacion, cuenta=ctx.actor.cuenta_id, nota="")


def _encargar(session: Session, ctx: Contexto, actuacion: Actuacion, *, cuenta: int | None, nota: str) -> None:
    expediente = actuacion.expediente
    if cuenta == expediente.responsable_id:
        raise _ya_encargado(session, actuacion)
    if cuenta is not None and cuenta not in personal_de(session, ctx, actuacion):
        raise SinPersonal
    destino = destinos.abierto(session, expediente.id)
    if destino is None:
        raise TransicionNoPermitida(fase=expediente.fase, accion=Accion.ASIGNAR)
    datos = {"cuenta": cuenta, "persona": destinos.nombre_de(session, cuenta)}
    actuaciones.hacer(session, ctx, actuacion, Accion.ASIGNAR, regla=None, interna=nota, datos=datos, publico=False)
    expediente.responsable_id = destino.responsable_id = cuenta


def _ya_encargado(session: Session, actuacion: Actuacion) -> PortalError:
    """The refusal that says who put in charge whoever is, and when; nobody is, and nobody was: there is nothing to undo."""
    ultimo = session.scalars(
        select(MovimientoRow)
        .where(MovimientoRow.expediente_id == actuacion.expediente.id, MovimientoRow.accion == Accion.ASIGNAR)
        .order_by(MovimientoRow.orden.desc())
        .limit(1)
    ).one_or_none()
    if ultimo is None:
        return TransicionNoPermitida(fase=actuacion.expediente.fase, accion=Accion.ASIGNAR)
    return actuaciones.ya_hecho(actuacion, Accion.ASIGNAR, ultimo.actor, ultimo.ocurrido_at)


@requiere(Permiso.ASIGNAR)
def encargables(ctx: Contexto, numero: str) -> dict[int, str]:
    """Who may be put in charge of it today: the people of the office that has it, by account. Raises as ``asignar``."""
    with ctx.db.lectura() as session:
        actuacion = actuaciones.mirar(session, ctx, numero, Permiso.ASIGNAR)
        return personal_de(session, ctx, actuacion)


def personal_de(session: Session, ctx: Contexto, actuacion: Actuacion) -> dict[int, str]:
    """The people who work today in the office that has it, by account and in the order of their names."""
    trabajan = [rol.id for rol in actuacion.vigente.escritorio.roles if Permiso.TRABAJAR in rol.permisos]
    filas = session.execute(
        select(CuentaRow.id, CuentaRow.nombres, CuentaRow.apellidos)
        .join(AsignacionRow, AsignacionRow.cuenta_id == CuentaRow.id)
        .where(
            AsignacionRow.dependencia == actuacion.expediente.dependencia,
            AsignacionRow.rol.in_(trabajan),
            personal.en_vigor(ctx.reloj()),
            personal.HABILITADA,
        )
        .order_by(CuentaRow.apellidos, CuentaRow.nombres, CuentaRow.id)
    )
    return {cuenta: f"{nombres} {apellidos}" for cuenta, nombres, apellidos in filas}


@requiere(Permiso.TRABAJAR)
def avanzar(
    ctx: Contexto, numero: str, *, visto: int | None, nota: str = "", interna: str = "", publico: bool = False
) -> None:
    """Write down a step. ``nota`` is what the citizen reads, when it is ``publico``; ``interna`` is for staff.

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, FaltaNota.
    """
    nota, interna = limpia(nota), limpia(interna)
    if not (nota or interna):
        raise FaltaNota
    with ctx.db.transaction() as session:
        actuacion = actuaciones.tomar(session, ctx, numero, accion=Accion.AVANZAR, visto=visto)
        actuaciones.hacer(
            session,
            ctx,
            actuacion,
            Accion.AVANZAR,
            regla=None,
            nota=nota,
            interna=interna,
            publico=publico and bool(nota),
        )


@requiere(Permiso.CAMBIAR_ESTADO)
def cambiar_estado(
    ctx: Contexto, numero: str, *, transicion: str, desde: str | None = None, visto: int | None = None, nota: str = ""
) -> None:
    """Take ``numero`` from estado ``desde`` along ``transicion``, one of those that need no more: movimiento and mail.

    ``nota`` is what the citizen reads; where the transition asks for a motivo, it is the motivo. Raises NoEncontrado,
    NoAutorizado, EstadoCambio when it is no longer in ``desde`` or has other movimientos than ``visto``,
    TransicionNoPermitida, FaltaMotivo.
    """
    with ctx.db.transaction() as session:
        actuacion = actuaciones.retener(session, ctx, numero, Permiso.CAMBIAR_ESTADO, visto=visto)
        if desde is not None and actuacion.expediente.estado != desde:
            actuaciones.exigir_visto(session, actuacion, -1)
        regla = next((tr for tr in reglas_sencillas(actuacion, ctx) if tr.id == transicion), None)
        if regla is None:
            raise TransicionNoPermitida(fase=actuacion.expediente.fase, accion=transicion)
        actuaciones.hacer(session, ctx, actuacion, regla.accion, regla=regla, nota=nota)


def reglas_sencillas(actuacion: Actuacion, ctx: Contexto) -> tuple[Transicion, ...]:
    """The transitions that only change the estado, for a rol the actor holds here; each other act has its own function."""
    reglas = (actuaciones.reglas_de(actuacion, ctx, accion, permiso=Permiso.CAMBIAR_ESTADO) for accion in SOLO_ESTADO)
    return tuple(regla for reglas_de_una in reglas for regla in reglas_de_una)
