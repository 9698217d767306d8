"""Crear cuenta: for a person, or for who acts for an organisation."""

from __future__ import annotations

import streamlit as st

from portal.domain.errors import DatosInvalidos
from portal.i18n import explain, t
from portal.services import cuentas, invitaciones
from portal.ui import cuenta, paginas, piezas, state
from portal.ui.errors import show_refusals
from portal.ui.marco import dos_columnas

LISTO = "creada_para"


def confirmar(correo: str) -> None:
    """The account waits for its mailbox."""
    with st.container(width=560, gap="small"):
        st.title(t("crear.listo"), anchor=False)
        piezas.entrada(t("crear.listo_entrada", correo=correo))
        piezas.nota(t("crear.listo_no_llega"))
        if state.ctx().demo:
            piezas.aviso(t("crear.listo_demo"), tono="ambar")
        if st.button(t("ingresar.reenviar")):
            with show_refusals():
                cuentas.reenviar_activacion(state.ctx(), correo)
                piezas.aviso(t("ingresar.reenviado"), t("ingresar.reenviado_detalle"), tono="fuerte", urgente=True)


def formulario() -> None:
    """All fields; the two kinds differ in one block."""
    institucion = state.institucion()
    errores: dict[str, str] = st.session_state.get("errores_cuenta", {})
    st.title(t("crear.titulo"), anchor=False)
    with piezas.lugar():
        if errores:
            piezas.resumen_de_errores(
                {cuenta.clave(campo): cuenta.con_nombre(campo, errores[campo]) for campo in cuenta.en_orden(errores)},
                t("crear.conservado"),
                vez=st.session_state["vez_cuenta"],
            )
    clases = institucion.cuentas.clases
    clase = (
        st.segmented_control(
            t("crear.para_quien"),
            clases,
            format_func=lambda clase: t(f"crear.{clase}"),
            required=True,
            default=clases[0],
            key="clase_de_cuenta",
        )
        if len(clases) > 1
        else clases[0]
    )
    st.space("xsmall")
    if (ficha := st.query_params.get("ficha", "")) and cuenta.clave("correo") not in st.session_state:
        st.session_state[cuenta.clave("correo")] = invitaciones.correo_invitado(state.ctx(), ficha)
    with piezas.lugar():
        if clase == "juridica":
            cuenta.organizacion(errores)
    cuenta.persona(institucion, errores)
    if st.button(t("crear.crear"), type="primary"):
        crear(str(clase))


def crear(clase: str) -> None:
    """Ask the service; show every error at once, or the confirmation."""
    ctx, datos = state.ctx(), cuenta.escrita(clase)
    with show_refusals():
        try:
            cuentas.registrar(ctx, datos, ip=ctx.actor.ip)
        except DatosInvalidos as refusal:
            st.session_state["errores_cuenta"] = {campo: explain(error) for campo, error in refusal.errores.items()}
            st.session_state["vez_cuenta"] = st.session_state.get("vez_cuenta", 0) + 1
            st.rerun()
        cuenta.olvidar()
        st.session_state.pop("errores_cuenta", None)
        st.session_state[LISTO] = datos.correo.strip()
        st.rerun()


if LISTO in st.session_state:
    confirmar(st.session_state[LISTO])
else:
    principal, lado = dos_columnas()
    with principal, st.container(width=560, gap="small"):
        formulario()
    with lado, st.container(key="mp-lamina-ayuda", gap="small"):
        st.header(t("crear.ya_tiene"), anchor=False)
        piezas.nota(t("crear.ya_tiene_nota"))
        if st.button(t("ingresar.entrar"), width="stretch"):
            st.switch_page(paginas.pagina("ingresar"))
