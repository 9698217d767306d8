"""Antes de continuar: texts published anew. It stands at every private address until they are accepted."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.services import aceptaciones
from portal.ui import auth, piezas, state
from portal.ui.cuenta import por_leer
from portal.ui.errors import show_refusals

ctx, institucion = state.ctx(), state.institucion()
faltan = aceptaciones.faltan(ctx.actor, institucion)
textos = aceptaciones.de(institucion)


def clave(nombre: str) -> str:
    """The box of a text, of this version: another one is ticked anew."""
    return f"acepta_{nombre}_{textos[nombre].version}"


def aceptar() -> None:
    """Every box ticked, or the first that is not."""
    sin_marcar = {clave(n): t("aceptar.falta") for n in faltan if not st.session_state.get(clave(n))}
    st.session_state["errores_aceptar"] = sin_marcar
    if not sin_marcar:
        aceptaciones.aceptar(ctx, {nombre: textos[nombre].version for nombre in faltan})
    st.rerun()


with st.container(width=700, gap="small"):
    st.title(t("aceptar.titulo"), anchor=False)
    piezas.entrada(t("aceptar.entrada"))
    errores: dict[str, str] = st.session_state.get("errores_aceptar", {})
    for nombre in faltan:
        texto = textos[nombre]
        st.space("xsmall")
        st.header(piezas.llano(texto.titulo), anchor=False)
        piezas.guia(t("aceptar.version", version=texto.version))
        por_leer(nombre, texto.titulo, texto.cuerpo)
        with st.container(gap="xxsmall"):
            st.checkbox(t(f"aceptar.{nombre}"), key=clave(nombre))
            piezas.error_de_campo(clave(nombre), errores)
    st.space("xsmall")
    with piezas.lugar():
        if errores:
            piezas.aviso(t("aceptar.falta_alguna"), tono="rojo", urgente=True)
    with st.container(horizontal=True, gap="small"):
        if st.button(t("aceptar.aceptar"), type="primary"):
            with show_refusals():
                aceptar()
        if st.button(t("cuenta.salir"), key="salir_sin_aceptar"):
            auth.cerrar_sesion("/")
            st.stop()
