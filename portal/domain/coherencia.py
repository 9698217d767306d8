"""What an institution's own words must satisfy among themselves, so that nothing published can break a filing later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.domain.estados import TRANSICIONES, Fase
from portal.domain.numeracion import CORRELATIVO_MAXIMO, formatear, validar_patron
from portal.domain.permisos import Rol
from portal.domain.problemas import Problema

if TYPE_CHECKING:
    from portal.domain.campos import Campo, Condicion, Ranura
    from portal.domain.configuracion import Institucion, Numeracion

PLANTILLAS_DEL_SISTEMA = frozenset({"activacion", "ya_tiene_cuenta", "recuperacion", "clave_cambiada", "cargo"})
LARGO_NUMERO = 40
LARGO_SERIE = 19
ANIO_MAXIMO = 9999


def problemas(institucion: Institucion) -> tuple[Problema, ...]:
    """Everything in which ``institucion`` contradicts itself."""
    try:
        comprobar(institucion)
    except ValueError as error:
        return (Problema("valor", "", {"detalle": str(error)}),)
    return ()


def comprobar(institucion: Institucion) -> None:
    """Pass, or raise ValueError with the first contradiction."""
    _sin_repetidos(institucion)
    _formulario(institucion)
    _flujo(institucion)
    _numeracion(institucion.numeracion)
    _calendario(institucion)
    faltan = PLANTILLAS_DEL_SISTEMA - {plantilla.id for plantilla in institucion.plantillas}
    if faltan:
        raise ValueError(f"faltan plantillas de correo: {sorted(faltan)}")


def _sin_repetidos(institucion: Institucion) -> None:
    f = institucion.formulario
    for que, ids in {
        "campo": [*(c.id for c in f.campos), *(r.id for r in f.ranuras)],
        "estado": [e.id for e in institucion.estados],
        "transicion": [tr.id for tr in institucion.transiciones],
        "plantilla": [p.id for p in institucion.plantillas],
    }.items():
        if len(set(ids)) != len(ids):
            raise ValueError(f"{que} repetido: {ids}")


def _formulario(institucion: Institucion) -> None:
    formulario = institucion.formulario
    asunto = formulario.con_papel("asunto")
    if asunto is None or not asunto.obligatorio or asunto.condicion is not None:
        raise ValueError("el formulario necesita un campo asunto, obligatorio y sin condicion")
    fecha = formulario.con_papel("fecha")
    if fecha is not None and fecha.clase != "fecha":
        raise ValueError(f"{fecha.id}: el papel fecha lo tiene un campo de clase fecha")
    vistos: dict[str, Campo] = {}
    for campo in formulario.campos:
        _condicion(campo, vistos)
        if campo.clase == "opcion" and not campo.opciones:
            raise ValueError(f"{campo.id}: una lista necesita opciones")
        vistos[campo.id] = campo
    for ranura in formulario.ranuras:
        _condicion(ranura, vistos)


def _condicion(parte: Campo | Ranura, vistos: dict[str, Campo]) -> None:
    """The field that a condition looks at stands before it, and can have the value that it waits for."""
    condicion: Condicion | None = parte.condicion
    if condicion is None:
        return
    mirado = vistos.get(condicion.campo)
    if mirado is None:
        raise ValueError(f"{parte.id}: la condicion mira un campo que no esta antes: {condicion.campo}")
    posibles: dict[str, set[str | bool]] = {
        "si_no": {True, False},
        "opcion": {opcion.id for opcion in mirado.opciones},
    }
    if condicion.op in {"igual", "distinto"} and condicion.valor not in posibles.get(mirado.clase, {condicion.valor}):
        raise ValueError(f"{parte.id}: {mirado.id} nunca vale {condicion.valor!r}")


def _flujo(institucion: Institucion) -> None:
    fases = {estado.id: estado.fase for estado in institucion.estados}
    _un_comienzo(institucion)
    plantillas = {plantilla.id for plantilla in institucion.plantillas}
    roles = {rol.id for rol in institucion.escritorio.roles} | {Rol.CIUDADANO}
    for tr in institucion.transiciones:
        if desconocidos := set(tr.roles) - roles:
            raise ValueError(f"{tr.id}: no hay rol {sorted(desconocidos)}")
        if ajenos := {*tr.desde, tr.hasta} - fases.keys():
            raise ValueError(f"{tr.id}: no hay estado {sorted(ajenos)}")
        for desde in tr.desde:
            if TRANSICIONES.get((fases[desde], tr.accion)) is not fases[tr.hasta]:
                raise ValueError(f"{tr.id}: {tr.accion} no lleva de {desde} a {tr.hasta}")
        if tr.plantilla is not None and tr.plantilla not in plantillas:
            raise ValueError(f"{tr.id}: no hay plantilla {tr.plantilla}")


def _un_comienzo(institucion: Institucion) -> None:
    """Every filing begins in one estado, the first of fase registrado; nothing comes back to it, nor begins elsewhere."""
    registrados = [estado.id for estado in institucion.estados if estado.fase is Fase.REGISTRADO]
    if not registrados:
        raise ValueError("falta un estado inicial, de fase registrado")
    alcanzados = {tr.hasta for tr in institucion.transiciones if set(tr.desde) - {tr.hasta}}
    if registrados[0] in alcanzados:
        raise ValueError(f"al estado inicial no se vuelve: {registrados[0]}")
    if sueltos := set(registrados[1:]) - alcanzados:
        raise ValueError(f"sobra un estado inicial: {sorted(sueltos)}")


def _numeracion(numeracion: Numeracion) -> None:
    """Every number that will ever be given can be written, fits its column and is told apart from other series."""
    serie = numeracion.serie
    for patron in (numeracion.expediente, numeracion.registro, numeracion.de_salida):
        validar_patron(patron)
        mayor = formatear(patron, correlativo=CORRELATIVO_MAXIMO, anio=ANIO_MAXIMO, serie=serie)
        if len(mayor) > LARGO_NUMERO or len(serie) > LARGO_SERIE:
            raise ValueError(f"el numero no cabe en {LARGO_NUMERO} signos: {mayor}")
        if serie and "{serie}" not in patron:
            raise ValueError(f"{patron}: sin {{serie}} dos series repetirian sus numeros")


def _calendario(institucion: Institucion) -> None:
    """The zone exists and every holiday falls on a day that exists."""
    try:
        _ = institucion.dias
    except KeyError as error:
        raise ValueError(f"no hay zona horaria {institucion.calendario.zona}") from error
