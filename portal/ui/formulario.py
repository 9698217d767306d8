"""Draws a filing form from the institution's configuration. Each change is kept in the draft at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from portal.domain.configuracion import Campo, Formulario
from portal.domain.formulario import MAXIMO_TEXTO, Valor, campos_visibles
from portal.i18n import t
from portal.services import borradores, respuestas
from portal.ui import piezas, state
from portal.ui.borradores import dar_direccion
from portal.ui.errors import keep_refusals

ALTO_PARRAFO = 110


def clave(borrador_id: str, campo: str) -> str:
    """The widget key of a field: one draft's text never shows in another."""
    return f"campo_{campo}_{borrador_id[:8]}"


def dibujar(
    formulario: Formulario, valores: Mapping[str, Valor], errores: Mapping[str, str], *, borrador_id: str
) -> None:
    """All visible fields, section by section; ``errores`` by field id."""
    visibles = {campo.id for campo in campos_visibles(formulario, valores)}
    for seccion in formulario.secciones:
        campos = [campo for campo in seccion.campos if campo.id in visibles]
        if campos and len(formulario.secciones) > 1:
            st.header(seccion.titulo, anchor=False)
        for campo in campos:
            with st.container(gap="xxsmall"):
                _campo(campo, valores.get(campo.id, ""), borrador_id)
                _ayudas(campo, str(valores.get(campo.id, "")), clave(borrador_id, campo.id))
                piezas.error_de_campo(
                    clave(borrador_id, campo.id),
                    {clave(borrador_id, campo.id): errores[campo.id]} if campo.id in errores else {},
                )


def _ayudas(campo: Campo, escrito: str, llave: str) -> None:
    """Under the field, and read out with it: what to write, and near the limit how much is left."""
    tope = min(campo.maximo or MAXIMO_TEXTO, MAXIMO_TEXTO)
    quedan = tope - len(escrito)
    avisa = campo.clase == "texto_largo" and quedan < max(tope // 10, 50)
    cuenta = t("formulario.quedan", cuantos=quedan) if quedan >= 0 else t("formulario.sobran", cuantos=-quedan)
    partes = [parte for parte in (campo.ayuda, cuenta if avisa else "") if parte]
    if partes:
        piezas.ayuda(llave, " ".join(partes))


def _guardar(borrador_id: str, campo: str) -> None:
    valor: Any = st.session_state[clave(borrador_id, campo)]
    if isinstance(valor, date):
        valor = valor.isoformat()
    with keep_refusals():
        borradores.guardar(state.ctx(), borrador_id, valores={campo: "" if valor is None else valor})
        dar_direccion(borrador_id)


def _campo(campo: Campo, valor: Valor, borrador_id: str) -> None:
    llave = clave(borrador_id, campo.id)
    etiqueta = piezas.llano(campo.etiqueta)
    if not (campo.obligatorio or campo.clase == "si_no"):
        etiqueta = t("formulario.opcional", etiqueta=etiqueta)
    comun: dict[str, Any] = {"key": llave, "on_change": _guardar, "args": (borrador_id, campo.id)}
    if llave not in st.session_state:
        st.session_state[llave] = _de_widget(campo, valor)
    match campo.clase:
        case "opcion":
            st.selectbox(
                etiqueta,
                [opcion.id for opcion in campo.opciones],
                format_func=lambda i: respuestas.en_palabras(campo, i),
                placeholder=t("formulario.elija"),
                index=None,
                **comun,
            )
        case "texto_largo":
            st.text_area(etiqueta, height=ALTO_PARRAFO, placeholder=campo.ejemplo or None, **comun)
        case "si_no":
            st.toggle(etiqueta, **comun)
        case "fecha":
            st.date_input(etiqueta, value=None, format="DD/MM/YYYY", width=200, **comun)
        case _:
            st.text_input(etiqueta, placeholder=campo.ejemplo or None, live=True, **comun)


def _de_widget(campo: Campo, valor: Valor) -> Any:  # noqa: ANN401 -- each widget has its own type
    match campo.clase:
        case "si_no":
            return bool(valor)
        case "opcion":
            return valor if valor in {opcion.id for opcion in campo.opciones} else None
        case "fecha":
            return date.fromisoformat(valor) if isinstance(valor, str) and valor else None
        case _:
            return str(valor)
