from __future__ import annotations

from portal.domain.estados import Accion
from portal.domain.permisos import PERMISO_DE, PERMISOS, PERSONAL, Asignacion, Permiso, Rol, clase_de


def _quienes(permiso: Permiso) -> set[Rol]:
    return {rol for rol, permisos in PERMISOS.items() if permiso in permisos}


def test_cada_rol_tiene_su_fila_y_puede_ver_lo_publico():
    assert _quienes(Permiso.PUBLICO) == set(Rol)


def test_sin_sesion_solo_se_ve_lo_publico():
    assert PERMISOS[Rol.ANONIMO] == {Permiso.PUBLICO}


def test_presenta_documentos_quien_tiene_cuenta_de_ciudadano():
    assert _quienes(Permiso.PRESENTAR) == _quienes(Permiso.VER_TRAMITES_PROPIOS) == {Rol.CIUDADANO}


def test_los_documentos_ajenos_los_ve_quien_los_trabaja_y_no_los_administradores():
    leen = {Rol.MESA, Rol.JEFE, Rol.ESPECIALISTA, Rol.ARCHIVO, Rol.CONSULTA}

    assert _quienes(Permiso.VER_BANDEJA) == leen
    assert _quienes(Permiso.CAMBIAR_ESTADO) == leen - {Rol.ARCHIVO, Rol.CONSULTA}


def test_configura_solo_el_administrador():
    assert _quienes(Permiso.CONFIGURAR) == {Rol.ADMINISTRADOR}
    assert Rol.CIUDADANO not in PERSONAL


def test_mesa_de_partes_no_rechaza_ni_resuelve():
    assert PERMISOS[Rol.MESA].isdisjoint({Permiso.RECHAZAR, Permiso.RESPONDER})


def test_cada_accion_tiene_el_permiso_que_la_permite_y_hay_quien_la_haga():
    assert set(PERMISO_DE) == set(Accion)
    assert all(_quienes(permiso) for permiso in PERMISO_DE.values())


def test_una_asignacion_alcanza_sus_oficinas_o_todas():
    suya = Asignacion("jefe", frozenset(), "oti", frozenset({"oti", "redes"}))
    todas = Asignacion("mesa", frozenset(), "mesa_de_partes")

    assert [suya.alcanza("oti"), suya.alcanza("logistica", "redes"), suya.alcanza("logistica")] == [True, True, False]
    assert todas.alcanza("cualquiera")


def test_una_cuenta_es_de_ciudadano_o_del_personal():
    assert {rol: clase_de(rol) for rol in ("ciudadano", "mesa", "secretaria_propia")} == {
        "ciudadano": Rol.CIUDADANO, "mesa": Rol.PERSONAL, "secretaria_propia": Rol.PERSONAL,
    }  # fmt: skip


def test_ninguna_sesion_tiene_el_permiso_del_sistema():
    assert _quienes(Permiso.SISTEMA) == set()
