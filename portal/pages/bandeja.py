"""Bandeja: what the desk has before it, by trays and filters; open one, or act on many."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.services import escritorio
from portal.services.escritorio import HojaEscritorio
from portal.ui import bandeja, bandeja_filtros, bandeja_llevar, bandeja_masivo, paginas, piezas, state
from portal.ui.bandeja_seleccion import elegidos
from portal.ui.errors import tell_done

ctx = state.ctx()


def cabeza() -> None:
    """The title, and what may be done with the list as a whole."""
    with st.container(key="mp-titulo-bandeja", horizontal=True, vertical_alignment="center", gap="small"):
        st.title(t("pagina.bandeja"), anchor=False, width="content")
        st.space("stretch")
        if hoja.filas:
            bandeja_llevar.menu(filtro, hoja)
        if "ventanilla" in paginas.PANTALLAS and paginas.abierta("ventanilla"):
            st.page_link(paginas.pagina("ventanilla"), label=t("bandeja.ventanilla"), icon=":material/add:")


def leida() -> HojaEscritorio:
    """The page that the address asks; when nothing is left on it, the beginning of the list."""
    hoja = escritorio.lista(ctx, filtro, **bandeja_filtros.lugar())
    if hoja.filas or not bandeja_filtros.lugar():
        return hoja
    bandeja_filtros.ir_a(filtro)
    return escritorio.lista(ctx, filtro)


cuentas = escritorio.cuentas(ctx)
if not bandeja_filtros.direccion():
    bandeja_filtros.ir_a(bandeja.por_donde_empezar(cuentas))
filtro = bandeja_filtros.actual()
hoja = leida()
cabeza()
with piezas.lugar():
    tell_done()
    bandeja_masivo.respuesta()
bandeja.cifras(ctx)
bandeja.vistas(filtro, cuentas)
opciones = escritorio.opciones(ctx)
bandeja_filtros.linea(filtro, opciones)
with piezas.lugar():
    bandeja_filtros.en_palabras(filtro, opciones)
if elegidos():
    bandeja_masivo.barra(ctx, hoja)
elif hoja.filas:
    bandeja.cuenta(hoja, filtro)
if hoja.filas:
    with st.container(key="mp-solo-ancho", gap="small"):
        bandeja.tabla(hoja)
    with st.container(key="mp-solo-movil"):
        bandeja.fichas(hoja)
else:
    bandeja.sin_filas(filtro)
bandeja.paginador(hoja)
