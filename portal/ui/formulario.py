"""Draws a filing form from the institution's configuration. Each change is kept in the draft at once.

A change makes the whole screen run again only when it shows something else; nearly always that is only the time at
which the draft was kept, which is drawn alone (ADR 0036).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from portal.domain.campos import Campo
from portal.domain.fechas import corta
from portal.domain.formulario import MAXIMO_TEXTO, Valor, campos_visibles
from portal.i18n import t
from portal.services import borradores, respuestas
from portal.services.borradores import BorradorView
from portal.ui import piezas, state
from portal.ui.borradores import dar_direccion
from portal.ui.errors import keep_refusals

ALTO_PARRAFO = 110
GUARDADO = "guardado_a_las"
ENTREGADO = "entregado_en_esta_pestana"
"""What each field, by its widget key, held when this tab last drew it or kept it."""
ENTERA = "pantalla_entera"
"""The address of the last run that drew the whole screen; nothing while one is on its way, or was cut."""


def clave(borrador_id: str, campo: str) -> str:
    """The widget key of a field: one draft's text never shows in another."""
    return f"campo_{campo}_{borrador_id[:8]}"


def dibujar(borrador: BorradorView, errores: Mapping[str, str]) -> None:
    """All visible fields, section by section; ``errores`` by field id."""
    st.session_state.pop(ENTERA, None)
    entregado = st.session_state.get(ENTREGADO, {})
    escrito: dict[str, Any] = {}
    formulario = borrador.institucion.formulario
    visibles = _visibles(borrador)
    for seccion in formulario.secciones:
        with piezas.lugar():
            if len(formulario.secciones) > 1 and visibles & {campo.id for campo in seccion.campos}:
                st.header(seccion.titulo, anchor=False)
        for campo in seccion.campos:
            llave = clave(borrador.id, campo.id)
            with st.container(gap="xxsmall"):  # also for a field that does not show now: those below keep their place
                if campo.id not in visibles:
                    continue
                escrito[llave] = _campo(campo, borrador)
                if ayuda := _ayuda(campo, borrador.valores):
                    piezas.ayuda(llave, ayuda)
                piezas.error_de_campo(llave, {llave: errores[campo.id]} if campo.id in errores else {})
            if escrito[llave] != entregado.get(llave, escrito[llave]):
                _entregar(borrador, campo, escrito[llave])
    st.session_state[ENTREGADO] = escrito


def termina() -> None:
    """The screen around the form was drawn to its end: from now on a change may draw less."""
    st.session_state[ENTERA] = _lugar()


def _lugar() -> object:
    """The address of this run: its screen and its query."""
    corrida = get_script_run_ctx()
    return corrida and corrida.page_script_hash, st.query_params.to_dict()


def guardado(borrador: BorradorView) -> None:
    """When the draft was last kept."""
    st.session_state[GUARDADO] = _hora(borrador)
    _guardado()


@st.fragment(key=GUARDADO)
def _guardado() -> None:
    st.caption(t("presentar.guardado", hora=st.session_state[GUARDADO]), width="content")


def _hora(borrador: BorradorView) -> str:
    return corta(borrador.actualizado_at, borrador.institucion.zona).split(" ")[1]


def _visibles(borrador: BorradorView) -> frozenset[str]:
    return frozenset(campo.id for campo in campos_visibles(borrador.institucion.formulario, borrador.valores))


def _ayuda(campo: Campo, valores: Mapping[str, Valor]) -> str:
    """Under the field, and read out with it: what to write, and near the limit how much is left."""
    escrito = str(valores.get(campo.id, ""))
    tope = min(campo.maximo or MAXIMO_TEXTO, MAXIMO_TEXTO)
    quedan = tope - len(escrito)
    avisa = campo.clase == "texto_largo" and quedan < max(tope // 10, 50)
    cuenta = t("formulario.quedan", cuantos=quedan) if quedan >= 0 else t("formulario.sobran", cuantos=-quedan)
    return " ".join(parte for parte in (campo.ayuda, cuenta if avisa else "") if parte)


def _guardar(dibujado: BorradorView, campo: Campo) -> None:
    """Keep what was written in ``campo``; ``dibujado`` is the draft as the last run of the whole screen showed it.

    A button pressed on top of the change stops this run at the first thing it asks of ``session_state``, before anything
    was kept: the run that draws the screen finds then that this field holds more than it delivered.
    """
    llave = clave(dibujado.id, campo.id)
    if llave not in st.session_state:  # somebody else came back to the tab: what was typed is not theirs
        return
    entregado, valor = st.session_state.setdefault(ENTREGADO, {}), st.session_state[llave]
    guardado = None
    with keep_refusals():
        entregado[llave] = valor
        guardado = _entregar(dibujado, campo, valor)
        dar_direccion(dibujado.id)
    if guardado is not None and not _cambia_algo_mas(campo, dibujado, guardado):
        st.session_state[GUARDADO] = _hora(guardado)
        with suppress(StreamlitAPIException):  # the run that drew the field was cut before it came to the hour
            st.rerun(GUARDADO)


def _entregar(borrador: BorradorView, campo: Campo, valor: Any) -> BorradorView:  # noqa: ANN401 -- as _de_widget
    if isinstance(valor, date):
        valor = valor.isoformat()
    return borradores.guardar(state.ctx(), borrador.id, valores={campo.id: "" if valor is None else valor})


def _cambia_algo_mas(campo: Campo, antes: BorradorView, ahora: BorradorView) -> bool:
    """Whether the screen shows something else than it did, besides the hour: other fields, help, errors or dates.

    Also when it was left half drawn, and when this message came with another address.
    """
    zona = ahora.institucion.zona
    return "errores_en" in st.session_state or st.session_state.get(ENTERA) != _lugar() or (
        _visibles(antes), _ayuda(campo, antes.valores), antes.administrado_id, antes.vence_at.astimezone(zona).date()
    ) != (
        _visibles(ahora), _ayuda(campo, ahora.valores), ahora.administrado_id, ahora.vence_at.astimezone(zona).date()
    )  # fmt: skip


def _campo(campo: Campo, borrador: BorradorView) -> Any:  # noqa: ANN401 -- as _de_widget
    """Draw the widget; what it holds."""
    llave = clave(borrador.id, campo.id)
    etiqueta = piezas.llano(campo.etiqueta)
    if not (campo.obligatorio or campo.clase == "si_no"):
        etiqueta = t("formulario.opcional", etiqueta=etiqueta)
    comun: dict[str, Any] = {"key": llave, "on_change": _guardar, "args": (borrador, campo)}
    if llave not in st.session_state:
        st.session_state[llave] = _de_widget(campo, borrador.valores.get(campo.id, ""))
        st.session_state.get(ENTREGADO, {}).pop(llave, None)
    match campo.clase:
        case "opcion":
            return st.selectbox(
                etiqueta,
                [opcion.id for opcion in campo.opciones],
                format_func=lambda i: respuestas.en_palabras(campo, i),
                placeholder=t("formulario.elija"),
                index=None,
                **comun,
            )
        case "texto_largo":
            return st.text_area(etiqueta, height=ALTO_PARRAFO, placeholder=campo.ejemplo or None, **comun)
        case "si_no":
            return st.toggle(etiqueta, **comun)
        case "fecha":
            return st.date_input(etiqueta, value=None, format="DD/MM/YYYY", width=200, **comun)
        case _:
            return st.text_input(etiqueta, placeholder=campo.ejemplo or None, live=True, **comun)


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
