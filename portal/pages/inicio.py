"""Inicio: when a filing counts, what one can do here, what to have at hand, and following a case without an account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from portal.domain import calendario
from portal.domain.configuracion import Institucion
from portal.domain.estados import Accion
from portal.domain.permisos import Rol
from portal.i18n import t
from portal.ui import paginas, piezas, presentar, procedimientos, state
from portal.ui.consultar import con_la_cuenta, consultar
from portal.ui.marco import dos_columnas
from portal.ui.vocabulario import PROPIAS, rotulo

UN_RATO = 300  # seconds: a page left open at midnight tells the new day
QUE_HACER = {
    "presentar": ("presentar", "upload_file"),
    "responder": ("presentar", "edit_note"),
    "seguir": ("seguimiento", "route"),
    "verificar": ("verificar", "verified"),
}
"""What one can do: its words -> the screen where it is done, its drawing."""

ctx = state.ctx()
institucion = state.institucion()
observa = any(tr.accion in {Accion.OBSERVAR, Accion.REQUERIR} for tr in institucion.transiciones)
textos, palabras = institucion.textos, institucion.vocabulario


@st.fragment(run_every=UN_RATO)
def si_envia_ahora(institucion: Institucion, reloj: Callable[[], datetime]) -> None:
    """The legal date of a filing sent at this moment. It renews itself without asking who looks: no session is used."""
    presentar.fecha_legal(calendario.presentacion(reloj(), institucion.dias), institucion)


def acciones() -> None:
    """The one thing most people come for, and how to begin the first time."""
    with st.container(horizontal=True, gap="small"):
        if paginas.abierta("presentar") and st.button(
            rotulo(palabras, "inicio.presentar"), type="primary", icon=":material/arrow_forward:", icon_position="right"
        ):
            st.switch_page(paginas.pagina("presentar"))
        if ctx.actor.rol is Rol.ANONIMO and st.button(t("inicio.crear_cuenta")):
            st.switch_page(paginas.pagina("crear_cuenta"))
        if (
            paginas.abierta("tramites")
            and ctx.actor.rol is not Rol.ANONIMO
            and st.button(rotulo(palabras, "inicio.mis_tramites"))
        ):
            st.switch_page(paginas.pagina("tramites"))


def titulo(nombre: str) -> str:
    """What one can do, in the institution's word if it has one."""
    clave = f"inicio.{nombre}_titulo"
    return rotulo(palabras, clave) if clave in PROPIAS else t(f"inicio.{nombre}_titulo")


def que_hacer() -> None:
    """A line for each thing, in plain words."""
    st.header(t("inicio.que_hacer"), anchor=False)
    with st.container(key="mp-que-hacer", gap=None):
        for nombre, (pantalla, dibujo) in QUE_HACER.items():
            if paginas.abierta(pantalla) and (nombre != "responder" or observa):
                with st.container(key=f"mp-hacer-{nombre}", gap=None):
                    icono = f":material/{dibujo}:"
                    st.page_link(paginas.pagina(pantalla), label=titulo(nombre), icon=icono)
                    piezas.nota(t(f"inicio.{nombre}_detalle"))


principal, lado = dos_columnas()

with principal:
    st.title(piezas.llano(textos.titulo_inicio), anchor=False)
    piezas.entrada(textos.entrada_inicio)
    st.space("small")
    acciones()
    st.space("small")
    si_envia_ahora(institucion, ctx.reloj)
    piezas.nota(f"{textos.regla} {textos.regla_detalle}")
    st.space("small")
    que_hacer()
    st.space("small")
    procedimientos.en_inicio(institucion)

with lado:
    with st.container(key="mp-lamina-consulta", gap="small"):
        st.header(rotulo(palabras, "inicio.consulte"), anchor=False)
        if institucion.seguimiento.contrasena:
            piezas.nota(t("inicio.consulte_nota"))
            consultar()
        else:
            con_la_cuenta()
    st.space("small")
    if textos.a_la_mano:
        st.header(t("inicio.a_la_mano"), anchor=False)
        piezas.lista(textos.a_la_mano)
        st.space("small")
    st.header(t("inicio.en_persona"), anchor=False)
    piezas.nota(textos.horario)
    piezas.nota(institucion.identidad.lugar)
