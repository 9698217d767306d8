"""Look-ups, the citizen's tray and the desk's search over 100,000 filings."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from statistics import median

import pytest
from sqlalchemy import Connection, event, insert, text

from portal.db.models import (
    AdministradoRow,
    CuentaRow,
    DocumentoRow,
    ExpedientePalabraRow,
    ExpedienteRow,
    MiembroRow,
    MovimientoRow,
    RegistroRow,
)
from portal.domain import terminos
from portal.domain.permisos import Rol
from portal.domain.texto import palabras, plegar
from portal.services import bandejas, claves, consulta
from portal.services.bandejas import Filtros
from portal.services.contexto import Actor

pytestmark = pytest.mark.bench

CUANTAS = 100_000
CIUDADANOS = 2_000
TANDA = 5_000
FRECUENTES = ["solicito", "información", "sobre", "el", "expediente", "de", "la", "oficina", "regional"]
RARAS = [f"{raiz}{n}" for raiz in ("planta", "camino", "sismo", "volcán", "estación", "quebrada") for n in range(400)]


def poblar(ctx) -> None:
    """A year of filings, written in bulk: what is measured is how they are found."""
    azar = random.Random(7)  # noqa: S311 -- the same rows each time
    inicio = ctx.reloj() - timedelta(days=320)
    persona = {"tipo_doc": "dni", "telefono": "987654321", "nombres": "Rosa", "apellidos": "Quispe", "rol": "ciudadano"}
    with ctx.db.transaction() as s:
        ids = range(1, CIUDADANOS + 1)
        s.execute(
            insert(CuentaRow),
            [
                persona
                | {
                    "id": i,
                    "correo": f"p{i}@ejemplo.pe",
                    "clave": "x",
                    "numero_doc": f"{i:08}",
                    "version": 1,
                    "creada_at": inicio,
                }
                for i in ids
            ],
        )
        s.execute(
            insert(AdministradoRow),
            [
                {
                    "id": i,
                    "clase": "natural",
                    "tipo_doc": "dni",
                    "numero_doc": f"{i:08}",
                    "nombre": "Rosa Quispe",
                    "direccion": "",
                    "creado_at": inicio,
                }
                for i in ids
            ],
        )
        s.execute(insert(MiembroRow), [{"administrado_id": i, "cuenta_id": i, "desde": inicio} for i in ids])
    for desde in range(1, CUANTAS + 1, TANDA):
        tablas = _tanda(azar, inicio, range(desde, desde + TANDA))
        with ctx.db.transaction() as s:
            for modelo, filas in tablas.items():
                s.execute(insert(modelo), filas)
    with ctx.db.transaction() as s:
        s.execute(text("ANALYZE"))


def _tanda(azar, inicio, ids) -> dict[type, list[dict]]:
    tablas: dict[type, list[dict]] = {
        m: [] for m in (ExpedienteRow, RegistroRow, ExpedientePalabraRow, DocumentoRow, MovimientoRow)
    }
    for i in ids:
        momento = inicio + timedelta(minutes=4.6 * i)
        suyo = 1 + i % CIUDADANOS
        asunto = " ".join([*azar.sample(FRECUENTES, 6), *azar.sample(RARAS, 3)])
        tablas[ExpedienteRow].append(
            {
                "id": i,
                "numero": f"{i:05}-2026",
                "serie": "",
                "anio": 2026,
                "correlativo": i,
                "administrado_id": suyo,
                "institucion_version": 1,
                "asunto": asunto,
                "estado": "registrada",
                "fase": "registrado",
                "movimientos": 1,
                "clave_version": 1,
                "abierto_at": momento,
                "palabras": terminos.en_linea(terminos.de_asunto(asunto)),
            }
        )
        numero = f"OFICIO N° {azar.randrange(10**6)}-2026/{azar.choice('ABCDEFGH')}"
        tablas[RegistroRow].append(
            {
                "id": i,
                "numero": f"R-{i:06}-2026",
                "expediente_id": i,
                "canal": "web",
                "cuenta_id": suyo,
                "administrado_id": suyo,
                "remitente": {"nombre": "Rosa Quispe"},
                "por": "Rosa Quispe",
                "tipo_documento": "Oficio",
                "numero_documento": numero,
                "numero_plegado": plegar(numero),
                "asunto": asunto,
                "valores": {},
                "antecedente": "",
                "enviado_at": momento,
                "presentado_el": momento.date(),
                "plazo_desde": momento.date(),
                "saltados": [],
                "paginas": 3,
                "clave_envio": f"k{i}",
                "codigo_verificacion": f"c{i}",
            }
        )
        tablas[ExpedientePalabraRow].extend({"palabra": p, "expediente_id": i} for p in dict.fromkeys(palabras(asunto)))
        tablas[DocumentoRow].append(
            {
                "registro_id": i,
                "orden": 1,
                "ranura": "principal",
                "etiqueta": "Archivo principal",
                "nombre": "oficio.pdf",
                "tipo": "pdf",
                "tamano": 1,
                "paginas": 3,
                "sha256": "0" * 64,
            }
        )
        tablas[MovimientoRow].append(
            {
                "expediente_id": i,
                "orden": 1,
                "accion": "registrar",
                "hasta": "registrada",
                "fase": "registrado",
                "nota": "",
                "actor": "Rosa Quispe",
                "ocurrido_at": momento,
                "huella_anterior": "0" * 64,
                "huella": "1" * 64,
            }
        )
    return tablas


def _cada(hacer: Callable[[int], object], *, veces: int = 300) -> float:
    """Milliseconds of the middle run."""
    tiempos = []
    for i in range(veces):
        comienzo = time.perf_counter()
        hacer(i)
        tiempos.append(time.perf_counter() - comienzo)
    return median(tiempos) * 1000


def _casos(ctx) -> Iterator[tuple[str, Callable[[int], object]]]:
    ciudadano = ctx.como(Actor(Rol.CIUDADANO, 77))
    azar = random.Random(3)  # noqa: S311 -- the same questions each time
    numeros = [azar.randrange(1, CUANTAS) for _ in range(1000)]
    secretas = {n: claves.clave_de_seguimiento(ctx, n, 1) for n in numeros}
    hoy = ctx.reloj().date()
    este_anio = {"desde": date(hoy.year, 1, 1), "hasta": hoy}
    yield (
        "consulta con número y contraseña",
        lambda i: consulta.por_clave(ctx, numero=f"{numeros[i]}-2026", contrasena=secretas[numeros[i]], ip="1.1.1.1"),
    )
    yield (
        "expediente propio desde la bandeja",
        lambda i: consulta.propio(ciudadano, f"{76 + CIUDADANOS * (i % 40)}-2026"),
    )
    yield "bandeja propia, del año", lambda _: bandejas.mis_tramites(ciudadano, Filtros(**este_anio))
    yield (
        "bandeja propia, palabra frecuente",
        lambda _: bandejas.mis_tramites(ciudadano, Filtros(asunto="informacion", **este_anio)),
    )
    yield "bandeja propia, nada coincide", lambda _: bandejas.mis_tramites(ciudadano, Filtros(asunto="inexistente"))


def test_busquedas_sobre_cien_mil_presentaciones(ctx, request):
    poblar(ctx)
    motor = ctx.db.engine.dialect.name

    print()
    for nombre, hacer in _casos(ctx):
        ms = _cada(hacer, veces=60)
        print(f"{motor:<10} {nombre:<40} {ms:8.2f} ms  {1000 / ms:8,.0f}/s")
        if ms > LENTA_MS:
            _explicar(ctx, hacer)


LENTA_MS = 25


def _explicar(ctx, hacer: Callable[[int], object]) -> None:
    """Show the plan of the slowest statement of a slow question."""
    ordenes: list[tuple[float, str, object]] = []

    def antes(conexion: Connection, *_args: object) -> None:
        conexion.info["comienzo"] = time.perf_counter()

    def despues(conexion: Connection, _cursor: object, orden: str, datos: object, *_args: object) -> None:
        ordenes.append((time.perf_counter() - conexion.info["comienzo"], orden, datos))

    event.listen(ctx.db.engine, "before_cursor_execute", antes)
    event.listen(ctx.db.engine, "after_cursor_execute", despues)
    hacer(0)
    event.remove(ctx.db.engine, "before_cursor_execute", antes)
    event.remove(ctx.db.engine, "after_cursor_execute", despues)
    segundos, orden, datos = max(ordenes, key=lambda o: o[0])
    explicar = "EXPLAIN QUERY PLAN" if ctx.db.es_sqlite else "EXPLAIN"
    with ctx.db.lectura() as session:
        plan = session.connection().exec_driver_sql(f"{explicar} {orden}", datos).all()
    print(f"    la orden más lenta: {segundos * 1000:.1f} ms")
    for fila in plan:
        print(f"      {fila[-1]}")
