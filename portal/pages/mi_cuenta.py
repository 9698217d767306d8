"""Mi cuenta: own data, and the password."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.services import contrasenas, cuentas
from portal.ui import piezas, state
from portal.ui.errors import show_refusals

ctx = state.ctx()


def documento(tipo: str, numero: str) -> str:
    """As in "DNI 45578549"."""
    return f"{t(f'crear.{tipo}')} {numero}"


def cambiar_clave() -> None:
    """Other sessions end; this one goes on."""
    vez = st.session_state.get("claves_cambiadas", 0)
    with st.form("cambiar", border=False):
        actual = st.text_input(
            t("mi_cuenta.actual"), type="password", autocomplete="current-password", key=f"actual_{vez}"
        )
        with st.container(gap="xxsmall"):
            nueva = st.text_input(
                t("mi_cuenta.nueva"), type="password", autocomplete="new-password", key=f"nueva_{vez}"
            )
            piezas.nota(t("crear.contrasena_nota", largo=contrasenas.largo_minimo(state.institucion(), ctx.actor.rol)))
        enviado = st.form_submit_button(t("mi_cuenta.guardar"), type="primary")
    if enviado and not (actual and nueva):
        piezas.aviso(t("mi_cuenta.falta"), tono="rojo", urgente=True)
    elif enviado:
        with show_refusals():
            cuentas.cambiar_clave(ctx, actual or "", nueva or "")
            st.session_state["claves_cambiadas"] = vez + 1
            st.session_state["clave_cambiada"] = True
            st.rerun()
    if st.session_state.pop("clave_cambiada", False):
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
