from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from portal.db.models import InstalacionRow, IntentoRow

LIMA = timezone(timedelta(hours=-5))


def _valores(db) -> list[str]:
    with db.lectura() as session:
        return list(session.scalars(select(InstalacionRow.valor).order_by(InstalacionRow.clave)))


def test_lo_hecho_en_una_transaccion_queda_entero(db):
    with db.transaction() as session:
        session.add(InstalacionRow(clave="a", valor="1"))
        session.add(InstalacionRow(clave="b", valor="2"))

    assert _valores(db) == ["1", "2"]


def _escribir_y_fallar(session, error):
    session.add(InstalacionRow(clave="a", valor="1"))
    session.flush()
    raise error


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_si_algo_falla_a_la_mitad_no_queda_nada(db, error):
    with pytest.raises(error), db.transaction() as session:
        _escribir_y_fallar(session, error)

    assert _valores(db) == []


def test_lo_que_se_cambia_al_leer_no_se_guarda(db):
    with db.transaction() as session:
        session.add(InstalacionRow(clave="a", valor="1"))
    with db.lectura() as session:
        session.scalars(select(InstalacionRow)).one().valor = "otro"

    assert _valores(db) == ["1"]


def test_una_lectura_no_puede_escribir(db):
    with pytest.raises(DBAPIError), db.lectura() as session:
        session.execute(text("INSERT INTO instalacion VALUES ('a', '1')"))

    with db.transaction() as session:
        session.add(InstalacionRow(clave="a", valor="2"))
    assert _valores(db) == ["2"]


def test_lo_leido_se_puede_mirar_despues(db):
    with db.transaction() as session:
        session.add(InstalacionRow(clave="a", valor="1"))
    with db.lectura() as session:
        fila = session.scalars(select(InstalacionRow)).one()

    assert (fila.clave, fila.valor) == ("a", "1")


def test_una_lectura_no_espera_a_quien_escribe(db):
    with db.transaction() as session:
        session.add(InstalacionRow(clave="a", valor="1"))
        session.flush()
        assert _valores(db) == []

    assert _valores(db) == ["1"]


def test_los_instantes_vuelven_en_utc_aunque_se_escriban_en_otra_hora(db):
    instante = datetime(2026, 12, 31, 23, 59, 59, 999_999, tzinfo=LIMA)
    with db.transaction() as session:
        session.add(IntentoRow(clave="x", fallos=1, ultimo_at=instante))

    with db.lectura() as session:
        leido = session.scalars(select(IntentoRow.ultimo_at)).one()
    assert leido == instante
    assert leido.tzinfo is UTC


def test_un_instante_sin_zona_no_se_acepta(db):
    with pytest.raises(StatementError, match="naive"), db.transaction() as session:
        session.add(IntentoRow(clave="x", fallos=1, ultimo_at=datetime(2026, 1, 1)))  # noqa: DTZ001 -- the mistake under test


def test_las_referencias_se_cumplen(db):
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.execute(text("INSERT INTO boleto VALUES ('h', 99, '2026-01-01 00:00:00')"))


def test_sqlite_se_abre_durable(db):
    if not db.es_sqlite:
        pytest.skip("PostgreSQL is durable as it comes")
    with db.lectura() as session:
        opciones = {
            p: session.execute(text(f"PRAGMA {p}")).scalar() for p in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert opciones in (
        {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1},
        {"journal_mode": "truncate", "synchronous": 2, "foreign_keys": 1},
    )
