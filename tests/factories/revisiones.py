"""Databases as older versions of the product left them."""

from __future__ import annotations

from sqlalchemy import MetaData, create_engine, select

from portal.db.migrations import migrar

SECUENCIA = (
    "SELECT setval(pg_get_serial_sequence('{tabla}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {tabla}), false)"
)


def envejecer(nueva: str, vieja: str, revision: str = "0001") -> None:
    """Make ``vieja`` (an empty database) what ``revision`` would hold: its tables, with the rows of ``nueva`` that fit."""
    migrar(vieja, revision)
    origen, destino = create_engine(nueva), create_engine(vieja)
    antes, ahora = MetaData(), MetaData()
    antes.reflect(destino)
    ahora.reflect(origen)
    with origen.connect() as lee, destino.begin() as escribe:
        if destino.dialect.name == "sqlite":
            escribe.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for tabla in antes.sorted_tables:
            if tabla.name == "alembic_version" or tabla.name not in ahora.tables:
                continue
            comunes = [columna.name for columna in tabla.columns if columna.name in ahora.tables[tabla.name].columns]
            filas = lee.execute(select(*(ahora.tables[tabla.name].columns[nombre] for nombre in comunes))).mappings()
            for fila in filas:
                escribe.execute(tabla.insert().values(**fila))
            if destino.dialect.name == "postgresql" and "id" in tabla.columns and tabla.c.id.type.python_type is int:
                escribe.exec_driver_sql(SECUENCIA.format(tabla=tabla.name))
    origen.dispose()
    destino.dispose()
