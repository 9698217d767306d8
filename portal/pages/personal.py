"""Personal: who works here and with which rol, who may do what, and the offices; ``?persona=`` is one of them."""

from __future__ import annotations

import streamlit as st

from portal.domain.errors import NoEncontrado
from portal.i18n import t
from portal.ui import ficha_personal, piezas, state
from portal.ui import personal as gente
from portal.ui.errors import tell_done

ctx = state.ctx()
institucion = state.institucion()


def una(pedida: str) -> None:
    """One person, or that there is none at that address."""
    try:
        ficha_personal.mostrar(int(pedida[:15]) if pedida.isdecimal() and pedida.isascii() else 0)
    except NoEncontrado:
        st.title(t("personal.no_esta"), anchor=False)
        piezas.entrada(t("personal.no_esta_detalle"))
        if st.button(t("personal.volver"), type="primary"):
            del st.query_params[gente.PERSONA]
            st.rerun()


if pedida := st.query_params.get(gente.PERSONA, ""):
    una(pedida)
else:
    st.title(t("pagina.personal"), anchor=False)
    tell_done(gente.HECHO)
    gente.calendario(ctx)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        elegida = gente.vista()
        st.space("stretch")
        if elegida == "personas" and st.button(t("personal.agregar"), type="primary", icon=":material/person_add:"):
            ficha_personal.agregar()
    if elegida == "permisos":
        gente.quien_puede(ctx, institucion)
    elif elegida == "oficinas":
        gente.oficinas(ctx, institucion)
    else:
        gente.lista(ctx, gente.filtros(institucion))
