"""Inicio: what one can do here, when a filing counts, and following a case without an account."""

from __future__ import annotations

import streamlit as st

from portal.domain.permisos import Rol
from portal.i18n import t
from portal.ui import paginas, piezas, state
from portal.ui.consultar import consultar
from portal.ui.marco import dos_columnas

institucion = state.institucion()
actor = state.ctx().actor
principal, lado = dos_columnas()

with principal:
    st.title(institucion.textos.titulo_inicio, anchor=False)
    piezas.entrada(institucion.textos.entrada_inicio)
    st.space("small")
    with st.container(horizontal=True, gap="small"):
        if paginas.abierta("presentar") and st.button(
            t("inicio.presentar"), type="primary", icon=":material/arrow_forward:", icon_position="right"
        ):
            st.switch_page(paginas.pagina("presentar"))
        if actor.rol is Rol.ANONIMO and st.button(t("inicio.crear_cuenta")):
            st.switch_page(paginas.pagina("crear_cuenta"))
    st.space("small")
    piezas.aviso(institucion.textos.regla, institucion.textos.regla_detalle, tono="fuerte")
    piezas.nota(institucion.textos.horario)
    st.space("small")
    if institucion.textos.a_la_mano:
        st.header(t("inicio.a_la_mano"), anchor=False)
        piezas.lista(institucion.textos.a_la_mano)

with lado:
    with st.container(key="mp-lamina-consulta", gap="small"):
        st.subheader(t("inicio.consulte"), anchor=False)
        piezas.nota(t("inicio.consulte_nota"))
        consultar()
    st.space("small")
    st.subheader(t("inicio.tambien"), anchor=False)
    with st.container(gap="xxsmall", key="mp-enlaces-mas"):
        st.page_link(paginas.pagina("verificar"), label=t("inicio.verificar"), icon=":material/verified:")
        if paginas.abierta("tramites"):
            st.page_link(paginas.pagina("tramites"), label=t("inicio.mis_tramites"), icon=":material/folder_open:")
