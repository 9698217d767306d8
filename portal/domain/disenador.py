"""Building a form piece by piece: add, order, copy, remove, and which rules look at what. Every function gives a new form.

An ``id`` is made once, from the first label, and never changes after: what was filed, the drafts and the rules name it.
A section may have the id of a field, so a piece is named with its kind: ``campo:asunto``, ``ranura:anexos``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeVar

from portal.domain.campos import Campo, Condicion, Formulario, Ranura, Seccion
from portal.domain.propiedades import operadores
from portal.domain.texto import plegar

Pieza = Campo | Ranura | Seccion
P = TypeVar("P", Campo, Ranura, Seccion)
M = TypeVar("M", Campo, Ranura, Seccion, Formulario)
Regla = Literal["condicion", "exigido_si", "depende_de"]
LARGO_ID = 34
COPIA = " (copia)"
LARGO_COPIADO = 100
_QUE_MIRAN: tuple[Regla, ...] = ("condicion", "exigido_si", "depende_de")


@dataclass(frozen=True, slots=True)
class Mirada:
    """A rule of ``quien`` that looks at a field: when it is shown, when it must be answered, or which choices it has."""

    quien: Pieza
    que: Regla


def nuevo_id(nombre: str, ocupados: set[str] | frozenset[str]) -> str:
    """An identifier made from a name, that none of ``ocupados`` has."""
    base = re.sub(r"[^a-z0-9]+", "_", plegar(nombre)).strip("_")
    base = re.sub(r"^(?=[^a-z]|$)", "n", base)[:LARGO_ID].rstrip("_")
    numero, elegido = 1, base
    while elegido in ocupados:
        numero += 1
        elegido = f"{base}_{numero}"
    return elegido


def ocupados(formulario: Formulario) -> frozenset[str]:
    """Every id that the form uses: fields and slots share theirs."""
    return frozenset(cada.id for cada in _todas(formulario))


def nombre(una: Pieza) -> str:
    """How a piece is named: its kind and its id."""
    return f"{type(una).__name__.lower()}:{una.id}"


def pieza(formulario: Formulario, cual: str) -> Pieza | None:
    """The piece of that name, if the form has it."""
    return next((cada for cada in _todas(formulario) if nombre(cada) == cual), None)


def seccion_de(formulario: Formulario, campo_id: str) -> Seccion | None:
    """The section where that field is."""
    return next((s for s in formulario.secciones if any(c.id == campo_id for c in s.campos)), None)


def poner(formulario: Formulario, nueva: Pieza) -> Formulario:
    """The form with that piece instead of the one of its id. The same form when it has none."""
    match nueva:
        case Seccion():
            return _con(formulario, secciones=_puesta(formulario.secciones, nueva))
        case Ranura():
            return _con(formulario, ranuras=_puesta(formulario.ranuras, nueva))
        case Campo():  # pragma: no branch -- the type checker holds that there is no other
            secciones = tuple(_con(s, campos=_puesta(s.campos, nueva)) for s in formulario.secciones)
            return _con(formulario, secciones=secciones)


def agregar_campo(formulario: Formulario, campo: Campo, seccion_id: str, *, tras: str = "") -> Formulario:
    """The form with one more field: after the field ``tras`` of that section, or at its end."""

    def con_el(seccion: Seccion) -> Seccion:
        lugar = next((i for i, c in enumerate(seccion.campos, 1) if c.id == tras), len(seccion.campos))
        return _con(seccion, campos=(*seccion.campos[:lugar], campo, *seccion.campos[lugar:]))

    return _con(formulario, secciones=tuple(con_el(s) if s.id == seccion_id else s for s in formulario.secciones))


def agregar_ranura(formulario: Formulario, ranura: Ranura) -> Formulario:
    """The form with one more slot, the last."""
    return _con(formulario, ranuras=(*formulario.ranuras, ranura))


def agregar_seccion(formulario: Formulario, titulo: str) -> Formulario:
    """The form with one more section, the last and without fields."""
    seccion = Seccion(id=nuevo_id(titulo, ocupados(formulario)), titulo=titulo, campos=())
    return _con(formulario, secciones=(*formulario.secciones, seccion))


def duplicar(formulario: Formulario, cual: str) -> tuple[Formulario, str]:
    """The form with a copy of that field or slot after it, and the name of the copy, which plays no role at the counter."""
    original = pieza(formulario, cual)
    if original is None or isinstance(original, Seccion):
        return formulario, cual
    suyo = {
        "id": nuevo_id(original.etiqueta + COPIA, ocupados(formulario)),
        "etiqueta": original.etiqueta[:LARGO_COPIADO] + COPIA,
    }
    if isinstance(original, Ranura):
        ranura = _con(original, **suyo)
        lugar = formulario.ranuras.index(original) + 1
        ranuras = (*formulario.ranuras[:lugar], ranura, *formulario.ranuras[lugar:])
        return _con(formulario, ranuras=ranuras), nombre(ranura)
    campo = _con(original, **suyo, papel=None)
    return agregar_campo(formulario, campo, _seccion(formulario, original.id), tras=original.id), nombre(campo)


def mover(formulario: Formulario, cual: str, pasos: Literal[-1, 1]) -> Formulario:
    """One place up (-1) or down (1); a field that is first goes to the end of the section before, and the other way."""
    una = pieza(formulario, cual)
    match una:
        case Seccion():
            return _con(formulario, secciones=_corrida(formulario.secciones, una, pasos))
        case Ranura():
            return _con(formulario, ranuras=_corrida(formulario.ranuras, una, pasos))
        case Campo():
            return _mover_campo(formulario, una, pasos)
        case _:
            return formulario


def _mover_campo(formulario: Formulario, campo: Campo, pasos: int) -> Formulario:
    ids = [s.id for s in formulario.secciones]
    suya = ids.index(_seccion(formulario, campo.id))
    corrida = _corrida(formulario.secciones[suya].campos, campo, pasos)
    if corrida != formulario.secciones[suya].campos:
        return poner(formulario, _con(formulario.secciones[suya], campos=corrida))
    otra = suya + pasos
    return llevar(formulario, campo.id, ids[otra], primero=pasos > 0) if 0 <= otra < len(ids) else formulario


def llevar(formulario: Formulario, campo_id: str, seccion_id: str, *, primero: bool = False) -> Formulario:
    """The form with that field at the end of another section, or at its beginning."""
    campo = formulario.campo(campo_id)
    if campo is None or seccion_id == _seccion(formulario, campo_id):
        return formulario

    def con_el(seccion: Seccion) -> Seccion:
        demas = tuple(c for c in seccion.campos if c.id != campo_id)
        suyos = (campo, *demas) if primero else (*demas, campo)
        return _con(seccion, campos=suyos if seccion.id == seccion_id else demas)

    return _con(formulario, secciones=tuple(map(con_el, formulario.secciones)))


def quitar(formulario: Formulario, cual: str) -> Formulario:
    """The form without that piece, a section with its fields, nor the rules that looked at what goes."""
    una = pieza(formulario, cual)
    idos = _idos(una)

    def quedan(piezas: tuple[P, ...]) -> tuple[P, ...]:
        return tuple(_sin_mirar(cada, idos) for cada in piezas if cada is not una)

    secciones = tuple(_con(s, campos=quedan(s.campos)) for s in quedan(formulario.secciones))
    return _con(formulario, secciones=secciones, ranuras=quedan(formulario.ranuras))


def _idos(una: Pieza | None) -> frozenset[str]:
    """The fields that go with that piece; a slot is looked at by no rule."""
    match una:
        case Seccion():
            return frozenset(campo.id for campo in una.campos)
        case Campo():
            return frozenset({una.id})
        case _:
            return frozenset()


def _sin_mirar(una: P, idos: frozenset[str]) -> P:
    sin = {que: None for que in _QUE_MIRAN if _mira(una, que) in idos}
    return _con(una, **sin) if sin else una


def miradas(formulario: Formulario, cual: str) -> tuple[Mirada, ...]:
    """The rules that would lose the field they look at, if that piece went; not those that would go with it."""
    una = pieza(formulario, cual)
    suyos = una.campos if isinstance(una, Seccion) else ()
    idos = _idos(una)
    return tuple(
        Mirada(cada, que)
        for cada in _todas(formulario)
        if cada is not una and cada not in suyos
        for que in _QUE_MIRAN
        if _mira(cada, que) in idos
    )


def mirables(formulario: Formulario, cual: str) -> tuple[Campo, ...]:
    """The fields that a rule of that piece may look at: those before it that have a value; for a slot, all of them."""
    una = pieza(formulario, cual)
    antes: list[Campo] = []
    for seccion in formulario.secciones:
        if seccion is una:
            break
        for campo in seccion.campos:
            if campo is una:
                return tuple(antes)
            if operadores(campo):
                antes.append(campo)
    return tuple(antes)


def _todas(formulario: Formulario) -> tuple[Pieza, ...]:
    return (*formulario.campos, *formulario.ranuras, *formulario.secciones)


def _mira(una: Pieza, que: Regla) -> str:
    """The field at which that rule of the piece looks; nothing when it has no such rule."""
    regla: Condicion | str | None = getattr(una, que, None)
    return regla.campo if isinstance(regla, Condicion) else regla or ""


def _seccion(formulario: Formulario, campo_id: str) -> str:
    suya = seccion_de(formulario, campo_id)
    return suya.id if suya else ""


def _puesta(piezas: tuple[P, ...], nueva: P) -> tuple[P, ...]:
    return tuple(nueva if cada.id == nueva.id else cada for cada in piezas)


def _corrida(piezas: tuple[P, ...], una: P, pasos: int) -> tuple[P, ...]:
    desde = piezas.index(una)
    hasta = desde + pasos
    if not 0 <= hasta < len(piezas):
        return piezas
    orden = list(piezas)
    orden[desde], orden[hasta] = orden[hasta], orden[desde]
    return tuple(orden)


def _con(modelo: M, **cambios: object) -> M:
    """A copy with those attributes, without the properties that the old one had worked out."""
    return type(modelo).model_construct(**(dict(modelo) | cambios))
