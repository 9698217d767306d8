"""Which steps an institution may draw between its estados: only what the code admits, and what goes when an estado goes."""

from __future__ import annotations

from collections.abc import Sequence

from portal.domain.configuracion import Estado, Transicion
from portal.domain.estados import TRANSICIONES, Accion

Flujo = tuple[tuple[Estado, ...], tuple[Transicion, ...]]


def acciones(estados: Sequence[Estado]) -> tuple[Accion, ...]:
    """What can be done between these estados, in the order of Accion."""
    return tuple(accion for accion in Accion if destinos(estados, accion))


def destinos(estados: Sequence[Estado], accion: Accion) -> tuple[str, ...]:
    """The estados where ``accion`` may lead, being in another of them."""
    fases = {estado.fase for estado in estados}
    llega = {hasta for (desde, que), hasta in TRANSICIONES.items() if que is accion and desde in fases}
    return tuple(estado.id for estado in estados if estado.fase in llega)


def origenes(estados: Sequence[Estado], accion: Accion, hasta: str) -> tuple[str, ...]:
    """The estados from which ``accion`` may lead to ``hasta``; none when there is no such estado."""
    fase = next((estado.fase for estado in estados if estado.id == hasta), None)
    return tuple(e.id for e in estados if fase is not None and TRANSICIONES.get((e.fase, accion)) is fase)


def ajustada(transicion: Transicion, estados: Sequence[Estado], **cambios: object) -> Transicion:
    """The step with those changes, and from and to where its acción can: what cannot be any more is left out."""
    nueva = transicion.model_copy(update=cambios)
    posibles = destinos(estados, nueva.accion)
    hasta = nueva.hasta if nueva.hasta in posibles else next(iter(posibles), nueva.hasta)
    salen = origenes(estados, nueva.accion, hasta)
    desde = tuple(cual for cual in nueva.desde if cual in salen) or salen[:1]
    return nueva.model_copy(update={"hasta": hasta, "desde": desde})


def sin_estado(estados: Sequence[Estado], transiciones: Sequence[Transicion], cual: str) -> Flujo:
    """Without that estado, nor the steps that led to it, nor those that left only from it."""
    quedan = (t.model_copy(update={"desde": tuple(d for d in t.desde if d != cual)}) for t in transiciones)
    return (
        tuple(estado for estado in estados if estado.id != cual),
        tuple(t for t in quedan if t.desde and t.hasta != cual),
    )


def tocadas(transiciones: Sequence[Transicion], cual: str) -> tuple[Transicion, ...]:
    """The steps that name that estado: those that would change or go with it."""
    return tuple(t for t in transiciones if cual in (*t.desde, t.hasta))


def desde(transiciones: Sequence[Transicion], cual: str) -> tuple[Transicion, ...]:
    """What may be done being in that estado, by anybody."""
    return tuple(t for t in transiciones if cual in t.desde)
