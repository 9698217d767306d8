"""Verificar un cargo: anybody who holds one may confirm that the institution issued it, and compare a copy with it."""

from __future__ import annotations

import streamlit as st

from portal.domain.errors import NoEncontrado, PortalError
from portal.i18n import explain, t
from portal.services import claves, cotejo
from portal.services.cargos import Verificacion
from portal.ui import botones, paginas, piezas, state, verificacion
from portal.ui.comparador import comparador

ctx, institucion = state.ctx(), state.institucion()
RESPUESTA = "verificado"
"""What was answered to which code: a rerun neither looks it up again nor counts as another try."""


def responder(codigo: str, *, de_nuevo: bool) -> Verificacion | PortalError:
    """The cargo of that code, or why not."""
    recordada = st.session_state.get(RESPUESTA)
    if recordada is None or recordada[0] != codigo or de_nuevo:
        try:
            recordada = (codigo, cotejo.verificar(ctx, codigo))
        except PortalError as negativa:
            recordada = (codigo, negativa)
        st.session_state[RESPUESTA] = recordada
    respuesta: Verificacion | PortalError = recordada[1]
    return respuesta


def copia(v: Verificacion, codigo: str) -> None:
    """Choose a file and learn whether it is one of those."""
    with st.container(key="mp-copia", gap="small"):
        st.space("small")
        st.header(t("verificar.copia"), anchor=False)
        piezas.nota(t("verificar.copia_detalle"))
        comparador(v.archivos, codigo=codigo, key="comparador")


def negar(negativa: PortalError) -> None:
    """Why there is no answer, and what else can be done."""
    if isinstance(negativa, NoEncontrado):
        piezas.aviso(t("verificar.no_existe"), t("verificar.no_existe_detalle"), tono="rojo", urgente=True)
    else:
        piezas.aviso(explain(negativa), tono="rojo", urgente=True)
    piezas.nota(t("verificar.otra_via"))
    with st.container(key="mp-enlaces-verificar"):
        st.page_link(paginas.pagina("seguimiento"), label=t("verificar.consultar"))


with st.container(width=700, gap="small"):
    st.title(t("verificar.titulo"), anchor=False)
    piezas.entrada(t("verificar.entrada"))
    st.session_state.setdefault("codigo", st.query_params.get("codigo", ""))
    with st.form("verificar", border=False), st.container(gap="xxsmall"):
        codigo = st.text_input(t("verificar.codigo"), width=300, max_chars=40, autocomplete="off", key="codigo")
        piezas.nota(t("verificar.ayuda_codigo"))
        st.space("xsmall")
        pedido = st.form_submit_button(t("verificar.verificar"), type="primary")
    if pedido and not codigo:
        piezas.aviso(t("verificar.falta"), tono="rojo", urgente=True)
    if codigo:
        st.query_params["codigo"] = codigo
        respuesta = responder(codigo, de_nuevo=pedido)
        if isinstance(respuesta, PortalError):
            negar(respuesta)
        else:
            verificacion.mostrar(respuesta, institucion)
            botones.imprimir(t("verificar.imprimir"), key="imprimir_verificacion")
            copia(respuesta, codigo)
            verificacion.hoja(respuesta, institucion, codigo=claves.normalizar(codigo))
