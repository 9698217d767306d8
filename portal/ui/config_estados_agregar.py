"""The dialogs of estados and steps: one more of each, and removing an estado that steps name."""

from __future__ import annotations

import streamlit as st

from portal.domain import flujo
from portal.domain.configuracion import Estado, Transicion
from portal.domain.disenador import nuevo_id
from portal.domain.estados import Fase, exige_motivo
from portal.domain.permisos import Rol
from portal.i18n import t
from portal.ui import piezas
from portal.ui import propuesta as en_propuesta
from portal.ui.config_estados_taller import ESTADO, TRANSICION, Recorrido, cambiar

NOMBRE, ACCION, HASTA, FASE = "recorrido_nombre", "recorrido_accion", "recorrido_hasta", "recorrido_fase"
VACIO = "recorrido_vacio"
POR_QUITAR = "recorrido_por_quitar"


def estado(recorrido: Recorrido) -> None:
    """Ask for an estado."""
    for llave in (NOMBRE, FASE):
        st.session_state.pop(llave, None)
    _dialogo_estado(recorrido)


@st.dialog(t("recorrido.agregar_estado"))
def _dialogo_estado(recorrido: Recorrido) -> None:
    nombre = _nombre(t("recorrido.nombre_estado"), t("recorrido.estado_ejemplo"))
    st.session_state.setdefault(FASE, Fase.EN_TRAMITE)
    fase = st.selectbox(t("recorrido.fase"), list(Fase), format_func=lambda f: t(f"fase.{f}"), key=FASE)
    piezas.ayuda(FASE, t(f"recorrido.fase_{fase}"))
    if _pulsado(t("recorrido.agregar_estado")) and _dicho(nombre):
        nuevo = Estado(id=nuevo_id(nombre, {e.id for e in recorrido.estados}), nombre=nombre, publico=nombre, fase=fase)
        cambiar(lambda estados, transiciones: ((*estados, nuevo), transiciones))
        recorrido.elegir(f"{ESTADO}:{nuevo.id}")
        st.rerun()


def paso(recorrido: Recorrido) -> None:
    """Ask for a step from the estado that is looked at."""
    for llave in (NOMBRE, ACCION, HASTA):
        st.session_state.pop(llave, None)
    _dialogo_paso(recorrido)


@st.dialog(t("recorrido.agregar_paso"))
def _dialogo_paso(recorrido: Recorrido) -> None:
    estados, aqui = recorrido.estados, recorrido.estado_id
    nombres = {e.id: e.nombre for e in estados}
    hacia = [e.id for e in estados if any(aqui in flujo.origenes(estados, a, e.id) for a in flujo.acciones(estados))]
    if not hacia:
        piezas.aviso(t("recorrido.sin_pasos", estado=nombres.get(aqui, aqui)))
        return
    piezas.nota(t("recorrido.desde", estado=nombres[aqui]))
    hasta = st.selectbox(t("recorrido.hasta"), hacia, format_func=lambda i: nombres.get(i, i), key=HASTA)
    posibles = [a for a in flujo.acciones(estados) if aqui in flujo.origenes(estados, a, hasta)]
    if st.session_state.get(ACCION) not in posibles:
        st.session_state[ACCION] = posibles[0]
    accion = st.selectbox(t("recorrido.accion"), posibles, format_func=lambda a: t(f"accion.{a}"), key=ACCION)
    piezas.ayuda(ACCION, t("recorrido.accion_ayuda"))
    verbo = _nombre(t("recorrido.verbo"), t(f"accion.{accion}")) or t(f"accion.{accion}")
    if _pulsado(t("recorrido.agregar_paso")):
        suyo = Rol.MESA.value if Rol.MESA.value in recorrido.roles else next(iter(recorrido.roles))
        nuevo = Transicion(
            id=nuevo_id(verbo, {tr.id for tr in recorrido.transiciones}), accion=accion, nombre=verbo, desde=(aqui,),
            hasta=hasta, roles=(suyo,), motivo=exige_motivo(accion),
        )  # fmt: skip
        cambiar(lambda antes, transiciones: (antes, (*transiciones, nuevo)))
        recorrido.elegir(f"{TRANSICION}:{nuevo.id}")
        st.rerun()


def _nombre(rotulo: str, ejemplo: str) -> str:
    with st.container(gap="xxsmall"):
        escrito = st.text_input(rotulo, max_chars=80, placeholder=ejemplo, key=NOMBRE)
        if st.session_state.pop(VACIO, False):
            piezas.error_de_campo(NOMBRE, {NOMBRE: t("diseno.falta_rotulo")}, urgente=True)
    return (escrito or "").strip()


def _pulsado(verbo: str) -> bool:
    return st.button(verbo, type="primary", key="recorrido_agregar")


def _dicho(nombre: str) -> bool:
    if not nombre:
        st.session_state[VACIO] = True
        st.rerun(scope="fragment")
    return bool(nombre)


def pedir_quitar(recorrido: Recorrido, cual: str) -> None:
    """Remove an estado; when steps name it, ask first."""
    if flujo.tocadas(recorrido.transiciones, cual):
        st.session_state[POR_QUITAR] = cual
    else:
        _quitar(recorrido, cual)


def _quitar(recorrido: Recorrido, cual: str) -> None:
    nombre = next((e.nombre for e in recorrido.estados if e.id == cual), cual)
    cambiar(lambda estados, transiciones: flujo.sin_estado(estados, transiciones, cual))
    st.session_state[en_propuesta.HECHO] = t("diseno.quitado", nombre=nombre)


def confirmar(recorrido: Recorrido) -> None:
    """Show the question, when something waits for it."""
    cual = st.session_state.pop(POR_QUITAR, "")
    if any(e.id == cual for e in recorrido.estados):
        _dialogo_quitar(recorrido, cual)


@st.dialog(t("recorrido.quitar_titulo"))
def _dialogo_quitar(recorrido: Recorrido, cual: str) -> None:
    nombres = {e.id: e.nombre for e in recorrido.estados}
    piezas.aviso(t("recorrido.quitar_mirado", nombre=nombres[cual]), t("recorrido.quitar_pasos"), tono="ambar")
    piezas.lista(
        [
            t("recorrido.paso_de_a", verbo=tr.nombre, desde=", ".join(nombres.get(d, d) for d in tr.desde), hasta=nombres.get(tr.hasta, tr.hasta))
            for tr in flujo.tocadas(recorrido.transiciones, cual)
        ]
    )  # fmt: skip
    piezas.nota(t("recorrido.quitar_conserva"))
    with st.container(horizontal=True, gap="small"):
        if st.button(
            t("diseno.quitar_si", nombre=piezas.llano(nombres[cual])), type="primary", key="recorrido_quitar_si"
        ):
            _quitar(recorrido, cual)
            st.rerun()
        if st.button(t("diseno.cancelar"), key="recorrido_quitar_no"):
            st.rerun()
