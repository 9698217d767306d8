"""Información: the institution's texts. Terms, privacy, accessibility, legal basis."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.ui import piezas, state

textos = state.institucion().textos
tema = st.query_params.get("tema", "terminos")

with st.container(width=700, gap="small"):
    match tema:
        case "accesibilidad":
            st.title(t("informacion.accesibilidad"), anchor=False)
            piezas.parrafos(textos.accesibilidad)
        case "base_legal":
            st.title(t("informacion.base_legal"), anchor=False)
            piezas.lista(textos.base_legal)
        case _:
            texto = textos.privacidad if tema == "privacidad" else textos.terminos
            st.title(piezas.llano(texto.titulo), anchor=False)
            piezas.guia(t("informacion.version", version=texto.version))
            piezas.parrafos(texto.cuerpo)
