"""Expediente: the document at the left; at the right its term, what can be done now, its data and its road."""

from __future__ import annotations

import streamlit as st

from portal.domain import bandeja
from portal.i18n import t
from portal.services import escritorio, fichas
from portal.services.fichas import Ficha
from portal.ui import acto_observar, bandeja_filtros, expediente, paginas, papel, piezas, plazo, seguimiento, state
from portal.ui.errors import show_refusals, tell_done

ctx = state.ctx()
institucion = state.institucion()


def volver(ficha: Ficha | None) -> None:
    """Back to the list, and along it."""
    aqui = bandeja_filtros.direccion()
    with st.container(horizontal=True, vertical_alignment="center", key="mp-enlaces-volver"):
        st.page_link(
            paginas.pagina("bandeja"), label=t("expediente.volver"), icon=":material/arrow_back:", query_params=aqui
        )
        if ficha is None:
            return
        st.space("stretch")
        vecinos = escritorio.vecinos(ctx, bandeja.de_direccion(st.query_params.to_dict()), ficha.vista.id)
        if vecinos.posicion is not None:
            total = t("ficha.mas_de", total=vecinos.total) if vecinos.incontable else str(vecinos.total)
            piezas.linea(t("ficha.lugar", lugar=vecinos.posicion, total=total))
        for numero, que, dibujo in (
            (vecinos.anterior, "anterior", "chevron_left"),
            (vecinos.siguiente, "siguiente", "chevron_right"),
        ):
            if numero is not None:
                st.page_link(
                    paginas.pagina("expediente"),
                    label=t(f"ficha.{que}"),
                    icon=f":material/{dibujo}:",
                    query_params={"expediente": numero} | aqui,
                )


def mostrar(ficha: Ficha) -> None:
    """The whole of it."""
    vista = ficha.vista
    tell_done()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        piezas.linea(t("seguimiento.expediente", numero=vista.numero))
        st.html(seguimiento.etiqueta(ficha.estado, vista.fase, vista.tono), width="content")
    st.title(piezas.llano(vista.asunto), anchor=False)
    izquierda, derecha = st.columns([7, 5], gap="large")
    with derecha:
        with st.container(key="mp-lamina-acciones", gap="small"):
            st.html(expediente.termino(ficha))
            plazo.por_que(vista.plazo)
            expediente.que_hacer(ficha)
        pedidas = acto_observar.pedidas(vista.numero)
        nombres = [t("expediente.datos"), t("expediente.hoja"), t("ficha.pestana_otros")]
        pestanas = st.tabs([*nombres, *([t("observar.pestana")] if pedidas else [])])
        for pestana, dibujar in zip(pestanas, (_datos, _hoja, expediente.parientes), strict=False):
            with pestana:
                dibujar(ficha)
        if pedidas:
            with pestanas[-1]:
                acto_observar.mostrar(pedidas)
    with izquierda:
        papel.mostrar(expediente.papeles(ficha), institucion.zona)


def _datos(ficha: Ficha) -> None:
    expediente.datos(ficha, institucion)


def _hoja(ficha: Ficha) -> None:
    expediente.hoja_de_ruta(ficha, institucion)


numero = st.query_params.get("expediente", "")
cabeza, titulo = st.container(), st.container()
ficha = None
if numero:
    with show_refusals():
        ficha = fichas.abrir(ctx, numero)
with cabeza:
    volver(ficha)
if ficha:
    mostrar(ficha)
else:
    titulo.title(t("pagina.expediente"), anchor=False)
    piezas.nota(t("expediente.no_elegido"))
