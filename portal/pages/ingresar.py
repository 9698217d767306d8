"""Iniciar sesión. It also stands at every private address for who has not signed in, and then leads on to it."""

from __future__ import annotations

import streamlit as st

from portal.domain.permisos import Rol
from portal.i18n import explain, t
from portal.services import cuentas, sesiones
from portal.ui import auth, organizacion, paginas, piezas, state
from portal.ui.errors import show_refusals
from portal.ui.marco import dos_columnas

ctx = state.ctx()
if ctx.actor.rol is not Rol.ANONIMO:
    auth.seguir_a(st.query_params.get("volver", ""))
    st.switch_page(paginas.pagina(organizacion.primera(ctx)))

destino = st.query_params.get("volver") or state.destino()  # abrir_sesion leads nowhere but here
principal, lado = dos_columnas()


con_terminos = state.institucion().cuentas.terminos == "ingreso"


def entrar(correo: str, contrasena: str, *, acepta: bool) -> None:
    """Check, and let the browser fetch its cookie; a right password on a sleeping account offers the link again."""
    try:
        auth.abrir_sesion(sesiones.entrar(ctx, correo, contrasena, ip=ctx.actor.ip, acepta=acepta), destino)
    except sesiones.CuentaNoActivada as refusal:
        st.session_state["por_activar"] = refusal.facts["correo"]
        piezas.aviso(explain(refusal), tono="ambar", urgente=True)


def casilla_de_terminos() -> bool:
    """The box without which nobody signs in, and where the terms are read."""
    with st.container(gap="xxsmall"):
        acepta = st.checkbox(t("ingresar.acepta"), key="ingresar_acepta")
        st.markdown(t("ingresar.acepta_lea", terminos=state.url("/informacion?tema=terminos")))
    return acepta


with principal, st.container(width=440, gap="small"):
    st.title(t("ingresar.titulo"), anchor=False)
    if destino not in {state.url("/ingresar"), state.url("/")}:
        piezas.entrada(t("ingresar.para_seguir"))
    with st.form("ingresar", border=False):
        correo = st.text_input(
            t("ingresar.correo"),
            type="email",
            autocomplete="username",
            placeholder=t("ingresar.correo_ejemplo"),
            validate="",
            key="ingresar_correo",
        )
        contrasena = st.text_input(
            t("ingresar.contrasena"), type="password", autocomplete="current-password", key="ingresar_contrasena"
        )
        acepta = casilla_de_terminos() if con_terminos else False
        enviado = st.form_submit_button(t("ingresar.entrar"), type="primary")
    if enviado and not (correo and contrasena):
        piezas.aviso(t("ingresar.falta"), tono="rojo", urgente=True)
    elif enviado and con_terminos and not acepta:
        piezas.aviso(t("ingresar.falta_aceptar"), tono="rojo", urgente=True)
    elif enviado:
        with show_refusals():
            entrar(correo or "", contrasena or "", acepta=acepta)
    if "por_activar" in st.session_state and st.button(t("ingresar.reenviar")):
        with show_refusals():
            cuentas.reenviar_activacion(ctx, st.session_state.pop("por_activar"))
            piezas.aviso(t("ingresar.reenviado"), t("ingresar.reenviado_detalle"), tono="fuerte", urgente=True)
    with st.container(key="mp-enlaces-clave"):
        st.page_link(paginas.pagina("recuperar"), label=t("ingresar.olvide"))

with lado, st.container(key="mp-lamina-cuenta", gap="small"):
    st.header(t("ingresar.primera"), anchor=False)
    piezas.nota(t("ingresar.primera_nota"))
    if st.button(t("ingresar.crear"), width="stretch"):
        st.switch_page(paginas.pagina("crear_cuenta"))
