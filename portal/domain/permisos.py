"""Who may do what: permisos are a code enum; roles are data over it, and the seed roles below are their default.

A person of staff holds *asignaciones*: a rol in an office (dependencia), with a scope (alcance) and dates. What an
asignacion reaches is checked by each service. Law: Ley 27444, arts. 72-80 (competence, delegation, suplencia).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.estados import Accion


class Rol(StrEnum):
    """What an account is: ANONIMO is anybody without a session, PERSONAL is staff. The others are seed roles of staff."""

    ANONIMO = "anonimo"
    CIUDADANO = "ciudadano"
    PERSONAL = "personal"
    MESA = "mesa"
    JEFE = "jefe"
    ESPECIALISTA = "especialista"
    ARCHIVO = "archivo"
    CONSULTA = "consulta"
    ADMINISTRADOR = "administrador"
    TECNICO = "tecnico"


class Permiso(StrEnum):
    """One thing that can be done. Each public service function declares exactly one."""

    PUBLICO = "publico"  # anybody, signed in or not
    SESION_PROPIA = "sesion_propia"  # any signed-in account, also before its second factor: to prove it, and to leave
    CUENTA_PROPIA = "cuenta_propia"  # any signed-in account, on itself
    PRESENTAR = "presentar"  # file documents, and cure what is asked
    VER_TRAMITES_PROPIOS = "ver_tramites_propios"
    VER_BANDEJA = "ver_bandeja"  # read the expedientes and documents within reach
    CAMBIAR_ESTADO = "cambiar_estado"  # the transitions that only change the estado
    RECIBIR = "recibir"  # receive, give back what was sent by mistake
    DERIVAR = "derivar"
    ASIGNAR = "asignar"
    TRABAJAR = "trabajar"  # advance, answer a request for attention, take note of a copy
    OBSERVAR = "observar"  # ask the citizen to cure, and judge the cure
    RESPONDER = "responder"  # answer with documents, attend
    RECHAZAR = "rechazar"
    REMITIR = "remitir"  # to the competent entity
    ARCHIVAR = "archivar"
    REABRIR = "reabrir"
    ANULAR = "anular"
    GESTIONAR_PLAZOS = "gestionar_plazos"  # extend, suspend, go on
    REGISTRAR_VENTANILLA = "registrar_ventanilla"
    SUPERVISAR = "supervisar"  # figures of the offices within reach
    GESTIONAR_PERSONAL = "gestionar_personal"
    VER_AUDITORIA = "ver_auditoria"
    VER_CORREOS = "ver_correos"
    CORREGIR_CORREOS = "corregir_correos"  # send the keys of a paper filing to another address, with a reason
    CONFIGURAR = "configurar"
    SISTEMA = "sistema"  # the command line and the worker, never a session


class Alcance(StrEnum):
    """How far an asignacion reaches, from its office."""

    PROPIA = "propia"
    DESCENDIENTES = "descendientes"
    TODAS = "todas"


_DE_TODOS = frozenset({Permiso.PUBLICO})
SIN_PROBAR = _DE_TODOS | {Permiso.SESION_PROPIA}
"""What staff may do with the password alone, while their second factor is not proved."""
_CON_CUENTA = SIN_PROBAR | {Permiso.CUENTA_PROPIA}
_LEE = _CON_CUENTA | {Permiso.VER_BANDEJA}
_TRABAJA = _LEE | {Permiso.RECIBIR, Permiso.TRABAJAR, Permiso.CAMBIAR_ESTADO}

PERMISOS: dict[Rol, frozenset[Permiso]] = {
    Rol.ANONIMO: _DE_TODOS,
    Rol.CIUDADANO: _CON_CUENTA | {Permiso.PRESENTAR, Permiso.VER_TRAMITES_PROPIOS},
    Rol.PERSONAL: _CON_CUENTA,
    Rol.MESA: _TRABAJA
    | {
        Permiso.DERIVAR,
        Permiso.ASIGNAR,
        Permiso.OBSERVAR,
        Permiso.REMITIR,
        Permiso.ANULAR,
        Permiso.ARCHIVAR,
        Permiso.REGISTRAR_VENTANILLA,
        Permiso.SUPERVISAR,
    },
    Rol.JEFE: _TRABAJA
    | {
        Permiso.DERIVAR,
        Permiso.ASIGNAR,
        Permiso.OBSERVAR,
        Permiso.RESPONDER,
        Permiso.RECHAZAR,
        Permiso.REMITIR,
        Permiso.ARCHIVAR,
        Permiso.REABRIR,
        Permiso.GESTIONAR_PLAZOS,
        Permiso.SUPERVISAR,
    },
    Rol.ESPECIALISTA: _TRABAJA | {Permiso.DERIVAR, Permiso.OBSERVAR, Permiso.RESPONDER},
    Rol.ARCHIVO: _LEE | {Permiso.RECIBIR, Permiso.TRABAJAR, Permiso.ARCHIVAR},
    Rol.CONSULTA: _LEE | {Permiso.SUPERVISAR},
    Rol.ADMINISTRADOR: _CON_CUENTA
    | {
        Permiso.VER_CORREOS,
        Permiso.CORREGIR_CORREOS,
        Permiso.CONFIGURAR,
        Permiso.GESTIONAR_PERSONAL,
        Permiso.VER_AUDITORIA,
    },
    Rol.TECNICO: _CON_CUENTA | {Permiso.VER_CORREOS, Permiso.VER_AUDITORIA},
}

ROLES_DE_PERSONAL = tuple(rol for rol in Rol if rol not in {Rol.ANONIMO, Rol.CIUDADANO, Rol.PERSONAL})
PERSONAL = frozenset({Rol.PERSONAL, *ROLES_DE_PERSONAL})

# What the institution's roles may be given. The rest belongs to citizens, to everybody or to the system.
DE_PERSONAL = frozenset().union(*(PERMISOS[rol] for rol in ROLES_DE_PERSONAL))

PERMISO_DE: dict[Accion, Permiso] = {
    Accion.REGISTRAR: Permiso.REGISTRAR_VENTANILLA,
    Accion.RECIBIR: Permiso.RECIBIR,
    Accion.DERIVAR: Permiso.DERIVAR,
    Accion.OBSERVAR: Permiso.OBSERVAR,
    Accion.SUBSANAR: Permiso.PRESENTAR,
    Accion.INICIAR: Permiso.CAMBIAR_ESTADO,
    Accion.AVANZAR: Permiso.TRABAJAR,
    Accion.ATENDER: Permiso.RESPONDER,
    Accion.RECHAZAR: Permiso.RECHAZAR,
    Accion.NO_PRESENTAR: Permiso.OBSERVAR,
    Accion.DESISTIR: Permiso.PRESENTAR,
    Accion.ABANDONAR: Permiso.RESPONDER,
    Accion.REMITIR: Permiso.REMITIR,
    Accion.ACUMULAR: Permiso.RESPONDER,
    Accion.ANULAR: Permiso.ANULAR,
    Accion.ARCHIVAR: Permiso.ARCHIVAR,
    Accion.REABRIR: Permiso.REABRIR,
    Accion.DEVOLVER: Permiso.RECIBIR,
    Accion.ASIGNAR: Permiso.ASIGNAR,
    Accion.REQUERIR: Permiso.OBSERVAR,
    Accion.RESPONDER: Permiso.RESPONDER,
    Accion.INFORMAR: Permiso.TRABAJAR,
    Accion.ENTERARSE: Permiso.TRABAJAR,
    Accion.AMPLIAR: Permiso.GESTIONAR_PLAZOS,
    Accion.SUSPENDER: Permiso.GESTIONAR_PLAZOS,
    Accion.REANUDAR: Permiso.GESTIONAR_PLAZOS,
    Accion.ACUSAR: Permiso.VER_TRAMITES_PROPIOS,
}


def clase_de(rol: str) -> Rol:
    """What an account whose rol is ``rol`` is: a citizen's, or one of the staff."""
    return Rol.CIUDADANO if rol == Rol.CIUDADANO else Rol.PERSONAL


@dataclass(frozen=True, slots=True)
class Asignacion:
    """A rol that a person holds today in an office. ``oficinas``: the ids it reaches; None means every office."""

    rol: str
    permisos: frozenset[Permiso]
    dependencia: str
    oficinas: frozenset[str] | None = None

    def alcanza(self, *dependencias: str) -> bool:
        """Whether any of these offices is within reach."""
        return self.oficinas is None or not self.oficinas.isdisjoint(dependencias)
