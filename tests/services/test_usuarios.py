"""Accounts of staff, from the command line."""

from __future__ import annotations

import pytest

from portal.domain.errors import DatoInvalido, NoEncontrado
from portal.domain.permisos import Rol
from portal.i18n import explain
from portal.services import cuentas, usuarios
from portal.services.contexto import SISTEMA
from tests.factories.accesos import activa, como, fila


def crear(ctx, correo="Jefa@example.pe", rol=Rol.ADMINISTRADOR, contrasena=None):
    return usuarios.crear_personal(ctx.como(SISTEMA), correo, "Julia", "Paredes", rol, contrasena)


def test_el_personal_entra_con_la_clave_que_se_genero(ctx):
    correo, contrasena = crear(ctx)

    assert correo == "jefa@example.pe"
    assert len(contrasena) == 23
    yo = como(ctx, correo, contrasena)
    assert yo.actor.rol is Rol.PERSONAL
    assert [a.rol for a in yo.actor.asignaciones] == [Rol.ADMINISTRADOR]
    assert cuentas.mi_cuenta(yo).administrados == ()


def test_dos_claves_generadas_no_se_parecen(ctx):
    assert crear(ctx)[1] != crear(ctx, "otra@example.pe")[1]


def test_el_personal_puede_traer_su_clave_si_es_buena(ctx):
    assert crear(ctx, contrasena="marea canela pizarra 19")[1] == "marea canela pizarra 19"


@pytest.mark.parametrize("contrasena", ["marea canela 1", "julia paredes jefa", "mesadepartes2026igp"])
def test_una_clave_corta_o_adivinable_no_vale_para_el_personal(ctx, contrasena):
    with pytest.raises(DatoInvalido) as e:
        crear(ctx, contrasena=contrasena)

    assert explain(e.value)
    assert fila(ctx, "jefa@example.pe") is None


def test_nadie_pasa_de_ciudadano_a_personal_sin_que_se_note(ctx):
    activa(ctx)

    with pytest.raises(DatoInvalido) as e:
        crear(ctx, "rosa@example.pe")

    assert "ya tiene una cuenta" in explain(e.value)
    assert fila(ctx, "rosa@example.pe").rol == Rol.CIUDADANO


@pytest.mark.parametrize("rol", [Rol.CIUDADANO, Rol.ANONIMO])
def test_solo_se_crean_roles_del_personal(ctx, rol):
    with pytest.raises(DatoInvalido):
        crear(ctx, rol=rol)


def test_deshabilitar_a_quien_no_existe_lo_dice(ctx):
    with pytest.raises(NoEncontrado):
        usuarios.deshabilitar(ctx.como(SISTEMA), "nadie@example.pe")
