"""Presentar, for who has not signed in: what will be needed, before an account is asked for."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.ui import paginas, piezas, requisitos, state
from portal.ui.marco import dos_columnas

principal, lado = dos_columnas()

with principal:
    st.title(t("requisitos.titulo"), anchor=False)
    piezas.entrada(t("requisitos.entrada"))
    requisitos.dibujar(state.institucion())

with lado, st.container(key="mp-lamina-cuenta", gap="small"):
    st.header(t("requisitos.cuenta"), anchor=False)
    piezas.nota(t("requisitos.cuenta_nota"))
    if st.button(t("requisitos.crear"), type="primary", width="stretch"):
        st.switch_page(paginas.pagina("crear_cuenta"))
    if st.button(t("requisitos.ingresar"), width="stretch"):
        st.switch_page(paginas.pagina("presentar"), query_params={"paso": "nuevo"})
