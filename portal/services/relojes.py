"""The terms of an expediente: opened at filing, stopped, going on, started anew by a cure, and closed.

A row of ``plazo`` keeps what was decided (the act it runs from, how many days, why); the day it ends is always what the
rules and the calendar in force say, and is worked out again when a day is declared non-working (``recalculos``). The
calendar is that of the sede where the term began: sending the expediente to another sede moves no date that a citizen was
told. The term to attend is repeated in ``expediente.vence_el``, for the trays. Who calls holds the expediente, and
authorised the act.

Law: Ley 27444, arts. 35 and 142 (thirty business days unless another rule says otherwise), 125.3 (nothing runs while the
citizen cures), 131.1 (after a cure the term runs from the cure), 134 to 136 (how days are counted; one extension).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.db.models import ExpedienteRow, ObservacionRow, PlazoRow, SuspensionRow
from portal.domain.calendario import Calendario
from portal.domain.configuracion import Institucion
from portal.domain.plazos import Plazo, Suspension, Unidad, Vencimiento, vencimiento
from portal.services import configuracion
from portal.services.contexto import Contexto

ATENCION = "atencion"


@dataclass(frozen=True)
class Termino:
    """How long the institution gives itself for one kind of filing, and by which norm. ``silencio``: positivo, negativo."""

    cantidad: int
    unidad: Unidad
    silencio: str
    base_legal: str


def termino(institucion: Institucion, valores: Mapping[str, object], procedimiento: str = "") -> Termino | None:
    """The term to attend a filing with these values, or None when the institution promises none.

    That of its procedure stands before all others; what is approved by itself has none (Ley 27444, art. 33).
    """
    suyo = institucion.procedimiento(procedimiento)
    if suyo is None:
        return _general(institucion, valores)
    if suyo.plazo is not None:
        return Termino(suyo.plazo, suyo.unidad, suyo.silencio, suyo.base_legal)
    if suyo.calificacion == "automatica":
        return None
    general = _general(institucion, valores)
    return replace(general, silencio=suyo.silencio or general.silencio) if general is not None else None


def _general(institucion: Institucion, valores: Mapping[str, object]) -> Termino | None:
    plazos, legado = institucion.escritorio.plazos, institucion.seguimiento
    campo = institucion.formulario.con_papel("tipo")
    tipo = valores.get(campo.id) if campo is not None else None
    propio = next((p for p in plazos.por_tipo if p.tipo == tipo), None)
    if propio is not None:
        return Termino(propio.dias, propio.unidad, propio.silencio, propio.base_legal or plazos.base_legal)
    dias = plazos.atencion or legado.dias_habiles
    if dias is None:
        return None
    return Termino(dias, Unidad.HABILES, plazos.silencio, plazos.base_legal or legado.base_legal)


def nuevo(
    institucion: Institucion, valores: Mapping[str, object], *, acto: date, ahora: datetime, procedimiento: str = ""
) -> PlazoRow | None:
    """The term to attend that runs from ``acto``, of no expediente yet; None when none is promised."""
    cuanto = termino(institucion, valores, procedimiento)
    if cuanto is None:
        return None
    plazo = Plazo(acto, cuanto.cantidad, cuanto.unidad)
    return PlazoRow(
        clase=ATENCION,
        dependencia=institucion.escritorio.mesa.id,
        acto=acto,
        cantidad=cuanto.cantidad,
        unidad=cuanto.unidad,
        distancia=0,
        ampliacion=0,
        silencio=cuanto.silencio,
        base_legal=cuanto.base_legal,
        vence_el=vencimiento(plazo, institucion.dias).vence,
        creado_at=ahora,
    )


def abierto(session: Session, expediente_id: int) -> PlazoRow | None:
    """The term to attend that runs, or is stopped; None when none was promised or it ended."""
    return session.scalars(
        select(PlazoRow)
        .where(PlazoRow.expediente_id == expediente_id, PlazoRow.clase == ATENCION, PlazoRow.cerrado_at.is_(None))
        .order_by(PlazoRow.id.desc())
        .limit(1)
    ).one_or_none()


def suspensiones(session: Session, plazo: PlazoRow) -> Sequence[SuspensionRow]:
    """When it did not run, oldest first."""
    return session.scalars(
        select(SuspensionRow).where(SuspensionRow.plazo_id == plazo.id).order_by(SuspensionRow.id)
    ).all()


def contado(session: Session, plazo: PlazoRow) -> Plazo:
    """The same term as the rules count it."""
    pausas = tuple(Suspension(s.desde, s.hasta, s.motivo) for s in suspensiones(session, plazo))
    return Plazo(plazo.acto, plazo.cantidad, Unidad(plazo.unidad), plazo.distancia, plazo.ampliacion, pausas)


def calendario(session: Session, plazo: PlazoRow) -> Calendario:
    """The days of the sede where the term began, as known today."""
    return configuracion.vigente(session)[1].dias_de(plazo.dependencia)


def calcular(session: Session, plazo: PlazoRow) -> Vencimiento:
    """When ``plazo`` ends, day by day."""
    return vencimiento(contado(session, plazo), calendario(session, plazo))


def parado(session: Session, plazo: PlazoRow, dia: date) -> bool:
    """Whether it will not run on the day after ``dia``."""
    return any(s.hasta is None or s.hasta > dia for s in suspensiones(session, plazo))


def detener(
    session: Session, ctx: Contexto, expediente: ExpedienteRow, *, motivo: str, hasta: date | None = None
) -> None:
    """The term to attend stops today: until the day ``hasta``, that one too, or until ``reanudar`` or ``reiniciar``.

    Stopping twice without an end changes nothing.
    """
    plazo = abierto(session, expediente.id)
    if plazo is None or any(s.hasta is None for s in suspensiones(session, plazo)):
        return
    session.add(SuspensionRow(plazo_id=plazo.id, desde=hoy(session, ctx), hasta=hasta, motivo=motivo))
    session.flush()
    actualizar(session, expediente, plazo)


def reanudar(session: Session, ctx: Contexto, expediente: ExpedienteRow) -> None:
    """The term to attend goes on tomorrow with the days that were left; today was still stopped."""
    plazo = abierto(session, expediente.id)
    if plazo is None:
        return
    dia = hoy(session, ctx)
    for pausa in suspensiones(session, plazo):
        if pausa.hasta is None or pausa.hasta > dia:
            pausa.hasta = max(dia, pausa.desde)
    session.flush()
    actualizar(session, expediente, plazo)


def reiniciar(session: Session, ctx: Contexto, expediente: ExpedienteRow, *, acto: date) -> None:
    """The term to attend runs anew, whole, from ``acto`` (the cure: art. 131.1)."""
    plazo = abierto(session, expediente.id)
    if plazo is None:
        return
    plazo.cerrado_at = ctx.reloj()
    de_nuevo = PlazoRow(
        expediente_id=expediente.id,
        clase=ATENCION,
        dependencia=plazo.dependencia,
        acto=acto,
        cantidad=plazo.cantidad,
        unidad=plazo.unidad,
        distancia=plazo.distancia,
        ampliacion=plazo.ampliacion,
        silencio=plazo.silencio,
        base_legal=plazo.base_legal,
        creado_at=ctx.reloj(),
    )
    session.add(de_nuevo)
    session.flush()
    actualizar(session, expediente, de_nuevo)


def cerrar(session: Session, ctx: Contexto, expediente: ExpedienteRow) -> None:
    """Every term of the expediente ends now: it was attended, or ended otherwise."""
    for plazo in session.scalars(
        select(PlazoRow).where(PlazoRow.expediente_id == expediente.id, PlazoRow.cerrado_at.is_(None))
    ):
        plazo.cerrado_at = ctx.reloj()
    expediente.vence_el = None


def actualizar(session: Session, expediente: ExpedienteRow, plazo: PlazoRow) -> None:
    """Write down when the term to attend ends by the calendar in force, in the term and for the trays."""
    plazo.vence_el = calcular(session, plazo).vence
    expediente.vence_el = plazo.vence_el


def hoy(session: Session, ctx: Contexto) -> date:
    """Today, where the institution is."""
    return ctx.reloj().astimezone(configuracion.vigente(session)[1].zona).date()


def plazos_de(observacion: ObservacionRow) -> Select[PlazoRow]:
    """The terms to cure it, open and closed, found among those of its expediente."""
    suyos = select(PlazoRow).where(PlazoRow.expediente_id == observacion.expediente_id)
    return suyos.where(PlazoRow.observacion_id == observacion.id)
