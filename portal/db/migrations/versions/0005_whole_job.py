"""Invitations to an organisation, what each account accepted last, where a session came from, warned drafts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db.types import Instante

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ULTIMA = """
UPDATE cuenta SET {columna} = COALESCE((
    SELECT a.version FROM aceptacion a WHERE a.cuenta_id = cuenta.id AND a.texto = '{texto}' ORDER BY a.id DESC LIMIT 1
), '')
"""


def upgrade() -> None:
    """One table, columns with a value for the rows that exist, one index."""
    op.create_table(
        "invitacion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("administrado_id", sa.Integer(), nullable=False),
        sa.Column("correo", sa.String(length=254), nullable=False),
        sa.Column("invitada_por", sa.Integer(), nullable=False),
        sa.Column("semilla", sa.String(length=64), nullable=False),
        sa.Column("creada_at", Instante(), nullable=False),
        sa.Column("vence_at", Instante(), nullable=False),
        sa.Column("aceptada_at", Instante(), nullable=True),
        sa.Column("anulada_at", Instante(), nullable=True),
        sa.Column("cuenta_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["administrado_id"], ["administrado.id"], name=op.f("fk_invitacion_administrado_id_administrado")
        ),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"], name=op.f("fk_invitacion_cuenta_id_cuenta")),
        sa.ForeignKeyConstraint(["invitada_por"], ["cuenta.id"], name=op.f("fk_invitacion_invitada_por_cuenta")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitacion")),
    )
    op.create_index("ix_invitacion_administrado_id", "invitacion", ["administrado_id"])
    op.create_index("ix_invitacion_correo", "invitacion", ["correo"])
    op.add_column("miembro", sa.Column("titular", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("miembro", sa.Column("retirado_por", sa.Integer(), nullable=True))
    op.add_column("cuenta", _texto("terminos", 40))
    op.add_column("cuenta", _texto("privacidad", 40))
    op.add_column("sesion", _texto("agente", 200))
    op.add_column("enlace", _texto("dato", 254))
    op.add_column("borrador", sa.Column("avisado_at", Instante(), nullable=True))
    op.create_index("ix_borrador_actualizado_at", "borrador", ["actualizado_at"])
    for texto in ("terminos", "privacidad"):
        op.execute(ULTIMA.format(columna=texto, texto=texto))


def _texto(nombre: str, largo: int) -> sa.Column[str]:
    return sa.Column(nombre, sa.String(length=largo), nullable=False, server_default=sa.text("''"))
