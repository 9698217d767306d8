"""Dates and hours as Peruvian offices write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

DIAS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "setiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip

ULTIMO_DIA = date.max - timedelta(days=2)
"""An address may ask for the last day that there is: the day after it, in UTC, has no number."""


def en_palabras(d: date) -> str:
    """``lunes 23 de noviembre de 2026``."""
    return f"{DIAS[d.weekday()]} {d.day} de {MESES[d.month - 1]} de {d.year}"


def relativa_dia(d: date) -> str:
    """``sábado 21``: for dates so near that the month goes without saying."""
    return f"{DIAS[d.weekday()]} {d.day}"


def corta(dt: datetime, zona: tzinfo) -> str:
    """``20/11/2026 16:42`` on the clocks of ``zona``. Raises ValueError on a naive datetime."""
    return f"{_local(dt, zona):%d/%m/%Y %H:%M}"


def larga(dt: datetime, zona: tzinfo) -> str:
    """``sábado 21 de noviembre de 2026, 16:42:07`` on the clocks of ``zona``. Raises ValueError on a naive datetime."""
    local = _local(dt, zona)
    return f"{en_palabras(local)}, {local:%H:%M:%S}"


def comienzo(d: date, zona: tzinfo) -> datetime:
    """The instant, UTC, at which the day ``d`` begins on the clocks of ``zona``."""
    return datetime.combine(d, time.min, zona).astimezone(UTC)


def _local(dt: datetime, zona: tzinfo) -> datetime:
    if dt.tzinfo is None:
        raise ValueError("dt must be aware")
    return dt.astimezone(zona)
