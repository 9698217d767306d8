"""Verificar un cargo: anybody who holds one may confirm that the institution issued it."""

from __future__ import annotations

import streamlit as st

from portal.domain.errors import NoEncontrado
from portal.domain.fechas import en_palabras, larga
from portal.domain.tamanos import legible
from portal.domain.texto import frase
from portal.i18n import t
from portal.services import cargos
from portal.services.cargos import Verificacion
from portal.ui import piezas, state

ctx = state.ctx()


def mostrar(v: Verificacion) -> None:
    """The facts of the cargo, to compare with the paper."""
    zona = state.institucion().zona
    with st.container(border=True, key="mp-panel-resultado", gap="small"):
        st.html(piezas.etiqueta(t("verificar.autentico"), "verde", "verified"))
        st.subheader(piezas.llano(t("verificar.emitio", institucion=v.institucion)), anchor=False)
        piezas.resumen(
            {
                t("presentar.numero"): v.numero,
                t("presentar.registro"): v.registro,
                t("presentar.enviado"): frase(larga(v.enviado, zona)),
                t("presentar.presentado"): frase(en_palabras(v.presentado)),
                t("seguimiento.presento"): v.remitente,
                t("verificar.asunto"): v.asunto,
            }
        )
        st.subheader(t("verificar.archivos"), anchor=False)
        for archivo in v.archivos:
            piezas.resumen(
                {f"{archivo.nombre} ({legible(archivo.tamano)})": f"{t('verificar.huella')}: {archivo.sha256}"}
            )


with st.container(width=700, gap="small"):
    st.title(t("verificar.titulo"), anchor=False)
    piezas.entrada(t("verificar.entrada"))
    st.session_state.setdefault("codigo", st.query_params.get("codigo", ""))
    with st.form("verificar", border=False):
        codigo = st.text_input(t("verificar.codigo"), width=300, max_chars=40, autocomplete="off", key="codigo")
        pedido = st.form_submit_button(t("verificar.verificar"), type="primary")
    if pedido and not codigo:
        piezas.aviso(t("verificar.falta"), tono="rojo", urgente=True)
    if codigo:
        st.query_params["codigo"] = codigo
        try:
            mostrar(cargos.verificar(ctx, codigo))
        except NoEncontrado:
            piezas.aviso(t("verificar.no_existe"), t("verificar.no_existe_detalle"), tono="rojo", urgente=True)
