"""The desk finds: one index of terms for each expediente instead of the words of each asunto, and indexes in its order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.domain import terminos

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TANDA = 1_000
VIVO = sa.text("fase IN ('registrado', 'observado', 'en_tramite')")
ENCARGO = sa.text("cerrado_at IS NULL AND tipo <> 'responsable'")
PALABRA = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")


def upgrade() -> None:
    """The terms are told from what was filed; the old words, which say less, go."""
    op.add_column("expediente", sa.Column("palabras", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_table(
        "expediente_palabra",
        sa.Column("palabra", PALABRA, nullable=False),
        sa.Column("expediente_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["expediente_id"], ["expediente.id"], name=op.f("fk_expediente_palabra_expediente_id_expediente")
        ),
        sa.PrimaryKeyConstraint("palabra", "expediente_id", name=op.f("pk_expediente_palabra")),
        sqlite_with_rowid=False,
    )
    _llenar()
    op.drop_table("registro_palabra")
    _indices_de_expediente()
    op.drop_index("ix_destino_dependencia_cerrado_at", "destino")
    op.drop_index("ix_destino_origen_cerrado_at", "destino")
    op.create_index("ix_destino_dependencia_expediente_id", "destino", ["dependencia", "expediente_id"])
    del_encargo = ["dependencia", "expediente_id", "tipo", "vence_el", "recibido_at", "responsable_id"]
    _parcial("ix_destino_encargo", "destino", del_encargo, ENCARGO)
    _parcial("ix_destino_enviado", "destino", ["origen", "expediente_id"], sa.text("cerrado_at IS NULL"))
    _parcial("ix_movimiento_atendido", "movimiento", ["ocurrido_at"], sa.text("accion = 'atender'"))


def _indices_de_expediente() -> None:
    for viejo in ("dependencia_fase", "presentado_el", "responsable_id", "vence_el"):
        op.drop_index(f"ix_expediente_{viejo}", "expediente")
    op.create_index("ix_expediente_dependencia_id", "expediente", ["dependencia", "id"])
    op.create_index("ix_expediente_fase_id", "expediente", ["fase", "id"])
    op.create_index("ix_expediente_presentado_el_id", "expediente", ["presentado_el", "id"])
    _parcial("ix_expediente_vivo", "expediente", ["dependencia", "por_recibir", "id"], VIVO)
    _parcial("ix_expediente_a_cargo", "expediente", ["responsable_id", "id"], sa.text("responsable_id IS NOT NULL"))
    con_termino = sa.text("vence_el IS NOT NULL")
    _parcial("ix_expediente_con_termino", "expediente", ["vence_el", "id", "dependencia"], con_termino)


def _parcial(nombre: str, tabla: str, columnas: list[str], cuales: sa.TextClause) -> None:
    """An index of some rows only."""
    op.create_index(nombre, tabla, columnas, sqlite_where=cuales, postgresql_where=cuales)


def _llenar() -> None:
    """Tell the terms of what was filed, some at a time."""
    registro = sa.table(
        "registro",
        *(sa.column(nombre) for nombre in ("id", "expediente_id", "canal", "asunto", "numero_documento")),
        sa.column("tipo_documento"),
        sa.column("clase"),
        sa.column("remitente", sa.JSON()),
    )
    expediente = sa.table("expediente", sa.column("id"), sa.column("palabras"))
    palabra = sa.table("expediente_palabra", sa.column("palabra"), sa.column("expediente_id"))
    conexion = op.get_bind()
    cambio = sa.update(expediente).where(expediente.c.id == sa.bindparam("cual")).values(palabras=sa.bindparam("linea"))
    for filas in _tandas(conexion, registro):
        halladas = {fila.expediente_id: _terminos(fila) for fila in filas}
        conexion.execute(
            cambio, [{"cual": cual, "linea": terminos.en_linea(suyas)} for cual, suyas in halladas.items()]
        )
        pares = [{"palabra": p, "expediente_id": cual} for cual, suyas in halladas.items() for p in suyas]
        if pares:
            conexion.execute(sa.insert(palabra), pares)


def _tandas(conexion: sa.Connection, registro: sa.TableClause) -> Iterator[Sequence[sa.Row[Any]]]:
    ultimo = 0
    while True:
        filas = conexion.execute(
            sa.select(registro)
            .where(registro.c.id > ultimo, registro.c.clase == "presentacion")
            .order_by(registro.c.id)
            .limit(TANDA)
        ).all()
        if not filas:
            return
        yield filas
        ultimo = filas[-1].id


def _terminos(fila: sa.Row[Any]) -> tuple[str, ...]:
    de_quien = ("nombre", "numero_doc", "persona", "persona_numero_doc")
    return terminos.de_expediente(
        asunto=fila.asunto,
        remitente=[fila.remitente[dato] for dato in de_quien if fila.remitente.get(dato)],
        numero=fila.numero_documento,
        tipo=fila.tipo_documento,
        canal=fila.canal,
    )
