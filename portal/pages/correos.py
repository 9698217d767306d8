"""Correos: what the system sends, for an administrator, and with which server. Secrets are masked, except in a demonstration."""

from __future__ import annotations

from functools import partial

import streamlit as st

from portal.i18n import t
from portal.services import correos_vistos
from portal.ui import piezas, servidor_de_correo, state
from portal.ui.cola_de_correos import mensaje
from portal.ui.errors import tell_done

ctx = state.ctx()
VISTAS = ("cola", "servidor")


def cola() -> None:
    """The queue, by state and address, a page at a time."""
    cuentas = correos_vistos.cuentas_por_estado(ctx)
    nombres = {"": t("correos.todos")} | {uno: t(f"correos.filtro_{uno}", cuantos=cuentas[uno]) for uno in cuentas}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        estado = st.segmented_control(
            t("correos.estado"), list(nombres), format_func=nombres.__getitem__, default="", required=True, key="correos_estado"
        )  # fmt: skip
        para = st.text_input(t("correos.buscar"), key="correos_para", width=320, type="search")
    lugar = st.container(gap="small")
    buscar = partial(correos_vistos.correos_recientes, ctx, estado=estado or "", para=para or "")
    vistos = buscar()
    total = vistos.total
    hojas = max(1, -(-total // correos_vistos.POR_PAGINA))
    elegida = st.pagination(hojas, key="hoja") if hojas > 1 else 1
    with lugar:
        for correo in (vistos if elegida == 1 else buscar(pagina=elegida)).correos:
            mensaje(correo)
        if not total:
            piezas.vacio(t("correos.vacio"), t("correos.vacio_detalle"))


st.title(t("correos.titulo"), anchor=False)
tell_done()
vista = st.segmented_control(
    t("correos.vistas"), VISTAS, format_func=lambda v: t(f"correos.vista_{v}"), default=VISTAS[0], required=True,
    label_visibility="collapsed", key="correos_vista",
)  # fmt: skip
if vista == "servidor":
    servidor_de_correo.pantalla()
else:
    piezas.nota(t("correos.entrada"))
    cola()
