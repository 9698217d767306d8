"""What can be done with all the changes: undo the last one, see them, throw them away, and publish them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import groupby

import streamlit as st

from portal.domain.problemas import Problema
from portal.i18n import t
from portal.services import propuestas
from portal.services.diferencias import SEPARADOR, Diferencia
from portal.services.propuestas import LARGO_NOTA, Propuesta
from portal.ui import configuracion, piezas, state
from portal.ui import propuesta as en_propuesta
from portal.ui.errors import show_refusals

PREGUNTA, CERRAR = "config_descartar", "config_cerrar"


def barra(propuesta: Propuesta, titulo: str) -> None:
    """The top of the screen: the part, how many changes wait, and what to do with them."""
    with st.container(key="mp-barra-config", horizontal=True, vertical_alignment="center", gap="small"):
        st.title(titulo, anchor=False, width="content")
        st.html(en_propuesta.marca(propuesta), width="content")
        st.space("stretch")
        if propuesta.deshacible:
            st.button(t("config.deshacer"), icon=":material/undo:", type="tertiary", on_click=en_propuesta.deshacer)
        if propuesta.cambios and st.button(t("config.ver_cambios"), on_click=state.pantalla_entera):
            st.session_state.pop(PREGUNTA, None)  # left asking when the dialog was last put away
            ver_cambios()
        if propuesta.cambios and st.button(t("config.publicar"), type="primary", on_click=state.pantalla_entera):
            publicar()


@st.dialog(t("config.ver_cambios"), width="large")
def ver_cambios() -> None:
    """Every difference with what is in force, by part, before and after; and throwing all away, which asks first."""
    if st.session_state.pop(CERRAR, False):  # the button that was pressed may not be drawn any more
        st.rerun()
    propuesta = propuestas.ver(state.ctx())
    piezas.nota(t("config.cambios_nota"))
    tabla_de_cambios(propuestas.diferencias(state.ctx()))
    if st.session_state.get(PREGUNTA):
        piezas.aviso(t("config.descartar_seguro"), t("config.descartar_detalle"), tono="rojo", urgente=True)
        with st.container(horizontal=True, gap="small"):
            st.button(t("config.descartar_si"), on_click=_cerrar_con, args=(en_propuesta.descartar,))
            if st.button(t("config.cancelar"), key="config_no_descartar"):
                st.session_state.pop(PREGUNTA)
                st.rerun(scope="fragment")
        return
    with st.container(horizontal=True, gap="small"):
        if propuesta.deshacible:
            st.button(
                t("config.deshacer_ultimo"), icon=":material/undo:", on_click=_cerrar_con, args=(en_propuesta.deshacer,)
            )  # fmt: skip
        if st.button(t("config.descartar"), icon=":material/delete_sweep:", type="tertiary"):
            st.session_state[PREGUNTA] = True
            st.rerun(scope="fragment")


def _cerrar_con(acto: Callable[[], None]) -> None:
    st.session_state.pop(PREGUNTA, None)
    acto()
    st.session_state[CERRAR] = True


def tabla_de_cambios(diferencias: Iterable[Diferencia]) -> None:
    """The differences under the part that they belong to: what, how it was, how it will be."""
    filas = sorted(diferencias, key=_parte)
    if not filas:
        piezas.vacio(t("config.sin_cambios"), t("config.sin_cambios_detalle"))
    for nombre, suyas in groupby(filas, key=_parte):
        cuerpo = "".join(_fila(d) for d in suyas)
        cabeza = "".join(f'<th scope="col">{escape(t(f"config.{c}"))}</th>' for c in ("que", "antes", "ahora"))
        st.html(
            f'<section class="mp-cambios"><h3>{escape(nombre)}</h3><table><thead><tr>{cabeza}'
            f"</tr></thead><tbody>{cuerpo}</tbody></table></section>"
        )


def _parte(d: Diferencia) -> str:
    cual = configuracion.parte_de(d.parte)
    return configuracion.nombre(cual) if cual else d.lugar.split(SEPARADOR)[0]


def _fila(d: Diferencia) -> str:
    lugar = SEPARADOR.join(d.lugar.split(SEPARADOR)[1:]) or d.lugar
    que = t(f"config.clase_{d.clase}", lugar=lugar)
    antes, ahora = (
        escape(texto) if texto else f'<span class="mp-nada">{escape(t("config.nada"))}</span>'
        for texto in (d.antes, d.ahora)
    )
    return (
        f'<tr><th scope="row">{escape(que)}</th><td data-de="{escape(t("config.antes"))}"><del>{antes}</del></td>'
        f'<td data-de="{escape(t("config.ahora"))}"><ins>{ahora}</ins></td></tr>'
    )


@st.dialog(t("config.publicar_titulo"), width="medium")
def publicar() -> None:
    """What will be in force from now on, what stops it, what one should know, and a note of why."""
    propuesta = propuestas.ver(state.ctx())
    if propuesta.problemas:
        cuantos = len(propuesta.problemas)
        piezas.aviso(
            t("config.un_problema") if cuantos == 1 else t("config.problemas", cuantos=cuantos),
            t("config.problemas_detalle"), tono="rojo", urgente=True,
        )  # fmt: skip
        _lista(propuesta.problemas, "problema")
        return
    piezas.nota(t("config.publicar_nota", cambios=propuesta.cambios))
    if propuesta.avisos:
        piezas.aviso(t("config.avisos"), t("config.avisos_detalle"), tono="ambar")
        _lista(propuesta.avisos, "aviso")
    nota = st.text_area(t("config.nota"), key="config_nota", max_chars=LARGO_NOTA, height=100,
        placeholder=t("config.nota_ejemplo"))  # fmt: skip
    problema = st.container()
    with st.container(horizontal=True, gap="small"):
        si = st.button(t("config.publicar_si"), type="primary", key="config_publicar_si")
        if st.button(t("config.cancelar"), key="config_publicar_no"):
            st.rerun()
    if si:
        with problema, show_refusals():
            version = propuestas.publicar(state.ctx(), visto=propuesta.revision, nota=nota or "")
            st.session_state[en_propuesta.HECHO] = t("config.publicada", version=version)
            st.session_state.pop(en_propuesta.FALLOS, None)
            st.rerun()


def _lista(problemas: Sequence[Problema], clase: str) -> None:
    """Each one with the way to the part where it is mended."""
    for i, problema in enumerate(problemas):
        with st.container(key=f"mp-{clase}-{i}", gap="xxsmall"):
            piezas.nota(en_propuesta.texto(problema))
            cual = configuracion.parte_de(problema.lugar)
            if cual and st.button(
                t("config.ir_a", parte=configuracion.nombre(cual)), key=f"ir_{clase}_{i}", type="tertiary",
                icon=":material/arrow_forward:", on_click=configuracion.ir, args=(cual,),
            ):  # fmt: skip
                st.rerun()
