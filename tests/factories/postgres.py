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
from sqlalchemy import Engine, NullPool, create_engine, text

from portal.db.migrations import migrar

SIN_DISCO = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off -c max_wal_size=8GB"
"""What a database that lives for one test does not need: it is copied in a fraction of the time."""

_libres: list[str] = []
ECHAR = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :nombre"
FORMA = """
SELECT md5(string_agg(dicho, '|' ORDER BY dicho)) FROM (
  SELECT relname || relkind::text AS dicho FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT tgname || tgenabled::text || tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT proname || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT attrelid::regclass::text || attname || atttypid::text || attnotnull::text
    FROM pg_attribute JOIN pg_class k ON k.oid = attrelid WHERE k.relnamespace = 'public'::regnamespace AND attnum > 0
) AS todo"""
"""Everything that makes one database different from another but its rows."""
DESDE_UNO = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
WHERE schemaname = 'public' AND last_value IS NOT NULL"""


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
    opciones = f"-p {puerto} -k {carpeta} -c listen_addresses=127.0.0.1 -c max_connections=200 {SIN_DISCO}"
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
    _ordenar(raiz, f"CREATE DATABASE {nombre}")
    migrar(f"{raiz}{nombre}")
    return nombre


@contextmanager
def base_de_datos(*, migrada: bool) -> Iterator[str]:
    """One database of nobody else, empty or at the newest revision.

    A migrated one is emptied and lent again, unless its tables or triggers were changed: copying one takes far longer.
    """
    raiz = servidor()
    if raiz is None:
        if os.environ.get("MPV_TEST_SIN_SALTOS"):  # noqa: TID251 -- as above
            pytest.fail("falta PostgreSQL y aquí no se permite saltar pruebas")
        pytest.skip("NO PROBADO: falta PostgreSQL (en Debian: apt-get install postgresql)")
    nombre = _libres.pop() if migrada and _libres else _nueva(raiz, _plantilla(raiz) if migrada else "")
    try:
        yield f"{raiz}{nombre}"
    finally:
        _ordenar(raiz, ECHAR, {"nombre": nombre})
        if migrada and _vaciada(raiz, nombre):
            _libres.append(nombre)
        else:
            _ordenar(raiz, f"DROP DATABASE {nombre} WITH (FORCE)")


@contextmanager
def base_en(carpeta: Path) -> Iterator[str]:
    """A migrated database whose tables live in ``carpeta`` (its journal does not); nobody else's."""
    raiz = servidor()
    if raiz is None or os.environ.get("MPV_TEST_POSTGRES"):  # noqa: TID251 -- as above
        pytest.skip("NO PROBADO: hace falta un PostgreSQL de esta máquina, que pueda escribir en un disco de la prueba")
    suya = carpeta / "pg"
    suya.mkdir(mode=0o700)
    if getpass.getuser() == "root":
        shutil.chown(suya, "postgres", "postgres")
    nombre = f"mpv_{uuid.uuid4().hex[:12]}"
    _ordenar(raiz, f"CREATE TABLESPACE t_{nombre} LOCATION '{suya}'")
    _ordenar(raiz, f"CREATE DATABASE {nombre} TEMPLATE {_plantilla(raiz)} TABLESPACE t_{nombre}")
    try:
        yield f"{raiz}{nombre}"
    finally:
        _ordenar(raiz, f"DROP DATABASE {nombre} WITH (FORCE)")
        _ordenar(raiz, f"DROP TABLESPACE t_{nombre}")


def _nueva(raiz: str, modelo: str) -> str:
    nombre = f"mpv_{uuid.uuid4().hex[:12]}"
    _ordenar(raiz, f"CREATE DATABASE {nombre}{f' TEMPLATE {modelo}' if modelo else ''}")
    return nombre


def _vaciada(raiz: str, nombre: str) -> bool:
    """Whether it is as new: its shape is still that of the model, and it holds no row."""
    base = create_engine(f"{raiz}{nombre}", isolation_level="AUTOCOMMIT")
    try:
        with base.connect() as conexion:
            if conexion.scalar(text(FORMA)) != _forma(raiz):
                return False
            conexion.execute(text("SET session_replication_role = replica"))  # what never changes may be emptied here
            for tabla in conexion.scalars(text(_usadas(raiz))).all():
                conexion.execute(text(f"DELETE FROM {tabla}"))  # noqa: S608 -- a name of our own
            conexion.execute(text(DESDE_UNO))
            return True
    finally:
        base.dispose()


@cache
def _usadas(raiz: str) -> str:
    """A query for the tables that hold something: a test writes in a few, and to empty the others costs as much."""
    modelo = create_engine(f"{raiz}{_plantilla(raiz)}")
    with modelo.connect() as conexion:
        tablas = conexion.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
    modelo.dispose()
    suyas = (tabla for tabla in tablas if tabla != "alembic_version")
    una = "SELECT '{0}' WHERE EXISTS (SELECT 1 FROM {0})"
    return " UNION ALL ".join(una.format(tabla) for tabla in suyas)


@cache
def _forma(raiz: str) -> str:
    modelo = create_engine(f"{raiz}{_plantilla(raiz)}")
    with modelo.connect() as conexion:
        forma = str(conexion.scalar(text(FORMA)))
    modelo.dispose()
    return forma


def _ordenar(raiz: str, orden: str, datos: dict[str, str] | None = None) -> None:
    with _maestro(raiz).connect() as conexion:
        conexion.execute(text(orden), datos)


@cache
def _maestro(raiz: str) -> Engine:
    return create_engine(f"{raiz}postgres", isolation_level="AUTOCOMMIT", poolclass=NullPool)
