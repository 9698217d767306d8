"""What the desk measures: how soon what arrives is routed, and how long it takes to be answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from portal.db.queries import partes
from portal.db.queries.caminos import Pedido, ejecutar, es_sqlite
from portal.db.queries.criterio import Criterio

MUESTRA = 1_000
"""The newest ones that are measured: a share or a median does not need more."""
_DERIVADOS = """
SELECT e.presentado_el, (SELECT MIN(m.ocurrido_at) FROM movimiento m WHERE m.expediente_id = e.id AND m.accion = 'derivar')
FROM expediente e WHERE e.abierto_at >= :inicio AND {alcance} ORDER BY e.id DESC LIMIT {cuantos}
"""
_RESPONDIDOS = """
SELECT e.presentado_el, m.ocurrido_at FROM movimiento m JOIN expediente e ON e.id = m.expediente_id
WHERE m.accion = 'atender' AND m.ocurrido_at >= :inicio AND {alcance} ORDER BY m.ocurrido_at DESC LIMIT {cuantos}
"""


def derivados(session: Session, c: Criterio, desde: datetime) -> list[tuple[date, datetime | None]]:
    """Of the newest filings since ``desde``: the day each was presented, and when it was routed first."""
    return _medir(session, c, desde, _DERIVADOS)


def respondidos(session: Session, c: Criterio, desde: datetime) -> list[tuple[date, datetime]]:
    """Of the newest ones answered since ``desde``: the day each was presented, and the instant of the answer."""
    return [(dia, cuando) for dia, cuando in _medir(session, c, desde, _RESPONDIDOS) if cuando is not None]


def _medir(session: Session, c: Criterio, desde: datetime, orden: str) -> list[tuple[date, datetime | None]]:
    p = Pedido()
    p.datos["inicio"] = f"{desde.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}" if es_sqlite(session) else desde
    alcance = " AND ".join(parte.condicion for parte in partes.alcance(session, p, c)) or "1 = 1"
    if p.imposible:
        return []
    filas = ejecutar(session, p, orden.format(alcance=alcance, cuantos=MUESTRA))
    return list(_leidas(filas))


def _leidas(filas: Iterable[tuple[date | str, datetime | str | None]]) -> Iterable[tuple[date, datetime | None]]:
    for dia, cuando in filas:
        momento = datetime.fromisoformat(cuando).replace(tzinfo=UTC) if isinstance(cuando, str) else cuando
        yield (date.fromisoformat(dia) if isinstance(dia, str) else dia), momento
