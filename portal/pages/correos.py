"""Correos: what the system sends, for an administrator. Secrets are masked, except in a demonstration."""

from __future__ import annotations

import streamlit as st

from portal.domain.fechas import corta
from portal.i18n import t
from portal.services import correos
from portal.services.correos import CorreoView
from portal.ui import piezas, state
from portal.ui.errors import show_refusals

ctx = state.ctx()
zona = state.institucion().zona
REENVIABLES = {"fallido", "enviado", "capturado", "caducado"}
TONOS: dict[str, piezas.Tono] = {"enviado": "verde", "capturado": "gris", "fallido": "rojo", "caducado": "gris"}


def mensaje(resumen: CorreoView) -> None:
    """One mail: folded, its text read only when it is opened."""
    with st.container(key=f"mp-fila-correo-{resumen.id}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(
                piezas.etiqueta(t(f"correos.estado_{resumen.estado}"), TONOS.get(resumen.estado, "azul"), "mail"),
                width="content",
            )
            piezas.linea(corta(resumen.creado, zona), t("correos.para", destinatario=resumen.destinatario))
        abierto = st.expander(piezas.llano(resumen.asunto), key=f"correo_{resumen.id}", on_change="rerun")
        if abierto.open:
            with abierto, show_refusals():
                entero = correos.ver_correo(ctx, resumen.id)
                piezas.parrafos(entero.texto)
                if entero.error:
                    piezas.aviso(entero.error, t("correos.intentos", intentos=entero.intentos), tono="rojo")
                if entero.estado in REENVIABLES and st.button(t("correos.reintentar"), key=f"re_{entero.id}"):
                    correos.reintentar(ctx, entero.id)
                    st.toast(t("correos.reintentado"))


st.title(t("correos.titulo"), anchor=False)
piezas.nota(t("correos.entrada"))
lugar = st.container(gap="small")
primera = correos.correos_recientes(ctx, pagina=1)
hojas = max(1, -(-primera.total // correos.POR_PAGINA))
elegida = st.pagination(hojas, key="hoja") if hojas > 1 else 1
with lugar:
    for correo in correos.correos_recientes(ctx, pagina=elegida).correos:
        mensaje(correo)
    if not primera.correos:
        piezas.vacio(t("correos.vacio"), t("correos.vacio_detalle"))
