"""A mail that carries keys goes where it belongs: only a paper filing's may be sent elsewhere, by few, and with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.db.models import ActoRow, CorreoSalienteRow
from portal.domain.errors import NoAutorizado
from portal.domain.permisos import PERMISOS, Permiso, Rol
from portal.services import borradores, cola, correos, correos_vistos, ventanilla
from portal.services.contexto import SISTEMA
from portal.services.correos import Correccion
from portal.services.remitentes import Remitente
from tests.factories import cuentas, presentaciones

AJENA = "ajena@ejemplo.pe"
ROSA = Remitente(
    numero_doc="45678912", nombres="Rosa", apellidos="Huamán", folios="2", correo="roza@ejemplo.pe", custodia="si"
)


@pytest.fixture
def administrador(ctx):
    return ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR))


@pytest.fixture
def tecnico(ctx):
    return ctx.como(cuentas.personal(ctx, Rol.TECNICO))


@pytest.fixture
def en_papel(ctx) -> int:
    """The mail of something that the counter registered."""
    mesa = ctx.como(cuentas.personal(ctx))
    suyo = ventanilla.identificar(mesa, ROSA)
    borradores.guardar(mesa, suyo, valores=presentaciones.VALORES)
    presentaciones.adjuntar(mesa, suyo, presentaciones.PRINCIPAL[0])
    ventanilla.registrar(mesa, suyo)
    return ultimo(ctx).id


def ultimo(ctx) -> CorreoSalienteRow:
    con_registro = select(CorreoSalienteRow).where(CorreoSalienteRow.registro_id.is_not(None))
    with ctx.db.lectura() as session:
        return session.scalars(con_registro.order_by(CorreoSalienteRow.id.desc()).limit(1)).one()


def como_se_corrige(ctx, correo_id: int) -> Correccion:
    return correos_vistos.ver_correo(ctx, correo_id).correccion


def test_las_claves_de_quien_tiene_cuenta_no_se_desvian_ni_con_motivo(ctx, administrador, tecnico):
    rosa = cuentas.ciudadano(ctx)
    presentaciones.presentar(ctx, rosa)
    suyo = ultimo(ctx)

    for quien in (administrador, tecnico):
        with pytest.raises(correos.DestinatarioDelTramite):
            correos.reintentar(quien, suyo.id, destinatario=AJENA, motivo="Me lo pidió")
    correos.reintentar(tecnico, suyo.id)

    assert (ultimo(ctx).destinatario, ultimo(ctx).estado) == (rosa.correo, cola.PENDIENTE)
    assert como_se_corrige(administrador, suyo.id) is Correccion.DEL_TRAMITE


def test_las_de_lo_presentado_en_papel_solo_las_corrige_quien_puede_y_con_motivo(ctx, en_papel, administrador, tecnico):
    with pytest.raises(NoAutorizado):
        correos.reintentar(tecnico, en_papel, destinatario=AJENA, motivo="Error de escritura")
    with pytest.raises(correos.FaltaMotivoDeCorreccion):
        correos.reintentar(administrador, en_papel, destinatario="rosa@ejemplo.pe", motivo="  ")
    correos.reintentar(administrador, en_papel, destinatario="rosa@ejemplo.pe", motivo="Se escribió con z")
    correos.enviar_pendientes(replace(ctx, actor=SISTEMA), None)

    assert [como_se_corrige(quien, en_papel) for quien in (administrador, tecnico)] == [
        Correccion.CON_MOTIVO, Correccion.SIN_PERMISO,
    ]  # fmt: skip
    assert (ultimo(ctx).destinatario, ultimo(ctx).estado) == ("rosa@ejemplo.pe", cola.CAPTURADO)
    with ctx.db.lectura() as session:
        acto = session.scalars(select(ActoRow).where(ActoRow.que == "corregir_correo")).one()
    assert (acto.sobre, acto.datos["ahora"], acto.datos["motivo"]) == (
        "roza@ejemplo.pe", "rosa@ejemplo.pe", "Se escribió con z",
    )  # fmt: skip


def test_corregir_correos_no_es_de_quien_cuida_el_servidor():
    assert {rol for rol, suyos in PERMISOS.items() if Permiso.CORREGIR_CORREOS in suyos} == {Rol.ADMINISTRADOR}
