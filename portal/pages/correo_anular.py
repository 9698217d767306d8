"""Anular el cambio de correo: the link mailed to the old address opens this page; only the button undoes the change."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.services import cambio_correo, cuentas
from portal.services.cambio_correo import CambioAnulado
from portal.services.enlaces import EstadoEnlace, Proposito
from portal.ui import paginas, piezas, state
from portal.ui.cuenta import seguir_tras_un_enlace
from portal.ui.errors import show_refusals

ctx = state.ctx()
ficha = st.query_params.get("ficha", "")


def anulado(hecho: CambioAnulado) -> None:
    """What was undone, and what to do now."""
    st.title(t("correo_anular.listo"), anchor=False)
    if hecho.restaurado:
        piezas.entrada(t("correo_anular.restaurado", correo=hecho.correo))
        piezas.aviso(t("correo_anular.cerradas"), t("correo_anular.revise"), tono="fuerte")
        return
    piezas.entrada(t("correo_anular.sigue", correo=hecho.correo))
    piezas.aviso(t("correo_anular.sabe_clave"), t("correo_anular.cree_otra"), tono="ambar")
    if st.button(t("correo_anular.otra_clave"), type="primary"):
        del st.session_state["correo_anulado"]
        st.switch_page(paginas.pagina("recuperar"))


def por_anular() -> None:
    """The button that consumes the link, or what became of it."""
    st.title(t("correo_anular.titulo"), anchor=False)
    estado = cuentas.estado_enlace(ctx, ficha, Proposito.CORREO_ANULAR)
    if estado is not EstadoEnlace.VIGENTE:
        ayuda = state.institucion().textos.ayuda
        piezas.aviso(t("correo_anular.no_vale"), t("correo_anular.no_vale_detalle", ayuda=ayuda), tono="ambar")
        seguir_tras_un_enlace()
        return
    piezas.entrada(t("correo_anular.entrada"))
    piezas.lista([t("correo_anular.punto_pendiente"), t("correo_anular.punto_hecho"), t("correo_anular.punto_usted")])
    if st.button(t("correo_anular.anular"), type="primary"):
        with show_refusals():
            st.session_state["correo_anulado"] = cambio_correo.anular(ctx, ficha)
            st.rerun()


with st.container(width=560, gap="small"):
    if "correo_anulado" in st.session_state:
        anulado(st.session_state["correo_anulado"])
    else:
        por_anular()
