"""Fixtures: a real database per test (SQLite always, PostgreSQL where there is one), a settable clock, real files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from portal.adapters.credenciales import Autenticador
from portal.adapters.files_local import FilesLocal
from portal.db.migrations import migrar
from portal.db.session import Database
from portal.services import configuracion
from portal.services.contexto import SISTEMA, Contexto
from tests.factories import postgres
from tests.factories.bases import Bases

MARTES = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)  # 10:00 in Lima, a business day


@dataclass
class Reloj:
    """A clock that the test sets."""

    ahora: datetime = MARTES

    def __call__(self) -> datetime:
        return self.ahora

    def avanzar(self, **cuanto: float) -> None:
        self.ahora += timedelta(**cuanto)


@pytest.fixture(scope="session")
def sqlite_migrada(tmp_path_factory) -> Path:
    """A database file brought to the newest revision once per run, and copied for each test."""
    archivo = tmp_path_factory.mktemp("migrada") / "mpv.db"
    migrar(f"sqlite:///{archivo}")
    return archivo


@pytest.fixture(scope="session")
def bases(tmp_path_factory) -> Iterator[Bases]:
    """The ``Database`` of each address, lent to one test after another."""
    suyas = Bases(tmp_path_factory)
    yield suyas
    suyas.cerrar()


@pytest.fixture
def en_sqlite(bases, sqlite_migrada) -> Iterator[Database]:
    """An empty migrated database in a file."""
    with bases.de_sqlite(sqlite_migrada) as base:
        yield base


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)])
def db(request):
    """An empty migrated database, one per test, on each engine."""
    if request.param == "sqlite":
        yield request.getfixturevalue("en_sqlite")
        return
    url, bases_ = request.getfixturevalue("postgres_url"), request.getfixturevalue("bases")
    with bases_.prestada(url) as base:
        yield base


@pytest.fixture
def reloj() -> Reloj:
    return Reloj()


@pytest.fixture
def sin_institucion(db, reloj, tmp_path) -> Contexto:
    """The public's context over ``db``, where nothing was published yet, with cheap bcrypt."""
    return Contexto(
        db=db,
        almacen=FilesLocal(tmp_path / "archivos"),
        credenciales=Autenticador(b"pimienta", rondas=4),
        reloj=reloj,
        secreto=lambda nombre: hashlib.sha256(nombre.encode()).digest(),
        base_url="http://localhost:8501",
    )


@pytest.fixture
def ctx(sin_institucion) -> Contexto:
    """The same with the IGP preset published."""
    configuracion.publicar(sin_institucion.como(SISTEMA), configuracion.preset("igp"), autor="pruebas")
    return sin_institucion


@pytest.fixture(scope="session")
def playwright():
    """The driver of the browsers: one per run, since a second one in the same thread refuses to start."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def postgres_url():
    """A fresh PostgreSQL database, or a loud skip (a failure where skipping is forbidden)."""
    with postgres.base_de_datos(migrada=True) as url:
        yield url


@pytest.fixture
def corpus() -> Path:
    """Real files of public corpora, in the folder that ``MPV_TEST_CORPUS`` names; not part of the project."""
    carpeta = os.environ.get("MPV_TEST_CORPUS")  # noqa: TID251 -- tests say where their material is
    if not carpeta or not (Path(carpeta) / "MANIFEST.csv").is_file():
        pytest.skip("NO PROBADO: falta el corpus de archivos reales (MPV_TEST_CORPUS=/carpeta con su MANIFEST.csv)")
    return Path(carpeta)
