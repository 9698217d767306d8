"""Locks of the engine itself on what must never change: history, filed documents, numbers and instants.

A batch rebuild of a table on SQLite drops its triggers: a migration that rebuilds one of these calls ``poner`` again.
"""

from __future__ import annotations

from alembic import op

INMUTABLES = ("movimiento", "documento", "institucion_version", "aceptacion")
DEL_ESCRITORIO = ("acuse", "acto", "sello")  # since revision 0006
FIJAS = {
    "registro": (
        "numero",
        "expediente_id",
        "enviado_at",
        "presentado_el",
        "plazo_desde",
        "clave_envio",
        "codigo_verificacion",
    ),
    "expediente": ("numero", "serie", "anio", "correlativo", "institucion_version", "abierto_at"),
}


def poner(inmutables: tuple[str, ...] = INMUTABLES) -> None:
    """Create the locks of these tables and of the fixed columns, replacing those that exist."""
    if op.get_bind().dialect.name == "sqlite":
        _sqlite(inmutables)
    else:
        _postgresql(inmutables)


def _sqlite(inmutables: tuple[str, ...]) -> None:
    for tabla in inmutables:
        _disparador_sqlite(f"{tabla}_no_cambia", f"UPDATE ON {tabla}")
        _disparador_sqlite(f"{tabla}_no_se_borra", f"DELETE ON {tabla}")
    for tabla, columnas in FIJAS.items():
        _disparador_sqlite(f"{tabla}_no_cambia", f"UPDATE OF {', '.join(columnas)} ON {tabla}")
        _disparador_sqlite(f"{tabla}_no_se_borra", f"DELETE ON {tabla}")


def _disparador_sqlite(nombre: str, evento: str) -> None:
    op.execute(f"DROP TRIGGER IF EXISTS {nombre}")
    op.execute(f"CREATE TRIGGER {nombre} BEFORE {evento} BEGIN SELECT RAISE(ABORT, '{nombre}'); END")


def _postgresql(inmutables: tuple[str, ...]) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION mpv_candado() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% no cambia', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for tabla in inmutables:
        _disparador_postgresql(f"{tabla}_no_cambia", f"UPDATE OR DELETE ON {tabla}")
    for tabla, columnas in FIJAS.items():
        _disparador_postgresql(f"{tabla}_no_cambia", f"UPDATE OF {', '.join(columnas)} OR DELETE ON {tabla}")


def _disparador_postgresql(nombre: str, evento: str) -> None:
    tabla = evento.rsplit(" ", 1)[1]
    op.execute(f"DROP TRIGGER IF EXISTS {nombre} ON {tabla}")
    op.execute(f"CREATE TRIGGER {nombre} BEFORE {evento} FOR EACH ROW EXECUTE FUNCTION mpv_candado()")
    op.execute(f"DROP TRIGGER IF EXISTS {tabla}_no_se_vacia ON {tabla}")
    op.execute(
        f"CREATE TRIGGER {tabla}_no_se_vacia BEFORE TRUNCATE ON {tabla} FOR EACH STATEMENT EXECUTE FUNCTION mpv_candado()"
    )
