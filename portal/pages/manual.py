"""Manual: how each thing is done here, in this institution's own words and limits, with its history of versions."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.ui import botones, manual, piezas, state

institucion = state.institucion()

with st.container(width=800, gap="small"):
    st.title(t("manual.titulo"), anchor=False)
    if version := manual.version(institucion):
        piezas.guia(version)
    botones.imprimir(t("manual.imprimir"), key="manual_imprimir")
    st.html(manual.html(institucion, direccion=f"{state.ctx().base_url}/", base=state.base()))
