"""What administrators change on screens, procedures, and what inspection and antivirus say of a file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db.types import Instante

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New tables, and columns with a value for the rows that exist."""
    _propuesta()
    _sueltas()
    for tabla in ("borrador", "registro"):
        op.add_column(tabla, _texto("procedimiento", 40))
    for tabla in ("carga", "documento"):
        op.add_column(tabla, sa.Column("marcas", sa.JSON(), nullable=True))
        op.add_column(tabla, sa.Column("firmas", sa.JSON(), nullable=True))
    op.add_column("carga", _texto("origen", 45))
    a_medias = sa.text("estado = 'subiendo'")
    op.create_index("ix_carga_a_medias", "carga", ["origen"], sqlite_where=a_medias, postgresql_where=a_medias)
    op.add_column("institucion_version", sa.Column("nota", sa.Text(), server_default=sa.text("''"), nullable=False))


def _propuesta() -> None:
    op.create_table(
        "propuesta",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("contenido", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("abierta_at", Instante(), nullable=False),
        sa.Column("cambiada_at", Instante(), nullable=False),
        sa.ForeignKeyConstraint(["base"], ["institucion_version.id"], name=op.f("fk_propuesta_base_institucion_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_propuesta")),
    )
    op.create_table(
        "propuesta_cambio",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("propuesta_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("parte", sa.String(length=80), nullable=False),
        sa.Column("antes", sa.Text(), nullable=False),
        sa.Column("despues", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=250), nullable=False),
        sa.Column("ocurrido_at", Instante(), nullable=False),
        sa.Column("deshecho", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["propuesta_id"], ["propuesta.id"], name=op.f("fk_propuesta_cambio_propuesta_id_propuesta")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["cuenta.id"], name=op.f("fk_propuesta_cambio_actor_id_cuenta")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_propuesta_cambio")),
    )
    op.create_index("ix_propuesta_cambio_propuesta_id", "propuesta_cambio", ["propuesta_id"])


def _sueltas() -> None:
    op.create_table(
        "imagen",
        sa.Column("huella", sa.String(length=64), nullable=False),
        sa.Column("tipo", sa.String(length=20), nullable=False),
        sa.Column("contenido", sa.LargeBinary(), nullable=False),
        sa.Column("creada_at", Instante(), nullable=False),
        sa.PrimaryKeyConstraint("huella", name=op.f("pk_imagen")),
    )
    op.create_table(
        "ajuste",
        sa.Column("clave", sa.String(length=60), nullable=False),
        sa.Column("valor", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=250), nullable=False),
        sa.Column("cambiado_at", Instante(), nullable=False),
        sa.PrimaryKeyConstraint("clave", name=op.f("pk_ajuste")),
    )
    op.create_table(
        "analisis",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("estado", sa.String(length=14), nullable=False),
        sa.Column("firma", sa.Text(), nullable=False),
        sa.Column("intentos", sa.Integer(), nullable=False),
        sa.Column("proximo_at", Instante(), nullable=False),
        sa.Column("analizado_at", Instante(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_analisis")),
    )
    op.create_index("ix_analisis_estado", "analisis", ["estado"])


def _texto(nombre: str, largo: int) -> sa.Column[str]:
    return sa.Column(nombre, sa.String(length=largo), nullable=False, server_default=sa.text("''"))
