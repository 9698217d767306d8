"""How fast a big file comes in, and what it costs in memory: printed, never judged."""

from __future__ import annotations

import http.client
import os
import resource
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page, expect

from portal.adapters.pdf_inspector import Inspector
from portal.domain.tamanos import MB
from portal.services import archivos, borradores
from tests.e2e import recorrido
from tests.e2e.buzon import Buzon
from tests.e2e.conftest import galleta, persona
from tests.e2e.navegador import BANDERAS, chromium
from tests.e2e.servidor import Servidor
from tests.factories import archivos as muestras
from tests.factories import cuentas, presentaciones, smtp
from tests.faults.tus_a_mano import Subida, comprimido

TOTAL = 490 * MB
LIMITE = 500 * MB
PIEZA = 8 * MB
PRIMERA, MAYOR = 8, 32
"""MB of a piece in ``cargador_tus.js``."""

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


def test_medio_gigabyte_desde_el_navegador(tmp_path, playwright):
    """Chosen in the screen, sent by Chromium, inspected and listed; memory and health of the server meanwhile."""
    pesado = tmp_path / "registros.zip"
    _comprimir(pesado, LIMITE)
    with smtp.servidor(Buzon()) as puerto:
        servidor = Servidor(tmp_path, puerto).instalar().arrancar()
        programa = playwright.chromium.launch(executable_path=chromium(), args=list(BANDERAS))
        contexto = programa.new_context()
        contexto.add_cookies([galleta(servidor, persona(servidor).acceso)])
        pagina = contexto.new_page()
        recorrido.ir(pagina, f"{servidor.url}/presentar?paso=archivos", "Adjunte sus archivos")
        expect(recorrido.ranura(pagina, "Anexos")).to_be_visible()
        antes, carga = _memoria(servidor), os.getloadavg()[0]
        with _pulso(servidor) as latidos:
            inicio = time.perf_counter()
            recorrido.adjuntar(pagina, "Anexos", pesado)
            expect(recorrido.ranura(pagina, "Anexos").locator("li.listo")).to_have_count(1, timeout=120_000)
            segundos = time.perf_counter() - inicio
        despues, viaje = _memoria(servidor), _viaje(pagina)
        programa.close()
        servidor.detener()

    print(
        f"\n500 MB desde el navegador: {segundos:.2f} s, {LIMITE / MB / segundos:.0f} MB/s, hasta verlo aceptado; mientras "
        f"viaja, {viaje:.0f} MB/s; con una carga de {carga:.1f} en {os.cpu_count()} procesadores; memoria máxima del servidor +{(despues - antes) / 1024:.0f} MB; {_salud(latidos)}"
    )


def test_cinco_de_doscientos_megabytes_a_la_vez(tmp_path):
    """Five people, each from a connection of their own, without a browser: what the server alone can take."""
    with smtp.servidor(Buzon()) as puerto:
        servidor = Servidor(tmp_path, puerto).instalar().arrancar()
        octetos = [comprimido(Random(n), 200 * MB) for n in range(5)]  # noqa: S311 -- bytes
        subidas = []
        for cada in octetos:
            suya = persona(servidor)
            borrador = borradores.abrir(servidor.ctx.como(suya.actor)).id
            subidas.append(Subida(str(galleta(servidor, suya.acceso)["value"]), borrador, cada).anunciar(servidor))
        antes = _memoria(servidor)
        with _pulso(servidor) as latidos, ThreadPoolExecutor(5) as hilos:
            inicio = time.perf_counter()
            estados = list(hilos.map(lambda s: s.acabar(servidor), subidas))
            segundos = time.perf_counter() - inicio
        despues = _memoria(servidor)
        servidor.detener()

    assert estados == ["lista"] * 5
    print(
        f"\nCinco de 200 MB a la vez: {segundos:.2f} s, {1000 / segundos:.0f} MB/s; memoria máxima del servidor "
        f"+{(despues - antes) / 1024:.0f} MB; {_salud(latidos)}"
    )


