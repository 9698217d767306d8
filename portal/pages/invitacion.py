"""Invitación: the mailed link opens this page; only the buttons answer it, and only its own account has them."""

from __future__ import annotations

import streamlit as st

from portal.domain.permisos import Permiso, Rol
from portal.i18n import t
from portal.services import invitaciones
from portal.services.enlaces import EstadoEnlace
from portal.services.invitaciones import InvitacionRecibida
from portal.ui import auth, organizacion, paginas, piezas, state
from portal.ui.errors import show_refusals

ctx = state.ctx()
ficha = st.query_params.get("ficha", "")
CIUDADANO = ctx.actor.puede(Permiso.PRESENTAR)


def buscada() -> InvitacionRecibida | None:
    """The one of the mailed link, or one that waits for this account."""
    if ficha or not CIUDADANO:
        return invitaciones.ver(ctx, ficha)
    propias = invitaciones.recibidas(ctx)
    pedida = st.query_params.get("invitacion", "")
    return next((i for i in propias if str(i.id) == pedida), propias[0] if propias else None)


def responder(i: InvitacionRecibida) -> None:
    """Yes or no."""
    with st.container(horizontal=True, gap="small"):
        acepta = st.button(t("invitacion.aceptar"), type="primary")
        rechaza = st.button(t("invitacion.no_aceptar"))
    piezas.nota(t("invitacion.despues"))
    with show_refusals():
        if acepta:
            nombre = invitaciones.aceptar(ctx, i.id)
            st.session_state[organizacion.HECHO] = t("invitacion.aceptada", organizacion=nombre)
            st.session_state[organizacion.ACEPTADA] = True
            st.switch_page(paginas.pagina("organizacion"))
        if rechaza:
            invitaciones.rechazar(ctx, i.id)
            st.session_state[organizacion.HECHO] = t("invitacion.rechazada", organizacion=i.organizacion)
            st.switch_page(paginas.pagina("organizacion"))


def entrar(i: InvitacionRecibida) -> None:
    """Who has not signed in: with the account of that address, which may have to be made."""
    piezas.aviso(t("invitacion.entre", correo=i.correo), t("invitacion.entre_detalle"))
    with st.container(horizontal=True, gap="small"):
        if st.button(t("ingresar.entrar"), type="primary"):  # the private page asks to sign in, and leads back here
            st.switch_page(paginas.pagina("organizacion"), query_params={"ficha": ficha})
        if st.button(t("ingresar.crear")):
            st.switch_page(paginas.pagina("crear_cuenta"), query_params={"ficha": ficha})


def con_otra_cuenta(i: InvitacionRecibida) -> None:
    """Signed in, but as somebody else."""
    piezas.aviso(
        t("invitacion.otra", correo=i.correo), t("invitacion.otra_detalle", correo=ctx.actor.correo), tono="ambar"
    )
    if st.button(t("cuenta.salir")):
        auth.cerrar_sesion(state.destino())
        st.stop()


def vigente(i: InvitacionRecibida) -> None:
    """What is asked, what it means, and the answer."""
    st.title(t("invitacion.titulo", organizacion=piezas.llano(i.organizacion)), anchor=False)
    organizacion.resumen(i, state.institucion().zona)
    st.header(t("invitacion.si_acepta"), anchor=False)
    piezas.lista([t(f"invitacion.significa_{n}") for n in ("presenta", "ve", "propio", "salir")])
    if i.propia:
        responder(i)
    elif ctx.actor.rol is Rol.ANONIMO:
        entrar(i)
    else:
        con_otra_cuenta(i)


def terminada(estado: EstadoEnlace) -> None:
    """Answered, out of time, withdrawn, or no link of ours."""
    st.title(t(f"invitacion.{estado}"), anchor=False)
    piezas.entrada(t(f"invitacion.{estado}_detalle"))
    if st.button(t("invitacion.seguir"), type="primary"):
        st.switch_page(paginas.pagina("organizacion" if CIUDADANO else paginas.primera(ctx.actor)))


with st.container(width=640, gap="small"):
    hallada = buscada()
    if hallada is not None and hallada.estado is EstadoEnlace.VIGENTE:
        vigente(hallada)
    else:
        terminada(hallada.estado if hallada else EstadoEnlace.DESCONOCIDO)
