"""The only place that opens, commits or rolls back a transaction, and that knows how each engine must be set up."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

try:
    from pysqlite3 import dbapi2 as _sqlite
except ImportError:  # no wheel for this platform: the interpreter's own
    _sqlite = sqlite3

ESPERA_MS = 10_000
# Up to 3.51.2 a reset of the write-ahead log can corrupt the file; there the rollback journal is used.
VERSION_CON_WAL_SANO = (3, 51, 3)


class Database:
    """One engine. ``transaction()`` writes, ``lectura()`` only reads; nobody else ends a transaction.

    Args:
        url: SQLAlchemy address, ``sqlite:///…`` or ``postgresql+psycopg://…``.
    """

    def __init__(self, url: str) -> None:
        self.engine = _crear(url)
        self._lectura = self.engine.execution_options(solo_lectura=True)

    @property
    def es_sqlite(self) -> bool:
        """True on the embedded engine."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Generator[Session]:
        """Run one use case: everything is kept, or nothing is."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def lectura(self) -> Generator[Session]:
        """Read one consistent picture. Takes no write lock; what is changed here is not kept, a write is refused."""
        with Session(self._lectura, expire_on_commit=False, autoflush=False) as session:
            yield session
            session.expunge_all()  # what was read stays readable; closing the session gives the picture back

    def cerrar(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _crear(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
        event.listen(engine, "begin", _empezar_postgresql)
        return engine
    engine = create_engine(url, module=_sqlite, pool_size=10, max_overflow=30)
    event.listen(engine, "connect", _preparar_sqlite)
    event.listen(engine, "begin", _empezar_sqlite)
    return engine


def _preparar_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 -- sqlite3 or pysqlite3, without a common type
    """Durable and concurrent: measured to lose no receipt in power cuts (WAL with synchronous=FULL)."""
    connection.isolation_level = None
    modo = "WAL" if _sqlite.sqlite_version_info >= VERSION_CON_WAL_SANO else "TRUNCATE"
    connection.execute(f"PRAGMA busy_timeout = {ESPERA_MS}")
    connection.execute(f"PRAGMA journal_mode = {modo}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")  # else INSERT OR REPLACE deletes past the locks


def _empezar_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once, so that two filings queue instead of failing."""
    lectura = connection.get_execution_options().get("solo_lectura", False)
    cruda, recuerdo = connection.connection.driver_connection, connection.connection.info
    if cruda is not None and recuerdo.get("solo_lectura") is not lectura:  # told only when it changes: each call costs
        cruda.execute(f"PRAGMA query_only = {'ON' if lectura else 'OFF'}")
        recuerdo["solo_lectura"] = lectura
    connection.exec_driver_sql("BEGIN" if lectura else "BEGIN IMMEDIATE")


def _empezar_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("solo_lectura", False):
        connection.execute(text("SET TRANSACTION READ ONLY"))
