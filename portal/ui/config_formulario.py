"""The form designer: what the form has, the properties of what is chosen, and the form as the citizen sees it."""

from __future__ import annotations

import streamlit as st

from portal.domain import disenador
from portal.domain.campos import Campo, Formulario, Ranura
from portal.i18n import t
from portal.services import propuestas
from portal.services.propuestas import Propuesta
from portal.ui import config_formulario_agregar as agregar
from portal.ui import config_formulario_campo as del_campo
from portal.ui import config_formulario_lista as estructura
from portal.ui import config_formulario_ranura as del_resto
from portal.ui import config_formulario_vista as vista
from portal.ui import piezas, state
from portal.ui import propuesta as en_propuesta
from portal.ui.config_formulario_control import seguir
from portal.ui.config_formulario_taller import AMBITO, Taller, abrir

MOVIMIENTOS = (("subir", "arrow_upward", -1), ("bajar", "arrow_downward", 1))


def dibujar(propuesta: Propuesta) -> None:
    """The whole designer of one form: the institution's, or that of a procedimiento."""
    seguir("formulario", "procedimientos")
    ambito = _ambito(propuesta)
    taller = abrir(propuesta, ambito)
    if taller is None:
        if propuesta.leida is not None:
            _sin_formulario_propio(ambito)
        return
    with st.container(key="mp-disenador"):
        anchos = [2.5, 3.6, 6.4] if vista.en_escritorio() else [3, 4, 4.4]
        izquierda, centro, derecha = st.columns(anchos, gap="medium" if vista.en_escritorio() else "large")
        with izquierda, st.container(key="mp-estructura", gap="xsmall"):
            estructura.dibujar(taller)
        with centro, st.container(key="mp-lamina-diseno", gap="small"):
            _propiedades(taller)
        with derecha:
            vista.dibujar(taller)
    agregar.confirmar(taller)


def _ambito(propuesta: Propuesta) -> str:
    """Which form: asked only where there are procedures."""
    procedimientos = propuesta.leida.procedimientos if propuesta.leida else ()
    nombres = {"": t("diseno.general")} | {p.id: p.nombre for p in procedimientos}
    if len(nombres) == 1:
        return ""
    if st.session_state.get(AMBITO) not in nombres:
        st.session_state[AMBITO] = ""
    elegido: str = st.selectbox(
        t("diseno.formulario_de"), list(nombres), format_func=lambda i: nombres.get(i, i), key=AMBITO, width=460
    )
    propio = propuesta.leida.procedimiento(elegido) if propuesta.leida else None
    if propio is not None and propio.formulario is not None:
        st.button(
            t("diseno.volver_al_general"), icon=":material/undo:", type="tertiary", key="diseno_volver_al_general",
            on_click=_formulario_propio, args=(elegido, False),
        )  # fmt: skip
    return elegido


def _sin_formulario_propio(ambito: str) -> None:
    piezas.vacio(t("diseno.sin_propio"), t("diseno.sin_propio_detalle"))
    st.button(
        t("diseno.dar_propio"),
        type="primary",
        key="diseno_dar_propio",
        on_click=_formulario_propio,
        args=(ambito, True),
    )


def _formulario_propio(ambito: str, dar: bool) -> None:  # noqa: FBT001 -- the argument of a callback
    """Give a procedimiento a form of its own, a copy of the general one; or take it away."""
    leida = propuestas.ver(state.ctx()).leida
    if leida is None:
        return
    suyo = leida.formulario if dar else None
    suyos = tuple(p.model_copy(update={"formulario": suyo}) if p.id == ambito else p for p in leida.procedimientos)
    en_propuesta.guardar("procedimientos", suyos, redibujar=False)


def _propiedades(taller: Taller) -> None:
    """What can be set of the chosen piece, and what can be done with it."""
    una = disenador.pieza(taller.formulario, taller.elegida)
    titulo = t("diseno.todo") if una is None else agregar.llamada(una)
    st.header(piezas.llano(titulo), anchor=False)
    if una is not None:
        del_resto.problemas([en_propuesta.texto(p) for p in taller.problemas_de(una)])
    match una:
        case None:
            del_resto.formulario(taller)
            return
        case Campo():
            del_campo.dibujar(taller, una)
        case Ranura():
            del_resto.dibujar(taller, una)
        case _:
            del_resto.seccion(taller, una)
    _actos(taller, una)


def _actos(taller: Taller, una: disenador.Pieza) -> None:
    cual, suya = disenador.nombre(una), agregar.llamada(una)
    with st.container(horizontal=True, gap="small", key="mp-actos-de-pieza"):
        for verbo, icono, pasos in MOVIMIENTOS:
            st.button(
                t(f"diseno.{verbo}"), icon=f":material/{icono}:", type="tertiary", key=taller.llave(verbo),
                help=t(f"diseno.{verbo}_ayuda", nombre=suya), on_click=_mover, args=(taller, cual, pasos),
            )  # fmt: skip
        if isinstance(una, Campo | Ranura):
            st.button(
                t("diseno.duplicar"), icon=":material/content_copy:", type="tertiary", key=taller.llave("duplicar"),
                help=t("diseno.duplicar_ayuda", nombre=suya), on_click=_duplicar, args=(taller, cual),
            )  # fmt: skip
        st.button(
            t("diseno.quitar"), icon=":material/delete:", type="tertiary", key=taller.llave("quitar"),
            help=t("diseno.quitar_ayuda", nombre=suya), on_click=agregar.pedir_quitar, args=(taller, cual),
        )  # fmt: skip


def _mover(taller: Taller, cual: str, pasos: int) -> None:
    taller.cambiar(lambda f: disenador.mover(f, cual, -1 if pasos < 0 else 1))


def _duplicar(taller: Taller, cual: str) -> None:
    _, copia = disenador.duplicar(taller.formulario, cual)

    def con_copia(formulario: Formulario) -> Formulario:
        return disenador.duplicar(formulario, cual)[0]

    taller.cambiar(con_copia)
    taller.elegir(copia)
