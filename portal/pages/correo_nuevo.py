"""Correo nuevo: the link mailed to the new address opens this page; only the button changes the e-mail."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.services import cambio_correo, cuentas
from portal.services.enlaces import EstadoEnlace, Proposito
from portal.ui import piezas, state
from portal.ui.cuenta import seguir_tras_un_enlace
from portal.ui.errors import show_refusals

ctx = state.ctx()
ficha = st.query_params.get("ficha", "")


def confirmado(correo: str) -> None:
    """It is done; the way on depends on whether this browser is signed in."""
    st.title(t("correo_nuevo.listo"), anchor=False)
    piezas.entrada(t("correo_nuevo.listo_entrada", correo=correo))
    seguir_tras_un_enlace()


def por_confirmar() -> None:
    """The button that consumes the link, or what became of it."""
    st.title(t("correo_nuevo.titulo"), anchor=False)
    estado = cuentas.estado_enlace(ctx, ficha, Proposito.CORREO_NUEVO)
    if estado is not EstadoEnlace.VIGENTE:
        piezas.aviso(t("correo_nuevo.no_vale"), t("correo_nuevo.no_vale_detalle"), tono="ambar")
        seguir_tras_un_enlace()
        return
    piezas.entrada(t("correo_nuevo.entrada"))
    if st.button(t("correo_nuevo.confirmar"), type="primary"):
        with show_refusals():
            st.session_state["correo_confirmado"] = cambio_correo.confirmar(ctx, ficha)
            st.rerun()


with st.container(width=520, gap="small"):
    if "correo_confirmado" in st.session_state:
        confirmado(st.session_state["correo_confirmado"])
    else:
        por_confirmar()
