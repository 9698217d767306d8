"""First tables: accounts, institution, filings, history and mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db.types import Instante


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table('administrado',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('clase', sa.String(length=10), nullable=False),
    sa.Column('tipo_doc', sa.String(length=10), nullable=False),
    sa.Column('numero_doc', sa.String(length=20), nullable=False),
    sa.Column('nombre', sa.String(length=250), nullable=False),
    sa.Column('direccion', sa.String(length=250), nullable=False),
    sa.Column('creado_at', Instante(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_administrado'))
    )
    with op.batch_alter_table('administrado', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_administrado_numero_doc'), ['numero_doc'], unique=False)

    op.create_table('correlativo',
    sa.Column('serie', sa.String(length=20), nullable=False),
    sa.Column('anio', sa.Integer(), nullable=False),
    sa.Column('ultimo', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('serie', 'anio', name=op.f('pk_correlativo'))
    )
    op.create_table('cuenta',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('correo', sa.String(length=254), nullable=False),
    sa.Column('clave', sa.String(length=100), nullable=False),
    sa.Column('rol', sa.String(length=20), nullable=False),
    sa.Column('nombres', sa.String(length=120), nullable=False),
    sa.Column('apellidos', sa.String(length=120), nullable=False),
    sa.Column('tipo_doc', sa.String(length=10), nullable=False),
    sa.Column('numero_doc', sa.String(length=20), nullable=False),
    sa.Column('telefono', sa.String(length=30), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('creada_at', Instante(), nullable=False),
    sa.Column('activada_at', Instante(), nullable=True),
    sa.Column('deshabilitada_at', Instante(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cuenta')),
    sa.UniqueConstraint('correo', name=op.f('uq_cuenta_correo'))
    )
    op.create_table('instalacion',
    sa.Column('clave', sa.String(length=40), nullable=False),
    sa.Column('valor', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('clave', name=op.f('pk_instalacion'))
    )
    op.create_table('institucion_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contenido', sa.Text(), nullable=False),
    sa.Column('huella', sa.String(length=64), nullable=False),
    sa.Column('publicada_at', Instante(), nullable=False),
    sa.Column('autor', sa.String(length=254), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_institucion_version'))
    )
    op.create_table('intento',
    sa.Column('clave', sa.String(length=80), nullable=False),
    sa.Column('fallos', sa.Integer(), nullable=False),
    sa.Column('ultimo_at', Instante(), nullable=False),
    sa.Column('espera_hasta', Instante(), nullable=True),
    sa.PrimaryKeyConstraint('clave', name=op.f('pk_intento'))
    )
    op.create_table('aceptacion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cuenta_id', sa.Integer(), nullable=False),
    sa.Column('texto', sa.String(length=20), nullable=False),
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('aceptado_at', Instante(), nullable=False),
    sa.Column('ip', sa.String(length=45), nullable=False),
    sa.ForeignKeyConstraint(['cuenta_id'], ['cuenta.id'], name=op.f('fk_aceptacion_cuenta_id_cuenta')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_aceptacion'))
    )
    with op.batch_alter_table('aceptacion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_aceptacion_cuenta_id'), ['cuenta_id'], unique=False)

    op.create_table('enlace',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('proposito', sa.String(length=20), nullable=False),
    sa.Column('cuenta_id', sa.Integer(), nullable=False),
    sa.Column('semilla', sa.String(length=64), nullable=False),
    sa.Column('creado_at', Instante(), nullable=False),
    sa.Column('vence_at', Instante(), nullable=False),
    sa.Column('usado_at', Instante(), nullable=True),
    sa.ForeignKeyConstraint(['cuenta_id'], ['cuenta.id'], name=op.f('fk_enlace_cuenta_id_cuenta')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enlace'))
    )
    with op.batch_alter_table('enlace', schema=None) as batch_op:
        batch_op.create_index('ix_enlace_cuenta_id_proposito', ['cuenta_id', 'proposito'], unique=False)

    op.create_table('expediente',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('numero', sa.String(length=40), nullable=False),
    sa.Column('serie', sa.String(length=20), nullable=False),
    sa.Column('anio', sa.Integer(), nullable=False),
    sa.Column('correlativo', sa.Integer(), nullable=False),
    sa.Column('administrado_id', sa.Integer(), nullable=False),
    sa.Column('institucion_version', sa.Integer(), nullable=False),
    sa.Column('asunto', sa.Text(), nullable=False),
    sa.Column('estado', sa.String(length=40), nullable=False),
    sa.Column('fase', sa.String(length=20), nullable=False),
    sa.Column('movimientos', sa.Integer(), nullable=False),
    sa.Column('clave_version', sa.Integer(), nullable=False),
    sa.Column('abierto_at', Instante(), nullable=False),
    sa.ForeignKeyConstraint(['administrado_id'], ['administrado.id'], name=op.f('fk_expediente_administrado_id_administrado')),
    sa.ForeignKeyConstraint(['institucion_version'], ['institucion_version.id'], name=op.f('fk_expediente_institucion_version_institucion_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expediente')),
    sa.UniqueConstraint('numero', name=op.f('uq_expediente_numero')),
    sa.UniqueConstraint('serie', 'anio', 'correlativo', name=op.f('uq_expediente_serie_anio_correlativo'))
    )
    with op.batch_alter_table('expediente', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_expediente_administrado_id'), ['administrado_id'], unique=False)
        batch_op.create_index('ix_expediente_anio_correlativo', ['anio', 'correlativo'], unique=False)

    op.create_table('miembro',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('administrado_id', sa.Integer(), nullable=False),
    sa.Column('cuenta_id', sa.Integer(), nullable=False),
    sa.Column('desde', Instante(), nullable=False),
    sa.Column('hasta', Instante(), nullable=True),
    sa.ForeignKeyConstraint(['administrado_id'], ['administrado.id'], name=op.f('fk_miembro_administrado_id_administrado')),
    sa.ForeignKeyConstraint(['cuenta_id'], ['cuenta.id'], name=op.f('fk_miembro_cuenta_id_cuenta')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_miembro'))
    )
    with op.batch_alter_table('miembro', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_miembro_administrado_id'), ['administrado_id'], unique=False)
        batch_op.create_index('ix_miembro_cuenta_id_hasta', ['cuenta_id', 'hasta'], unique=False)

    op.create_table('sesion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('huella', sa.String(length=64), nullable=True),
    sa.Column('cuenta_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('creada_at', Instante(), nullable=False),
    sa.Column('vista_at', Instante(), nullable=False),
    sa.Column('vence_at', Instante(), nullable=False),
    sa.Column('cerrada_at', Instante(), nullable=True),
    sa.Column('ip', sa.String(length=45), nullable=False),
    sa.ForeignKeyConstraint(['cuenta_id'], ['cuenta.id'], name=op.f('fk_sesion_cuenta_id_cuenta')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sesion')),
    sa.UniqueConstraint('huella', name=op.f('uq_sesion_huella'))
    )
    with op.batch_alter_table('sesion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sesion_cuenta_id'), ['cuenta_id'], unique=False)

    op.create_table('boleto',
    sa.Column('huella', sa.String(length=64), nullable=False),
    sa.Column('sesion_id', sa.Integer(), nullable=False),
    sa.Column('vence_at', Instante(), nullable=False),
    sa.ForeignKeyConstraint(['sesion_id'], ['sesion.id'], name=op.f('fk_boleto_sesion_id_sesion')),
    sa.PrimaryKeyConstraint('huella', name=op.f('pk_boleto'))
    )
    op.create_table('movimiento',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('expediente_id', sa.Integer(), nullable=False),
    sa.Column('orden', sa.Integer(), nullable=False),
    sa.Column('accion', sa.String(length=20), nullable=False),
    sa.Column('desde', sa.String(length=40), nullable=True),
    sa.Column('hasta', sa.String(length=40), nullable=False),
    sa.Column('fase', sa.String(length=20), nullable=False),
    sa.Column('nota', sa.Text(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor', sa.String(length=250), nullable=False),
    sa.Column('ocurrido_at', Instante(), nullable=False),
    sa.Column('huella_anterior', sa.String(length=64), nullable=False),
    sa.Column('huella', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['cuenta.id'], name=op.f('fk_movimiento_actor_id_cuenta')),
    sa.ForeignKeyConstraint(['expediente_id'], ['expediente.id'], name=op.f('fk_movimiento_expediente_id_expediente')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_movimiento')),
    sa.UniqueConstraint('expediente_id', 'orden', name=op.f('uq_movimiento_expediente_id_orden'))
    )
    op.create_table('registro',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('numero', sa.String(length=40), nullable=False),
    sa.Column('expediente_id', sa.Integer(), nullable=False),
    sa.Column('canal', sa.String(length=20), nullable=False),
    sa.Column('cuenta_id', sa.Integer(), nullable=False),
    sa.Column('administrado_id', sa.Integer(), nullable=False),
    sa.Column('remitente', sa.JSON(), nullable=False),
    sa.Column('por', sa.String(length=250), nullable=False),
    sa.Column('tipo_documento', sa.String(length=120), nullable=False),
    sa.Column('numero_documento', sa.Text(), nullable=False),
    sa.Column('numero_plegado', sa.Text(), nullable=False),
    sa.Column('asunto', sa.Text(), nullable=False),
    sa.Column('valores', sa.JSON(), nullable=False),
    sa.Column('antecedente', sa.Text(), nullable=False),
    sa.Column('antecedente_id', sa.Integer(), nullable=True),
    sa.Column('enviado_at', Instante(), nullable=False),
    sa.Column('presentado_el', sa.Date(), nullable=False),
    sa.Column('plazo_desde', sa.Date(), nullable=False),
    sa.Column('saltados', sa.JSON(), nullable=False),
    sa.Column('recibido_at', Instante(), nullable=True),
    sa.Column('paginas', sa.Integer(), nullable=False),
    sa.Column('clave_envio', sa.String(length=32), nullable=False),
    sa.Column('codigo_verificacion', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['administrado_id'], ['administrado.id'], name=op.f('fk_registro_administrado_id_administrado')),
    sa.ForeignKeyConstraint(['antecedente_id'], ['expediente.id'], name=op.f('fk_registro_antecedente_id_expediente')),
    sa.ForeignKeyConstraint(['cuenta_id'], ['cuenta.id'], name=op.f('fk_registro_cuenta_id_cuenta')),
    sa.ForeignKeyConstraint(['expediente_id'], ['expediente.id'], name=op.f('fk_registro_expediente_id_expediente')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registro')),
    sa.UniqueConstraint('clave_envio', name=op.f('uq_registro_clave_envio')),
    sa.UniqueConstraint('codigo_verificacion', name=op.f('uq_registro_codigo_verificacion')),
    sa.UniqueConstraint('numero', name=op.f('uq_registro_numero'))
    )
    with op.batch_alter_table('registro', schema=None) as batch_op:
        batch_op.create_index('ix_registro_administrado_id_id', ['administrado_id', 'id'], unique=False)
        batch_op.create_index('ix_registro_enviado_at', ['enviado_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_registro_expediente_id'), ['expediente_id'], unique=False)

    op.create_table('borrador',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('cuenta_id', sa.Integer(), nullable=False),
    sa.Column('administrado_id', sa.Integer(), nullable=False),
    sa.Column('institucion_version', sa.Integer(), nullable=False),
    sa.Column('valores', sa.JSON(), nullable=False),
    sa.Column('clave_envio', sa.String(length=32), nullable=False),
    sa.Column('creado_at', Instante(), nullable=False),
    sa.Column('actualizado_at', Instante(), nullable=False),
    sa.Column('registro_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['administrado_id'], ['administrado.id'], name=op.f('fk_borrador_administrado_id_administrado')),
    sa.ForeignKeyConstraint(['cuenta_id'], ['cuenta.id'], name=op.f('fk_borrador_cuenta_id_cuenta')),
    sa.ForeignKeyConstraint(['institucion_version'], ['institucion_version.id'], name=op.f('fk_borrador_institucion_version_institucion_version')),
    sa.ForeignKeyConstraint(['registro_id'], ['registro.id'], name=op.f('fk_borrador_registro_id_registro')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_borrador')),
    sa.UniqueConstraint('clave_envio', name=op.f('uq_borrador_clave_envio'))
    )
    with op.batch_alter_table('borrador', schema=None) as batch_op:
        batch_op.create_index('ix_borrador_cuenta_id_registro_id', ['cuenta_id', 'registro_id'], unique=False)

    op.create_table('correo_saliente',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('clave', sa.String(length=80), nullable=False),
    sa.Column('destinatario', sa.String(length=254), nullable=False),
    sa.Column('plantilla', sa.String(length=40), nullable=False),
    sa.Column('institucion_version', sa.Integer(), nullable=False),
    sa.Column('enlace_id', sa.Integer(), nullable=True),
    sa.Column('registro_id', sa.Integer(), nullable=True),
    sa.Column('movimiento_id', sa.Integer(), nullable=True),
    sa.Column('datos', sa.JSON(), nullable=False),
    sa.Column('estado', sa.String(length=12), nullable=False),
    sa.Column('intentos', sa.Integer(), nullable=False),
    sa.Column('proximo_at', Instante(), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('message_id', sa.String(length=120), nullable=False),
    sa.Column('captura', sa.Text(), nullable=True),
    sa.Column('creado_at', Instante(), nullable=False),
    sa.Column('enviado_at', Instante(), nullable=True),
    sa.ForeignKeyConstraint(['enlace_id'], ['enlace.id'], name=op.f('fk_correo_saliente_enlace_id_enlace')),
    sa.ForeignKeyConstraint(['institucion_version'], ['institucion_version.id'], name=op.f('fk_correo_saliente_institucion_version_institucion_version')),
    sa.ForeignKeyConstraint(['movimiento_id'], ['movimiento.id'], name=op.f('fk_correo_saliente_movimiento_id_movimiento')),
    sa.ForeignKeyConstraint(['registro_id'], ['registro.id'], name=op.f('fk_correo_saliente_registro_id_registro')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correo_saliente')),
    sa.UniqueConstraint('clave', name=op.f('uq_correo_saliente_clave'))
    )
    with op.batch_alter_table('correo_saliente', schema=None) as batch_op:
        batch_op.create_index('ix_correo_saliente_estado_proximo_at', ['estado', 'proximo_at'], unique=False)

    op.create_table('documento',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registro_id', sa.Integer(), nullable=False),
    sa.Column('orden', sa.Integer(), nullable=False),
    sa.Column('ranura', sa.String(length=40), nullable=False),
    sa.Column('etiqueta', sa.String(length=120), nullable=False),
    sa.Column('nombre', sa.Text(), nullable=False),
    sa.Column('tipo', sa.String(length=20), nullable=False),
    sa.Column('tamano', sa.BigInteger(), nullable=False),
    sa.Column('paginas', sa.Integer(), nullable=True),
    sa.Column('firmado', sa.Boolean(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['registro_id'], ['registro.id'], name=op.f('fk_documento_registro_id_registro')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_documento')),
    sa.UniqueConstraint('registro_id', 'orden', name=op.f('uq_documento_registro_id_orden'))
    )
    with op.batch_alter_table('documento', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_documento_sha256'), ['sha256'], unique=False)

    op.create_table('registro_palabra',
    sa.Column('palabra', sa.String(length=60), nullable=False),
    sa.Column('registro_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['registro_id'], ['registro.id'], name=op.f('fk_registro_palabra_registro_id_registro')),
    sa.PrimaryKeyConstraint('palabra', 'registro_id', name=op.f('pk_registro_palabra'))
    )
    with op.batch_alter_table('registro_palabra', schema=None) as batch_op:
        batch_op.create_index('ix_registro_palabra_registro_id_palabra', ['registro_id', 'palabra'], unique=False)

    op.create_table('carga',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('borrador_id', sa.String(length=32), nullable=False),
    sa.Column('ranura', sa.String(length=40), nullable=False),
    sa.Column('orden', sa.Integer(), nullable=False),
    sa.Column('nombre', sa.Text(), nullable=False),
    sa.Column('tamano', sa.BigInteger(), nullable=False),
    sa.Column('recibido', sa.BigInteger(), nullable=False),
    sa.Column('estado', sa.String(length=12), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('tipo', sa.String(length=20), nullable=True),
    sa.Column('paginas', sa.Integer(), nullable=True),
    sa.Column('firmado', sa.Boolean(), nullable=True),
    sa.Column('error', sa.String(length=60), nullable=True),
    sa.Column('error_datos', sa.JSON(), nullable=True),
    sa.Column('creada_at', Instante(), nullable=False),
    sa.Column('actualizada_at', Instante(), nullable=False),
    sa.CheckConstraint('recibido <= tamano', name=op.f('ck_carga_recibido')),
    sa.ForeignKeyConstraint(['borrador_id'], ['borrador.id'], name=op.f('fk_carga_borrador_id_borrador')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_carga'))
    )
    with op.batch_alter_table('carga', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_carga_borrador_id'), ['borrador_id'], unique=False)


