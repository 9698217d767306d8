"""What can happen to an expediente, and in which order.

Institutions name and add *estados*; code only reasons about the fixed *fases* below, and configuration picks a subset of
the transitions. Law: Ley 27444, arts. 124 (the counter cannot refuse a filing: RECHAZAR belongs to the office that deals
with it, also when it came straight there), 125 (an observed filing waits, is cured, or counts as not presented), 189 and
191 (desistimiento, abandono).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from portal.domain.errors import TransicionNoPermitida


class Fase(StrEnum):
    """Where an expediente stands, whatever the institution calls it."""

    REGISTRADO = "registrado"
    OBSERVADO = "observado"
    EN_TRAMITE = "en_tramite"
    ATENDIDO = "atendido"
    RECHAZADO = "rechazado"
    NO_PRESENTADO = "no_presentado"
    DESISTIDO = "desistido"
    ABANDONADO = "abandonado"
    REMITIDO = "remitido"
    ACUMULADO = "acumulado"
    ANULADO = "anulado"
    ARCHIVADO = "archivado"


class Accion(StrEnum):
    """What somebody does to an expediente. REGISTRAR creates it, so it leaves no fase."""

    REGISTRAR = "registrar"
    RECIBIR = "recibir"
    DERIVAR = "derivar"
    OBSERVAR = "observar"
    SUBSANAR = "subsanar"
    INICIAR = "iniciar"
    AVANZAR = "avanzar"
    ATENDER = "atender"
    RECHAZAR = "rechazar"
    NO_PRESENTAR = "no_presentar"
    DESISTIR = "desistir"
    ABANDONAR = "abandonar"
    REMITIR = "remitir"
    ACUMULAR = "acumular"
    ANULAR = "anular"
    ARCHIVAR = "archivar"
    REABRIR = "reabrir"
    DEVOLVER = "devolver"
    ASIGNAR = "asignar"
    REQUERIR = "requerir"
    RESPONDER = "responder"
    INFORMAR = "informar"
    ENTERARSE = "enterarse"
    AMPLIAR = "ampliar"
    SUSPENDER = "suspender"
    REANUDAR = "reanudar"
    ACUSAR = "acusar"


FINALES = frozenset(Fase) - {Fase.REGISTRADO, Fase.OBSERVADO, Fase.EN_TRAMITE}

# An expediente joined to another, or registered by mistake, stays so: its number leads elsewhere or nowhere.
_SIN_REGRESO = frozenset({Fase.ACUMULADO, Fase.ANULADO})

ABIERTAS = frozenset({Fase.REGISTRADO, Fase.OBSERVADO, Fase.EN_TRAMITE})

# Acts that leave the estado as it is: who has the permiso may do them, whether or not the institution lists them.
NEUTRAS: Mapping[Accion, frozenset[Fase]] = MappingProxyType(
    {
        Accion.RECIBIR: frozenset({Fase.REGISTRADO, Fase.EN_TRAMITE}),
        Accion.DEVOLVER: frozenset({Fase.REGISTRADO, Fase.EN_TRAMITE}),  # what a rule sent there by mistake, too
        Accion.ASIGNAR: frozenset({Fase.REGISTRADO, Fase.EN_TRAMITE}),
        Accion.AVANZAR: frozenset({Fase.EN_TRAMITE}),
        Accion.RESPONDER: frozenset({Fase.EN_TRAMITE}),
        Accion.INFORMAR: frozenset({Fase.REGISTRADO, Fase.EN_TRAMITE}),
        Accion.AMPLIAR: frozenset({Fase.REGISTRADO, Fase.OBSERVADO, Fase.EN_TRAMITE}),
        Accion.SUSPENDER: frozenset({Fase.REGISTRADO, Fase.EN_TRAMITE}),
        Accion.REANUDAR: frozenset({Fase.REGISTRADO, Fase.EN_TRAMITE}),
        Accion.ENTERARSE: frozenset(Fase),
        Accion.ACUSAR: frozenset(Fase),
    }
)

TRANSICIONES: Mapping[tuple[Fase, Accion], Fase] = MappingProxyType(
    {
        (Fase.REGISTRADO, Accion.DERIVAR): Fase.EN_TRAMITE,
        (Fase.REGISTRADO, Accion.OBSERVAR): Fase.OBSERVADO,
        (Fase.REGISTRADO, Accion.INICIAR): Fase.EN_TRAMITE,
        (Fase.REGISTRADO, Accion.ATENDER): Fase.ATENDIDO,  # what came straight to the office that deals with it
        (Fase.REGISTRADO, Accion.RECHAZAR): Fase.RECHAZADO,  # the same; never at the counter (services/actuaciones)
        (Fase.REGISTRADO, Accion.DESISTIR): Fase.DESISTIDO,
        (Fase.REGISTRADO, Accion.REMITIR): Fase.REMITIDO,
        (Fase.REGISTRADO, Accion.ACUMULAR): Fase.ACUMULADO,
        (Fase.REGISTRADO, Accion.ANULAR): Fase.ANULADO,
        (Fase.OBSERVADO, Accion.SUBSANAR): Fase.EN_TRAMITE,
        (Fase.OBSERVADO, Accion.NO_PRESENTAR): Fase.NO_PRESENTADO,
        (Fase.OBSERVADO, Accion.DESISTIR): Fase.DESISTIDO,
        (Fase.OBSERVADO, Accion.ANULAR): Fase.ANULADO,
        (Fase.EN_TRAMITE, Accion.DERIVAR): Fase.EN_TRAMITE,
        (Fase.EN_TRAMITE, Accion.OBSERVAR): Fase.OBSERVADO,
        (Fase.EN_TRAMITE, Accion.REQUERIR): Fase.OBSERVADO,
        (Fase.EN_TRAMITE, Accion.ATENDER): Fase.ATENDIDO,
        (Fase.EN_TRAMITE, Accion.RECHAZAR): Fase.RECHAZADO,
        (Fase.EN_TRAMITE, Accion.DESISTIR): Fase.DESISTIDO,
        (Fase.EN_TRAMITE, Accion.ABANDONAR): Fase.ABANDONADO,
        (Fase.EN_TRAMITE, Accion.REMITIR): Fase.REMITIDO,
        (Fase.EN_TRAMITE, Accion.ACUMULAR): Fase.ACUMULADO,
        (Fase.EN_TRAMITE, Accion.ANULAR): Fase.ANULADO,
        **{(fase, Accion.ARCHIVAR): Fase.ARCHIVADO for fase in FINALES - _SIN_REGRESO - {Fase.ARCHIVADO}},
        **{(fase, Accion.REABRIR): Fase.EN_TRAMITE for fase in FINALES - _SIN_REGRESO},
        **{(fase, accion): fase for accion, fases in NEUTRAS.items() for fase in fases},
    }
)

_CON_MOTIVO = frozenset(
    {
        Accion.RECHAZAR,
        Accion.ANULAR,
        Accion.NO_PRESENTAR,
        Accion.ABANDONAR,
        Accion.REMITIR,
        Accion.REABRIR,
        Accion.DEVOLVER,
        Accion.AMPLIAR,
        Accion.SUSPENDER,
    }
)


# Acts that need no more than a transition of the institution; each of the others has facts of its own.
SOLO_ESTADO = (Accion.INICIAR, Accion.AVANZAR)

# What the citizen, another office or the register does, and giving back what came by mistake.
_SIN_RECIBIR = frozenset(
    {
        Accion.REGISTRAR,
        Accion.RECIBIR,
        Accion.SUBSANAR,
        Accion.DESISTIR,
        Accion.DEVOLVER,
        Accion.REABRIR,
        Accion.INFORMAR,
        Accion.ENTERARSE,
        Accion.ACUSAR,
    }
)


def siguiente_fase(fase: Fase, accion: Accion) -> Fase:
    """Where ``accion`` leads from ``fase``. Raises TransicionNoPermitida(fase, accion)."""
    try:
        return TRANSICIONES[fase, accion]
    except KeyError:
        raise TransicionNoPermitida(fase=fase, accion=accion) from None


def es_neutra(fase: Fase, accion: Accion) -> bool:
    """Whether ``accion`` leaves an expediente of that fase as it is: no transition of the institution is needed."""
    return TRANSICIONES.get((fase, accion)) is fase


def da_por_recibido(accion: Accion) -> bool:
    """Whether who does it has the expediente before them: the office received it, said so or not."""
    return accion not in _SIN_RECIBIR


def exige_motivo(accion: Accion) -> bool:
    """Whether the person who does it must write why."""
    return accion in _CON_MOTIVO
