"""The left column of the designer: the sections with their fields, the slots, and the way to add one more of each."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from portal.domain import disenador
from portal.domain.archivos import TIPOS
from portal.domain.campos import Campo, Formulario, Ranura, Seccion
from portal.domain.texto import frase
from portal.i18n import t
from portal.ui import config_formulario_agregar as agregar
from portal.ui import piezas
from portal.ui.config_formulario_control import distintos
from portal.ui.config_formulario_taller import TODO, Taller

ICONO_AGREGAR = ":material/add:"


def dibujar(taller: Taller) -> None:
    """Everything that the form has, in its order; one of it is chosen."""
    elegida = taller.elegida
    st.button(
        t("diseno.todo"), key=taller.llave("todo", "actual" if elegida == TODO else ""), icon=":material/tune:",
        type="tertiary", on_click=taller.elegir, args=(TODO,),
    )  # fmt: skip
    for numero, seccion in enumerate(taller.formulario.secciones, 1):
        _seccion(taller, seccion, numero, elegida)
    if st.button(t("diseno.agregar_seccion"), key=taller.llave("agregar_seccion"), icon=ICONO_AGREGAR, type="tertiary"):
        agregar.seccion(taller)
    st.space("xsmall")
    _piezas(
        taller, t("diseno.archivos"), taller.formulario.ranuras, [rotulo_de_ranura(r) for r in taller.formulario.ranuras],
        elegida=elegida, grupo="ranuras",
    )  # fmt: skip
    if st.button(t("diseno.agregar_ranura"), key=taller.llave("agregar_ranura"), icon=ICONO_AGREGAR, type="tertiary"):
        agregar.ranura(taller)


def _seccion(taller: Taller, seccion: Seccion, numero: int, elegida: str) -> None:
    suya = disenador.nombre(seccion)
    titulo = t("diseno.seccion_n", numero=numero, titulo=seccion.titulo)
    if taller.problemas_de(seccion):
        titulo = t("diseno.con_problema", nombre=titulo)
    subtitulos = [rotulo_de_campo(taller, campo) for campo in seccion.campos]
    _piezas(taller, titulo, seccion.campos, subtitulos, elegida=elegida, grupo=seccion.id)
    with st.container(horizontal=True, gap="small", key=f"mp-actos-{taller.llave(suya)}"):
        if st.button(
            t("diseno.agregar_campo"), key=taller.llave("agregar", seccion.id), icon=ICONO_AGREGAR, type="tertiary",
            help=t("diseno.agregar_campo_a", seccion=seccion.titulo),
        ):  # fmt: skip
            agregar.campo(taller, seccion.id, _tras(seccion, elegida))
        st.button(
            t("diseno.ajustes_seccion"), key=taller.llave("ajustes", seccion.id, "actual" if elegida == suya else ""),
            icon=":material/tune:", type="tertiary", on_click=taller.elegir, args=(suya,),
            help=t("diseno.ajustes_de", seccion=seccion.titulo),
        )  # fmt: skip


def _piezas(
    taller: Taller,
    titulo: str,
    cuales: Sequence[Campo] | Sequence[Ranura],
    subtitulos: list[str],
    *,
    elegida: str,
    grupo: str,
) -> None:
    """A list of pieces to choose one of. Several lists are one: choosing in one leaves the others without a choice."""
    if not cuales:
        piezas.guia(titulo)
        piezas.nota(t("diseno.seccion_vacia") if grupo != "ranuras" else t("diseno.sin_ranuras"))
        return
    nombres = distintos({disenador.nombre(una): _titulo(taller, una) for una in cuales})
    llave = taller.llave("lista", grupo)
    st.session_state[llave] = elegida if elegida in nombres else None
    st.radio(
        piezas.llano(titulo), list(nombres), format_func=nombres.__getitem__, index=None, key=llave,
        captions=[piezas.llano(subtitulo) for subtitulo in subtitulos], on_change=_elegir, args=(taller, llave),
    )  # fmt: skip


def _titulo(taller: Taller, una: Campo | Ranura) -> str:
    rotulo = piezas.llano(una.etiqueta)
    return t("diseno.con_problema", nombre=rotulo) if taller.problemas_de(una) else rotulo


def _elegir(taller: Taller, llave: str) -> None:
    if cual := st.session_state.get(llave):
        taller.elegir(cual)


def _tras(seccion: Seccion, elegida: str) -> str:
    """After which field a new one goes: the chosen one, when it is of that section."""
    return next((c.id for c in seccion.campos if disenador.nombre(c) == elegida), "")


def rotulo_de_campo(taller: Taller, campo: Campo) -> str:
    """Under a field: its kind, whether it must be answered, and what it waits for to be shown."""
    partes = [t(f"diseno.clase_{campo.clase}")]
    if campo.obligatorio:
        partes.append(t("diseno.es_obligatorio"))
    elif campo.exigido_si:
        partes.append(t("diseno.es_obligatorio_si"))
    dicho = ", ".join(partes)
    if campo.condicion:
        dicho += t("diseno.solo_segun", campo=taller.etiqueta(campo.condicion.campo))
    return dicho


def rotulo_de_ranura(ranura: Ranura) -> str:
    """Under a slot: how many of what, how big, and whether one must be there."""
    partes = []
    if ranura.maximo is not None:
        tipo = TIPOS[ranura.tipos[0]][0] if len(ranura.tipos) == 1 and ranura.tipos[0] in TIPOS else ""
        una = t("diseno.un_archivo", tipo=tipo or t("diseno.archivo"))
        partes.append(una if ranura.maximo == 1 else t("diseno.hasta_archivos", cuantos=ranura.maximo))
    if ranura.mb_cada is not None:
        partes.append(t("diseno.mb" if ranura.maximo == 1 else "diseno.mb_cada_uno", mb=ranura.mb_cada))
    if ranura.mb_total is not None:
        partes.append(t("diseno.mb_en_total", mb=ranura.mb_total))
    if ranura.minimo:
        partes.append(t("diseno.es_obligatorio"))
    return frase(", ".join(partes)) or t("diseno.sin_limites")


def con_numero(formulario: Formulario) -> dict[str, str]:
    """The sections by id, as they are numbered on the screen."""
    return {s.id: t("diseno.seccion_n", numero=i, titulo=s.titulo) for i, s in enumerate(formulario.secciones, 1)}
