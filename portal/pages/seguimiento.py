"""Consulta Trámite: by the link of the mail, by number and password, or from the own tray."""

from __future__ import annotations

import streamlit as st

from portal.domain.errors import NoEncontrado
from portal.domain.permisos import Permiso
from portal.i18n import explain, t
from portal.services import consulta
from portal.ui import consultar, filtros, paginas, piezas, seguimiento, state
from portal.ui.vocabulario import rotulo

ctx = state.ctx()
numero = st.query_params.get("expediente", "")
ficha = st.query_params.get("ficha", "")
olvido = "olvido" in st.query_params
palabras = state.institucion().vocabulario


def volver() -> str:
    """Back to the tray, by its name here."""
    return t("seguimiento.volver_a", donde=palabras.tramites) if palabras.tramites else t("seguimiento.volver")


def propia() -> bool:
    """Whether it is of the actor's own tray, also when a mailed link led here: then it is shown whole."""
    if not numero or not ctx.actor.puede(Permiso.VER_TRAMITES_PROPIOS):
        return False
    try:
        vista = consulta.propio(ctx, numero)
    except NoEncontrado as refusal:
        if not ficha:
            piezas.aviso(explain(refusal), tono="rojo", urgente=True)
        return False
    with st.container(key="mp-enlaces-volver"):
        st.page_link(
            paginas.pagina("tramites"),
            label=volver(),
            icon=":material/arrow_back:",
            query_params=filtros.direccion(),
        )
    seguimiento.mostrar(vista, state.institucion(), propia=True)
    return True


def por_enlace() -> bool:
    """Whether the address holds the tracking link of that expediente."""
    if not (numero and ficha):
        return False
    try:
        vista = consulta.por_ficha(ctx, numero=numero, ficha=ficha)
    except consulta.SeguimientoNoCoincide:
        piezas.aviso(t("seguimiento.enlace"), t("seguimiento.enlace_detalle"), tono="ambar", urgente=True)
        return False
    seguimiento.mostrar(vista, state.institucion(), propia=False)
    return True


if olvido:
    with st.container(width=480, gap="small"):
        st.title(t("olvido.titulo"), anchor=False)
        piezas.entrada(t("olvido.entrada"))
        consultar.recordar(numero)
elif not (propia() or por_enlace()):
    with st.container(width=480, gap="small"):
        st.title(rotulo(palabras, "seguimiento.titulo"), anchor=False)
        if state.institucion().seguimiento.contrasena:
            piezas.entrada(t("seguimiento.entrada"))
            consultar.consultar(numero, principal=True)
        else:
            consultar.con_la_cuenta(numero, principal=True)
        piezas.nota(t("seguimiento.sin_datos", ayuda=state.institucion().textos.ayuda))
