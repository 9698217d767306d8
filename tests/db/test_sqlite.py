"""The embedded engine: durable, with a sound write-ahead log, and strict about references."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import text

from portal.db import session
from portal.db.session import Database


@pytest.fixture
def base(tmp_path):
    base = Database(f"sqlite:///{tmp_path}/mpv.db")
    yield base
    base.cerrar()


def pragma(base, nombre):
    with base.lectura() as abierta:
        return abierta.execute(text(f"PRAGMA {nombre}")).scalar_one()


def test_lo_confirmado_esta_en_el_disco_y_las_referencias_se_exigen(base):
    assert base.es_sqlite
    assert pragma(base, "synchronous") == 2
    assert pragma(base, "foreign_keys") == 1
    assert pragma(base, "busy_timeout") >= 10_000


def test_el_registro_adelantado_solo_se_usa_donde_no_puede_danar_la_base(base):
    sano = session._sqlite.sqlite_version_info >= (3, 51, 3)

    assert pragma(base, "journal_mode") == ("wal" if sano else "truncate")


def test_con_un_sqlite_antiguo_se_usa_el_diario_clasico(tmp_path, monkeypatch):
    monkeypatch.setattr(session, "_sqlite", sqlite3)
    monkeypatch.setattr(session, "VERSION_CON_WAL_SANO", (99, 0, 0))
    antigua = Database(f"sqlite:///{tmp_path}/antigua.db")

    assert pragma(antigua, "journal_mode") == "truncate"
    antigua.cerrar()


def test_lo_que_falla_a_medias_no_deja_nada(base):
    with base.transaction() as abierta:
        abierta.execute(text("CREATE TABLE cosa (id INTEGER)"))

    def fallar_a_medias() -> None:
        with base.transaction() as abierta:
            abierta.execute(text("INSERT INTO cosa VALUES (1)"))
            raise RuntimeError("a medias")

    with pytest.raises(RuntimeError, match="a medias"):
        fallar_a_medias()

    with base.lectura() as abierta:
        assert abierta.execute(text("SELECT count(*) FROM cosa")).scalar_one() == 0
