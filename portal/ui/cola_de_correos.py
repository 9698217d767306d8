"""One mail of the queue on the screen: its state, its words as they arrive, and sending it again, elsewhere if need be."""

from __future__ import annotations

import re

import streamlit as st

from portal.domain.fechas import corta
from portal.i18n import t
from portal.services import correos, correos_vistos
from portal.services.correos import LARGO_MOTIVO, Correccion
from portal.services.correos_vistos import CorreoView
from portal.ui import piezas, state
from portal.ui.errors import show_refusals

REENVIABLES = {"fallido", "enviado", "capturado", "caducado"}
TONOS: dict[str, piezas.Tono] = {"enviado": "verde", "capturado": "gris", "fallido": "rojo", "caducado": "gris"}
CUERPO = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)


def mensaje(resumen: CorreoView) -> None:
    """One mail: folded, its text read only when it is opened."""
    with st.container(key=f"mp-fila-correo-{resumen.id}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(
                piezas.etiqueta(t(f"correos.estado_{resumen.estado}"), TONOS.get(resumen.estado, "azul"), "mail"),
                width="content",
            )
            cuando = corta(resumen.creado, state.institucion().zona)
            piezas.linea(cuando, t("correos.para", destinatario=resumen.destinatario))
        abierto = st.expander(piezas.llano(resumen.asunto), key=f"correo_{resumen.id}", on_change="rerun")
        if abierto.open:
            with abierto, show_refusals():
                _abierto(correos_vistos.ver_correo(state.ctx(), resumen.id))


def _abierto(entero: CorreoView) -> None:
    if entero.error:
        piezas.aviso(entero.error, t("correos.intentos", intentos=entero.intentos), tono="rojo")
    if entero.html:
        como_llega(entero.html)
    else:
        piezas.parrafos(entero.texto)
    if entero.estado in REENVIABLES:
        _reenviar(entero)


def como_llega(html: str) -> None:
    """The body of a mail as its reader sees it."""
    hallado = CUERPO.search(html)
    st.html(f'<div class="mp-correo-previo">{hallado[1] if hallado else ""}</div>')


def _reenviar(entero: CorreoView) -> None:
    """Again to the same address, or to a corrected one where the mail may go elsewhere."""
    otro, motivo = entero.destinatario, ""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if entero.correccion in {Correccion.LIBRE, Correccion.CON_MOTIVO}:
            otro = st.text_input(t("correos.direccion"), entero.destinatario, key=f"para_{entero.id}", width=360)
        if entero.correccion is Correccion.CON_MOTIVO:
            motivo = st.text_input(t("correos.motivo"), max_chars=LARGO_MOTIVO, key=f"motivo_{entero.id}", width=360)
        if st.button(t("correos.reintentar"), key=f"re_{entero.id}"):
            correos.reintentar(state.ctx(), entero.id, destinatario=otro, motivo=motivo)
            st.toast(t("correos.reintentado"))
    if entero.correccion is not Correccion.LIBRE:
        piezas.nota(t(f"correos.correccion_{entero.correccion}"))
