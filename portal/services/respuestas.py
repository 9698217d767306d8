"""What was answered on a filing form, in words: the one place where a stored value becomes what people read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from portal.domain.campos import Campo, Formulario
from portal.domain.formulario import Valor
from portal.i18n import t

CON_COLUMNA = frozenset({"tipo", "numero", "asunto", "antecedente"})
"""The papeles that every registro keeps as a datum of its own."""


def en_palabras(campo: Campo, valor: Valor) -> str:
    """An answer as people read it: the name of a choice, yes or no, a date ``16/11/2026``."""
    if isinstance(valor, bool) or campo.clase == "si_no":
        return t("formulario.si") if valor else t("formulario.no")
    if campo.clase == "fecha" and valor:
        return date.fromisoformat(valor).strftime("%d/%m/%Y")
    return {opcion.id: opcion.nombre for opcion in campo.opciones}.get(valor, valor)


def de_papel(formulario: Formulario, valores: Mapping[str, Valor], papel: str) -> str:
    """What the field with that ``papel`` says, a choice by its name; nothing when the form has none."""
    campo = formulario.con_papel(papel)
    valor = str(valores.get(campo.id, "")) if campo else ""
    return {opcion.id: opcion.nombre for opcion in campo.opciones}.get(valor, valor) if campo else ""


def adicionales(formulario: Formulario, valores: Mapping[str, Valor]) -> tuple[tuple[str, str], ...]:
    """What was answered beyond the data that every registro has: label and answer, in the order of the form."""
    propios = [campo for campo in formulario.campos if campo.papel not in CON_COLUMNA]
    dichos = [(campo, valores.get(campo.id, "")) for campo in propios]
    return tuple((campo.etiqueta, en_palabras(campo, valor)) for campo, valor in dichos if valor or valor is False)
