"""Unsent drafts on the screens: which one an address is about, the list of all, and what the tray says of them."""

from __future__ import annotations

import streamlit as st

from portal.domain.errors import NoEncontrado
from portal.domain.fechas import en_palabras, larga
from portal.domain.texto import frase
from portal.i18n import t
from portal.services import borradores
from portal.services.borrador_propio import BorradorEnviado
from portal.services.borradores import BorradorEnLista, BorradorView
from portal.ui import medidas, paginas, piezas, state
from portal.ui.errors import show_refusals

EMPEZADO = "borrador_empezado"
"""The draft in blank of this screen: it has no address until something is written in it."""
GUARDADO = "borrador_guardado"
DESCARTADO = "borrador_descartado"
PASOS = ("documento", "archivos", "revisar")


def del_lugar() -> BorradorView | None:
    """The draft that this address is about; None where the unsent ones are to be shown first.

    Raises NoEncontrado, BorradorEnviado, DemasiadosBorradores, SinAdministrado.
    """
    ctx = state.ctx()
    if pedido := st.query_params.get("borrador", ""):
        return borradores.ver(ctx, pedido)
    if st.query_params.get("paso") in PASOS:
        return borradores.abrir(ctx)
    if EMPEZADO in st.session_state:
        try:
            return borradores.ver(ctx, st.session_state[EMPEZADO])
        except (NoEncontrado, BorradorEnviado):
            del st.session_state[EMPEZADO]
    if DESCARTADO in st.session_state or borradores.pendientes(ctx):
        return None
    nuevo = borradores.empezar(ctx)
    st.session_state[EMPEZADO] = nuevo.id
    return nuevo


def dar_direccion(borrador_id: str) -> None:
    """From now on the address names the draft: a reload, or another device, finds it."""
    if st.query_params.get("borrador") != borrador_id:
        st.query_params["borrador"] = borrador_id
    st.session_state.pop(EMPEZADO, None)


def lista() -> None:
    """Every unsent draft, to go on with or to throw away, and a new one."""
    todos = borradores.pendientes(state.ctx())
    if st.session_state.get(DESCARTADO):
        piezas.aviso(t("borradores.descartado"), tono="fuerte", urgente=True)
    st.title(titulo(len(todos)), anchor=False)
    piezas.entrada(t("borradores.entrada" if todos else "borradores.entrada_ninguno"))
    with show_refusals():
        if st.button(t("borradores.nuevo"), icon=":material/add:", type="secondary" if todos else "primary"):
            st.session_state.pop(DESCARTADO, None)
            dar_direccion(borradores.empezar(state.ctx()).id)
            st.rerun()
    for uno in todos:
        _uno(uno, primero=uno is todos[0])


def no_esta() -> None:
    """The address names a draft that is not there for this account: say so, and lead on."""
    st.title(t("borradores.no_esta"), anchor=False)
    piezas.entrada(t("borradores.no_esta_detalle"))
    if st.button(t("borradores.ver_todos"), type="primary"):
        st.query_params.clear()
        st.rerun()


def titulo(cuantos: int) -> str:
    """As in "Tiene 2 borradores sin enviar"."""
    if not cuantos:
        return t("borradores.ninguno")
    return t("borradores.tiene_uno") if cuantos == 1 else t("borradores.tiene", cuantos=cuantos)


def seguir_luego(borrador: BorradorView) -> None:
    """The button that leaves for the tray; each change was kept already."""
    if st.button(t("borradores.seguir_luego"), on_click=state.pantalla_entera):
        st.session_state[GUARDADO] = borrador.id
        st.switch_page(paginas.pagina("tramites"))


def en_bandeja() -> None:
    """Above the tray: what was just kept, and one line that leads to the unsent drafts, when there are any."""
    todos = borradores.pendientes(state.ctx())
    guardado = next((uno for uno in todos if uno.id == st.session_state.get(GUARDADO)), None)
    if guardado is not None:
        vence = en_palabras(guardado.vence_at.astimezone(state.institucion().zona))
        piezas.aviso(t("borradores.guardado"), t("borradores.guardado_hasta", fecha=vence), tono="fuerte", urgente=True)
    if not todos:
        return
    with st.container(key="mp-enlaces-borradores"):
        st.page_link(paginas.pagina("presentar"), label=titulo(len(todos)), icon=":material/edit_note:")


def _uno(uno: BorradorEnLista, *, primero: bool) -> None:
    zona = state.institucion().zona
    asunto = uno.asunto or t("borradores.sin_asunto")
    with st.container(key=f"mp-borrador-{uno.id[:8]}", gap="small"):
        st.header(piezas.llano(asunto), anchor=False)
        piezas.resumen(
            {
                **({t("procedimientos.tramite"): uno.procedimiento} if uno.procedimiento else {}),
                t("borradores.a_nombre_de"): uno.a_nombre_de,
                t("borradores.paso"): t(f"presentar.paso_{uno.paso}"),
                t("borradores.archivos"): medidas.archivos_en_palabras(uno.archivos)
                if uno.archivos
                else t("presentar.ninguno"),
                t("borradores.cambiado"): frase(larga(uno.actualizado_at, zona).rsplit(":", 1)[0]),
                t("borradores.vence"): frase(en_palabras(uno.vence_at.astimezone(zona))),
            },
            denso=True,
        )
        with st.container(horizontal=True, gap="small"):
            st.button(
                t("borradores.continuar"),
                type="primary" if primero else "secondary",
                key=f"seguir_{uno.id[:8]}",
                help=t("borradores.continuar_ayuda", asunto=piezas.llano(asunto)),
                on_click=_seguir,
                args=(uno,),
            )
            if st.button(
                t("borradores.descartar"),
                type="tertiary",
                key=f"descartar_{uno.id[:8]}",
                help=t("borradores.descartar_ayuda", asunto=piezas.llano(asunto)),
            ):
                _confirmar(uno)


def _seguir(uno: BorradorEnLista) -> None:
    st.query_params["paso"] = uno.paso
    dar_direccion(uno.id)


def _confirmar(uno: BorradorEnLista) -> None:
    @st.dialog(t("borradores.confirmar"))
    def preguntar() -> None:
        piezas.nota(t("borradores.confirmar_detalle", asunto=uno.asunto or t("borradores.sin_asunto")))
        with st.container(horizontal=True, gap="small"):
            if st.button(t("borradores.descartar_si"), type="primary"):
                with show_refusals():
                    borradores.descartar(state.ctx(), uno.id)
                    st.session_state[DESCARTADO] = True
                    st.rerun()
            if st.button(t("borradores.conservar")):
                st.rerun()

    preguntar()
