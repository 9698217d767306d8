"""Draws a filing form from the institution's configuration. Each change is kept in the draft at once.

A change makes the whole screen run again only when it shows something else; nearly always that is only the time at
which the draft was kept, which is drawn alone (ADR 0036).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from portal.domain.campos import Campo, Formulario
from portal.domain.configuracion import Institucion
from portal.domain.fechas import corta
from portal.domain.formulario import Pregunta, Valor, con_iniciales, preguntas, sin_lo_que_ya_no_se_ofrece, validar
from portal.i18n import explain, t
from portal.services import borradores, respuestas, usos
from portal.services.borradores import BorradorView
from portal.ui import campos, piezas, state
from portal.ui.borradores import dar_direccion
from portal.ui.campos import Hoja, clave
from portal.ui.errors import keep_refusals

__all__ = ["clave", "dibujar", "guardado", "termina", "vista_previa"]

GUARDADO = "guardado_a_las"
ENTREGADO = "entregado_en_esta_pestana"
"""What each field, by its widget key, held when this tab last drew it or kept it."""
ENTERA = "pantalla_entera"
"""The address of the last run that drew the whole screen; nothing while one is on its way, or was cut."""


def dibujar(borrador: BorradorView, errores: Mapping[str, str]) -> None:
    """All visible fields, section by section; ``errores`` by field id."""
    st.session_state.pop(ENTERA, None)
    hoja = Hoja(
        id=borrador.id,
        institucion=borrador.institucion,
        valores=borrador.valores,
        preguntas=_preguntas(borrador),
        guardar=_guardar,
        dato=borrador,
        usos=_usos(borrador.institucion.formulario),
        entregado=st.session_state.get(ENTREGADO, {}),
    )
    escrito = campos.dibujar(hoja, errores)
    for campo, valor in escrito.items():
        if valor != hoja.entregado.get(clave(borrador.id, campo), valor):
            _entregar(borrador, campo, valor)
    st.session_state[ENTREGADO] = {clave(borrador.id, campo): valor for campo, valor in escrito.items()}


def vista_previa(formulario: Formulario, institucion: Institucion, nombre: str) -> None:
    """The same drawing for who designs it: what is written stays in this tab, under ``nombre``, and goes nowhere.

    A button judges it as "Continuar" would.
    """
    suya = institucion.model_copy(update={"formulario": formulario})
    entorno = respuestas.entorno(institucion, state.ctx().reloj())
    escrito = st.session_state.setdefault(f"vista_{nombre}", {})
    valores = con_iniciales(formulario, sin_lo_que_ya_no_se_ofrece(formulario, escrito, entorno), entorno)
    forma = repr([nombre, *((campo.id, campo.clase) for campo in formulario.campos)])
    vista = f"{zlib.crc32(forma.encode()):08x}"  # a field of another clase is another widget
    probado = f"probado_{nombre}"
    errores = validar(formulario, valores, entorno)[1] if st.session_state.get(probado) else {}
    hoja = Hoja(vista, suya, valores, preguntas(formulario, valores, entorno), _anotar, (nombre, vista))
    st.header(piezas.llano(formulario.titulo), anchor=False)
    piezas.nota(t("formulario.prueba"))
    campos.dibujar(hoja, {campo: explain(error) for campo, error in errores.items()})
    if st.button(t("formulario.probar"), key=f"probar_{nombre}"):
        st.session_state[probado] = True
        st.rerun()
    if st.session_state.get(probado) and not errores:
        piezas.aviso(t("formulario.todo_bien"), tono="fuerte")


def _anotar(vista: tuple[str, str], campo: Campo) -> None:
    """Keep what was written in a form that is only looked at."""
    nombre, suya = vista
    if clave(suya, campo.id) in st.session_state:
        escrito = st.session_state.get(f"vista_{nombre}", {})
        st.session_state[f"vista_{nombre}"] = {**escrito, campo.id: campos.leido(campo, clave(suya, campo.id))}


def _usos(formulario: Formulario) -> Mapping[str, Mapping[str, int]]:
    """How often each choice was made, where some list goes by that."""
    return usos.recientes(state.ctx()) if any(campo.orden == "uso" for campo in formulario.campos) else {}


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


def _preguntas(borrador: BorradorView) -> tuple[Pregunta, ...]:
    return preguntas(borrador.institucion.formulario, borrador.valores, borrador.entorno)


def _guardar(dibujado: BorradorView, campo: Campo) -> None:
    """Keep what was written in ``campo``; ``dibujado`` is the draft as the last run of the whole screen showed it.

    A button pressed on top of the change stops this run at the first thing it asks of ``session_state``, before anything
    was kept: the run that draws the screen finds then that this field holds more than it delivered.
    """
    llave = clave(dibujado.id, campo.id)
    if llave not in st.session_state:  # somebody else came back to the tab: what was typed is not theirs
        return
    entregado, valor = st.session_state.setdefault(ENTREGADO, {}), campos.leido(campo, llave)
    guardado = None
    with keep_refusals():
        entregado[llave] = valor
        guardado = _entregar(dibujado, campo.id, valor)
        dar_direccion(dibujado.id)
    if guardado is not None and not _cambia_algo_mas(campo, dibujado, guardado):
        st.session_state[GUARDADO] = _hora(guardado)
        with suppress(StreamlitAPIException):  # the run that drew the field was cut before it came to the hour
            st.rerun(GUARDADO)


def _entregar(borrador: BorradorView, campo: str, valor: Valor) -> BorradorView:
    return borradores.guardar(state.ctx(), borrador.id, valores={campo: valor})


def _cambia_algo_mas(campo: Campo, antes: BorradorView, ahora: BorradorView) -> bool:
    """Whether the screen shows something else than it did, besides the hour: other fields, choices, help, errors or dates.

    Also when it was left half drawn, and when this message came with another address.
    """
    zona = ahora.institucion.zona
    return "errores_en" in st.session_state or st.session_state.get(ENTERA) != _lugar() or (
        _preguntas(antes), campos.en_ayuda(campo, antes.valores), antes.administrado_id,
        antes.vence_at.astimezone(zona).date(),
    ) != (
        _preguntas(ahora), campos.en_ayuda(campo, ahora.valores), ahora.administrado_id,
        ahora.vence_at.astimezone(zona).date(),
    )  # fmt: skip
