"""Who may do what: one table, rol -> permisos. Scope (own tray, own office) is checked by each service."""

from __future__ import annotations

from enum import StrEnum


class Rol(StrEnum):
    """What an account is to the institution. ANONIMO is anybody without a session."""

    ANONIMO = "anonimo"
    CIUDADANO = "ciudadano"
    MESA = "mesa"
    ADMINISTRADOR = "administrador"


class Permiso(StrEnum):
    """One thing that can be done. Each public service function declares exactly one."""

    PUBLICO = "publico"  # anybody, signed in or not
    CUENTA_PROPIA = "cuenta_propia"  # any signed-in account, on itself
    PRESENTAR = "presentar"  # file documents
    VER_TRAMITES_PROPIOS = "ver_tramites_propios"
    VER_BANDEJA = "ver_bandeja"  # read the institution's expedientes and documents
    CAMBIAR_ESTADO = "cambiar_estado"
    VER_CORREOS = "ver_correos"
    CONFIGURAR = "configurar"
    SISTEMA = "sistema"  # the command line and the worker, never a session


_DE_TODOS = frozenset({Permiso.PUBLICO})
_CON_CUENTA = _DE_TODOS | {Permiso.CUENTA_PROPIA}

PERMISOS: dict[Rol, frozenset[Permiso]] = {
    Rol.ANONIMO: _DE_TODOS,
    Rol.CIUDADANO: _CON_CUENTA | {Permiso.PRESENTAR, Permiso.VER_TRAMITES_PROPIOS},
    Rol.MESA: _CON_CUENTA | {Permiso.VER_BANDEJA, Permiso.CAMBIAR_ESTADO},
    Rol.ADMINISTRADOR: _CON_CUENTA | {Permiso.VER_CORREOS, Permiso.CONFIGURAR},
}

PERSONAL = frozenset({Rol.MESA, Rol.ADMINISTRADOR})
