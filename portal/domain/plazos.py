"""When each step is due, why that day, and how near it is.

Law: Ley 27444, arts. 131 (terms run from the day after the act), 133 and 134 (business days, calendar days and months;
a last day that is not a business day moves to the next one), 135 (término de la distancia), 136 (one extension, before
it ends), 125.3 (nothing runs while the citizen has something to cure), 140 (a term expires at the last moment of its
last day) and 188.1 with 24.1 (positive silence operates five business days after the term).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.calendario import Calendario, DiaSaltado
from portal.domain.errors import PortalError

DIAS_DE_NOTIFICACION = 5
_UN_DIA = timedelta(days=1)
_TOPE = timedelta(days=366 * 20)  # no term of an office is longer: a calendar without business days must not hang


class Unidad(StrEnum):
    """What a term counts. Calendar days must be announced expressly (art. 139.2)."""

    HABILES = "habiles"
    CALENDARIO = "calendario"
    MESES = "meses"


class Semaforo(StrEnum):
    """How near the end of a term is."""

    EN_PLAZO = "en_plazo"
    POR_VENCER = "por_vencer"
    VENCIDO = "vencido"
    DETENIDO = "detenido"
    SIN_PLAZO = "sin_plazo"


class AmpliacionNoPermitida(PortalError):
    """A term is extended once, and before it ends (art. 136)."""

    code = "ampliacion_no_permitida"


@dataclass(frozen=True)
class Suspension:
    """Days on which a term does not run: from an act (its day included) until another (its day included), or until now.

    Raises ValueError when it ends before it begins.
    """

    desde: date
    hasta: date | None
    motivo: str

    def __post_init__(self) -> None:
        if self.hasta is not None and self.hasta < self.desde:
            raise ValueError("a suspension cannot end before it begins")

    def cubre(self, d: date) -> bool:
        """Whether the term does not run on ``d``."""
        return self.desde <= d and (self.hasta is None or d <= self.hasta)


@dataclass(frozen=True)
class Plazo:
    """A term: counted from the day after ``acto`` (a presentation, a notice, a cure).

    ``distancia`` and ``ampliacion`` are further days of the same kind (for months: business days at the end).
    Raises ValueError unless ``cantidad`` is at least one and the others at least zero.
    """

    acto: date
    cantidad: int
    unidad: Unidad = Unidad.HABILES
    distancia: int = 0
    ampliacion: int = 0
    suspensiones: tuple[Suspension, ...] = ()

    def __post_init__(self) -> None:
        if self.cantidad < 1 or self.distancia < 0 or self.ampliacion < 0:
            raise ValueError("a term has at least one day")


@dataclass(frozen=True)
class DiaDePlazo:
    """One day of a term: the ``numero`` it is, or why it does not count."""

    fecha: date
    numero: int | None
    saltado: DiaSaltado | None = None
    suspension: Suspension | None = None


@dataclass(frozen=True)
class Vencimiento:
    """The last day of a term and the days that lead to it. ``vence`` is None while the term is stopped.

    ``movido`` are the days over which the end was moved because they are not business days.
    """

    vence: date | None
    dias: tuple[DiaDePlazo, ...]
    movido: tuple[DiaSaltado, ...] = ()

    @property
    def dia_uno(self) -> date | None:
        """The first day that counts."""
        return next((dia.fecha for dia in self.dias if dia.numero == 1), None)

    @property
    def sin_contar(self) -> tuple[DiaDePlazo, ...]:
        """The days that did not count, each with its why."""
        return tuple(dia for dia in self.dias if dia.saltado is not None or dia.suspension is not None)


def vence(acto: date, dias: int, calendario: Calendario) -> date:
    """The last day of a term of ``dias`` business days that starts the day after ``acto``.

    ``acto`` may be the day of a presentation, of a notice or of a cure. Raises ValueError when ``dias`` < 1.
    """
    if dias < 1:
        raise ValueError("a term has at least one day")
    return calendario.sumar_habiles(acto, dias)


def vencimiento(plazo: Plazo, calendario: Calendario) -> Vencimiento:
    """When ``plazo`` ends, day by day. An open suspension leaves it without an end.

    Raises ValueError when no end comes within twenty years.
    """
    if plazo.unidad is Unidad.MESES:
        return _en_meses(plazo, calendario)
    total = plazo.cantidad + plazo.distancia + plazo.ampliacion
    dias: list[DiaDePlazo] = []
    contados = 0
    for dia in _recorrer(plazo, calendario, habiles=plazo.unidad is Unidad.HABILES):
        if dia.numero is not None:
            contados += 1
            dia = replace(dia, numero=contados)  # noqa: PLW2901 -- the same day, now with its number
        dias.append(dia)
        if contados == total:
            return _cerrar(dias, calendario)
    return Vencimiento(None, tuple(dias))


def ampliar(plazo: Plazo, dias: int, *, hoy: date, calendario: Calendario) -> Plazo:
    """The same term with ``dias`` more. Raises AmpliacionNoPermitida: only once, and before it ends (art. 136)."""
    fin = vencimiento(plazo, calendario).vence
    if plazo.ampliacion or dias < 1 or (fin is not None and hoy > fin):
        raise AmpliacionNoPermitida
    return replace(plazo, ampliacion=dias)


def opera_silencio(vence_el: date, calendario: Calendario) -> date:
    """The last day to notify: on the next one positive silence has operated (arts. 188.1 and 24.1)."""
    return calendario.sumar_habiles(vence_el, DIAS_DE_NOTIFICACION)


def semaforo(vencimiento_: Vencimiento | None, *, hoy: date, calendario: Calendario, aviso: int) -> Semaforo:
    """How near the end is; ``aviso``: "about to expire" when this many business days are left, or fewer."""
    if vencimiento_ is None:
        return Semaforo.SIN_PLAZO
    fin = vencimiento_.vence
    if fin is None:
        return Semaforo.DETENIDO
    if hoy > fin:
        return Semaforo.VENCIDO
    return Semaforo.POR_VENCER if quedan(hoy, fin, calendario) <= aviso else Semaforo.EN_PLAZO


def quedan(hoy: date, fin: date, calendario: Calendario) -> int:
    """Business days left after today until ``fin``, that day included; 0 on the last day; negative is never given."""
    return sum(1 for d in _dias(hoy, fin) if calendario.es_habil(d))


def _dias(desde: date, hasta: date) -> Iterator[date]:
    """The days after ``desde`` until ``hasta``, both as the law counts them."""
    return (desde + timedelta(days=n) for n in range(1, (hasta - desde).days + 1))


def _recorrer(plazo: Plazo, calendario: Calendario, *, habiles: bool) -> Iterator[DiaDePlazo]:
    """Each day after the act; 0 stands for "counts". It ends at a suspension that is open: nothing runs any more."""
    for d in _dias(plazo.acto, plazo.acto + _TOPE):
        suspension = _suspension(plazo, d)
        if suspension is not None and suspension.hasta is None:
            yield DiaDePlazo(d, None, suspension=suspension)
            return
        saltado = calendario.motivo_no_habil(d) if habiles else None
        cuenta = saltado is None and suspension is None
        yield DiaDePlazo(d, 0 if cuenta else None, saltado, suspension)
    raise ValueError("the calendar has no business days for this term")


def _suspension(plazo: Plazo, d: date) -> Suspension | None:
    return next((s for s in plazo.suspensiones if s.cubre(d)), None)


def _cerrar(dias: list[DiaDePlazo], calendario: Calendario) -> Vencimiento:
    """A term whose last day is not a business day ends on the next one (art. 134.2)."""
    ultimo = dias[-1].fecha
    fin = calendario.sumar_habiles(ultimo, 0)
    return Vencimiento(fin, tuple(dias), calendario.saltados(ultimo, fin))


def _en_meses(plazo: Plazo, calendario: Calendario) -> Vencimiento:
    """From date to date, or to the last day of a shorter month (art. 134.3), later by the days it was stopped."""
    if any(s.hasta is None for s in plazo.suspensiones):
        return Vencimiento(None, ())
    anio, mes = divmod(plazo.acto.year * 12 + plazo.acto.month - 1 + plazo.cantidad, 12)
    ultimo = calendar.monthrange(anio, mes + 1)[1]
    fin = date(anio, mes + 1, min(plazo.acto.day, ultimo))
    contado = plazo.acto  # what two suspensions cover is stopped once
    for s in sorted(plazo.suspensiones, key=lambda s: s.desde):
        if s.hasta is not None and s.desde <= fin and s.hasta > contado:
            fin += s.hasta - max(s.desde, contado + _UN_DIA) + _UN_DIA
            contado = s.hasta
    extra = plazo.distancia + plazo.ampliacion
    fin = calendario.sumar_habiles(fin, extra) if extra else fin
    return _cerrar([DiaDePlazo(fin, None)], calendario)
