"""Sistema: how the installation is, what asks for somebody, and what it is made of."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.services import estado_sistema
from portal.services.estado_sistema import Salud, Senal
from portal.ui import piezas, state

ctx = state.ctx()
TONOS: dict[Salud, tuple[piezas.Tono, str]] = {
    Salud.BIEN: ("verde", "check_circle"),
    Salud.ATENCION: ("ambar", "warning"),
    Salud.MAL: ("rojo", "error"),
}


def fila(senal: Senal) -> None:
    """One sign: how it is, and what to do."""
    with st.container(key=f"mp-fila-sistema-{senal.clave}"):
        que, dicho = st.columns([3, 9], gap="small", vertical_alignment="center")
        marca = piezas.etiqueta(t(f"sistema.salud_{senal.salud}"), *TONOS[senal.salud])
        que.html(f'<div class="mp-celda"><b>{t(f"sistema.que_{senal.clave}")}</b> {marca}</div>')
        detalle = f"<small>{piezas.seguro(senal.detalle)}</small>" if senal.detalle else ""
        dicho.html(f'<div class="mp-celda">{piezas.seguro(senal.dicho)}{detalle}</div>')


st.title(t("pagina.sistema"), anchor=False)
senales = estado_sistema.senales(ctx)
pide = sum(senal.salud is not Salud.BIEN for senal in senales)
piezas.entrada(
    t("sistema.todo_bien") if not pide else t("sistema.pide_una" if pide == 1 else "sistema.pide", cuantas=pide)
)
with st.container(gap=None):
    for senal in senales:
        fila(senal)
st.header(t("sistema.hecho_de"), anchor=False)
piezas.nota(t("sistema.hecho_de_nota"))
with st.container(width=640):
    piezas.resumen({version.que: version.cual for version in estado_sistema.versiones(ctx)}, denso=True)
