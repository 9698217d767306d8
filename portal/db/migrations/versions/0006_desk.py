"""The desk: who works where, destinos, observations, terms, receipts of answers, acts and seals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db.migrations import candados
from portal.db.types import Instante

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MESA = "mesa_de_partes"
ASIGNACIONES = f"""
INSERT INTO asignacion (cuenta_id, rol, dependencia, alcance, desde)
SELECT id, rol, '{MESA}', 'todas', creada_at FROM cuenta WHERE rol <> 'ciudadano'
"""
UBICADOS = f"""
UPDATE expediente SET dependencia = '{MESA}', canal = COALESCE((
    SELECT r.canal FROM registro r WHERE r.expediente_id = expediente.id ORDER BY r.id LIMIT 1
), 'web'), presentado_el = (
    SELECT r.presentado_el FROM registro r WHERE r.expediente_id = expediente.id ORDER BY r.id LIMIT 1
)
"""
DESTINOS = f"""
INSERT INTO destino (expediente_id, origen, dependencia, tipo, pedido, proveido, respuesta, creado_at, recibido_at, cierre)
SELECT id, '', '{MESA}', 'responsable', '', '', '', abierto_at,
       CASE WHEN fase <> 'registrado' THEN abierto_at END, ''
FROM expediente
"""


def upgrade() -> None:
    """New tables, columns with a value for the rows that exist; every expediente is at the counter."""
    _personas()
    _tramites()
    _columnas()
    op.execute(ASIGNACIONES)
    op.execute(UBICADOS)
    op.execute(sa.text("UPDATE expediente SET por_recibir = :si WHERE fase = 'registrado'").bindparams(si=True))
    op.execute(DESTINOS)
    candados.poner(candados.DEL_ESCRITORIO)


def _personas() -> None:
    op.create_table(
        "sello",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dia", sa.Date(), nullable=False),
        sa.Column("cabezas", sa.Integer(), nullable=False),
        sa.Column("hasta_movimiento", sa.Integer(), nullable=False),
        sa.Column("hasta_acto", sa.Integer(), nullable=False),
        sa.Column("huella_anterior", sa.String(length=64), nullable=False),
        sa.Column("huella", sa.String(length=64), nullable=False),
        sa.Column("sellado_at", Instante(), nullable=False),
        sa.Column("nota", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sello")),
        sa.UniqueConstraint("dia", name=op.f("uq_sello_dia")),
    )
    op.create_table(
        "acto",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("que", sa.String(length=40), nullable=False),
        sa.Column("sobre", sa.String(length=120), nullable=False),
        sa.Column("datos", sa.JSON(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=250), nullable=False),
        sa.Column("ocurrido_at", Instante(), nullable=False),
        sa.Column("huella_anterior", sa.String(length=64), nullable=False),
        sa.Column("huella", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["cuenta.id"], name=op.f("fk_acto_actor_id_cuenta")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acto")),
    )
    op.create_table(
        "asignacion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cuenta_id", sa.Integer(), nullable=False),
        sa.Column("rol", sa.String(length=40), nullable=False),
        sa.Column("dependencia", sa.String(length=40), nullable=False),
        sa.Column("alcance", sa.String(length=15), nullable=False),
        sa.Column("suplente_de", sa.Integer(), nullable=True),
        sa.Column("desde", Instante(), nullable=False),
        sa.Column("hasta", Instante(), nullable=True),
        sa.Column("creada_por", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["creada_por"], ["cuenta.id"], name=op.f("fk_asignacion_creada_por_cuenta")),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"], name=op.f("fk_asignacion_cuenta_id_cuenta")),
        sa.ForeignKeyConstraint(["suplente_de"], ["cuenta.id"], name=op.f("fk_asignacion_suplente_de_cuenta")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asignacion")),
    )
    op.create_index("ix_asignacion_cuenta_id_hasta", "asignacion", ["cuenta_id", "hasta"])
    op.create_index(op.f("ix_asignacion_dependencia"), "asignacion", ["dependencia"])
    op.create_table(
        "codigo_usado",
        sa.Column("cuenta_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("usado_at", Instante(), nullable=False),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"], name=op.f("fk_codigo_usado_cuenta_id_cuenta")),
        sa.PrimaryKeyConstraint("cuenta_id", "version", "numero", name=op.f("pk_codigo_usado")),
    )


def _tramites() -> None:
    op.create_table(
        "acuse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registro_id", sa.Integer(), nullable=False),
        sa.Column("cuenta_id", sa.Integer(), nullable=True),
        sa.Column("via", sa.String(length=10), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=False),
        sa.Column("ocurrido_at", Instante(), nullable=False),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"], name=op.f("fk_acuse_cuenta_id_cuenta")),
        sa.ForeignKeyConstraint(["registro_id"], ["registro.id"], name=op.f("fk_acuse_registro_id_registro")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acuse")),
    )
    op.create_index(op.f("ix_acuse_registro_id"), "acuse", ["registro_id"])
    op.create_table(
        "destino",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expediente_id", sa.Integer(), nullable=False),
        sa.Column("movimiento_id", sa.Integer(), nullable=True),
        sa.Column("origen", sa.String(length=40), nullable=False),
        sa.Column("dependencia", sa.String(length=40), nullable=False),
        sa.Column("tipo", sa.String(length=12), nullable=False),
        sa.Column("pedido", sa.String(length=40), nullable=False),
        sa.Column("proveido", sa.Text(), nullable=False),
        sa.Column("vence_el", sa.Date(), nullable=True),
        sa.Column("creado_at", Instante(), nullable=False),
        sa.Column("recibido_at", Instante(), nullable=True),
        sa.Column("recibido_por", sa.Integer(), nullable=True),
        sa.Column("responsable_id", sa.Integer(), nullable=True),
        sa.Column("respuesta", sa.Text(), nullable=False),
        sa.Column("cerrado_at", Instante(), nullable=True),
        sa.Column("cerrado_por", sa.Integer(), nullable=True),
        sa.Column("cierre", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["cerrado_por"], ["cuenta.id"], name=op.f("fk_destino_cerrado_por_cuenta")),
        sa.ForeignKeyConstraint(["expediente_id"], ["expediente.id"], name=op.f("fk_destino_expediente_id_expediente")),
        sa.ForeignKeyConstraint(["movimiento_id"], ["movimiento.id"], name=op.f("fk_destino_movimiento_id_movimiento")),
        sa.ForeignKeyConstraint(["recibido_por"], ["cuenta.id"], name=op.f("fk_destino_recibido_por_cuenta")),
        sa.ForeignKeyConstraint(["responsable_id"], ["cuenta.id"], name=op.f("fk_destino_responsable_id_cuenta")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destino")),
    )
    op.create_index("ix_destino_dependencia_cerrado_at", "destino", ["dependencia", "cerrado_at"])
    op.create_index(op.f("ix_destino_expediente_id"), "destino", ["expediente_id"])
    op.create_index("ix_destino_origen_cerrado_at", "destino", ["origen", "cerrado_at"])
    op.create_table(
        "observacion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expediente_id", sa.Integer(), nullable=False),
        sa.Column("movimiento_id", sa.Integer(), nullable=False),
        sa.Column("clase", sa.String(length=14), nullable=False),
        sa.Column("ronda", sa.Integer(), nullable=False),
        sa.Column("dependencia", sa.String(length=40), nullable=False),
        sa.Column("notificada_el", sa.Date(), nullable=False),
        sa.Column("vence_el", sa.Date(), nullable=False),
        sa.Column("creada_at", Instante(), nullable=False),
        sa.Column("recordada_at", Instante(), nullable=True),
        sa.Column("propuesta_at", Instante(), nullable=True),
        sa.Column("cerrada_at", Instante(), nullable=True),
        sa.Column("resultado", sa.String(length=14), nullable=False),
        sa.Column("registro_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["expediente_id"], ["expediente.id"], name=op.f("fk_observacion_expediente_id_expediente")
        ),
        sa.ForeignKeyConstraint(
            ["movimiento_id"], ["movimiento.id"], name=op.f("fk_observacion_movimiento_id_movimiento")
        ),
        sa.ForeignKeyConstraint(["registro_id"], ["registro.id"], name=op.f("fk_observacion_registro_id_registro")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observacion")),
        sa.UniqueConstraint("expediente_id", "clase", "ronda", name=op.f("uq_observacion_expediente_id_clase_ronda")),
    )
    op.create_index(op.f("ix_observacion_vence_el"), "observacion", ["vence_el"])
    op.create_table(
        "observacion_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observacion_id", sa.Integer(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("texto", sa.Text(), nullable=False),
        sa.Column("parte", sa.String(length=40), nullable=False),
        sa.Column("item_de", sa.Integer(), nullable=True),
        sa.Column("respuesta", sa.Text(), nullable=False),
        sa.Column("subsanado", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_de"], ["observacion_item.id"], name=op.f("fk_observacion_item_item_de_observacion_item")
        ),
        sa.ForeignKeyConstraint(
            ["observacion_id"], ["observacion.id"], name=op.f("fk_observacion_item_observacion_id_observacion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observacion_item")),
        sa.UniqueConstraint("observacion_id", "orden", name=op.f("uq_observacion_item_observacion_id_orden")),
    )
    op.create_table(
        "plazo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expediente_id", sa.Integer(), nullable=False),
        sa.Column("clase", sa.String(length=14), nullable=False),
        sa.Column("destino_id", sa.Integer(), nullable=True),
        sa.Column("observacion_id", sa.Integer(), nullable=True),
        sa.Column("dependencia", sa.String(length=40), nullable=False),
        sa.Column("acto", sa.Date(), nullable=False),
        sa.Column("cantidad", sa.Integer(), nullable=False),
        sa.Column("unidad", sa.String(length=12), nullable=False),
        sa.Column("distancia", sa.Integer(), nullable=False),
        sa.Column("ampliacion", sa.Integer(), nullable=False),
        sa.Column("silencio", sa.String(length=10), nullable=False),
        sa.Column("base_legal", sa.Text(), nullable=False),
        sa.Column("vence_el", sa.Date(), nullable=True),
        sa.Column("creado_at", Instante(), nullable=False),
        sa.Column("cerrado_at", Instante(), nullable=True),
        sa.ForeignKeyConstraint(["destino_id"], ["destino.id"], name=op.f("fk_plazo_destino_id_destino")),
        sa.ForeignKeyConstraint(["expediente_id"], ["expediente.id"], name=op.f("fk_plazo_expediente_id_expediente")),
        sa.ForeignKeyConstraint(
            ["observacion_id"], ["observacion.id"], name=op.f("fk_plazo_observacion_id_observacion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plazo")),
    )
    op.create_index(op.f("ix_plazo_expediente_id"), "plazo", ["expediente_id"])
    op.create_index(op.f("ix_plazo_vence_el"), "plazo", ["vence_el"])
    op.create_table(
        "suspension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plazo_id", sa.Integer(), nullable=False),
        sa.Column("desde", sa.Date(), nullable=False),
        sa.Column("hasta", sa.Date(), nullable=True),
        sa.Column("motivo", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plazo_id"], ["plazo.id"], name=op.f("fk_suspension_plazo_id_plazo")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
    )
    op.create_index(op.f("ix_suspension_plazo_id"), "suspension", ["plazo_id"])


def _columnas() -> None:
    op.add_column(
        "borrador", sa.Column("clase", sa.String(length=14), server_default=sa.text("'presentacion'"), nullable=False)
    )
    op.add_column("borrador", sa.Column("expediente_id", sa.Integer(), nullable=True))
    op.add_column("borrador", sa.Column("observacion_id", sa.Integer(), nullable=True))
    op.add_column("cuenta", sa.Column("totp_version", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("cuenta", sa.Column("totp_at", Instante(), nullable=True))
    op.add_column("cuenta", sa.Column("totp_paso", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    op.add_column(
        "expediente", sa.Column("canal", sa.String(length=20), server_default=sa.text("'web'"), nullable=False)
    )
    op.add_column("expediente", sa.Column("presentado_el", sa.Date(), nullable=True))
    op.add_column(
        "expediente", sa.Column("dependencia", sa.String(length=40), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("expediente", sa.Column("por_recibir", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("expediente", sa.Column("responsable_id", sa.Integer(), nullable=True))
    op.add_column("expediente", sa.Column("vence_el", sa.Date(), nullable=True))
    op.add_column(
        "movimiento", sa.Column("dependencia", sa.String(length=40), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("movimiento", sa.Column("interna", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("movimiento", sa.Column("datos", sa.JSON(), nullable=True))
    op.add_column("movimiento", sa.Column("publico", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("movimiento", sa.Column("esquema", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column(
        "registro", sa.Column("sentido", sa.String(length=8), server_default=sa.text("'entrada'"), nullable=False)
    )
    op.add_column(
        "registro", sa.Column("clase", sa.String(length=14), server_default=sa.text("'presentacion'"), nullable=False)
    )
    op.add_column(
        "registro", sa.Column("dependencia", sa.String(length=40), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("sesion", sa.Column("segundo_at", Instante(), nullable=True))
    op.create_index("ix_expediente_dependencia_fase", "expediente", ["dependencia", "fase"])
    op.create_index(op.f("ix_expediente_presentado_el"), "expediente", ["presentado_el"])
    op.create_index(op.f("ix_expediente_responsable_id"), "expediente", ["responsable_id"])
    op.create_index(op.f("ix_expediente_vence_el"), "expediente", ["vence_el"])
