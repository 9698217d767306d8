"""Consulta Trámite: by the link of the mail, by number and password, or from the own tray."""

from __future__ import annotations

import streamlit as st

from portal.domain.permisos import Permiso
from portal.i18n import t
from portal.services import consulta
from portal.ui import filtros, paginas, piezas, seguimiento, state
from portal.ui.errors import show_refusals

ctx = state.ctx()
numero = st.query_params.get("expediente", "")
ficha = st.query_params.get("ficha", "")
propio = ctx.actor.puede(Permiso.VER_TRAMITES_PROPIOS) and not ficha


def siguiendo() -> bool:
    """Whether the address says which expediente, and this person may follow it."""
    if not numero or not (ficha or propio):
        return False
    with show_refusals():
        try:
            vista = consulta.propio(ctx, numero) if propio else consulta.por_ficha(ctx, numero=numero, ficha=ficha)
        except consulta.SeguimientoNoCoincide:
            piezas.aviso(t("seguimiento.enlace"), t("seguimiento.enlace_detalle"), tono="ambar", urgente=True)
            return False
        if propio:
            with st.container(key="mp-enlaces-volver"):
                st.page_link(
                    paginas.pagina("tramites"),
                    label=t("seguimiento.volver"),
                    icon=":material/arrow_back:",
                    query_params=filtros.direccion(),
                )
        seguimiento.mostrar(vista, state.institucion())
        return True
    st.space("small")
    return False


if not siguiendo():
    with st.container(width=440, gap="small"):
        st.title(t("seguimiento.titulo"), anchor=False)
        piezas.entrada(t("seguimiento.entrada"))
        seguimiento.consultar(numero, principal=True)
