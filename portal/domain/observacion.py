"""What may be asked of the citizen, how many times, and until when.

Law: Ley 27444, arts. 125.1 and 126.2 (everything at once, in one act; only what was not cured may be asked again), 125.6
(two business days to observe, two to cure; the citizen's may be longer), 126.1 (cured: received on its original date).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.calendario import Calendario
from portal.domain.errors import PortalError
from portal.domain.plazos import vence
from portal.domain.texto import parrafos

OBSERVACION, REQUERIMIENTO = "observacion", "requerimiento"
RONDAS = 2
MAXIMO_ITEMS = 20
LARGO_ITEM = 1000
LARGO_PARTE = 40
DIAS_MAXIMO = 30


class YaObservado(PortalError):
    """It was asked before; once is what the law allows, and only what was not cured may be asked again."""

    code = "ya_observado"


class ItemsInvalidos(PortalError):
    """What is asked cannot be asked so; ``facts["motivo"]``: ninguno, demasiados, vacio, repetido, ajenos, sin_juzgar."""

    code = "items_invalidos"

    @property
    def clave(self) -> str:
        """One sentence for each motivo."""
        return f"error.{self.code}.{self.facts['motivo']}"


class FueraDePlazo(PortalError):
    """The days to observe are over; whoever observes all the same says so. ``facts``: limite."""

    code = "fuera_de_plazo_para_observar"


class PlazoDeSubsanarInvalido(PortalError):
    """The citizen's days may be more than those of the institution, never fewer. ``facts``: minimo, maximo."""

    code = "plazo_de_subsanar"


@dataclass(frozen=True)
class ItemNuevo:
    """One thing to cure, in the words that the citizen reads. ``parte``: the field or the slot it is about."""

    texto: str
    parte: str = ""


@dataclass(frozen=True)
class TerminoDeSubsanar:
    """From when and until when the citizen may cure: the day of the notice and the last day, both in full."""

    notificada_el: date
    dias: int
    vence_el: date


def limpios(items: Iterable[ItemNuevo]) -> tuple[ItemNuevo, ...]:
    """The same, as they are kept. Raises ItemsInvalidos: there is one at least, each says something of its own."""
    dichos = tuple(ItemNuevo(parrafos(i.texto)[:LARGO_ITEM].strip(), i.parte.strip()[:LARGO_PARTE]) for i in items)
    if not dichos:
        raise ItemsInvalidos(motivo="ninguno")
    if len(dichos) > MAXIMO_ITEMS:
        raise ItemsInvalidos(motivo="demasiados", maximo=MAXIMO_ITEMS)
    if not all(i.texto for i in dichos):
        raise ItemsInvalidos(motivo="vacio")
    if len({i.texto for i in dichos}) < len(dichos):
        raise ItemsInvalidos(motivo="repetido")
    return dichos


def limite_para_observar(presentado_el: date, dias: int, calendario: Calendario) -> date:
    """The last day on which what was presented then may be observed (art. 125.6)."""
    return vence(presentado_el, dias, calendario)


def termino(hoy: date, *, dias: int | None, minimo: int, calendario: Calendario) -> TerminoDeSubsanar:
    """The citizen's term when told ``hoy``, or on the next business day. ``dias`` None: the ``minimo``.

    Raises PlazoDeSubsanarInvalido for fewer days than ``minimo``, or more than ``DIAS_MAXIMO``.
    """
    cuantos = minimo if dias is None else dias
    if not minimo <= cuantos <= max(DIAS_MAXIMO, minimo):
        raise PlazoDeSubsanarInvalido(minimo=minimo, maximo=max(DIAS_MAXIMO, minimo))
    notificada = calendario.sumar_habiles(hoy, 0)
    return TerminoDeSubsanar(notificada, cuantos, vence(notificada, cuantos, calendario))


def repetibles(ronda: int, subsanados: Sequence[bool | None]) -> bool:
    """Whether something of a closed round may be asked again: it was the first, and something was judged not cured."""
    return ronda < RONDAS and any(subsanado is False for subsanado in subsanados)
