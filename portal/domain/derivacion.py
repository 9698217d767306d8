"""What may be sent where: one office that answers for it, copies to know of it, and requests for attention.

Law: Ley 27444, arts. 117.2 and 132 (it is routed on the day it arrives; each act has its term), 171-173 (opinions and
reports of other offices, each asked for once, with the term to give it).
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.errors import PortalError
from portal.domain.escritorio import Escritorio

DIAS_MAXIMO = 250


class DerivacionInvalida(PortalError):
    """It cannot be sent so; ``facts["motivo"]`` is the catalog key suffix, ``facts["oficina"]`` the name of the office."""

    code = "derivacion_invalida"

    @property
    def clave(self) -> str:
        """One sentence for each motivo."""
        return f"error.{self.code}.{self.facts['motivo']}"


@dataclass(frozen=True)
class PedidoDeAtencion:
    """What another office is asked for, without handing the expediente over. ``dias``: business days; None, the usual."""

    dependencia: str
    pedido: str
    dias: int | None = None


@dataclass(frozen=True)
class Derivacion:
    """Where an expediente is sent. ``responsable`` None: it stays, and only copies and requests go out.

    ``pedido`` is what the responsible office is asked for, and ``dias`` the business days that it has, if any.
    """

    responsable: str | None = None
    copias: tuple[str, ...] = ()
    atenciones: tuple[PedidoDeAtencion, ...] = ()
    pedido: str = ""
    dias: int | None = None

    @property
    def oficinas(self) -> tuple[str, ...]:
        """Every office it goes to, the responsible one first."""
        primera = (self.responsable,) if self.responsable is not None else ()
        return (*primera, *(a.dependencia for a in self.atenciones), *self.copias)


def comprobar(derivacion: Derivacion, escritorio: Escritorio, *, desde: str) -> None:
    """Pass, or raise DerivacionInvalida with the first thing that is wrong. ``desde``: the office that sends it."""
    if not derivacion.oficinas:
        raise DerivacionInvalida(motivo="sin_destino")
    vistas = {desde}
    for oficina in derivacion.oficinas:
        conocida = escritorio.dependencia(oficina)
        if oficina == desde:
            raise DerivacionInvalida(motivo="misma", oficina=conocida.nombre)
        if oficina in vistas:
            raise DerivacionInvalida(motivo="repetida", oficina=conocida.nombre)
        if not conocida.activa:
            raise DerivacionInvalida(motivo="inactiva", oficina=conocida.nombre)
        vistas.add(oficina)
    pedidos = [a.pedido for a in derivacion.atenciones]
    pedidos += [derivacion.pedido] if derivacion.responsable is not None else []
    if not {pedido.id for pedido in escritorio.pedidos}.issuperset(pedidos):
        raise DerivacionInvalida(motivo="pedido")
    terminos = {derivacion.dias, *(a.dias for a in derivacion.atenciones)} - {None}
    if any(dias is None or not 1 <= dias <= DIAS_MAXIMO for dias in terminos):
        raise DerivacionInvalida(motivo="dias", maximo=DIAS_MAXIMO)


def dias_de(escritorio: Escritorio, pedido: str, dias: int | None) -> int | None:
    """The term of a request: what was given, or the usual one of that kind of request; None when it has none."""
    if dias is not None:
        return dias
    return next((p.dias for p in escritorio.pedidos if p.id == pedido), None)
