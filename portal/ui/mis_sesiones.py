"""Mi cuenta, Sesiones: where this account is open now, and closing it there."""

from __future__ import annotations

from datetime import tzinfo

import streamlit as st

from portal.domain import agente, fechas
from portal.i18n import t
from portal.services import mis_sesiones
from portal.services.contexto import Contexto
from portal.services.mis_sesiones import SesionView
from portal.ui import auth, piezas
from portal.ui.errors import show_refusals
from portal.ui.mi_cuenta import cerrar, novedad


def abiertas(ctx: Contexto, zona: tzinfo) -> None:
    """Where this account is open now, and closing it there."""
    with st.container(key="mp-seccion-sesiones", gap="small"):
        st.header(t("mi_cuenta.sesiones"), anchor=False)
        novedad("sesiones")
        piezas.nota(t("mi_cuenta.sesiones_nota"))
        with st.container(gap="xxsmall"):
            for sesion in mis_sesiones.abiertas(ctx):
                _fila(ctx, sesion, zona)
        if st.button(t("mi_cuenta.cerrar_todas"), icon=":material/logout:"):
            auth.cerrar_todas("/")
            st.stop()


def _fila(ctx: Contexto, sesion: SesionView, zona: tzinfo) -> None:
    marca = f" {piezas.etiqueta(t('mi_cuenta.este_equipo'), 'verde')}" if sesion.esta else ""
    donde = t("mi_cuenta.sesion_ip", ip=sesion.ip) if sesion.ip else ""
    cuando = t("mi_cuenta.sesion", desde=fechas.corta(sesion.creada_at, zona), uso=_uso(ctx, sesion))
    detalle = " · ".join(parte for parte in (donde, cuando) if parte)
    with st.container(key=f"mp-fila-sesion-{sesion.id}", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<p class="mp-sesion"><b>{piezas.seguro(equipo(sesion.agente))}</b>{marca}<small>{piezas.seguro(detalle)}</small></p>'
        )
        if not sesion.esta and st.button(t("mi_cuenta.cerrar"), key=f"cerrar_sesion_{sesion.id}"):
            with show_refusals():
                mis_sesiones.cerrar(ctx, sesion.id)
                cerrar("sesiones", t("mi_cuenta.cerrada"))


def equipo(dicho: str) -> str:
    """As in "Chrome en Windows"."""
    navegador, aparato = agente.nombres(dicho)
    if navegador and aparato:
        return t("mi_cuenta.navegador_en", navegador=navegador, aparato=aparato)
    return navegador or aparato or t("mi_cuenta.navegador_desconocido")


def _uso(ctx: Contexto, sesion: SesionView) -> str:
    minutos = int((ctx.reloj() - sesion.vista_at).total_seconds() // 60)
    return t("mi_cuenta.hace", minutos=minutos) if minutos > 1 else t("mi_cuenta.ahora")
