"""Ventanilla: a filing brought on paper, registered in five steps, each at its address."""

from __future__ import annotations

import streamlit as st

from portal.domain.errors import NoEncontrado
from portal.i18n import t
from portal.services import borradores
from portal.services import ventanilla as counter
from portal.services.borrador_propio import BorradorEnviado
from portal.ui import formulario, piezas, procedimientos, state, ventanilla
from portal.ui.errors import show_refusals
from portal.ui.marco import dos_columnas

ctx = state.ctx()
paso = ventanilla.paso_actual()
borrador_id = st.query_params.get("borrador", "")


def dibujar() -> None:
    """The step of the address."""
    ventanilla.pasos(paso)
    if paso == "quien":
        ventanilla.quien(borrador_id)
        return
    suyo = counter.ver(ctx, borrador_id)
    borrador = borradores.ver(ctx, suyo.id)
    if paso == "documento" and procedimientos.falta_elegir(borrador):
        procedimientos.elegir(borrador)
    elif paso == "documento":
        procedimientos.encabezado(borrador)
        ventanilla.documento(borrador)
    elif paso == "archivos":
        ventanilla.adjuntos(borrador)
    else:
        ventanilla.revisar(borrador, counter.revisar(ctx, borrador_id), suyo.quien)


def no_esta() -> None:
    """The address names something that is not there: say so, and lead on."""
    st.title(t("ventanilla.no_esta"), anchor=False)
    piezas.entrada(t("ventanilla.no_esta_detalle"))
    st.button(t("ventanilla.otro"), type="primary", on_click=ventanilla.otro)


principal, lado = dos_columnas()
with principal, show_refusals():
    try:
        recibo = counter.recibo(ctx, st.query_params.get("envio", "")) if paso == "listo" else None
        if recibo is not None:
            ventanilla.pasos("listo")
            ventanilla.listo(recibo)
        elif paso == "listo":
            no_esta()
        else:
            dibujar()
    except BorradorEnviado:
        st.query_params.from_dict({"paso": "listo", "envio": borrador_id})
        st.rerun()
    except NoEncontrado:
        no_esta()

if paso != "listo":
    with lado, st.container(key="mp-lamina-ayuda", gap="small"):
        st.header(t("ventanilla.ayuda"), anchor=False)
        piezas.nota(t("ventanilla.ayuda_plazo"))
        piezas.nota(t("ventanilla.ayuda_observar"))
    formulario.termina()
