"""Auditoría: the last seal, the history of one expediente checked now, and what staff did."""

from __future__ import annotations

import streamlit as st

from portal.domain.fechas import corta, en_palabras
from portal.domain.texto import frase
from portal.i18n import t
from portal.services import auditados, auditoria, sellos
from portal.services.auditados import ActoView
from portal.ui import piezas, state
from portal.ui.errors import show_refusals
from portal.ui.piezas import Enlace

ctx = state.ctx()
zona = state.institucion().zona


def sello() -> None:
    """The newest seal, to be kept elsewhere."""
    st.header(t("auditoria.sello"), anchor=False)
    ultimo = sellos.ultimo(ctx)
    if ultimo is None:
        piezas.nota(t("auditoria.sin_sellos"))
        return
    piezas.resumen(
        {
            t("auditoria.dia"): frase(en_palabras(ultimo.dia)),
            t("auditoria.expedientes"): str(ultimo.cabezas),
            t("auditoria.huella"): ultimo.huella,
        },
        denso=True,
    )
    piezas.nota(t("auditoria.sello_nota"))
    piezas.boton_enlace(Enlace(t("auditoria.bajar_sello"), state.url("/hojas/sello.txt"), "download"))


def comprobar() -> None:
    """One expediente, at once. All of them take minutes: that is a command."""
    st.header(t("auditoria.comprobar"), anchor=False)
    numero = st.text_input(t("auditoria.numero"), key="auditoria_numero", width=260)
    if not st.button(t("auditoria.comprobar_boton"), on_click=state.pantalla_entera) or not numero:
        return
    with show_refusals():
        hallado = auditoria.verificar_expediente(ctx, numero)
        if hallado.integra:
            piezas.aviso(t("auditoria.integra"), t("auditoria.leidos", cuantos=hallado.movimientos), tono="fuerte")
        else:
            piezas.aviso(hallado.fallas[0].texto, t("auditoria.que_hacer"), tono="rojo", urgente=True)


def lineas(actos: tuple[ActoView, ...]) -> dict[str, str]:
    """What each act says, by its number and its hour."""
    return {
        f"{uno.numero}. {corta(uno.ocurrido_at, zona)}": t(
            "auditoria.acto", que=frase(uno.que.replace("_", " ")), sobre=uno.sobre, quien=uno.actor
        )
        for uno in actos
    }


st.title(t("pagina.auditoria"), anchor=False)
piezas.entrada(t("auditoria.entrada"))
sello()
st.space("small")
comprobar()
st.space("small")
st.header(t("auditoria.actos"), anchor=False)
buscado = st.text_input(t("auditoria.buscar"), key="auditoria_buscar", width=400)
lugar = st.container(gap="small", key="mp-actos")
total = auditados.recientes(ctx, buscado=buscado or "").total
hojas = max(1, -(-total // auditados.POR_PAGINA))
elegida = st.pagination(hojas, key="hoja_actos") if hojas > 1 else 1
with lugar:
    piezas.resumen(lineas(auditados.recientes(ctx, buscado=buscado or "", pagina=elegida).actos), denso=True)
    if not total:
        piezas.vacio(t("auditoria.ninguno"), t("auditoria.ninguno_detalle"))
