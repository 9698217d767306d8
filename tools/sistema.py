"""Get the system tools that the tests use from the distribution, where that is allowed; tell by name what is missing.

Never asks anything. Standard library only: it runs before the environment exists.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple


class Herramienta(NamedTuple):
    """One tool: how to know that it is here, and what cannot be done without it."""

    esta: Callable[[], bool]
    para: str
    servicio: bool = False
    """It leaves a service that goes on working, so it is installed only where services do not start by themselves."""


def _alguna(*programas: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(programa) for programa in programas)


def _clamd() -> str | None:
    return shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")


def _hay_postgresql() -> bool:
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


HERRAMIENTAS = {
    "chromium": Herramienta(_alguna("chromium", "chromium-browser", "google-chrome"), "los recorridos de navegador"),
    "postgresql": Herramienta(_hay_postgresql, "las pruebas sobre PostgreSQL"),
    "clamav-daemon": Herramienta(lambda: bool(_clamd()), "las pruebas con un antivirus de verdad", servicio=True),
    "poppler-utils": Herramienta(_alguna("pdftotext"), "la revisión de los PDF por otro programa"),
    "python3-venv": Herramienta(lambda: find_spec("ensurepip") is not None, "crear el entorno de Python"),
}
"""By the name of its Debian package."""

DE_LAS_PRUEBAS = ("chromium", "postgresql", "poppler-utils", "clamav-daemon")
QUIETOS = Path("/usr/sbin/policy-rc.d")
"""Where it is there, as in containers, what is installed is not started: no clamd in memory, no signatures fetched."""


def main() -> int:
    """Exit code 0, or 1 when ``--exigir`` was given and something is missing."""
    analizador = argparse.ArgumentParser(description="Instala las herramientas del sistema que usan las pruebas.")
    analizador.add_argument("paquetes", nargs="*", help=", ".join(HERRAMIENTAS))
    analizador.add_argument("--exigir", action="store_true", help="termina con error si algo falta")
    analizador.add_argument("--solo-mirar", action="store_true", help="no instala nada")
    elegido = analizador.parse_args()
    paquetes = elegido.paquetes or list(DE_LAS_PRUEBAS)
    if not elegido.solo_mirar:
        _instalar([p for p in _faltantes(paquetes) if QUIETOS.exists() or not HERRAMIENTAS[p].servicio])
    faltan = _faltantes(paquetes)
    for paquete in faltan:
        para = HERRAMIENTAS[paquete].para
        print(
            f"FALTA {paquete}: sin él no se puede hacer {para}. En Debian: apt-get install {paquete}", file=sys.stderr
        )
    return 1 if faltan and elegido.exigir else 0


def _faltantes(paquetes: list[str]) -> list[str]:
    return [paquete for paquete in paquetes if not HERRAMIENTAS[paquete].esta()]


def _instalar(paquetes: list[str]) -> None:
    """Through apt-get, as root or by a sudo that asks nothing; elsewhere, leave the machine alone."""
    raiz = _como_raiz() if paquetes else None
    if raiz is None or not shutil.which("apt-get"):
        return
    print(f"Instalando del sistema: {', '.join(paquetes)}…", flush=True)
    apt = [*raiz, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    for orden in (["update"], ["install", "-y", "--no-install-recommends", *paquetes]):
        subprocess.run([*apt, *orden], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


def _como_raiz() -> list[str] | None:
    """What to put before a command so that root runs it, or None."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    puede = shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0
    return sudo if puede else None


if __name__ == "__main__":
    sys.exit(main())
