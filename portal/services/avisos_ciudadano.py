"""What the worker does about what waits for a citizen: remind them once, one day before; propose the end once, after.

Nothing ends by itself: a person confirms that it counts as not presented (``observaciones.no_presentar``).
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import ExpedienteRow, MovimientoRow, ObservacionRow
from portal.domain import fechas
from portal.domain.estados import Accion, Fase
from portal.domain.permisos import Permiso
from portal.domain.plazos import quedan
from portal.i18n import t
from portal.services import actuaciones, historia, relojes
from portal.services.contexto import Contexto, requiere
from portal.services.historia import Hechos

DE_UNA_VEZ = 500
"""Rows of one round; the rest wait for the next hour."""


@requiere(Permiso.SISTEMA)
def recordar(ctx: Contexto) -> int:
    """Promise a mail for each thing to cure that ends on the next business day, or today; how many."""
    with ctx.db.lectura() as session:
        pendientes = session.scalars(
            select(ObservacionRow.id)
            .where(ObservacionRow.cerrada_at.is_(None), ObservacionRow.recordada_at.is_(None))
            .where(ObservacionRow.vence_el >= relojes.hoy(session, ctx))
            .limit(DE_UNA_VEZ)
        ).all()
    return sum(_recordar(ctx, observacion_id) for observacion_id in pendientes)


@requiere(Permiso.SISTEMA)
def proponer(ctx: Contexto) -> int:
    """Write into the history of each expediente that was not cured in time that a person should end it; how many."""
    with ctx.db.lectura() as session:
        vencidas = session.scalars(
            select(ObservacionRow.id)
            .where(ObservacionRow.cerrada_at.is_(None), ObservacionRow.propuesta_at.is_(None))
            .where(ObservacionRow.vence_el < relojes.hoy(session, ctx))
            .limit(DE_UNA_VEZ)
        ).all()
    return sum(_proponer(ctx, observacion_id) for observacion_id in vencidas)


def _tomar(session: Session, observacion_id: int) -> tuple[ExpedienteRow, ObservacionRow] | None:
    """Both, held, while it still waits: the citizen may have cured it just now."""
    observacion = session.get_one(ObservacionRow, observacion_id)
    expediente = session.get_one(ExpedienteRow, observacion.expediente_id, with_for_update=True)
    session.refresh(observacion)
    return None if observacion.cerrada_at is not None else (expediente, observacion)


def _recordar(ctx: Contexto, observacion_id: int) -> bool:
    with ctx.db.transaction() as session:
        tomadas = _tomar(session, observacion_id)
        if tomadas is None or tomadas[1].recordada_at is not None:
            return False
        expediente, observacion = tomadas
        hoy = relojes.hoy(session, ctx)
        calendario = actuaciones.sostener(session, expediente).vigente.dias_de(observacion.dependencia)
        if hoy <= observacion.notificada_el or quedan(hoy, observacion.vence_el, calendario) > 1:
            return False
        observacion.recordada_at = ctx.reloj()
        actuaciones.avisar(
            session,
            ctx,
            session.get_one(MovimientoRow, observacion.movimiento_id),
            "recordatorio",
            huecos={"plazo": fechas.en_palabras(observacion.vence_el)},
            clave=f"recordatorio:{observacion.id}:{observacion.vence_el}",
        )
        return True


def _proponer(ctx: Contexto, observacion_id: int) -> bool:
    with ctx.db.transaction() as session:
        tomadas = _tomar(session, observacion_id)
        if tomadas is None or tomadas[1].propuesta_at is not None:
            return False
        expediente, observacion = tomadas
        if relojes.hoy(session, ctx) <= observacion.vence_el or Fase(expediente.fase) is not Fase.OBSERVADO:
            return False  # it was extended just now
        observacion.propuesta_at = ctx.reloj()
        institucion = actuaciones.sostener(session, expediente).institucion
        vencio = fechas.en_palabras(observacion.vence_el)
        historia.anotar(
            session,
            expediente,
            accion=Accion.AVANZAR,
            hasta=institucion.estado(expediente.estado),
            actor=ctx.actor,
            nota="",
            ahora=ctx.reloj(),
            hechos=Hechos(
                interna=t("observaciones.propuesta", vencio=vencio), datos={"propone": "no_presentar"}, publico=False
            ),
        )
        return True
