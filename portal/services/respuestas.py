"""What was answered on a filing form, in words: the one place where a stored value becomes what people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from portal.domain.campos import Campo, Opcion
from portal.domain.configuracion import Institucion
from portal.domain.contestar import DE_SI_O_NO, Pregunta, contestar, separar_documento
from portal.domain.errors import DatoInvalido
from portal.domain.escritorio import Centro
from portal.domain.formulario import Entorno, Valor, preguntas
from portal.i18n import t

CON_COLUMNA = frozenset({"tipo", "numero", "asunto", "antecedente"})
"""The papeles that every registro keeps as a datum of its own."""


def entorno(institucion: Institucion, ahora: datetime) -> Entorno:
    """What a form of that institution needs to be judged as of that instant."""
    return Entorno(institucion.escritorio, ahora.astimezone(institucion.zona).date())


def en_palabras(institucion: Institucion, campo: Campo, valor: Valor) -> str:
    """An answer as people read it: the name of a choice or office, yes or no, ``16/11/2026``, ``DNI 45678912``."""
    if isinstance(valor, bool) or campo.clase in DE_SI_O_NO:
        return t("formulario.si") if valor else t("formulario.no")
    return _dicho(institucion, campo, valor) if valor else ""


def _dicho(institucion: Institucion, campo: Campo, valor: str) -> str:
    nombres: Sequence[Opcion | Centro] = campo.opciones
    match campo.clase:
        case "fecha":
            return date.fromisoformat(valor).strftime("%d/%m/%Y")
        case "documento":
            tipo, numero = separar_documento(valor)
            return t("formulario.documento", tipo=t(f"formulario.documento.{tipo}"), numero=numero)
        case "dependencia":
            return institucion.escritorio.dependencia(valor).nombre
        case "centro":
            nombres = institucion.escritorio.centros
        case _:
            pass
    return next((cada.nombre for cada in nombres if cada.id == valor), valor)


def de_papel(institucion: Institucion, valores: Mapping[str, Valor], papel: str) -> str:
    """What the field with that ``papel`` says, a choice by its name; nothing when the form has none."""
    campo = institucion.formulario.con_papel(papel)
    if campo is None:
        return ""
    valor = str(valores.get(campo.id, ""))
    return valor if campo.clase == "fecha" else en_palabras(institucion, campo, valor)


def adicionales(institucion: Institucion, valores: Mapping[str, Valor]) -> tuple[tuple[str, str], ...]:
    """What was answered beyond the data that every registro has: label and answer, in the order of the form."""
    propios = [campo for campo in institucion.formulario.campos if campo.papel not in CON_COLUMNA]
    dichos = [(campo, valores.get(campo.id, "")) for campo in propios]
    return tuple(
        (campo.etiqueta, en_palabras(institucion, campo, valor)) for campo, valor in dichos if valor or valor is False
    )


def leidas(institucion: Institucion, valores: Mapping[str, Valor]) -> dict[str, str]:
    """Everything that is asked of a draft with these values, label and answer as it will be filed; an answer may be empty."""
    return {
        pregunta.campo.etiqueta: en_palabras(institucion, pregunta.campo, _limpio(pregunta, valores)).strip()
        for pregunta in preguntas(institucion.formulario, valores)
        if pregunta.campo.clase != "explicacion"
    }


def _limpio(pregunta: Pregunta, valores: Mapping[str, Valor]) -> Valor:
    valor = valores.get(pregunta.campo.id, "")
    try:
        return contestar(pregunta, valor)
    except DatoInvalido:
        return valor
