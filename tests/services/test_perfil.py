"""What a person may change of their own data, before and after the first filing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.db.models import AdministradoRow, MiembroRow, RegistroRow
from portal.domain.errors import DatosInvalidos, NoAutorizado
from portal.services import configuracion, perfil
from portal.services.contexto import SISTEMA
from portal.services.perfil import DatosFijos
from tests.factories import cuentas as gente
from tests.factories.accesos import JURIDICA, NATURAL, activa, como, personal
from tests.factories.presentaciones import presentar


@pytest.fixture
def rosa(ctx):
    activa(ctx)
    return como(ctx, NATURAL.correo)


def administrado(ctx) -> AdministradoRow:
    with ctx.db.lectura() as session:
        return session.scalars(select(AdministradoRow)).one()


def test_antes_de_presentar_se_corrige_todo_y_la_parte_dice_lo_mismo(ctx, rosa):
    suyos = perfil.mio(rosa)
    assert (suyos.corrige, suyos.direccion_ajena) == (True, False)
    nuevos = replace(suyos.datos, nombres=" Rosa  Elena", numero_doc="87654321", telefono="01 317-2300", direccion="")

    perfil.cambiar(rosa, nuevos)

    assert perfil.mio(rosa).datos == replace(nuevos, nombres="Rosa Elena", telefono="013172300")
    parte = administrado(ctx)
    assert (parte.nombre, parte.numero_doc, parte.direccion) == ("Rosa Elena Huamán Ñaupari", "87654321", "")


def test_despues_de_presentar_cambian_el_telefono_y_la_direccion_y_lo_demas_no(ctx, rosa):
    presentar(ctx, rosa.actor)
    suyos = perfil.mio(rosa)

    perfil.cambiar(rosa, replace(suyos.datos, telefono="999888777", direccion="Av. Sol 5"))
    with pytest.raises(DatosFijos):
        perfil.cambiar(rosa, replace(suyos.datos, apellidos="Otro"))

    ahora = perfil.mio(rosa)
    assert (ahora.corrige, ahora.datos) == (False, replace(suyos.datos, telefono="999888777", direccion="Av. Sol 5"))
    with ctx.db.lectura() as session:
        dicho = session.scalars(select(RegistroRow.remitente)).one()
    assert (dicho["telefono"], dicho["direccion"]) == ("987654321", "Jr. Los Álamos 123")


def test_los_errores_salen_juntos_y_no_se_guarda_nada(rosa):
    antes = perfil.mio(rosa).datos

    with pytest.raises(DatosInvalidos) as e:
        perfil.cambiar(rosa, replace(antes, nombres="", numero_doc="1", telefono="x", direccion="http://x.pe"))

    assert set(e.value.errores) == {"nombres", "numero_doc", "telefono", "direccion"}
    assert perfil.mio(rosa).datos == antes


def test_quien_se_registro_con_otras_reglas_aun_cambia_su_telefono(ctx):
    activa(ctx, tipo_doc="ce", numero_doc="001234567")
    yo = como(ctx, NATURAL.correo)
    institucion = configuracion.preset("igp")
    solo_dni = institucion.model_copy(
        update={"cuentas": institucion.cuentas.model_copy(update={"documentos": ("dni",)})}
    )
    configuracion.publicar(ctx.como(SISTEMA), solo_dni, autor="pruebas")

    perfil.cambiar(yo, replace(perfil.mio(yo).datos, telefono="999888777"))

    assert perfil.mio(yo).datos.telefono == "999888777"


def test_quien_dirige_una_organizacion_cambia_la_direccion_de_ella_y_no_su_razon_social(ctx):
    activa(ctx, JURIDICA)
    yo = como(ctx, JURIDICA.correo)

    perfil.cambiar(yo, replace(perfil.mio(yo).datos, nombres="Julia", direccion="Av. Sol 5"))

    parte = administrado(ctx)
    assert (parte.nombre, parte.numero_doc, parte.direccion) == ("Minera Andina S.A.C.", "20131312955", "Av. Sol 5")


def test_quien_no_dirige_la_organizacion_no_le_cambia_la_direccion(ctx):
    suya = gente.organizacion(ctx)
    una, otra = suya.una, suya.otra
    antes = perfil.mio(ctx.como(una)).datos.direccion
    with ctx.db.transaction() as session:
        for miembro in session.scalars(select(MiembroRow).where(MiembroRow.cuenta_id == otra.cuenta_id)):
            miembro.titular = False
    yo = ctx.como(otra)
    assert perfil.mio(yo).direccion_ajena

    perfil.cambiar(yo, replace(perfil.mio(yo).datos, direccion="Av. Ajena 1"))

    assert perfil.mio(ctx.como(una)).datos.direccion == antes


def test_el_personal_no_tiene_perfil_de_ciudadano(ctx):
    with pytest.raises(NoAutorizado):
        perfil.mio(personal(ctx))
