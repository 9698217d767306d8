"""How fast a big file comes in, and what it costs in memory: printed, never judged."""

from __future__ import annotations

import os
import resource
import time
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.adapters.pdf_inspector import Inspector
from portal.domain.tamanos import MB
from portal.services import archivos, borradores
from tests.e2e import recorrido
from tests.e2e.buzon import Buzon
from tests.e2e.conftest import galleta, persona
from tests.e2e.navegador import BANDERAS, chromium
from tests.e2e.servidor import Servidor
from tests.factories import archivos as muestras
from tests.factories import cuentas, smtp

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


def test_medio_gigabyte_desde_el_navegador(tmp_path, playwright):
    """Chosen in the screen, sent by Chromium, inspected and listed; what the server's memory grew meanwhile."""
    pesado = tmp_path / "registros.zip"
    with zipfile.ZipFile(pesado, "w") as comprimido, comprimido.open("registros.bin", "w") as salida:
        for _ in range(TOTAL // MB):
            salida.write(os.urandom(MB))
    with smtp.servidor(Buzon()) as puerto:
        servidor = Servidor(tmp_path, puerto).instalar().arrancar()
        programa = playwright.chromium.launch(executable_path=chromium(), args=list(BANDERAS))
        contexto = programa.new_context()
        contexto.add_cookies([galleta(servidor, persona(servidor).acceso)])
        pagina = contexto.new_page()
        recorrido.ir(pagina, f"{servidor.url}/presentar?paso=archivos", "Adjunte sus archivos")
        expect(recorrido.ranura(pagina, "Anexos")).to_be_visible()
        antes, carga = _memoria(servidor), os.getloadavg()[0]
        inicio = time.perf_counter()
        recorrido.adjuntar(pagina, "Anexos", pesado)
        expect(recorrido.ranura(pagina, "Anexos").locator("li.listo")).to_have_count(1, timeout=120_000)
        segundos = time.perf_counter() - inicio
        despues = _memoria(servidor)
        programa.close()
        servidor.detener()

    print(
        f"\n490 MB desde el navegador: {segundos:.2f} s, {TOTAL / MB / segundos:.0f} MB/s, con una carga de {carga:.1f} "
        f"en {os.cpu_count()} procesadores; memoria máxima del servidor +{(despues - antes) / 1024:.0f} MB"
    )


def _memoria(servidor: Servidor) -> int:
    """The most that the server has held, in kB."""
    assert servidor.proceso is not None
    estado = Path(f"/proc/{servidor.proceso.pid}/status").read_text(encoding="utf-8")
    return int(estado.split("VmHWM:")[1].split()[0])


def _partes(cuantos: int) -> list[int]:
    return [MB] * (cuantos // MB) + ([cuantos % MB] if cuantos % MB else [])
