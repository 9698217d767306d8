"""Configuración, Identidad: who the institution is, its phrases of the year, how to reach it, its emblem and its colours."""

from __future__ import annotations

import streamlit as st

from portal.domain import color
from portal.domain.administrado import validar_correo, validar_ruc
from portal.i18n import t
from portal.services import imagenes
from portal.services.propuestas import Propuesta
from portal.ui import config_campos as campos
from portal.ui import entrega, piezas, state, tabla_editable
from portal.ui import propuesta as en_propuesta
from portal.ui.tabla_editable import Columna

CLARO, OSCURO = "#ffffff", "#12161a"
SOBRE_CLARO, SOBRE_OSCURO = "#ffffff", "#0b1418"
LEGIBLE, DISTINGUIBLE = 4.5, 3.0


def dibujar(propuesta: Propuesta) -> None:
    """The whole part."""
    st.header(t("config.identidad_quien"), anchor=False)
    campos.texto(propuesta, "identidad.nombre", exigido=True)
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        with st.container(width=220):
            campos.texto(propuesta, "identidad.sigla", exigido=True, ayuda=t("config.sigla_ayuda"))
        with st.container(width=260):
            campos.texto(propuesta, "identidad.ruc", exigido=True, comprobar=validar_ruc)
    campos.texto(propuesta, "identidad.sector", ayuda=t("config.sector_ayuda"))
    campos.texto(propuesta, "identidad.modulo", exigido=True, ayuda=t("config.modulo_ayuda"))
    st.header(t("config.identidad_donde"), anchor=False)
    campos.texto(propuesta, "identidad.lugar", exigido=True, ayuda=t("config.lugar_ayuda"))
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        with st.container(width=260):
            campos.texto(propuesta, "identidad.telefono")
        with st.container(width=360):
            campos.texto(propuesta, "identidad.correo", comprobar=_correo)
    campos.texto(propuesta, "identidad.web", ayuda=t("config.web_ayuda"))
    st.header(t("config.identidad_frases"), anchor=False)
    campos.lineas(propuesta, "identidad.frases", ayuda=t("config.frases_ayuda"))
    piezas.nota(t("config.anios_nota"))
    tabla_editable.tabla(
        propuesta, "identidad.anios",
        [
            Columna("anio", t("config.anio"), "numero", exigida=True, minimo=2015, maximo=2060, ancho="small"),
            Columna("nombre", t("config.nombre_del_anio"), exigida=True, maximo=160, ancho="large"),
        ],
        titulo=t("config.anios"), agregar=t("config.agregar_anio"), resumen=lambda fila: str(fila.get("anio") or ""),
    )  # fmt: skip
    st.header(t("config.identidad_logo"), anchor=False)
    _logo(propuesta)
    st.header(t("config.identidad_colores"), anchor=False)
    _colores(propuesta)


def _correo(escrito: str) -> str:
    return validar_correo(escrito) if escrito else ""


def _logo(propuesta: Propuesta) -> None:
    """The emblem beside the name, on a light and on a dark page; without one, the letters of the sigla."""
    piezas.nota(t("config.logo_nota"))
    huella = str(en_propuesta.valor(propuesta, "identidad.logo") or "")
    if huella:
        imagen = f'<img src="{state.url(f"/imagen/{huella}")}" alt="{t("config.logo_alt")}">'
        st.html(
            f'<div class="mp-emblemas"><span style="background: {CLARO}">{imagen}</span>'
            f'<span style="background: {OSCURO}">{imagen}</span></div>'
        )
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        entrega.entrega(
            t("config.logo_cambiar" if huella else "config.logo_subir"), "/configuracion/logo",
            acepta=".png,.jpg,.jpeg", maximo=imagenes.SUBIDA_MAXIMA, key="config_logo", al_llegar=_poner_logo,
        )  # fmt: skip
        if huella:
            st.button(
                t("config.logo_quitar"), type="tertiary", icon=":material/delete:", on_click=_poner_logo, args=("",)
            )
    en_propuesta.decir_fallo("identidad.logo")


def _poner_logo(huella: str) -> None:
    en_propuesta.guardar("identidad.logo", huella, redibujar=False)


def _colores(propuesta: Propuesta) -> None:
    """The accent in both themes, with its contrast measured and a sample of what is drawn with it."""
    piezas.nota(t("config.colores_nota"))
    claro, oscuro = st.columns(2, gap="large")
    with claro:
        _color(propuesta, "identidad.acento", CLARO, SOBRE_CLARO)
    with oscuro:
        _color(propuesta, "identidad.acento_oscuro", OSCURO, SOBRE_OSCURO)


def _color(propuesta: Propuesta, ruta: str, fondo: str, sobre: str) -> None:
    elegido = campos.campo(
        propuesta, ruta, lambda **k: st.color_picker(t(f"config.campo.{ruta}"), **k), como=campos.Como(leer=str.lower)
    )
    en_boton, en_pagina = color.contraste(elegido, sobre), color.contraste(elegido, fondo)
    enlace = elegido if ruta == "identidad.acento" else f"color-mix(in srgb, {elegido} 60%, #ffffff)"
    st.html(
        f'<div class="mp-muestra" style="background: {fondo}; color: {sobre if fondo == CLARO else "#e7ecf0"}">'
        f'<span class="mp-muestra-boton" style="background: {elegido}; color: {sobre}">{t("config.muestra_boton")}</span>'
        f'<span class="mp-muestra-enlace" style="color: {enlace}">{t("config.muestra_enlace")}</span></div>'
    )
    _medida(t("config.contraste_boton"), en_boton)
    _medida(t("config.contraste_pagina"), en_pagina)
    if fondo == OSCURO:
        _medida(t("config.contraste_marca"), color.contraste(elegido, CLARO), DISTINGUIBLE)


def _medida(que: str, razon: float, minimo: float = LEGIBLE) -> None:
    bien = razon >= minimo
    marca = piezas.etiqueta(t("config.contraste_bien" if bien else "config.contraste_mal"), "verde" if bien else "rojo")
    st.html(f'<p class="mp-ayuda">{que}: <b class="mp-num">{razon:.1f}</b> {marca}</p>')
