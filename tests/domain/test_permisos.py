from __future__ import annotations

from portal.domain.permisos import PERMISOS, PERSONAL, Permiso, Rol


def _quienes(permiso: Permiso) -> set[Rol]:
    return {rol for rol, permisos in PERMISOS.items() if permiso in permisos}


def test_cada_rol_tiene_su_fila_y_puede_ver_lo_publico():
    assert _quienes(Permiso.PUBLICO) == set(Rol)


def test_sin_sesion_solo_se_ve_lo_publico():
    assert PERMISOS[Rol.ANONIMO] == {Permiso.PUBLICO}


def test_presenta_documentos_quien_tiene_cuenta_de_ciudadano():
    assert _quienes(Permiso.PRESENTAR) == _quienes(Permiso.VER_TRAMITES_PROPIOS) == {Rol.CIUDADANO}


def test_los_documentos_ajenos_solo_los_ve_mesa_de_partes():
    assert _quienes(Permiso.VER_BANDEJA) == _quienes(Permiso.CAMBIAR_ESTADO) == {Rol.MESA}


def test_configura_solo_el_administrador():
    assert _quienes(Permiso.CONFIGURAR) == {Rol.ADMINISTRADOR}
    assert Rol.CIUDADANO not in PERSONAL


def test_ninguna_sesion_tiene_el_permiso_del_sistema():
    assert _quienes(Permiso.SISTEMA) == set()
