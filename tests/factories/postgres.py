"""A real PostgreSQL for the tests: the one of ``MPV_TEST_POSTGRES``, or a private cluster started once per run."""

from __future__ import annotations

import atexit
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from portal.db.migrations import migrar


def _binarios() -> Path | None:
    candidatos = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    en_ruta = shutil.which("initdb")
    return candidatos[0].parent if candidatos else Path(en_ruta).parent if en_ruta else None


def _correr(orden: list[str]) -> None:
    """PostgreSQL refuses to run as root: then it runs as the ``postgres`` user."""
    sin_raiz = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
    subprocess.run([*sin_raiz, *orden], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


@cache
def servidor() -> str | None:
    """Address of a server that can create databases, or None when the machine has no PostgreSQL."""
    if dado := os.environ.get("MPV_TEST_POSTGRES"):  # noqa: TID251 -- settings of the tests, not of the portal
        return dado
    binarios = _binarios()
    if binarios is None:
        return None
    carpeta = Path(tempfile.mkdtemp(prefix="mpv-pg-"))
    if getpass.getuser() == "root":
        shutil.chown(carpeta, "postgres", "postgres")
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        puerto = s.getsockname()[1]
    datos = carpeta / "datos"
    _correr([f"{binarios}/initdb", "-D", f"{datos}", "-U", "mpv", "-A", "trust", "-E", "UTF8"])
    opciones = f"-p {puerto} -k {carpeta} -c listen_addresses=127.0.0.1 -c max_connections=200"
    _correr([f"{binarios}/pg_ctl", "-D", f"{datos}", "-w", "-l", f"{carpeta}/log", "-o", opciones, "start"])

    def detener() -> None:
        _correr([f"{binarios}/pg_ctl", "-D", f"{datos}", "-m", "immediate", "stop"])
        shutil.rmtree(carpeta, ignore_errors=True)

    atexit.register(detener)
    return f"postgresql+psycopg://mpv@127.0.0.1:{puerto}/"


@cache
def _plantilla(raiz: str) -> str:
    """A database at the newest revision, made once per run, from which the others are copied."""
    nombre = f"mpv_plantilla_{uuid.uuid4().hex[:8]}"
    maestro = create_engine(f"{raiz}postgres", isolation_level="AUTOCOMMIT")
    with maestro.connect() as conexion:
        conexion.execute(text(f"CREATE DATABASE {nombre}"))
    maestro.dispose()
    migrar(f"{raiz}{nombre}")
    return nombre


@contextmanager
def base_de_datos(*, migrada: bool) -> Iterator[str]:
    """One fresh database, empty or at the newest revision, dropped at the end."""
    raiz = servidor()
    if raiz is None:
        if os.environ.get("MPV_TEST_SIN_SALTOS"):  # noqa: TID251 -- as above
            pytest.fail("falta PostgreSQL y aquí no se permite saltar pruebas")
        pytest.skip("NO PROBADO: falta PostgreSQL (en Debian: apt-get install postgresql)")
    nombre = f"mpv_{uuid.uuid4().hex[:12]}"
    modelo = f" TEMPLATE {_plantilla(raiz)}" if migrada else ""
    maestro = create_engine(f"{raiz}postgres", isolation_level="AUTOCOMMIT")
    with maestro.connect() as conexion:
        conexion.execute(text(f"CREATE DATABASE {nombre}{modelo}"))
    try:
        yield f"{raiz}{nombre}"
    finally:
        with maestro.connect() as conexion:
            conexion.execute(text(f"DROP DATABASE {nombre} WITH (FORCE)"))
        maestro.dispose()
