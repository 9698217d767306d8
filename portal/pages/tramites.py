"""Trámites: the citizen's tray, in the columns and filters of the manual."""

from __future__ import annotations

import streamlit as st

from portal.domain.fechas import corta
from portal.domain.texto import acortar
from portal.i18n import t
from portal.services import administrados, bandejas, exportaciones
from portal.services.bandejas import FilaView, Filtros, HojaView
from portal.ui import borradores, exportar, filtros, medidas, paginas, piezas, por_corregir, seguimiento, state
from portal.ui.organizacion import avisar_recibidas
from portal.ui.piezas import Enlace
from portal.ui.vocabulario import dicho, rotulo

ANCHOS = [11, 1.1]
LARGO_ASUNTO, LARGO_NUMERO = 120, 12
institucion = state.institucion()
palabras = institucion.vocabulario
nuevo = dicho(palabras, "tramites.nuevo")


def fila(f: FilaView) -> None:
    """One filing, with its magnifier."""
    with st.container(key=f"mp-fila-{f.registro_id}"):
        datos, opciones = st.columns(ANCHOS, gap="small", vertical_alignment="center")
        color, dibujo = seguimiento.tono(f.fase, f.tono)
        with datos:
            piezas.fila_de_tramite(
                piezas.FilaDeTramite(
                    numero=f.numero,
                    registro=corta(f.registrado_at, institucion.zona),
                    persona=por(f),
                    documento=seguimiento.documento(f.numero_documento, abre=bool(f.documento_id)),
                    detalle=medidas.detalle(f.tamano, f.paginas) if f.documento_id else "",
                    asunto=acortar(f.asunto, LARGO_ASUNTO),
                    estado=f.estado,
                    tono=color,
                    dibujo=dibujo,
                    movimientos=movimientos(f.movimientos),
                    href=state.url(f"/documentos/{f.documento_id}") if f.documento_id else "",
                )
            )
        with opciones, st.container(key=f"mp-opciones-{f.registro_id}", horizontal=True, gap="small"):
            acciones(f)


def acciones(f: FilaView) -> None:
    """The magnifier, and the cargo."""
    if st.button(
        t("tramites.ver"),
        icon=":material/search:",
        key=f"ver_{f.registro_id}",
        type="tertiary",
        help=t("tramites.ver_ayuda", numero=f.numero),
    ):
        st.switch_page(paginas.pagina("seguimiento"), query_params={"expediente": f.numero} | filtros.direccion())
    cargo = Enlace(t("tramites.cargo"), seguimiento.cargo_propio(f.registro_id), "download")
    piezas.accion(cargo, descripcion=t("tramites.cargo_ayuda", numero=f.numero))


def por(f: FilaView) -> str:
    """Who filed; for an account that acts for several, also for whom."""
    propio = len(de_quienes) == 1 or elegidos.de is not None or f.remitente == f.por
    return t("tramites.por", persona=f.por) if propio else t("tramites.por_de", remitente=f.remitente, persona=f.por)


def movimientos(cuantos: int) -> str:
    """As in "5 movimientos"."""
    return t("tramites.movimientos_uno") if cuantos == 1 else t("tramites.movimientos", cuantos=cuantos)


def nada_todavia() -> bool:
    """Whether this account has nothing in its tray, whatever the filters; once it has, nobody asks again."""
    if "hay_tramites" not in st.session_state and bandejas.mis_tramites(state.ctx(), Filtros(), por_hoja=1).filas:
        st.session_state["hay_tramites"] = True
    return "hay_tramites" not in st.session_state


def lista(hoja: HojaView) -> None:
    """How many there are, what can be downloaded, and the rows."""
    with st.container(key="mp-cuenta-filas", horizontal=True, vertical_alignment="center", gap="small"):
        piezas.linea(filtros.cuenta(hoja))
        if hoja.filas:
            st.space("stretch")
            exportar.descargas("/tramites/exportar", exportaciones.direccion(elegidos), cuantos=hoja.total)
    if not hoja.filas:
        todo = bandejas.mis_tramites(state.ctx(), Filtros(), por_hoja=1)
        filtros.sin_filas(todo, t("tramites.vacio"), t("tramites.vacio_detalle", nuevo=nuevo))
        return
    numeros = "largos" if any(len(f.numero) > LARGO_NUMERO for f in hoja.filas) else "cortos"
    with st.container(key=f"mp-numeros-{numeros}"), st.container(key="mp-tabla", gap="xxsmall"):
        with st.container(key="mp-encabezado"):
            columnas, opciones = st.columns(ANCHOS, gap="small")
            with columnas:
                piezas.encabezado_de_tramites()
            opciones.html(f'<div class="mp-cab" role="columnheader">{t("tramites.opciones")}</div>')
        for registro in hoja.filas:
            fila(registro)
    filtros.paginador(hoja)


with st.container(horizontal=True, vertical_alignment="center"):
    st.title(rotulo(palabras, "pagina.tramites"), anchor=False, width="content")
    st.space("stretch")
    if st.button(piezas.llano(nuevo), type="primary", icon=":material/add:"):
        st.switch_page(paginas.pagina("presentar"))
with piezas.lugar():
    por_corregir.en_bandeja()
    avisar_recibidas(state.ctx())
    borradores.en_bandeja()
de_quienes = administrados.elegibles(state.ctx())
if nada_todavia():  # nothing to filter nor to count
    piezas.vacio(t("tramites.vacio"), t("tramites.vacio_detalle", nuevo=nuevo))
else:
    elegidos = filtros.dibujar(institucion, de_quienes)
    lista(bandejas.mis_tramites(state.ctx(), elegidos, **filtros.lugar()))
