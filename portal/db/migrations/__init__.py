"""Migrations by Alembic, run from the package: no file outside it is needed, from any working directory."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from portal.db.session import Database


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config


def migrar(url: str, revision: str = "head") -> None:
    """Bring the database at ``url`` to ``revision``. A database that is already there is left alone."""
    command.upgrade(_config(url), revision)


def vacia(url: str) -> bool:
    """Whether there is not one table in the database at ``url``: nobody has used it yet."""
    base = Database(url)
    try:
        return not inspect(base.engine).get_table_names()
    finally:
        base.cerrar()


def al_dia(url: str) -> bool:
    """Whether the database at ``url`` is at the newest revision."""
    base = Database(url)
    try:
        with base.engine.connect() as conexion:
            actual = MigrationContext.configure(conexion).get_current_revision()
    finally:
        base.cerrar()
    return actual == ScriptDirectory.from_config(_config(url)).get_current_head()
