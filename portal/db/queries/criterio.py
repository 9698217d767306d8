"""What the desk's list is asked for, in the database's terms: offices, days and instants, terms of the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from portal.domain.bandeja import Bandeja, Orden


@dataclass(frozen=True)
class Limite:
    """Until which day (not included) a term counts as about to end, in some offices; None: in all of them."""

    oficinas: frozenset[str] | None
    dia: date


@dataclass(frozen=True)
class Numero:
    """The number of an expediente as it was written, and as the pattern in force reads it: correlativo and year."""

    escrito: str
    leido: tuple[int, int] | None


@dataclass(frozen=True)
class Criterio:
    """What is asked of the database. None, or empty, means any.

    ``alcance``: the offices that the actor may read; ``propias``: where they work. ``enteras`` and ``comenzadas``: terms of
    the index, whole or only begun. ``fase``: that of ``estado``, where the institution in force has it.
    """

    bandeja: Bandeja
    orden: Orden
    alcance: frozenset[str] | None
    propias: frozenset[str]
    cuenta_id: int
    hoy: date
    limites: tuple[Limite, ...]
    enviado: tuple[datetime | None, datetime | None] = (None, None)
    presentado: tuple[date | None, date | None] = (None, None)
    vence: tuple[date | None, date | None] = (None, None)
    expediente: Numero | None = None
    enteras: Sequence[str] = field(default=())
    comenzadas: Sequence[str] = field(default=())
    estado: str = ""
    fase: str = ""
    dependencia: str = ""
    responsable: int | None = None
    semaforo: str = ""
    canal: str = ""
