"""Mi cuenta: own data, and the password."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.services import cuentas
from portal.ui import piezas, state
from portal.ui.errors import show_refusals

ctx = state.ctx()


def documento(tipo: str, numero: str) -> str:
    """As in "DNI 45578549"."""
    return f"{t(f'crear.{tipo}')} {numero}"


def cambiar_clave() -> None:
    """Other sessions end; this one goes on."""
    with st.form("cambiar", border=False, clear_on_submit=True):
        actual = st.text_input(t("mi_cuenta.actual"), type="password", autocomplete="current-password", key="actual")
        nueva = st.text_input(t("mi_cuenta.nueva"), type="password", autocomplete="new-password", key="nueva")
        enviado = st.form_submit_button(t("mi_cuenta.guardar"))
    if enviado:
        with show_refusals():
            cuentas.cambiar_clave(ctx, actual or "", nueva or "")
            piezas.aviso(t("mi_cuenta.cambiada"), t("mi_cuenta.cambiada_detalle"), tono="fuerte", urgente=True)


with st.container(width=640, gap="small"):
    st.title(t("mi_cuenta.titulo"), anchor=False)
    cuenta = cuentas.mi_cuenta(ctx)
    st.header(t("mi_cuenta.datos"), anchor=False)
    filas = {
        t("mi_cuenta.nombre"): f"{cuenta.nombres} {cuenta.apellidos}",
        t("mi_cuenta.documento"): documento(cuenta.tipo_doc, cuenta.numero_doc) if cuenta.numero_doc else "",
        t("mi_cuenta.usuario"): cuenta.correo,
        t("mi_cuenta.telefono"): cuenta.telefono,
    }
    for administrado in cuenta.administrados:
        if administrado.clase == "juridica":
            filas[t("mi_cuenta.organizacion")] = (
                f"{administrado.nombre}, {documento(administrado.tipo_doc, administrado.numero_doc)}"
            )
        filas[t("mi_cuenta.direccion")] = administrado.direccion
    piezas.resumen({nombre: valor for nombre, valor in filas.items() if valor})
    st.header(t("mi_cuenta.cambiar"), anchor=False)
    cambiar_clave()
