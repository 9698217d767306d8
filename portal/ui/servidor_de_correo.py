"""The mail server on the screen: its fields, a real message to try it, and what the server answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from portal.domain.errors import DatosInvalidos
from portal.domain.fechas import corta
from portal.domain.permisos import Permiso
from portal.i18n import explain, t
from portal.services import servidor_de_correo as servicio
from portal.services.servidor_de_correo import PUERTO_DE, ServidorDeCorreo
from portal.ui import piezas, state
from portal.ui.errors import HECHO, show_refusals

ORDEN = ("host", "puerto", "tls", "usuario", "contrasena", "remitente", "para")
MODOS = tuple(PUERTO_DE)
ERRORES = "servidor_de_correo_errores"


def clave(campo: str) -> str:
    """The widget key of a field."""
    return f"smtp_{campo}"


def campos(actual: ServidorDeCorreo, errores: Mapping[str, str], *, con_contrasena: bool = False) -> ServidorDeCorreo:
    """All fields; what they say now. ``con_contrasena``: one is kept already, and an empty field leaves it."""
    with st.container(horizontal=True, gap="small"):
        host = _texto("host", actual.host, errores, width=380, placeholder=t("servidor_correo.host_ejemplo"))
        tls = st.selectbox(
            t("servidor_correo.tls"),
            MODOS,
            index=MODOS.index(actual.tls) if actual.tls in MODOS else 0,
            format_func=lambda modo: t(f"servidor_correo.tls_{modo}"),
            key=clave("tls"),
            width=260,
        )
        with st.container(width=140, gap="xxsmall"):
            puerto = st.number_input(
                t("servidor_correo.puerto"), 1, 65_535, actual.puerto or PUERTO_DE[tls], key=clave("puerto")
            )
            piezas.error_de_campo(clave("puerto"), _propio("puerto", errores))
    piezas.nota(t("servidor_correo.tls_nota"))
    with st.container(horizontal=True, gap="small"):
        usuario = _texto("usuario", actual.usuario, errores, width=380, autocomplete="off")
        ayuda = t("servidor_correo.contrasena_guardada") if con_contrasena else ""
        contrasena = _texto(
            "contrasena",
            "",
            errores,
            width=380,
            type="password",
            autocomplete="new-password",
            placeholder=ayuda or None,
        )
    remitente = _texto(
        "remitente", actual.remitente, errores, width=380, placeholder=t("servidor_correo.remitente_ejemplo")
    )
    return ServidorDeCorreo(host, int(puerto), tls, usuario, remitente, contrasena)


def prueba(mandar: Callable[[str], None], sugerido: str, errores: dict[str, str]) -> None:
    """A real message, and in words whether it left. ``errores`` gets what is wrong in the fields, for the next run."""
    with st.container(key="mp-panel-prueba-correo", gap="small"):
        st.header(t("servidor_correo.probar_titulo"), anchor=False)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.session_state.setdefault(clave("para"), sugerido)
            para = st.text_input(t("servidor_correo.para"), key=clave("para"), width=380)
            pulsado = st.button(t("servidor_correo.probar"), icon=":material/send:")
        piezas.error_de_campo(clave("para"), _propio("para", errores))
        if pulsado:
            with show_refusals(), st.spinner(t("servidor_correo.probando")):
                try:
                    mandar(para)
                except DatosInvalidos as negativas:
                    errores.clear()
                    errores.update({campo: explain(error) for campo, error in negativas.errores.items()})
                    st.rerun()
                errores.clear()
                piezas.aviso(
                    t("servidor_correo.salio", para=para),
                    t("servidor_correo.salio_detalle"),
                    tono="fuerte",
                    urgente=True,
                )


def _texto(campo: str, valor: str, errores: Mapping[str, str], *, width: int, **opciones: Any) -> str:  # noqa: ANN401 -- the widget's own arguments
    with st.container(width=width, gap="xxsmall"):
        escrito = st.text_input(t(f"servidor_correo.{campo}"), valor, key=clave(campo), **opciones)
        piezas.error_de_campo(clave(campo), _propio(campo, errores))
    return escrito or ""


def _propio(campo: str, errores: Mapping[str, str]) -> dict[str, str]:
    return {clave(campo): errores[campo]} if campo in errores else {}


def pantalla() -> None:
    """The server in force: seen by who sees mails, changed by who configures."""
    ctx = state.ctx()
    visto = servicio.ver(ctx)
    st.header(t("servidor_correo.titulo"), anchor=False)
    if visto.origen == "entorno":
        piezas.aviso(t("primera.correo_fijado"), t("primera.correo_fijado_detalle"))
        piezas.resumen({t("servidor_correo.host"): f"{visto.servidor.host}:{visto.servidor.puerto}"}, denso=True)
        return
    if visto.cambiado_at is not None:
        cuando = corta(visto.cambiado_at, state.institucion().zona)
        piezas.nota(t("servidor_correo.cambiado", quien=visto.cambiado_por, cuando=cuando))
    if not ctx.actor.puede(Permiso.CONFIGURAR):
        piezas.nota(t("servidor_correo.solo_se_ve"))
        return
    errores: dict[str, str] = st.session_state.setdefault(ERRORES, {})
    servidor = campos(visto.servidor, errores, con_contrasena=visto.con_contrasena)
    prueba(lambda para: servicio.probar(state.ctx(), servidor, para=para), ctx.actor.correo, errores)
    with st.container(horizontal=True, gap="small"):
        guardar = st.button(t("servidor_correo.guardar"), type="primary")
        quitar = visto.origen == "pantalla" and st.button(t("servidor_correo.quitar"))
    with show_refusals():
        if guardar:
            _guardar(servidor, errores)
        if quitar:
            servicio.quitar(state.ctx())
            _hecho(t("servidor_correo.quitado"))


def _guardar(servidor: ServidorDeCorreo, errores: dict[str, str]) -> None:
    try:
        servicio.guardar(state.ctx(), servidor)
    except DatosInvalidos as negativas:
        errores.clear()
        errores.update({campo: explain(error) for campo, error in negativas.errores.items()})
        st.rerun()
    errores.clear()
    _hecho(t("servidor_correo.guardado"))


def _hecho(dicho: str) -> None:
    """Say it, and draw the fields anew from what is kept."""
    for campo in ORDEN:
        st.session_state.pop(clave(campo), None)
    st.session_state[HECHO] = dicho
    st.rerun()
