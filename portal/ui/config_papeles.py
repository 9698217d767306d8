"""Configuración, Impresos, Conservación and Manual: what comes out on paper, how long it is kept, and the guide."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.services.propuestas import Propuesta
from portal.ui import config_campos as campos
from portal.ui import piezas, state, tabla_editable
from portal.ui.piezas import Enlace
from portal.ui.tabla_editable import Columna

TITULO, NOTA = 120, 600
PAPELES = ("cargo", "constancia")


def impresos(propuesta: Propuesta) -> None:
    """Titles and notes of what is printed, with a sample to look at."""
    piezas.nota(t("config.impresos_nota"))
    for papel in PAPELES:
        st.header(t(f"config.papel_{papel}"), anchor=False)
        de_la_casa = t("cargo.titulo") if papel == "cargo" else t("constancia_salida.titulo")
        campos.texto(propuesta, f"impresos.titulo_{papel}", max_chars=TITULO, placeholder=de_la_casa)
        campos.parrafo(
            propuesta, f"impresos.nota_{papel}", max_chars=NOTA, ayuda=t("config.nota_papel_ayuda"), alto=110
        )
    st.header(t("config.pie_cargo"), anchor=False)
    campos.parrafo(propuesta, "textos.pie_cargo", exigido=True, ayuda=t("config.pie_cargo_ayuda"), alto=110)
    if propuesta.leida is None:
        return
    direccion = state.url("/hojas/muestra.pdf")
    piezas.boton_enlace(Enlace(t("config.ver_cargo"), direccion, "picture_as_pdf"))


def conservacion(propuesta: Propuesta) -> None:
    """How long each series of documents is kept."""
    piezas.nota(t("config.conservacion_nota"))
    tabla_editable.tabla(
        propuesta, "conservacion",
        [
            Columna("nombre", t("config.serie"), exigida=True, maximo=160, ancho="large"),
            Columna("anios", t("config.anios_conserva"), "numero", exigida=True, minimo=1, maximo=100, ancho="small"),
            Columna("base_legal", t("config.norma"), maximo=200, ancho="medium"),
        ],
        titulo=t("config.conservacion"), agregar=t("config.agregar_serie"), con_id=True,
        resumen=lambda f: t("config.se_conserva", anios=f.get("anios") or "?"),
    )  # fmt: skip


def manual(propuesta: Propuesta) -> None:
    """What the guide says of itself, its history, and what the institution adds."""
    piezas.nota(t("config.manual_nota"))
    campos.parrafo(propuesta, "manual.objetivo")
    campos.parrafo(propuesta, "manual.alcance")
    st.header(t("config.historial"), anchor=False)
    piezas.nota(t("config.historial_nota"))
    tabla_editable.tabla(
        propuesta, "manual.historial",
        [
            Columna("fecha", t("manual.fecha"), "fecha", exigida=True, ancho="small"),
            Columna("version", t("manual.columna_version"), exigida=True, maximo=20, ancho="small"),
            Columna("cambios", t("manual.cambios"), exigida=True, maximo=400, ancho="large"),
            Columna("autor", t("manual.autor"), exigida=True, maximo=300, ancho="medium"),
        ],
        titulo=t("config.historial"), agregar=t("config.agregar_version"), nombre="version",
        resumen=lambda f: str(f.get("cambios") or ""),
    )  # fmt: skip
    st.header(t("config.agregado"), anchor=False)
    campos.parrafo(propuesta, "manual.agregado", ayuda=t("config.agregado_ayuda"), alto=200)
    piezas.boton_enlace(Enlace(t("config.ver_manual"), state.url("/manual"), "menu_book"))
