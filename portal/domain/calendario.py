"""Business days, and the day on which a filing counts as presented, with the why.

Two rules exist. By default a filing sent until 23:59:59 of a business day is presented that day. An institution may set
a closing hour (``cierre``) instead: what is sent after it counts on the next business day. Neither rule touches the
instant of sending, which is kept as it happened.

Law: Ley 27444, arts. 123, 133, 134 and 137 (a day is non-business only with a legal basis; a holiday is never moved).
"""

from __future__ import annotations

import calendar
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

ClaseDeDia = Literal["sabado", "domingo", "no_habil", "fuera_de_hora"]

_UN_DIA = timedelta(days=1)
_BISIESTO = 2000  # a day of the year is checked on a year that has them all
_DIA_BISIESTO = (2, 29)


@dataclass(frozen=True)
class DiaNoHabil:
    """One declared non-business day and the norm that declares it (an institution cannot invent its own)."""

    fecha: date
    nombre: str
    base_legal: str


@dataclass(frozen=True)
class DiaSaltado:
    """One day that did not count, and why. Weekends carry a name only when a holiday falls on them."""

    fecha: date
    clase: ClaseDeDia
    nombre: str = ""
    base_legal: str = ""


@dataclass(frozen=True)
class Calendario:
    """The days and hours of one sede. ``cierre`` None is the whole-day rule; a time is the office-hours rule."""

    zona: ZoneInfo
    dias: Mapping[date, DiaNoHabil]
    cierre: time | None = None

    def motivo_no_habil(self, d: date) -> DiaSaltado | None:
        """Why ``d`` does not count, or None on a business day."""
        declarado = self.dias.get(d)
        nombre, base_legal = (declarado.nombre, declarado.base_legal) if declarado else ("", "")
        match d.weekday():
            case calendar.SATURDAY:
                return DiaSaltado(d, "sabado", nombre, base_legal)
            case calendar.SUNDAY:
                return DiaSaltado(d, "domingo", nombre, base_legal)
            case _ if declarado:
                return DiaSaltado(d, "no_habil", nombre, base_legal)
            case _:
                return None

    def es_habil(self, d: date) -> bool:
        """Whether ``d`` is neither a weekend nor a declared non-business day."""
        return self.motivo_no_habil(d) is None

    def siguiente_habil(self, d: date) -> date:
        """The first business day strictly after ``d``."""
        d += _UN_DIA
        while not self.es_habil(d):
            d += _UN_DIA
        return d

    def sumar_habiles(self, d: date, n: int) -> date:
        """The ``n``-th business day after ``d``, which itself is not counted (art. 133.1, 134).

        With ``n`` = 0, ``d`` itself, or the next business day when it is not one. Raises ValueError when ``n`` < 0.
        """
        if n < 0:
            raise ValueError("n must not be negative")
        if n == 0:
            return d if self.es_habil(d) else self.siguiente_habil(d)
        for _ in range(n):
            d = self.siguiente_habil(d)
        return d

    def habiles_entre(self, desde: date, hasta: date) -> int:
        """Business days after ``desde`` until ``hasta``, that day included; negative when ``hasta`` comes before.

        It is counted without walking the days: a list of late expedientes asks for hundreds of days in each row.
        """
        if hasta < desde:
            return -self.habiles_entre(hasta, desde)
        declarados = bisect_right(self._de_semana, hasta) - bisect_right(self._de_semana, desde)
        return _de_lunes_a_viernes(hasta) - _de_lunes_a_viernes(desde) - declarados

    @cached_property
    def _de_semana(self) -> list[date]:
        """The declared days that are not a weekend, in order."""
        return sorted(d for d in self.dias if d.weekday() < calendar.SATURDAY)

    def saltados(self, desde: date, hasta: date) -> tuple[DiaSaltado, ...]:
        """The days that do not count, from ``desde`` until the day before ``hasta``."""
        dias = (desde + timedelta(days=i) for i in range((hasta - desde).days))
        return tuple(motivo for d in dias if (motivo := self.motivo_no_habil(d)))


def _de_lunes_a_viernes(d: date) -> int:
    """Weekdays from the first day that there is until ``d``, that day included. 0001-01-01 was a Monday."""
    semanas, resto = divmod(d.toordinal(), 7)
    return semanas * calendar.SATURDAY + min(resto, calendar.SATURDAY)


