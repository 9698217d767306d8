"""What the desk must satisfy in itself: one counter, and offices that hang from one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from portal.domain.problemas import Problema, repetidos, unir

if TYPE_CHECKING:
    from portal.domain.escritorio import Escritorio

FRASES = ("proveidos", "observaciones", "rechazos")
RAIZ = "escritorio"
EN_CIRCULO = "«circulo»"
"""No office is called so: an id has letters and figures only."""


def problemas(escritorio: Escritorio, raiz: str = RAIZ) -> Iterator[Problema]:
    """Everything in which the desk contradicts itself; places begin with ``raiz``."""
    yield from _sin_repetidos(escritorio, raiz)
    yield from _arbol(escritorio, raiz)
    yield from _lugares(escritorio, raiz)


def _sin_repetidos(escritorio: Escritorio, raiz: str) -> Iterator[Problema]:
    for que, ids in {
        "sedes": [sede.id for sede in escritorio.sedes],
        "centros": [centro.id for centro in escritorio.centros],
        "dependencias": [d.id for d in escritorio.dependencias],
        "roles": [rol.id for rol in escritorio.roles],
        "pedidos": [pedido.id for pedido in escritorio.pedidos],
        **{nombre: [frase.id for frase in getattr(escritorio, nombre)] for nombre in FRASES},
        "plazos.por_tipo": [plazo.tipo for plazo in escritorio.plazos.por_tipo],
    }.items():
        for cual in repetidos(ids):
            yield Problema("repetido", unir(raiz, que, cual), {"cual": cual})


def _arbol(escritorio: Escritorio, raiz: str) -> Iterator[Problema]:
    """One counter, in use; each office hangs from one that exists, and none from itself."""
    mesas = [d for d in escritorio.dependencias if d.mesa]
    if len(mesas) != 1:
        yield Problema("una_mesa", unir(raiz, "dependencias"), {"cuantas": len(mesas)})
    for mesa in mesas:
        if not mesa.activa:
            yield Problema("mesa_inactiva", unir(raiz, "dependencias", mesa.id), {"nombre": mesa.nombre})
    padres = {d.id: d.padre for d in escritorio.dependencias}
    caidas = _caidas(padres)
    for dependencia in escritorio.dependencias:
        caida, lugar = caidas[dependencia.id], unir(raiz, "dependencias", dependencia.id, "padre")
        if caida == EN_CIRCULO:
            yield Problema("cuelga_de_si", lugar, {"nombre": dependencia.nombre})
        elif caida is not None:
            yield Problema("sin_padre", lugar, {"nombre": dependencia.nombre, "padre": caida})


def _caidas(padres: Mapping[str, str | None]) -> dict[str | None, str | None]:
    """By office: what is wrong above it, the office that does not exist or ``EN_CIRCULO``; None when it hangs well.

    Each office is walked once, however long the chain.
    """
    caidas: dict[str | None, str | None] = {}
    for cual in padres:
        camino: dict[str | None, None] = {}
        actual: str | None = cual
        while actual is not None and actual in padres and actual not in caidas and actual not in camino:
            camino[actual] = None
            actual = padres[actual]
        caidas |= dict.fromkeys(camino, EN_CIRCULO if actual in camino else caidas.get(actual, actual))
    return caidas


def _lugares(escritorio: Escritorio, raiz: str) -> Iterator[Problema]:
    """Sedes and centros that are named exist."""
    sedes, centros = {sede.id for sede in escritorio.sedes}, {centro.id for centro in escritorio.centros}
    for que, cosas in (("centros", escritorio.centros), ("dependencias", escritorio.dependencias)):
        for cosa in cosas:
            if cosa.sede is not None and cosa.sede not in sedes:
                lugar = unir(raiz, que, cosa.id, "sede")
                yield Problema("sede_desconocida", lugar, {"nombre": cosa.nombre, "sede": cosa.sede})
    for dependencia in escritorio.dependencias:
        if dependencia.centro is not None and dependencia.centro not in centros:
            lugar = unir(raiz, "dependencias", dependencia.id, "centro")
            yield Problema("centro_desconocido", lugar, {"nombre": dependencia.nombre, "centro": dependencia.centro})
