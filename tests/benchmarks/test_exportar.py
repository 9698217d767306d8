"""How long 10,000 filings take to become a file, and how much memory."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from portal.domain.permisos import Rol
from portal.services import exportaciones
from portal.services.bandejas import Filtros
from portal.services.contexto import Actor
from portal.services.exportaciones import Formato
from tests.benchmarks import test_busqueda

pytestmark = pytest.mark.bench


def test_exportar_diez_mil_presentaciones(ctx, monkeypatch):
    monkeypatch.setattr(test_busqueda, "CUANTAS", 10_000)
    monkeypatch.setattr(test_busqueda, "CIUDADANOS", 1)
    test_busqueda.poblar(ctx)
    suyo = ctx.como(Actor(Rol.CIUDADANO, 1))

    print()
    for formato in Formato:
        comienzo = time.perf_counter()
        archivo = exportaciones.mis_tramites(suyo, Filtros(), formato=formato)
        segundos = time.perf_counter() - comienzo
        tracemalloc.start()
        exportaciones.mis_tramites(suyo, Filtros(), formato=formato)
        _, pico = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        motor = ctx.db.engine.dialect.name
        print(
            f"{motor:<10} {formato:<5} {archivo.filas:6} filas  {segundos:5.2f} s  "
            f"{len(archivo.octetos) / 1024**2:5.2f} MB  pico {pico / 1024**2:5.1f} MB"
        )
