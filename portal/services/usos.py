"""Which choices of a form were made most lately: lists may show the usual ones first."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from weakref import WeakKeyDictionary

from sqlalchemy import select

from portal.db.models import RegistroRow
from portal.domain.permisos import Permiso
from portal.services.contexto import Contexto, requiere

RECIENTES = 400
UN_RATO = 600.0
"""Seconds for which the same count serves everybody: a list that changes its order while one looks at it confuses."""
LARGO_ID = 39
_contados: WeakKeyDictionary[object, tuple[float, Mapping[str, Mapping[str, int]]]] = WeakKeyDictionary()


@requiere(Permiso.CUENTA_PROPIA)
def recientes(ctx: Contexto) -> Mapping[str, Mapping[str, int]]:
    """By field id, how many of the last filings chose each id; counted at most every ten minutes."""
    hasta, contado = _contados.get(ctx.db, (0.0, {}))
    if time.monotonic() < hasta:
        return contado
    ultimos = select(RegistroRow.valores).where(RegistroRow.clase == "presentacion").order_by(RegistroRow.id.desc())
    cuenta: dict[str, Counter[str]] = {}
    with ctx.db.lectura() as session:
        for valores in session.scalars(ultimos.limit(RECIENTES)):
            for campo, valor in valores.items():
                if isinstance(valor, str) and len(valor) <= LARGO_ID:
                    cuenta.setdefault(campo, Counter())[valor] += 1
    _contados[ctx.db] = (time.monotonic() + UN_RATO, cuenta)
    return cuenta
