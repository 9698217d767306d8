"""What estados and transiciones must satisfy: one beginning, no place out of reach, and an end from everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from portal.domain.estados import FINALES, TRANSICIONES, Fase
from portal.domain.permisos import Rol
from portal.domain.problemas import Problema, repetidos, unir

if TYPE_CHECKING:
    from portal.domain.configuracion import Estado, Institucion, Transicion


def problemas(institucion: Institucion) -> Iterator[Problema]:
    """Everything in which what may be done to an expediente contradicts itself."""
    estados = {estado.id: estado for estado in institucion.estados}
    for que, ids in (("estados", [e.id for e in institucion.estados]), ("transiciones", _ids(institucion))):
        for cual in repetidos(ids):
            yield Problema("repetido", unir(que, cual), {"cual": cual})
    for transicion in institucion.transiciones:
        yield from _transicion(institucion, transicion, estados)
    yield from _un_comienzo(institucion)
    yield from _caminos(institucion, estados)


def _ids(institucion: Institucion) -> list[str]:
    return [transicion.id for transicion in institucion.transiciones]


def _transicion(institucion: Institucion, tr: Transicion, estados: Mapping[str, Estado]) -> Iterator[Problema]:
    """It goes between estados that exist, as its acción can; who may do it and the mail that it sends exist too."""
    lugar, nombre = unir("transiciones", tr.id), {"nombre": tr.nombre}
    roles = {rol.id for rol in institucion.escritorio.roles} | {Rol.CIUDADANO.value}
    for rol in tr.roles:
        if rol not in roles:
            yield Problema("rol_desconocido", unir(lugar, "roles"), nombre | {"rol": rol})
    if not tr.desde:
        yield Problema("transicion_sin_desde", unir(lugar, "desde"), nombre)
    for cual in dict.fromkeys((*tr.desde, tr.hasta)):
        if cual not in estados:
            donde = unir(lugar, "hasta" if cual == tr.hasta else "desde")
            yield Problema("estado_desconocido", donde, nombre | {"estado": cual})
    for desde in tr.desde:
        if desde in estados and tr.hasta in estados:
            de, a = estados[desde], estados[tr.hasta]
            if TRANSICIONES.get((de.fase, tr.accion)) is not a.fase:
                hechos = nombre | {"accion": tr.accion.value, "desde": de.nombre, "hasta": a.nombre}
                yield Problema("paso_imposible", unir(lugar, "accion"), hechos)
    if tr.plantilla is not None and tr.plantilla not in {plantilla.id for plantilla in institucion.plantillas}:
        yield Problema("plantilla_desconocida", unir(lugar, "plantilla"), nombre | {"plantilla": tr.plantilla})


def _un_comienzo(institucion: Institucion) -> Iterator[Problema]:
    """Every filing begins in one estado, the first of fase registrado; nothing comes back to it, nor begins elsewhere."""
    registrados = [estado for estado in institucion.estados if estado.fase is Fase.REGISTRADO]
    if not registrados:
        yield Problema("sin_estado_inicial", "estados")
        return
    alcanzados = {tr.hasta for tr in institucion.transiciones if set(tr.desde) - {tr.hasta}}
    inicial = registrados[0]
    if inicial.id in alcanzados:
        yield Problema("vuelve_al_inicial", unir("estados", inicial.id), {"nombre": inicial.nombre})
    for otro in registrados[1:]:
        if otro.id not in alcanzados:
            hechos = {"nombre": otro.nombre, "inicial": inicial.nombre}
            yield Problema("otro_inicial", unir("estados", otro.id), hechos)


def _caminos(institucion: Institucion, estados: Mapping[str, Estado]) -> Iterator[Problema]:
    """From the beginning one comes to every estado, and from every open one to an end."""
    inicial = next((e for e in institucion.estados if e.fase is Fase.REGISTRADO), None)
    if inicial is None:
        return
    pasos = {
        (de, tr.hasta) for tr in institucion.transiciones for de in tr.desde if de in estados and tr.hasta in estados
    }
    alcanzados = _desde(pasos, [inicial.id])
    terminan = _desde({(hasta, de) for de, hasta in pasos}, [e.id for e in institucion.estados if e.fase in FINALES])
    for estado in estados.values():
        if estado.id not in alcanzados and estado.fase is not Fase.REGISTRADO:
            yield Problema("estado_inalcanzable", unir("estados", estado.id), {"nombre": estado.nombre})
        if estado.id not in terminan:
            yield Problema("estado_sin_salida", unir("estados", estado.id), {"nombre": estado.nombre})


def _desde(pasos: Iterable[tuple[str, str]], comienzos: Iterable[str]) -> set[str]:
    """Where one comes walking ``pasos`` from ``comienzos``, these included."""
    siguientes: dict[str, list[str]] = {}
    for de, hasta in pasos:
        siguientes.setdefault(de, []).append(hasta)
    pendientes = list(comienzos)
    vistos = set(pendientes)
    while pendientes:
        nuevos = [hasta for hasta in siguientes.get(pendientes.pop(), ()) if hasta not in vistos]
        vistos.update(nuevos)
        pendientes += nuevos
    return vistos
