"""Bandeja: what was filed with the institution; choose a row to open it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from portal.domain.fechas import corta
from portal.i18n import t
from portal.services import bandejas
from portal.services.bandejas import FilaView, Filtros, HojaView
from portal.ui import filtros, paginas, piezas, seguimiento, state
from portal.ui.errors import tell_done

institucion = state.institucion()
ELEGIDO = "expediente_elegido"
COLORES = {"azul": "blue", "verde": "green", "rojo": "red", "ambar": "orange", "gris": "gray"}


def abrir(numero: str) -> None:
    """To the expediente, which keeps the address of this list to come back."""
    st.switch_page(paginas.pagina("expediente"), query_params={"expediente": numero} | filtros.direccion())


def tabla(hoja: HojaView) -> None:
    """A page of rows, dense; the number of each opens it, and so does choosing the row with the keyboard."""
    cuadro = pd.DataFrame(
        {
            t("tramites.expediente"): [f.numero for f in hoja.filas],
            t("bandeja.estado"): [[f.estado] for f in hoja.filas],
            t("tramites.asunto"): [f.asunto for f in hoja.filas],
            t("bandeja.remitente"): [f.remitente for f in hoja.filas],
            t("marco.columna_documento"): [f.numero_documento for f in hoja.filas],
            t("bandeja.enviado"): [corta(f.registrado_at, institucion.zona) for f in hoja.filas],
            t("bandeja.presentado"): [f.presentado_el.strftime("%d/%m/%Y") for f in hoja.filas],
        }
    )
    colores = {f.estado: COLORES[seguimiento.tono(f.fase)[0]] for f in hoja.filas}
    cuadricula = st.dataframe(
        cuadro,
        hide_index=True,
        height="content",
        row_height=38,
        alt=t("bandeja.descripcion"),
        on_select="rerun",
        selection_mode="single-row",
        key="bandeja",
        column_config={
            t("tramites.expediente"): st.column_config.ButtonColumn(width=115, type="tertiary", key=ELEGIDO),
            t("bandeja.estado"): st.column_config.MultiselectColumn(
                options=list(colores), color=list(colores.values()), width=115
            ),
            t("tramites.asunto"): st.column_config.TextColumn(width=310),
            t("bandeja.remitente"): st.column_config.TextColumn(width=205),
            t("marco.columna_documento"): st.column_config.TextColumn(width=175),
            t("bandeja.enviado"): st.column_config.TextColumn(width=130),
            t("bandeja.presentado"): st.column_config.TextColumn(width=100),
        },
    )
    pulsado = st.session_state.get(ELEGIDO)
    filas = [pulsado["row"]] if pulsado else cuadricula.selection.rows
    if filas:
        abrir(hoja.filas[filas[0]].numero)


def ficha(f: FilaView) -> None:
    """On a phone, a card instead of a row."""
    with st.container(key=f"mp-fila-movil-{f.registro_id}", gap="xxsmall"):
        st.html(
            f'<div class="mp-celda"><small><span class="mp-num">{piezas.seguro(f.numero)}</span> · '
            f"{corta(f.registrado_at, institucion.zona)}</small><b>{piezas.seguro(f.asunto)}</b>"
            f"<small>{piezas.seguro(f.remitente)}</small></div>"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(seguimiento.etiqueta(f.estado, f.fase), width="content")
            st.space("stretch")
            if st.button(t("bandeja.abrir"), key=f"abrir_{f.registro_id}", type="tertiary"):
                abrir(f.numero)


st.title(t("pagina.bandeja"), anchor=False)
with piezas.lugar():
    tell_done()
elegidos = filtros.dibujar(institucion)
hoja = bandejas.bandeja(state.ctx(), elegidos, **filtros.lugar())
piezas.guia(t("bandeja.cuantos", registros=filtros.cuenta(hoja)))
if hoja.filas:
    with st.container(key="mp-solo-ancho", gap="small"):
        tabla(hoja)
    with st.container(key="mp-solo-movil"):
        for fila in hoja.filas:
            ficha(fila)
else:
    todo = bandejas.bandeja(state.ctx(), Filtros(), por_hoja=1)
    filtros.sin_filas(todo, t("bandeja.vacio"), t("bandeja.vacio_detalle"))
filtros.paginador(hoja)
