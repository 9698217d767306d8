"""One act on many expedientes: each in its own transaction, each with its own answer, so that one refusal stops no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import singledispatch

from portal.domain.errors import PortalError
from portal.domain.permisos import Permiso
from portal.services import derivaciones, finales, tramite
from portal.services.contexto import Contexto, requiere


@dataclass(frozen=True)
class Recibir:
    """They arrived. ``destinos``: of a número that is here as a copy or a request, which one is received."""

    destinos: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Derivar:
    """To one office, with one proveído and one note for the citizens. ``dias``: see ``derivaciones.derivar``."""

    responsable: str
    pedido: str
    proveido: str = ""
    nota: str = ""
    dias: int | None = None


@dataclass(frozen=True)
class Asignar:
    """To one person of the office; None takes them away from whoever had them."""

    cuenta: int | None
    nota: str = ""


@dataclass(frozen=True)
class CambiarEstado:
    """Along one transition that only changes the estado, with one note for the citizens."""

    transicion: str
    nota: str = ""


@dataclass(frozen=True)
class Archivar:
    """Those that ended, with one note for staff."""

    nota: str = ""


ActoMasivo = Recibir | Derivar | Asignar | CambiarEstado | Archivar


@dataclass(frozen=True)
class Resultado:
    """What became of one of them: ``error`` None is done; ``portal.i18n.explain`` puts it in words."""

    numero: str
    error: PortalError | None


@requiere(Permiso.VER_BANDEJA)
def hacer_varios(ctx: Contexto, casos: Iterable[tuple[str, int | None]], acto: ActoMasivo) -> Iterator[Resultado]:
    """Do ``acto`` to each (número, movimientos that the screen showed), in order; a result as soon as each is done.

    Each act authorises itself. Whoever stops reading stops the work: what was done stays done, the rest is untouched.
    """
    for numero, visto in casos:
        try:
            _hacer(acto, ctx, numero, visto)
        except PortalError as negativa:
            yield Resultado(numero, negativa)
        else:
            yield Resultado(numero, None)


@singledispatch
def _hacer(acto: ActoMasivo, _ctx: Contexto, _numero: str, _visto: int | None) -> None:
    raise TypeError(acto)


@_hacer.register
def _(acto: Recibir, ctx: Contexto, numero: str, visto: int | None) -> None:
    derivaciones.recibir(ctx, numero, visto=visto, destino_id=acto.destinos.get(numero))


@_hacer.register
def _(acto: Derivar, ctx: Contexto, numero: str, visto: int | None) -> None:
    derivaciones.derivar(
        ctx,
        numero,
        visto=visto,
        responsable=acto.responsable,
        pedido=acto.pedido,
        proveido=acto.proveido,
        nota=acto.nota,
        dias=acto.dias,
    )


@_hacer.register
def _(acto: Asignar, ctx: Contexto, numero: str, visto: int | None) -> None:
    tramite.asignar(ctx, numero, visto=visto, cuenta=acto.cuenta, nota=acto.nota)


@_hacer.register
def _(acto: CambiarEstado, ctx: Contexto, numero: str, visto: int | None) -> None:
    tramite.cambiar_estado(ctx, numero, transicion=acto.transicion, visto=visto, nota=acto.nota)


@_hacer.register
def _(acto: Archivar, ctx: Contexto, numero: str, visto: int | None) -> None:
    finales.archivar(ctx, numero, visto=visto, nota=acto.nota)
