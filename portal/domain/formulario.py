"""What a filing form asks, and whether what was written satisfies it. The form itself is the institution's data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portal.domain.campos import Campo, Condicion, Formulario, Opcion, Ranura
from portal.domain.contestar import DE_LISTA, DE_SI_O_NO, MAXIMO_TEXTO, Pregunta, Valor, contestar
from portal.domain.errors import DatoInvalido, PortalError
from portal.domain.escritorio import Escritorio
from portal.domain.texto import plegar

__all__ = [
    "MAXIMO_TEXTO", "Entorno", "Pregunta", "Valor", "campos_visibles", "con_iniciales", "ordenadas", "preguntas",
    "ranuras_visibles", "se_cumple", "sin_lo_que_ya_no_se_ofrece", "validar",
]  # fmt: skip


@dataclass(frozen=True)
class Entorno:
    """What a form does not say itself: the offices of the institution, and which day it is there."""

    escritorio: Escritorio
    hoy: date

    @cached_property
    def centros(self) -> tuple[Opcion, ...]:
        """The centros de gestión that take anything."""
        return tuple(_opcion(centro.id, centro.nombre) for centro in self.escritorio.centros if centro.activo)

    @cached_property
    def dependencias(self) -> tuple[Opcion, ...]:
        """The offices to which a citizen may address something today, each of its centro."""
        return tuple(
            _opcion(cada.id, cada.nombre, cada.centro)
            for cada in self.escritorio.dependencias
            if cada.publica and cada.vigente(self.hoy)
        )


def se_cumple(condicion: Condicion | None, valores: Mapping[str, Valor]) -> bool:
    """Whether a field or slot with this condition is asked. No condition: always."""
    if condicion is None:
        return True
    valor = valores.get(condicion.campo, "")
    match condicion.op:
        case "igual":
            return valor == condicion.valor
        case "distinto":
            return valor != condicion.valor
        case "lleno":
            return bool(valor)
        case "uno_de":
            return valor in condicion.valores
        case "vacio":  # pragma: no branch -- the type checker holds that there is no other
            return not valor


def preguntas(
    formulario: Formulario, valores: Mapping[str, Valor], entorno: Entorno | None = None
) -> tuple[Pregunta, ...]:
    """What is asked, given what is written so far: also the texts that are only read.

    A field whose condition looks at a hidden one is hidden too. Without ``entorno``, any office will do.
    """
    return _recorrer(formulario, valores, entorno)[0]


def campos_visibles(formulario: Formulario, valores: Mapping[str, Valor]) -> tuple[Campo, ...]:
    """The fields shown, given what is written so far."""
    return tuple(pregunta.campo for pregunta in preguntas(formulario, valores))


def ranuras_visibles(formulario: Formulario, valores: Mapping[str, Valor]) -> tuple[Ranura, ...]:
    """The file slots asked, given what is written."""
    vistos = _recorrer(formulario, valores, None)[1]
    return tuple(ranura for ranura in formulario.ranuras if se_cumple(ranura.condicion, vistos))


def validar(
    formulario: Formulario, valores: Mapping[str, Valor], entorno: Entorno
) -> tuple[dict[str, Valor], dict[str, PortalError]]:
    """Clean values of the visible fields, and the errors by field id. Hidden and unknown values are dropped."""
    limpios: dict[str, Valor] = {}
    errores: dict[str, PortalError] = {}
    for pregunta in preguntas(formulario, valores, entorno):
        campo = pregunta.campo
        if campo.clase == "explicacion":
            continue
        try:
            limpios[campo.id] = contestar(pregunta, _crudo(pregunta, valores))
        except DatoInvalido as error:
            errores[campo.id] = error
    return limpios, errores


def con_iniciales(formulario: Formulario, valores: Mapping[str, Valor], entorno: Entorno) -> dict[str, Valor]:
    """``valores``, and for each field shown that nobody touched, what it begins with."""
    dichos = dict(valores)
    if not any(campo.inicial and campo.id not in dichos for campo in formulario.campos):
        return dichos
    for pregunta in preguntas(formulario, valores, entorno):
        if pregunta.campo.inicial and pregunta.campo.id not in dichos:
            dichos[pregunta.campo.id] = _crudo(pregunta, valores)
    return dichos


def sin_lo_que_ya_no_se_ofrece(
    formulario: Formulario, valores: Mapping[str, Valor], entorno: Entorno
) -> dict[str, Valor]:
    """``valores``, where a list whose choices changed forgets the one that is gone."""
    dichos = dict(valores)
    for campo in formulario.campos:
        if campo.depende_de is None or not dichos.get(campo.id):
            continue
        ahora = next((p for p in preguntas(formulario, dichos, entorno) if p.campo is campo), None)
        if ahora is not None and dichos[campo.id] not in _ids(ahora):
            dichos[campo.id] = ""
    return dichos


def ordenadas(pregunta: Pregunta, usos: Mapping[str, int]) -> tuple[Opcion, ...]:
    """Its choices in the order in which they are shown; ``usos``: how often each was chosen lately."""
    opciones = pregunta.opciones or ()
    match pregunta.campo.orden:
        case "alfabetico":
            return tuple(sorted(opciones, key=lambda opcion: plegar(opcion.nombre)))
        case "uso":
            return tuple(sorted(opciones, key=lambda opcion: -usos.get(opcion.id, 0)))
        case "dado":  # pragma: no branch -- the type checker holds that there is no other
            return opciones


def _recorrer(
    formulario: Formulario, valores: Mapping[str, Valor], entorno: Entorno | None
) -> tuple[tuple[Pregunta, ...], dict[str, Valor]]:
    """What is asked, and what the fields that some condition looks at say."""
    halladas: list[Pregunta] = []
    vistos: dict[str, Valor] = {}
    for campo in formulario.campos:
        if not all(se_cumple(condicion, vistos) for condicion in formulario.condiciones[campo.id]):
            continue
        pregunta = _pregunta(campo, vistos, entorno)
        halladas.append(pregunta)
        if campo.id in formulario.miradas:
            vistos[campo.id] = _escrito(pregunta, _crudo(pregunta, valores))
    return tuple(halladas), vistos


def _pregunta(campo: Campo, vistos: Mapping[str, Valor], entorno: Entorno | None) -> Pregunta:
    """Nobody is asked for what cannot be given: a list without choices need not be answered."""
    de = str(vistos.get(campo.depende_de, "")) if campo.depende_de is not None else None
    opciones = _opciones(campo, de, entorno)
    exigida = campo.obligatorio or (campo.exigido_si is not None and se_cumple(campo.exigido_si, vistos))
    imposible = campo.clase in DE_LISTA and opciones == () and de != ""
    return Pregunta(campo, exigida and not imposible, opciones, entorno.hoy if entorno is not None else None)


def _opciones(campo: Campo, de: str | None, entorno: Entorno | None) -> tuple[Opcion, ...] | None:
    """What may be chosen; ``de``: the choice on which the list depends, None when it depends on none."""
    match campo.clase:
        case "opcion":
            todas = campo.opciones
        case "centro" | "dependencia":
            if entorno is None:
                return None
            todas = entorno.centros if campo.clase == "centro" else entorno.dependencias
        case _:
            return ()
    return tuple(o for o in todas if o.activa and (de is None or o.de is None or o.de == de))


def _opcion(opcion_id: str, nombre: str, de: str | None = None) -> Opcion:
    return Opcion.model_construct(id=opcion_id, nombre=nombre, de=de, activa=True)  # of a model that was checked


def _crudo(pregunta: Pregunta, valores: Mapping[str, Valor]) -> Valor:
    """What was written; where nobody touched it, what it begins with. A declaracion begins unticked, whatever it says."""
    campo = pregunta.campo
    if campo.id in valores or campo.clase == "declaracion":
        return valores.get(campo.id, "")
    if pregunta.opciones is not None and campo.clase in DE_LISTA and campo.inicial not in _ids(pregunta):
        return ""
    return campo.inicial


def _escrito(pregunta: Pregunta, crudo: Valor) -> Valor:
    """What a condition looks at: the answer as it would be kept, or what was written while it is none."""
    try:
        return contestar(pregunta, crudo)
    except DatoInvalido:
        return bool(crudo) if pregunta.campo.clase in DE_SI_O_NO else str(crudo).strip()


def _ids(pregunta: Pregunta) -> set[str]:
    return {opcion.id for opcion in pregunta.opciones or ()}
