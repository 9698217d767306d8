"""How Alembic runs here. SQLite migrates with ``foreign_keys`` off and a check at the end (decision 14)."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine, pool

from portal.db import models  # noqa: F401 -- registers the tables
from portal.db.base import Base
from portal.db.session import Database


def _correr(conexion: Connection) -> None:
    context.configure(connection=conexion, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


def _sqlite(url: str) -> None:
    base = Database(url)
    motor = create_engine(url, module=base.engine.dialect.dbapi, poolclass=pool.NullPool)
    base.cerrar()
    with motor.connect() as conexion:
        cruda = conexion.connection.driver_connection
        if cruda is None:
            raise RuntimeError("no connection")
        cruda.execute("PRAGMA busy_timeout = 30000")
        cruda.execute("PRAGMA foreign_keys = OFF")
        _correr(conexion)
        rotas = cruda.execute("PRAGMA foreign_key_check").fetchall()
        if rotas:
            raise RuntimeError(f"la migración deja referencias rotas: {rotas[:5]}")


def _otro(url: str) -> None:
    motor = create_engine(url, poolclass=pool.NullPool)
    with motor.connect() as conexion:
        _correr(conexion)


direccion = context.config.attributes["url"]
if direccion.startswith("sqlite"):
    _sqlite(direccion)
else:
    _otro(direccion)