def test_bajar_un_expediente_de_medio_gigabyte(tmp_path):
    """The ZIP of everything, made while it is sent."""
    with smtp.servidor(Buzon()) as puerto:
        servidor = Servidor(tmp_path, puerto).instalar().arrancar()
        suya = persona(servidor)
        pesado = presentaciones.Archivo("anexos", os.urandom(500 * MB), "registros.zip", "zip", None)
        hecho = presentaciones.presentar(servidor.ctx, suya.actor, archivos=(presentaciones.Archivo(), pesado))
        sesion = f"mpv_sesion={galleta(servidor, suya.acceso)['value']}"
        antes = _memoria(servidor)
        with _pulso(servidor) as latidos:
            inicio = time.perf_counter()
            conexion = http.client.HTTPConnection("localhost", servidor.puerto)
            conexion.request("GET", f"/expedientes/todo.zip?expediente={hecho.numero}", headers={"Cookie": sesion})
            respuesta = conexion.getresponse()
            dicho, llegaron = int(respuesta.headers["Content-Length"]), 0
            while trozo := respuesta.read(MB):
                llegaron += len(trozo)
            segundos = time.perf_counter() - inicio
            conexion.close()
        despues = _memoria(servidor)
        servidor.detener()

    assert llegaron == dicho > 500 * MB
    print(
        f"\nZIP de 500 MB: {segundos:.2f} s, {500 / segundos:.0f} MB/s; memoria máxima del servidor "
        f"+{(despues - antes) / 1024:.0f} MB; {_salud(latidos)}"
    )


def _comprimir(ruta: Path, total: int) -> None:
    """A ZIP of exactly ``total`` bytes."""
    with zipfile.ZipFile(ruta, "w") as vacio:
        vacio.writestr("registros.bin", b"")
    resto = total - ruta.stat().st_size
    with zipfile.ZipFile(ruta, "w") as comprimido_, comprimido_.open("registros.bin", "w") as salida:
        for desde in range(0, resto, MB):
            salida.write(os.urandom(min(MB, resto - desde)))
    assert ruta.stat().st_size == total


@contextmanager
def _pulso(servidor: Servidor) -> Iterator[list[float]]:
    """Ask ``/salud`` twenty times a second while something else goes on; milliseconds of each answer."""
    latidos: list[float] = []
    fin = threading.Event()

    def latir() -> None:
        while not fin.wait(0.05):
            inicio = time.perf_counter()
            servidor.pedir("/salud")
            latidos.append((time.perf_counter() - inicio) * 1000)

    hilo = threading.Thread(target=latir)
    hilo.start()
    try:
        yield latidos
    finally:
        fin.set()
        hilo.join()


def _salud(latidos: list[float]) -> str:
    ordenados = sorted(latidos)
    return (
        f"salud p50 {ordenados[len(ordenados) // 2]:.0f} ms, p95 {ordenados[int(len(ordenados) * 0.95)]:.0f} ms, "
        f"peor {ordenados[-1]:.0f} ms ({len(ordenados)} veces)"
    )


def _viaje(pagina: Page) -> float:
    """MB/s of every piece but the last one, whose answer is the verdict."""
    pedidos = "e => e.name.includes('/cargas/') && e.transferSize >= 0"
    tiempos = pagina.evaluate(
        f"performance.getEntriesByType('resource').filter({pedidos}).map(e => [e.startTime, e.startTime + e.duration])"
    )
    piezas = [
        min(MAYOR, PRIMERA * 2**n) for n in range(len(tiempos) - 1)
    ]  # they double while each takes less than a second
    return sum(piezas) / (tiempos[-2][1] - tiempos[0][0]) * 1000


def _memoria(servidor: Servidor) -> int:
    """The most that the server has held, in kB."""
    assert servidor.proceso is not None
    estado = Path(f"/proc/{servidor.proceso.pid}/status").read_text(encoding="utf-8")
    return int(estado.split("VmHWM:")[1].split()[0])


def _partes(cuantos: int) -> list[int]:
    return [MB] * (cuantos // MB) + ([cuantos % MB] if cuantos % MB else [])
