"""Ask the limited worker what a file is. Nothing of the file is opened in this process.

A program of its own and not ``multiprocessing``: its children import the main module again, which under Streamlit is
the entry script of the screens. At most two workers; they start when first needed and stay warm.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any

from portal.adapters.turnos import Turnos
from portal.domain.archivos import Medido, extension

OBREROS = 2
SEGUNDOS = 14.0
SEGUNDOS_FIRMAS = 8.0
RAIZ = Path(__file__).resolve().parents[2]
PROGRAMA = "import sys; sys.path.insert(0, sys.argv[1]); from portal.adapters.obrero import servir; servir()"


class Obrero:
    """One worker process, spoken to by lines over its pipes."""

    def __init__(self) -> None:
        self._proceso = subprocess.Popen(  # noqa: S603 -- our own interpreter and our own program
            [sys.executable, "-I", "-c", PROGRAMA, str(RAIZ)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=None if sys.platform == "win32" else {},
            cwd=RAIZ,
            start_new_session=True,
        )

    def preguntar(self, pedido: dict[str, str], segundos: float) -> dict[str, Any] | None:
        """The answer about one file; None when it took too long or the worker died (and is no longer usable)."""
        entrada, salida = self._proceso.stdin, self._proceso.stdout
        assert entrada is not None  # noqa: S101 -- both are pipes
        assert salida is not None  # noqa: S101 -- both are pipes
        reloj = threading.Timer(segundos, self._matar)
        reloj.daemon = True
        reloj.start()
        try:
            entrada.write(json.dumps(pedido).encode() + b"\n")
            entrada.flush()
            linea = salida.readline()
        except (BrokenPipeError, OSError):
            return None
        finally:
            reloj.cancel()
        hechos: dict[str, Any] | None = json.loads(linea) if linea.endswith(b"\n") else None
        return hechos

    def cerrar(self) -> None:
        """End the worker and collect it."""
        self._matar()
        self._proceso.wait()
        for tubo in (self._proceso.stdin, self._proceso.stdout):
            if tubo is not None:
                with contextlib.suppress(BrokenPipeError):
                    tubo.close()

    def _matar(self) -> None:
        """The worker and the fork that is reading the file."""
        if sys.platform == "win32":
            self._proceso.kill()
        elif self._proceso.poll() is None:
            os.killpg(self._proceso.pid, signal.SIGKILL)


class Inspector:
    """Up to ``OBREROS`` questions at once, of one person one less; the rest wait their turn (``turnos``)."""

    def __init__(self) -> None:
        self.turnos = Turnos(OBREROS)
        self._libres: queue.LifoQueue[Obrero] = queue.LifoQueue()

    def medir(self, ruta: Path, *, nombre: str, quien: str = "") -> Medido:
        """What is in the file, for ``quien`` asks. Never raises for what it holds; takes up to the worker's time limit.

        Raises FileNotFoundError.
        """
        tamano = ruta.stat().st_size
        pedido = {"ruta": str(ruta), "extension": extension(nombre)}
        with self.turnos.lugar(quien):
            hasta = time.monotonic() + SEGUNDOS
            hechos = self._preguntar(pedido, SEGUNDOS)
            if hechos is not None and hechos.get("firmado"):
                hechos = self._con_firmas(pedido, hechos, min(SEGUNDOS_FIRMAS, hasta - time.monotonic()))
        if hechos is None:
            return Medido(nombre=nombre, tamano=tamano, tipo=None, sin_revisar=True)
        for campo in ("peligros", "activo", "firmas"):
            hechos[campo] = tuple(hechos.get(campo, ()))
        return Medido(nombre=nombre, tamano=tamano, **hechos)

    def _con_firmas(self, pedido: dict[str, str], hechos: dict[str, Any], segundos: float) -> dict[str, Any]:
        """The same with its signatures, or with the mark that they could not be looked at: that refuses nothing."""
        dichas = self._preguntar(pedido | {"que": "firmas"}, segundos) if segundos > 0 else None
        if dichas is None or not dichas.get("firmas"):
            return hechos | {"activo": [*hechos.get("activo", ()), "firma_sin_revisar"]}
        return hechos | {"firmas": dichas["firmas"]}

    def cerrar(self) -> None:
        """End the idle workers."""
        while not self._libres.empty():
            self._libres.get_nowait().cerrar()

    def _preguntar(self, pedido: dict[str, str], segundos: float) -> dict[str, Any] | None:
        """Ask a free worker; one that failed is not used again."""
        try:
            obrero = self._libres.get_nowait()
        except queue.Empty:
            obrero = Obrero()
        hechos = None
        try:
            hechos = obrero.preguntar(pedido, segundos)
        finally:
            if hechos is None:
                obrero.cerrar()
            else:
                self._libres.put(obrero)
        return hechos


@cache
def inspector() -> Inspector:
    """The one of this process."""
    nuevo = Inspector()
    atexit.register(nuevo.cerrar)
    return nuevo
