# ruff: noqa: S608 -- the statements are made of our own table names
"""The engine itself refuses to change what must never change, whoever asks."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.db.migrations.candados import DEL_ESCRITORIO, FIJAS, INMUTABLES
from portal.db.models import AcuseRow
from portal.services import actos, sellos
from portal.services.contexto import SISTEMA
from tests.factories import cuentas, presentaciones

VALOR = {
    "enviado_at": "'2020-01-01 00:00:00'",
    "abierto_at": "'2020-01-01 00:00:00'",
    "presentado_el": "'2020-01-01'",
    "plazo_desde": "'2020-01-01'",
}
TODAS = (*INMUTABLES, *DEL_ESCRITORIO)
ENTEROS = {"expediente_id", "anio", "correlativo", "institucion_version"}


@pytest.fixture
def presentado(ctx):
    """A filing, its history and its acceptances; an answer that was opened, an act and a seal."""
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    with ctx.db.transaction() as session:
        session.add(AcuseRow(registro_id=1, cuenta_id=None, via="enlace", ip="10.0.0.1", ocurrido_at=ctx.reloj()))
        actos.anotar_acto(session, ctx.como(SISTEMA), "probar", "la prueba", {})
    assert sellos.sellar_dia(ctx.como(SISTEMA)) == 1
    return recibo


def _intentar(ctx, orden: str) -> str:
    try:
        with ctx.db.transaction() as session:
            session.execute(text(orden))
    except DBAPIError as error:
        return str(error.orig)
    return "pasó"


@pytest.mark.parametrize("tabla", TODAS)
def test_lo_inmutable_no_se_cambia_ni_se_borra(ctx, presentado, tabla):
    respuestas = [_intentar(ctx, orden) for orden in (f"UPDATE {tabla} SET id = id", f"DELETE FROM {tabla}")]

    assert all("no_cambia" in r or "no cambia" in r or "no_se_borra" in r for r in respuestas)
    with ctx.db.lectura() as session:
        assert session.execute(text(f"SELECT count(*) FROM {tabla}")).scalar() > 0


@pytest.mark.parametrize(("tabla", "columna"), [(t, c) for t, columnas in FIJAS.items() for c in columnas])
def test_lo_fijado_al_presentar_no_se_cambia(ctx, presentado, tabla, columna):
    valor = VALOR.get(columna, "7" if columna in ENTEROS else "'otro'")

    respuesta = _intentar(ctx, f"UPDATE {tabla} SET {columna} = {valor}")

    assert "no_cambia" in respuesta or "no cambia" in respuesta


@pytest.mark.parametrize("tabla", FIJAS)
def test_un_registro_y_un_expediente_no_se_borran(ctx, presentado, tabla):
    respuesta = _intentar(ctx, f"DELETE FROM {tabla}")

    assert "no_se_borra" in respuesta or "no cambia" in respuesta


def test_lo_que_si_cambia_no_esta_bajo_candado(ctx, presentado):
    assert _intentar(ctx, "UPDATE expediente SET estado = 'en_proceso', movimientos = 2, clave_version = 2") == "pasó"
    assert _intentar(ctx, "UPDATE registro SET recibido_at = '2026-12-01 10:00:00'") == "pasó"


@pytest.mark.parametrize("tabla", [*TODAS, *FIJAS])
def test_tampoco_se_reemplaza_ni_se_vacia(ctx, presentado, tabla):
    """INSERT OR REPLACE deletes without asking on SQLite; TRUNCATE asks no row on PostgreSQL."""
    orden = f"INSERT OR REPLACE INTO {tabla} SELECT * FROM {tabla}" if ctx.db.es_sqlite else f"TRUNCATE {tabla} CASCADE"

    respuesta = _intentar(ctx, orden)

    assert "no_se_borra" in respuesta or "no cambia" in respuesta
