"""Presentar un documento: four steps, each at its address, or one screen; nothing lost between them."""

from __future__ import annotations

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.domain.errors import NoEncontrado
from portal.domain.fechas import en_palabras
from portal.i18n import t
from portal.services import archivos, registro
from portal.services.borrador_propio import BorradorEnviado
from portal.services.borradores import BorradorView
from portal.ui import (
    borradores,
    constancia,
    formulario,
    piezas,
    presentar,
    procedimientos,
    state,
    una_pantalla,
    vocabulario,
)
from portal.ui.errors import show_refusals
from portal.ui.marco import dos_columnas

ctx = state.ctx()
paso = presentar.paso_actual()
envio = st.query_params.get("envio", "")


def buscar() -> BorradorView | None:
    """The draft of this address, if there is one to write in; otherwise what there is instead is on the screen."""
    try:
        borrador = borradores.del_lugar()
    except BorradorEnviado:  # in another tab, or on another device
        presentar.ir_a_la_constancia(st.query_params["borrador"])
    except NoEncontrado:
        borradores.no_esta()
        return None
    if borrador is None:
        borradores.lista()
    return borrador


def pasos(actual: str, institucion: Institucion) -> None:
    """Where one is, where there is more than one screen."""
    if institucion.formulario.presentacion == "una_pantalla":
        return
    piezas.pasos([t(f"presentar.paso_{nombre}") for nombre in presentar.PASOS], presentar.PASOS.index(actual) + 1)
    st.space("xsmall")


def dibujar(borrador: BorradorView) -> None:
    """The step of the address."""
    if borrador.institucion.formulario.presentacion == "una_pantalla":
        una_pantalla.dibujar(borrador, archivos.cargas(ctx, borrador.id))
    elif paso == "documento":
        presentar.documento(borrador)
    elif paso == "archivos":
        presentar.adjuntos(borrador, archivos.cargas(ctx, borrador.id))
    else:
        presentar.revisar(borrador, registro.revisar(ctx, borrador.id), archivos.cargas(ctx, borrador.id))


borrador = None
principal, lado = dos_columnas()
with principal, show_refusals():
    recibo = registro.recibo(ctx, envio) if paso == "listo" and envio else None
    if recibo is not None:
        pasos("listo", state.institucion())
        constancia.listo(recibo, state.institucion())
    elif (borrador := buscar()) is not None:
        paso = "revisar" if paso == "listo" else paso
        if procedimientos.falta_elegir(borrador):
            procedimientos.elegir(borrador)
        else:
            pasos(paso, borrador.institucion)
            procedimientos.encabezado(borrador)
            dibujar(borrador)

if borrador is not None:
    vence = en_palabras(borrador.vence_at.astimezone(borrador.institucion.zona))
    with lado, piezas.lugar():
        if borrador.institucion.formulario.presentacion == "una_pantalla":
            una_pantalla.arriba(borrador)
    with lado, st.container(key="mp-lamina-ayuda", gap="small"):
        st.header(t("presentar.parar"), anchor=False)
        donde = vocabulario.dicho(borrador.institucion.vocabulario, "pagina.tramites")
        piezas.nota(t("presentar.parar_nota", fecha=vence, donde=donde))
        piezas.nota(t("presentar.dudas", ayuda=state.institucion().textos.ayuda))
    formulario.termina()
