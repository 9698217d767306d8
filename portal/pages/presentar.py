"""Presentar un documento: four steps, each at its address, nothing lost between them."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.services import archivos, borradores, registro
from portal.ui import constancia, piezas, presentar, state
from portal.ui.errors import show_refusals
from portal.ui.marco import dos_columnas

ctx = state.ctx()
paso = presentar.paso_actual()
envio = st.query_params.get("envio", "")
principal, lado = dos_columnas()

with principal, show_refusals():
    recibo = registro.recibo(ctx, envio) if paso == "listo" and envio else None
    if paso == "listo" and recibo is None:
        paso = "revisar"
    piezas.pasos([t(f"presentar.paso_{nombre}") for nombre in presentar.PASOS], presentar.PASOS.index(paso) + 1)
    st.space("xsmall")
    if recibo is not None:
        constancia.listo(recibo, state.institucion())
    else:
        borrador = borradores.abrir(ctx)
        revision = registro.revisar(ctx, borrador.id)
        if paso == "documento":
            presentar.documento(borrador, revision)
        elif paso == "archivos":
            presentar.adjuntos(borrador, revision, archivos.cargas(ctx, borrador.id))
        else:
            presentar.revisar(borrador, revision, archivos.cargas(ctx, borrador.id))

if recibo is None:
    with lado, st.container(key="mp-lamina-ayuda", gap="small"):
        st.subheader(t("presentar.parar"), anchor=False)
        piezas.nota(t("presentar.parar_nota"))
        piezas.nota(t("presentar.dudas", ayuda=state.institucion().textos.ayuda))
