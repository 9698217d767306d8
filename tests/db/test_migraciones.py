from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, text

from portal.adapters.credenciales import Autenticador
from portal.adapters.files_local import FilesLocal
from portal.db import migrations
from portal.db.base import Base
from portal.db.migrations import al_dia, migrar
from portal.db.session import Database
from portal.services import configuracion, consulta, tramite
from portal.services.contexto import SISTEMA, Contexto
from tests.factories import cuentas, postgres, presentaciones
from tests.factories.revisiones import envejecer

REHECHAS = {"alembic_version", "registro_palabra"}
"""Tables whose rows a later revision makes anew."""
MOTORES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)]


@contextmanager
def _vacia(motor, tmp_path):
    if motor == "sqlite":
        yield f"sqlite:///{tmp_path}/mpv.db"
    else:
        with postgres.base_de_datos(migrada=False) as url:
            yield url


@pytest.fixture(params=MOTORES)
def url(request, tmp_path):
    """A database with nothing in it, on each engine."""
    with _vacia(request.param, tmp_path) as direccion:
        yield direccion


@pytest.fixture
def base(url):
    abierta = Database(url)
    yield abierta
    abierta.cerrar()


def _revisiones() -> list[str]:
    guiones = ScriptDirectory.from_config(migrations._config("sqlite://"))
    return [r.revision for r in reversed(list(guiones.walk_revisions()))]


def _contenido(base: Database) -> dict[str, list[dict]]:
    """Every row of every table, by column."""
    tablas = MetaData()
    tablas.reflect(base.engine)
    with base.engine.connect() as conexion:
        return {t.name: [dict(fila) for fila in conexion.execute(t.select()).mappings()] for t in tablas.sorted_tables}


def _conserva(antes: list[dict], despues: list[dict]) -> bool:
    """Whether the same rows are there, whatever columns were added."""
    recortadas = [{columna: fila[columna] for columna in antes[0]} for fila in despues] if antes else despues
    return sorted(map(repr, recortadas)) == sorted(map(repr, antes))


def _candados(base: Database) -> set[str]:
    consulta_ = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if base.es_sqlite
        else "SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with base.lectura() as session:
        return set(session.execute(text(consulta_)).scalars())


def _poblar(base: Database, tmp_path, reloj) -> Contexto:
    """A whole life: accounts, filings, history, mail."""
    ctx = Contexto(
        db=base,
        almacen=FilesLocal(tmp_path / "archivos"),
        credenciales=Autenticador(b"pimienta", rondas=4),
        reloj=reloj,
        secreto=lambda nombre: hashlib.sha256(nombre.encode()).digest(),
        base_url="http://localhost:8501",
    )
    configuracion.publicar(ctx.como(SISTEMA), configuracion.preset("igp"), autor="pruebas")
    org = cuentas.organizacion(ctx)
    recibo = presentaciones.presentar(ctx, org.una)
    presentaciones.presentar(ctx, org.otra, antecedente=recibo.numero)
    presentaciones.borrador(ctx, org.una)
    mesa = ctx.como(cuentas.personal(ctx))
    tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", desde="registrada", nota="Visto")
    return replace(ctx, actor=org.una)


def test_una_base_nueva_queda_al_dia_y_migrar_otra_vez_no_cambia_nada(url, base):
    assert not al_dia(url)
    migrar(url)
    antes = _candados(base)

    migrar(url)

    assert al_dia(url)
    assert _candados(base) == antes


def test_los_modelos_y_las_migraciones_dicen_lo_mismo(url, base):
    migrar(url)

    with base.engine.connect() as conexion:
        contexto = MigrationContext.configure(conexion, opts={"compare_type": True, "compare_server_default": True})
        diferencias = compare_metadata(contexto, Base.metadata)

    assert diferencias == []


def test_una_base_con_datos_pasa_de_la_primera_revision_a_la_ultima_sin_perder_nada(url, base, tmp_path, reloj):
    primera, *_ = _revisiones()
    llena = f"sqlite:///{tmp_path}/llena.db"
    migrar(llena)
    nueva = Database(llena)
    ctx = _poblar(nueva, tmp_path, reloj)
    nueva.cerrar()
    envejecer(llena, url, primera)
    ctx = replace(ctx, db=base)
    assert _candados(base) == set()
    antes = _contenido(base)

    migrar(url)

    despues = _contenido(base)
    assert [tabla for tabla in antes if tabla not in REHECHAS and not _conserva(antes[tabla], despues[tabla])] == []
    assert all(antes[tabla] for tabla in ("movimiento", "documento", "registro", "expediente", "carga", "aceptacion"))
    if base.es_sqlite:
        with base.engine.connect() as conexion:
            assert conexion.execute(text("PRAGMA foreign_key_check")).all() == []
            assert conexion.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    assert consulta.propio(ctx, "1-2026").estado == "En proceso"
    assert presentaciones.presentar(ctx, ctx.actor).numero == "00003-2026"


def test_migrar_revision_por_revision_da_lo_mismo_que_de_una_vez(url, base, tmp_path):
    for revision in _revisiones():
        migrar(url, revision)
    motor = "sqlite" if base.es_sqlite else "postgresql"
    (tmp_path / "otra").mkdir()

    with _vacia(motor, tmp_path / "otra") as otra_url:
        migrar(otra_url)
        otra = Database(otra_url)
        assert _candados(base) == _candados(otra)
        assert _candados(otra)
        otra.cerrar()
    assert al_dia(url)


def test_una_migracion_de_sqlite_que_rompe_referencias_se_niega(tmp_path):
    url = f"sqlite:///{tmp_path}/mpv.db"
    migrar(url, _revisiones()[0])
    base = Database(url)
    crudo = base.engine.raw_connection()
    crudo.driver_connection.execute("PRAGMA foreign_keys = OFF")
    crudo.driver_connection.execute("INSERT INTO boleto VALUES ('h', 99, '2026-01-01 00:00:00')")
    crudo.close()
    base.cerrar()

    with pytest.raises(RuntimeError, match="referencias rotas"):
        migrar(url)
