"""Activar cuenta: the link of the mail opens this page; only the button consumes it."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.services import cuentas
from portal.services.enlaces import EstadoEnlace, Proposito
from portal.ui import paginas, piezas, state
from portal.ui.cuenta import pedir_correo
from portal.ui.errors import show_refusals

ctx = state.ctx()
ficha = st.query_params.get("ficha", "")


def reenviar() -> None:
    """Another link, for who lost or outlived the first."""
    correo = pedir_correo("reenviar", t("activar.enviar"), t("recuperar.falta"))
    if correo:
        with show_refusals():
            cuentas.reenviar_activacion(ctx, correo)
            piezas.aviso(t("activar.enviado"), t("ingresar.reenviado_detalle"), tono="fuerte", urgente=True)


def activada(correo: str) -> None:
    """The way in is open."""
    st.title(t("activar.listo"), anchor=False)
    piezas.entrada(t("activar.listo_entrada", correo=correo))
    if st.button(t("ingresar.entrar"), type="primary"):
        del st.session_state["activada"]
        st.switch_page(paginas.pagina("ingresar"))


def por_activar() -> None:
    """The button that consumes the link, or the way to another link."""
    st.title(t("activar.titulo"), anchor=False)
    estado = cuentas.estado_enlace(ctx, ficha, Proposito.ACTIVACION)
    if estado is EstadoEnlace.VIGENTE:
        piezas.entrada(t("activar.entrada"))
        if st.button(t("activar.activar"), type="primary"):
            with show_refusals():
                st.session_state["activada"] = cuentas.activar(ctx, ficha)
                st.rerun()
    else:
        if ficha:
            piezas.aviso(t(f"error.enlace_{estado}"), tono="ambar")
        piezas.entrada(t("activar.otro"))
        reenviar()


with st.container(width=480, gap="small"):
    if "activada" in st.session_state:
        activada(st.session_state["activada"])
    else:
        por_activar()
