"""How long a check of the whole history takes and how much memory, and what sealing a day costs."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from portal.db.base import Base
from portal.db.models import ExpedienteRow, MovimientoRow
from portal.domain.estados import Accion
from portal.services import auditoria, configuracion, historia, sellos
from portal.services.contexto import SISTEMA, Contexto
from portal.services.filas_nuevas import columnas
from portal.services.historia import Hechos
from tests.factories import cuentas, presentaciones

pytestmark = pytest.mark.bench
CUANTOS = 30_000
DE_CADA_UNO = 5
TANDA = 2_000


def _expedientes(ctx: Contexto, modelo: ExpedienteRow, cuantos: int) -> Iterator[dict[str, Any]]:
    for i in range(2, cuantos + 2):
        yield columnas(modelo) | {"id": i, "numero": f"{i:05}-2026", "correlativo": i, "movimientos": DE_CADA_UNO}


def _movimientos(ctx: Contexto, modelo: ExpedienteRow, cuantos: int) -> Iterator[dict[str, Any]]:
    """Chains as ``historia`` makes them, the rows of all expedientes mixed by time."""
    estado = configuracion.preset("igp").estado_inicial
    ultimos: dict[int, MovimientoRow] = {}
    for vez in range(DE_CADA_UNO):
        for i in range(2, cuantos + 2):
            suyo = ExpedienteRow(id=i, estado=modelo.estado, dependencia=modelo.dependencia)
            ultimos[i] = historia.siguiente(
                suyo, ultimos.get(i), accion=Accion.AVANZAR, hasta=estado, actor=SISTEMA, nota="Se avanza en lo pedido",
                ahora=ctx.reloj() + timedelta(seconds=vez), hechos=Hechos(interna="Vea", datos={"oficina": "redes"}),
            )  # fmt: skip
            yield columnas(ultimos[i])


def _poner(ctx: Contexto, tabla: str, filas: Iterator[dict[str, Any]]) -> None:
    hay = True
    while hay:
        tanda = [fila for _, fila in zip(range(TANDA), filas, strict=False)]
        hay = bool(tanda)
        if tanda:
            with ctx.db.transaction() as session:
                session.connection().execute(insert(Base.metadata.tables[tabla]), tanda)


def test_se_lee_toda_la_historia_en_poca_memoria(ctx):
    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    with ctx.db.lectura() as session:
        modelo = session.get_one(ExpedienteRow, 1)
    _poner(ctx, "expediente", _expedientes(ctx, modelo, CUANTOS // DE_CADA_UNO))
    _poner(ctx, "movimiento", _movimientos(ctx, modelo, CUANTOS // DE_CADA_UNO))
    sistema = ctx.como(SISTEMA)

    antes = time.perf_counter()
    assert sellos.sellar_dia(sistema) == 1
    sellado = time.perf_counter() - antes
    antes = time.perf_counter()
    hallado = auditoria.verificar(sistema)
    leido = time.perf_counter() - antes
    tracemalloc.start()
    auditoria.verificar(sistema)
    memoria = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert hallado.movimientos == CUANTOS + 1
    assert [falla.codigo for falla in hallado.fallas] == ["contador"]
    assert memoria < 40 * 1024 * 1024
    print(
        f"{ctx.db.engine.dialect.name}: {CUANTOS} movimientos: sello {sellado:.1f} s, comprobación {leido:.1f} s"
        f" ({leido / CUANTOS * 1e6:.0f} µs cada uno), memoria {memoria / 1024 / 1024:.1f} MB"
    )
