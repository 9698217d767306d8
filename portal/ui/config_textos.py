"""Configuración, Textos: what the home page and the help say, the comunicados, and the texts that people accept."""

from __future__ import annotations

import re

import streamlit as st

from portal.i18n import t
from portal.services.propuestas import Propuesta
from portal.ui import config_campos as campos
from portal.ui import piezas, state, tabla_editable
from portal.ui import propuesta as en_propuesta
from portal.ui.tabla_editable import Columna

DEL_PORTAL = ("titulo_inicio", "entrada_inicio", "regla", "regla_detalle", "horario", "a_la_mano", "que_sigue", "ayuda",
    "accesibilidad")  # fmt: skip
ACEPTADOS = ("terminos", "privacidad")
ALTO_ACEPTADO = 360


def dibujar(propuesta: Propuesta) -> None:
    """What the screens of citizens say."""
    piezas.nota(t("config.textos_nota"))
    st.header(t("config.textos_inicio"), anchor=False)
    campos.texto(propuesta, "textos.titulo_inicio", exigido=True, ayuda=t("config.titulo_inicio_ayuda"))
    campos.parrafo(propuesta, "textos.entrada_inicio", exigido=True, alto=90)
    campos.texto(propuesta, "textos.regla", exigido=True, ayuda=t("config.regla_ayuda"))
    campos.parrafo(propuesta, "textos.regla_detalle", alto=90)
    campos.parrafo(propuesta, "textos.horario", exigido=True, alto=90)
    campos.lineas(propuesta, "textos.a_la_mano", ayuda=t("config.a_la_mano_ayuda"))
    st.header(t("config.textos_despues"), anchor=False)
    campos.lineas(propuesta, "textos.que_sigue", ayuda=t("config.que_sigue_ayuda"))
    st.header(t("config.textos_ayuda"), anchor=False)
    campos.texto(propuesta, "textos.ayuda", exigido=True, ayuda=t("config.ayuda_ayuda"))
    campos.parrafo(propuesta, "textos.accesibilidad", ayuda=t("config.parrafos_ayuda"))


def comunicados(propuesta: Propuesta) -> None:
    """What is told on top of every screen, between two days."""
    piezas.nota(t("config.comunicados_nota"))
    filas = tabla_editable.tabla(
        propuesta, "textos.avisos",
        [
            Columna("titulo", t("config.comunicado"), exigida=True, maximo=160, ancho="medium"),
            Columna("detalle", t("config.detalle"), "largo", maximo=400, ancho="large"),
            Columna("desde", t("config.desde"), "fecha", ayuda=t("config.desde_ayuda"), ancho="small"),
            Columna("hasta", t("config.hasta"), "fecha", ayuda=t("config.hasta_ayuda"), ancho="small"),
        ],
        titulo=t("config.comunicados"), agregar=t("config.agregar_comunicado"), nombre="titulo",
    )  # fmt: skip
    if filas and filas[0].get("titulo"):
        piezas.guia(t("config.asi_se_ve"))
        for fila in filas:
            piezas.comunicado(fila["titulo"], fila.get("detalle") or "")


def legales(propuesta: Propuesta) -> None:
    """Terms, privacy, and the legal basis."""
    for cual in ACEPTADOS:
        st.header(t(f"config.{cual}"), anchor=False)
        _aceptado(propuesta, cual)
    st.header(t("config.base_legal"), anchor=False)
    campos.lineas(propuesta, "textos.base_legal", ayuda=t("config.base_legal_ayuda"))


def _aceptado(propuesta: Propuesta, cual: str) -> None:
    ruta = f"textos.{cual}"
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        with st.container(width=420):
            campos.texto(propuesta, f"{ruta}.titulo", exigido=True)
        with st.container(width=180):
            campos.texto(propuesta, f"{ruta}.version", exigido=True)
    campos.parrafo(propuesta, f"{ruta}.cuerpo", exigido=True, alto=ALTO_ACEPTADO, ayuda=t("config.parrafos_ayuda"))
    rige = getattr(state.institucion().textos, cual)
    dicho = en_propuesta.valor(propuesta, ruta)
    if dicho["cuerpo"] != rige.cuerpo and dicho["version"] == rige.version:
        siguiente = otra_version(rige.version)
        piezas.aviso(t("config.sin_version"), t("config.sin_version_detalle"), tono="ambar")
        st.button(
            t("config.poner_version", version=siguiente), key=f"version_{cual}", on_click=_poner_version,
            args=(f"{ruta}.version", siguiente),
        )  # fmt: skip
    with st.expander(t("config.asi_se_lee")):
        piezas.parrafos(dicho["cuerpo"])


def _poner_version(ruta: str, siguiente: str) -> None:
    en_propuesta.guardar(ruta, siguiente, redibujar=False)


def otra_version(version: str) -> str:
    """The version after one: ``2026-01`` -> ``2026-02``; one without figures gets ``-2``."""
    cifras = re.search(r"\d+(?=\D*$)", version)
    if cifras is None:
        return f"{version}-2"
    nueva = str(int(cifras[0]) + 1).zfill(len(cifras[0]))
    return f"{version[: cifras.start()]}{nueva}{version[cifras.end() :]}"
