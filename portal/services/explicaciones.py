"""Why the institution has until that day: the one account of a term, for staff and for the citizen alike.

Law: Ley 27444, arts. 131.1 and 133 (from which day, and which days count), 134.2 (a last day that is not a business day),
136 (extension), 188.1 with 24.1 (positive silence operates once the five days to notify are over), 188.3 (negative).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import ExpedienteRow, ObservacionRow, PlazoRow, RegistroRow
from portal.domain.calendario import Calendario, DiaSaltado
from portal.domain.estados import ABIERTAS
from portal.domain.plazos import DiaDePlazo, Plazo, opera_silencio, vencimiento
from portal.services import relojes

Origen = Literal["presentacion", "subsanacion", "pedido", "otro"]


@dataclass(frozen=True)
class ExplicacionPlazo:
    """A term that runs or is stopped, and each day of it that did not count, with its why.

    ``origen``: what it runs from. ``vence`` is None while it is stopped without a known end. ``movido``: the days over
    which its end was moved. ``ultimo_dia_para_notificar`` and ``opera_silencio``: where silence has an effect; positive
    silence operates after the days to notify, negative silence opens the remedies the business day after the term.
    ``calendario``: the days by which it was counted.
    """

    plazo: Plazo
    calendario: Calendario
    origen: Origen
    base_legal: str
    dia_uno: date | None
    vence: date | None
    sin_contar: tuple[DiaDePlazo, ...]
    movido: tuple[DiaSaltado, ...]
    silencio: str
    ultimo_dia_para_notificar: date | None
    opera_silencio: date | None


def de(session: Session, expediente: ExpedienteRow) -> ExplicacionPlazo | None:
    """The account of the term to attend of an expediente that the caller may read; None where no term runs or is stopped."""
    if expediente.fase not in ABIERTAS:
        return None
    fila = relojes.abierto(session, expediente.id)
    if fila is None:
        return None
    return _explicado(session, fila, _origen(session, expediente, fila))


def de_lo_pedido(session: Session, observacion: ObservacionRow) -> ExplicacionPlazo | None:
    """The account of the citizen's own term to cure, while it waits; None once it is closed.

    What was told is what counts: a calendar that was changed afterwards never leaves fewer days.
    """
    corre = relojes.plazos_de(observacion).where(PlazoRow.cerrado_at.is_(None)).limit(1)
    fila = session.scalars(corre).one_or_none()
    return replace(_explicado(session, fila, "pedido"), vence=observacion.vence_el) if fila is not None else None


def _explicado(session: Session, fila: PlazoRow, origen: Origen) -> ExplicacionPlazo:
    plazo, dias = relojes.contado(session, fila), relojes.calendario(session, fila)
    contado = vencimiento(plazo, dias)
    ultimo, opera = _silencio(fila.silencio, contado.vence, dias)
    return ExplicacionPlazo(
        plazo=plazo,
        calendario=dias,
        origen=origen,
        base_legal=fila.base_legal,
        dia_uno=contado.dia_uno,
        vence=contado.vence,
        sin_contar=contado.sin_contar,
        movido=contado.movido,
        silencio=fila.silencio,
        ultimo_dia_para_notificar=ultimo,
        opera_silencio=opera,
    )


def _silencio(silencio: str, vence: date | None, dias: Calendario) -> tuple[date | None, date | None]:
    """The last day to notify, and the first on which silence has its effect."""
    if vence is None or not silencio:
        return None, None
    ultimo = opera_silencio(vence, dias)
    return ultimo, dias.siguiente_habil(ultimo if silencio == "positivo" else vence)


def _origen(session: Session, expediente: ExpedienteRow, fila: PlazoRow) -> Origen:
    """What happened on the day from which the term runs: what was filed first, a cure, or another act."""
    if fila.acto == expediente.presentado_el:
        return "presentacion"
    cura = select(RegistroRow.id).where(
        RegistroRow.expediente_id == expediente.id,
        RegistroRow.clase == "subsanacion",
        RegistroRow.presentado_el == fila.acto,
    )
    return "subsanacion" if session.scalar(cura.limit(1)) is not None else "otro"
