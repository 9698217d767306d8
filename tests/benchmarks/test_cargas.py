"""How fast a big file comes in, and what it costs in memory: printed, never judged."""

from __future__ import annotations

import os
import resource
import time

import pytest

from portal.adapters.pdf_inspector import Inspector
from portal.domain.tamanos import MB
from portal.services import archivos, borradores
from tests.factories import archivos as muestras
from tests.factories import cuentas

TOTAL = 490 * MB
PIEZA = 8 * MB

pytestmark = pytest.mark.bench


def test_medio_gigabyte_por_el_servicio(ctx):
    """Written, fsynced and recorded every 8 MB, inspected and hashed at the end."""
    rosa = ctx.como(cuentas.ciudadano(ctx))
    trozo = os.urandom(MB)
    carga = archivos.crear_carga(rosa, borradores.abrir(rosa).id, ranura="anexos", nombre="registros.bin", tamano=TOTAL)
    antes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    desde, inicio = 0, time.perf_counter()
    while desde < TOTAL:
        cuantos = min(PIEZA, TOTAL - desde)
        archivos.anexar(rosa, carga.id, desde=desde, trozos=(trozo[:n] for n in _partes(cuantos)))
        desde += cuantos
    segundos = time.perf_counter() - inicio
    crecio = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - antes) / 1024

    print(f"\n490 MB por el servicio: {segundos:.2f} s, {TOTAL / MB / segundos:.0f} MB/s; memoria +{crecio:.0f} MB")


def test_revision_de_un_pdf(tmp_path):
    """Type, pages, signature and active content, in the limited worker."""
    inspector = Inspector()
    ruta = tmp_path / "carta"
    ruta.write_bytes(muestras.pdf(7, relleno=MB))
    inspector.medir(ruta, nombre="carta.pdf")
    tiempos = []
    for _ in range(50):
        inicio = time.perf_counter()
        inspector.medir(ruta, nombre="carta.pdf")
        tiempos.append(time.perf_counter() - inicio)
    inspector.cerrar()

    print(f"\nRevisar un PDF de 1 MB: p50 {sorted(tiempos)[25] * 1000:.1f} ms, p95 {sorted(tiempos)[47] * 1000:.1f} ms")


def _partes(cuantos: int) -> list[int]:
    return [MB] * (cuantos // MB) + ([cuantos % MB] if cuantos % MB else [])