@dataclass(frozen=True)
class Presentacion:
    """What the cargo prints: when it was sent, the day it counts as presented, the first day of any term, and why.

    ``saltados`` are the days from the sending until ``presentado``; they are empty when nothing was deferred.
    """

    enviado: datetime
    presentado: date
    plazo_desde: date
    saltados: tuple[DiaSaltado, ...]

    @property
    def diferida(self) -> bool:
        """Whether it counts as presented on a later day than the one it was sent."""
        return bool(self.saltados)


def presentacion(enviado: datetime, calendario: Calendario) -> Presentacion:
    """The legal date of a filing sent at ``enviado`` (any aware instant; kept as UTC).

    The closing hour is compared in whole seconds, as the cargo prints it. Raises ValueError on a naive datetime.
    """
    if enviado.tzinfo is None:
        raise ValueError("enviado must be aware")
    local = enviado.astimezone(calendario.zona)
    dia = local.date()
    presentado = dia
    saltados: tuple[DiaSaltado, ...] = ()
    if not calendario.es_habil(dia):
        presentado = calendario.siguiente_habil(dia)
        saltados = calendario.saltados(dia, presentado)
    elif calendario.cierre and local.time().replace(microsecond=0) > calendario.cierre:
        presentado = calendario.siguiente_habil(dia)
        saltados = (DiaSaltado(dia, "fuera_de_hora"), *calendario.saltados(dia, presentado))
    return Presentacion(
        enviado=enviado.astimezone(UTC),
        presentado=presentado,
        plazo_desde=calendario.siguiente_habil(presentado),
        saltados=saltados,
    )


@dataclass(frozen=True)
class ReglaFeriado:
    """A holiday as a norm states it: a day of the year, or an offset in days from Easter Sunday.

    ``desde`` and ``hasta`` are the first and last year it holds; equal years make a day declared only once.
    Raises ValueError unless it has exactly one of ``mes`` and ``dia``, or ``pascua``.
    """

    nombre: str
    base_legal: str
    mes: int | None = None
    dia: int | None = None
    pascua: int | None = None
    desde: int = 0
    hasta: int | None = None

    def __post_init__(self) -> None:
        match self.mes, self.dia, self.pascua:
            case (int(mes), int(dia), None):
                date(_BISIESTO, mes, dia)
            case (None, None, int()):
                pass
            case _:
                raise ValueError("a holiday is either mes and dia, or an offset from pascua")

    def en(self, anio: int) -> date | None:
        """The date in ``anio``, or None when it does not hold that year (or has no 29 February)."""
        if anio < self.desde or (self.hasta is not None and anio > self.hasta):
            return None
        if self.pascua is not None:
            return pascua(anio) + timedelta(days=self.pascua)
        if (self.mes, self.dia) == _DIA_BISIESTO and not calendar.isleap(anio):
            return None
        return date(anio, self.mes or 0, self.dia or 0)


def feriados(reglas: Iterable[ReglaFeriado], anios: Iterable[int]) -> dict[date, DiaNoHabil]:
    """The dates of ``anios`` that ``reglas`` declare, in order. Of two rules on one date the first one names it."""
    reglas = tuple(reglas)
    dias: dict[date, DiaNoHabil] = {}
    for anio in anios:
        for regla in reglas:
            if fecha := regla.en(anio):
                dias.setdefault(fecha, DiaNoHabil(fecha, regla.nombre, regla.base_legal))
    return dict(sorted(dias.items()))


def pascua(anio: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of Meeus, Jones and Butcher)."""
    siglo, resto = divmod(anio, 100)
    aureo = anio % 19
    luna = (19 * aureo + siglo - siglo // 4 - (siglo - (siglo + 8) // 25 + 1) // 3 + 15) % 30
    semana = (32 + 2 * (siglo % 4) + 2 * (resto // 4) - luna - resto % 4) % 7
    ajuste = (aureo + 11 * luna + 22 * semana) // 451
    mes, dia = divmod(luna + semana - 7 * ajuste + 114, 31)
    return date(anio, mes, dia + 1)
