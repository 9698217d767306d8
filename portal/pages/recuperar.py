"""Recuperar contraseña: ask for the link, and with it set a new one."""

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


def pedir() -> None:
    """The answer is the same whether the e-mail has an account or not."""
    piezas.entrada(t("recuperar.entrada"))
    correo = pedir_correo("pedir", t("recuperar.enviar"), t("recuperar.falta"))
    if correo:
        with show_refusals():
            cuentas.pedir_recuperacion(ctx, correo)
            piezas.aviso(t("recuperar.enviado"), t("recuperar.enviado_detalle"), tono="fuerte", urgente=True)


def restablecer() -> None:
    """The new password; the link is consumed only when it is accepted."""
    with st.form("restablecer", border=False):
        nueva = st.text_input(t("recuperar.nueva"), type="password", autocomplete="new-password", key="nueva")
        piezas.nota(t("crear.contrasena_nota", largo=cuentas.largo_exigido(ctx, ficha)))
        enviado = st.form_submit_button(t("recuperar.guardar"), type="primary")
    if enviado:
        with show_refusals():
            cuentas.restablecer(ctx, ficha, nueva or "")
            st.session_state["restablecida"] = True
            st.rerun()


def restablecida() -> None:
    """The way in is open."""
    st.title(t("recuperar.listo"), anchor=False)
    piezas.entrada(t("recuperar.listo_entrada"))
    if st.button(t("ingresar.entrar"), type="primary"):
        del st.session_state["restablecida"]
        st.switch_page(paginas.pagina("ingresar"))


with st.container(width=480, gap="small"):
    estado = cuentas.estado_enlace(ctx, ficha, Proposito.RECUPERACION) if ficha else None
    if st.session_state.get("restablecida"):
        restablecida()
    elif estado is EstadoEnlace.VIGENTE:
        st.title(t("recuperar.nueva_titulo"), anchor=False)
        restablecer()
    else:
        st.title(t("recuperar.titulo"), anchor=False)
        if estado is not None:
            piezas.aviso(t(f"error.enlace_{estado}"), tono="ambar")
        pedir()
        with st.container(key="mp-enlaces-volver"):
            st.page_link(paginas.pagina("ingresar"), label=t("recuperar.volver"), icon=":material/arrow_back:")
