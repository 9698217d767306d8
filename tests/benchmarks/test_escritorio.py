"""The desk's list over 100,000 and 1,000,000 expedientes: the service, with all that a row needs, on both engines."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median

import pytest

from portal.domain.bandeja import Bandeja, Filtro, Orden
from portal.domain.permisos import PERMISOS, Asignacion, Rol
from portal.domain.plazos import Semaforo
from portal.services import escritorio, indicadores
from portal.services.contexto import Actor, Contexto
from tests.factories import masivo

pytestmark = pytest.mark.bench

TAMANOS = [int(n) for n in os.environ.get("MPV_BENCH_TAMANOS", "100000 1000000").split()]  # noqa: TID251 -- of the bench
VECES = 60


def _actor(cuenta_id: int, rol: Rol, oficina: str, oficinas: frozenset[str] | None) -> Actor:
    return Actor(Rol.PERSONAL, cuenta_id, asignaciones=(Asignacion(rol, PERMISOS[rol], oficina, oficinas),))


def _casos(ctx: Contexto, cuantos: int) -> Iterator[tuple[str, Callable[[], object]]]:
    hoy = ctx.reloj().date()
    mesa = ctx.como(_actor(3, Rol.MESA, "mesa_de_partes", None))
    una = ctx.como(_actor(4, Rol.ESPECIALISTA, "redes", frozenset({"redes"})))
    varias = ctx.como(_actor(5, Rol.JEFE, "ciencia", frozenset({"ciencia", "sismologia", "vulcanologia", "redes"})))
    mes = {"enviado_desde": hoy - timedelta(days=30), "enviado_hasta": hoy}
    anio = {"enviado_desde": hoy - timedelta(days=365), "enviado_hasta": hoy}
    preguntas = {
        "30 días y una palabra del 27 %": (mesa, Filtro(asunto="informacion", **mes)),
        "un año y una palabra del 27 %": (mesa, Filtro(asunto="informacion", **anio)),
        "comienzo de palabra y oficina": (mesa, Filtro(asunto="volc", dependencia="redes")),
        "lo que se ve al entrar": (mesa, Filtro()),
        "por recibir": (mesa, Filtro(bandeja=Bandeja.POR_RECIBIR)),
        "vencidos": (mesa, Filtro(bandeja=Bandeja.VENCIDOS)),
        "un año y dos palabras": (mesa, Filtro(asunto="informacion sismica", **anio)),
        "tres palabras de todos los años": (mesa, Filtro(asunto="convenio certificada pago")),
        "ninguna palabra coincide": (mesa, Filtro(asunto="zzzz")),
        "remitente por su nombre": (mesa, Filtro(remitente="rosa quis")),
        "remitente por su documento": (mesa, Filtro(remitente="40000777")),
        "número del documento": (mesa, Filtro(numero="0123-2026")),
        "tipo poco usado": (mesa, Filtro(tipo="Memorial")),
        "presentado en un mes": (
            mesa,
            Filtro(presentado_desde=hoy - timedelta(days=60), presentado_hasta=hoy - timedelta(days=30)),
        ),
        "en plazo": (mesa, Filtro(semaforo=Semaforo.EN_PLAZO)),
        "todo, lo más urgente primero": (mesa, Filtro(orden=Orden.VENCIMIENTO)),
        "una oficina, todo": (una, Filtro()),
        "una oficina, un año y una palabra": (una, Filtro(asunto="informacion", **anio)),
        "cuatro oficinas, todo": (varias, Filtro()),
        "cuatro oficinas, un año y una palabra": (varias, Filtro(asunto="informacion", **anio)),
    }
    for nombre, (quien, filtro) in preguntas.items():
        yield nombre, lambda quien=quien, filtro=filtro: escritorio.lista(quien, filtro)
    yield "hoja del medio", lambda: escritorio.lista(mesa, Filtro(), antes=cuantos // 2)
    yield "anterior y siguiente", lambda: escritorio.vecinos(mesa, Filtro(asunto="informacion", **mes), cuantos - 99)
    yield "cuentas de las bandejas", lambda: escritorio.cuentas(mesa)
    yield "cuentas de una oficina", lambda: escritorio.cuentas(una)
    yield "indicadores", lambda: indicadores.ver(mesa)
    yield "opciones de los filtros", lambda: escritorio.opciones(mesa)


@pytest.mark.parametrize("cuantos", TAMANOS)
def test_el_escritorio_sobre_muchos_expedientes(ctx, cuantos):
    comienzo = time.perf_counter()
    masivo.cargar(ctx.db, cuantos, ctx.reloj())
    print(
        f"\n{ctx.db.engine.dialect.name}, {cuantos:,} expedientes, {time.perf_counter() - comienzo:.0f} s para cargar"
    )

    for nombre, hacer in _casos(ctx, cuantos):
        tiempos = []
        for _ in range(VECES):
            antes = time.perf_counter()
            hacer()
            tiempos.append((time.perf_counter() - antes) * 1000)
        print(f"  {nombre:<40} p50 {median(tiempos):8.2f} ms   la mejor {min(tiempos):8.2f} ms")
