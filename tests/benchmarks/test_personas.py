"""How many people can fill in the filing form at once in one server process, and what each costs in memory.

Each has an account, a session and a draft of their own, changes a field through Streamlit's own websocket, and thinks
five seconds. Printed, never judged: the figures of a machine that does other things besides are its load's, too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import quantiles

import pytest

from portal.adapters.credenciales import Autenticador
from portal.services import sesiones
from portal.settings import PROYECTO
from tests.e2e.servidor import Servidor
from tests.factories import cuentas, presentaciones

pytestmark = pytest.mark.bench

ETAPAS = tuple(int(n) for n in os.environ.get("MPV_BENCH_PERSONAS", "100,300,500,600,700").split(","))  # noqa: TID251 -- of the bench, not of the portal
SEGUNDOS = 20
META = 0.100
TIC = os.sysconf("SC_CLK_TCK")


@pytest.fixture
def servidor(tmp_path) -> Iterator[Servidor]:
    uno = Servidor(tmp_path, correo=9).instalar()
    yield uno
    uno.detener()


def test_personas_a_la_vez_en_presentar(servidor):
    galletas = _personas(servidor, max(ETAPAS))
    servidor.arrancar()
    plan = {
        "url": f"{servidor.url}/presentar?paso=documento",
        "etiqueta": "Número de su documento",
        "galletas": galletas,
        "etapas": ETAPAS,
        "segundos": SEGUNDOS,
    }
    vacio = _memoria(servidor)
    print(f"\nservidor sin nadie: {vacio:.0f} MB; carga de la máquina {os.getloadavg()[0]:.1f}")

    with closing(_Gente(plan)) as gente:
        for _ in ETAPAS:
            antes = _cpu(servidor)
            dicho = gente.etapa()
            tiempos = dicho["tiempos"]
            cada = (_memoria(servidor) - vacio) / dicho["personas"] * 1024
            p50, p95, p99 = (quantiles(tiempos, n=100)[n - 1] for n in (50, 95, 99))
            print(
                f"{dicho['personas']:5} personas: {len(tiempos) / SEGUNDOS:5.1f} cambios/s,"
                f" p50 {p50 * 1000:5.0f} ms, p95 {p95 * 1000:5.0f} ms, p99 {p99 * 1000:5.0f} ms,"
                f" abrir p50 {dicho['abrir'] * 1000:4.0f} ms, {dicho['octetos'] / 1024:.0f} kB por cambio,"
                f" {cada:.0f} kB de memoria por persona, {len(dicho['fallos'])} fallos;"
                f" servidor {_cpu(servidor) - antes:.1f} s de CPU, cliente {dicho['cpu'] * 100:.0f} %,"
                f" carga {os.getloadavg()[0]:.1f}"
            )
            if p95 > META:
                break


class _Gente:
    """The process of the people: told when to go on, asked what it saw."""

    def __init__(self, plan: dict[str, object]) -> None:
        self.proceso = subprocess.Popen(
            [sys.executable, "-m", "tests.factories.ws_gente"],
            cwd=PROYECTO, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.pendiente = json.dumps(plan)

    def etapa(self) -> dict:
        """What the next stage gave."""
        print(self.pendiente, file=self.proceso.stdin, flush=True)
        self.pendiente = ""
        linea = self.proceso.stdout.readline()
        assert linea, "los clientes terminaron antes de tiempo"
        return json.loads(linea)

    def close(self) -> None:
        with self.proceso:  # closes its pipes, and waits
            self.proceso.terminate()


def _personas(servidor: Servidor, cuantas: int) -> list[str]:
    """Accounts with a session and a draft that has everything but the files; the cookie of each."""
    ctx = replace(servidor.ctx, credenciales=Autenticador(b"rapida", rondas=4))
    galletas = []
    for n in range(cuantas):
        actor = cuentas.ciudadano(ctx)
        presentaciones.borrador(ctx, actor, archivos=())
        boleto = sesiones.entrar(ctx, actor.correo, cuentas.CONTRASENA, ip=f"10.9.{n >> 8}.{n & 255}")
        galletas.append(f"mpv_sesion={sesiones.canjear(ctx, boleto)}")
    return galletas


def _memoria(servidor: Servidor) -> float:
    """Resident memory of the server's process, in MB."""
    texto = Path(f"/proc/{servidor.proceso.pid}/status").read_text(encoding="ascii")
    return int(texto.partition("VmRSS:")[2].split()[0]) / 1024


def _cpu(servidor: Servidor) -> float:
    """Processor seconds that the server's process has used."""
    campos = Path(f"/proc/{servidor.proceso.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(campos[11]) + int(campos[12])) / TIC
