"""No encontrada: an address where nothing is, or nothing for this person, and the ways on from there."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.ui import paginas, piezas, state

actor = state.ctx().actor
salidas = dict.fromkeys(("inicio", paginas.primera(actor), *paginas.menu(actor)))

st.title(t("no_encontrada.titulo"), anchor=False)
piezas.entrada(t("no_encontrada.entrada"))
st.space("small")
st.header(t("no_encontrada.salidas"), anchor=False)
with st.container(gap="xxsmall", key="mp-enlaces-salidas"):
    for nombre in salidas:
        st.page_link(paginas.pagina(nombre), icon=":material/arrow_forward:")
piezas.nota(t("no_encontrada.ayuda", ayuda=state.institucion().textos.ayuda))
