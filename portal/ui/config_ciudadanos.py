"""Configuración, Ciudadanos: who may open an account, what tracking shows, how drafts are kept, and the words on buttons."""

from __future__ import annotations

import streamlit as st

from portal.domain.textos import Vocabulario
from portal.i18n import t
from portal.services.propuestas import Propuesta
from portal.ui import config_campos as campos
from portal.ui import piezas

EXIGENCIAS = ("obligatorio", "opcional", "no")
DE_LA_CASA = {
    "nuevo": "tramites.nuevo",
    "tramites": "pagina.tramites",
    "consulta": "pagina.seguimiento",
    "buscar": "config.buscar_de_la_casa",
    "enviar": "presentar.enviar",
}
"""What the house says where the institution has no word of its own."""


def cuentas(propuesta: Propuesta) -> None:
    """Who may open an account, and with what."""
    campos.varias(propuesta, "cuentas.clases", {c: t(f"config.clase.{c}") for c in ("natural", "juridica")})
    campos.varias(propuesta, "cuentas.documentos", {d: t(f"crear.{d}") for d in ("dni", "ce")})
    with st.container(horizontal=True, gap="large"):
        for dato in ("telefono", "direccion"):
            with st.container(width=260):
                campos.eleccion(propuesta, f"cuentas.{dato}", {e: t(f"config.exigencia.{e}") for e in EXIGENCIAS})
    campos.numero(propuesta, "cuentas.largo_contrasena", 8, 64, ayuda=t("config.largo_ayuda"))
    campos.eleccion(propuesta, "cuentas.terminos", {c: t(f"config.terminos_en.{c}") for c in ("registro", "ingreso")})


def seguimiento(propuesta: Propuesta) -> None:
    """What tracking shows and promises, and how long an unsent draft is kept."""
    campos.interruptor(propuesta, "seguimiento.contrasena", ayuda=t("config.contrasena_ayuda"))
    campos.interruptor(propuesta, "seguimiento.documentos_sin_cuenta", ayuda=t("config.documentos_ayuda"))
    campos.numero(propuesta, "seguimiento.dias_habiles", 1, 250, ayuda=t("config.dias_habiles_ayuda"), vacio=True)
    campos.texto(propuesta, "seguimiento.base_legal")
    st.header(t("config.borradores"), anchor=False)
    piezas.nota(t("config.borradores_nota"))
    campos.numero(propuesta, "borradores.dias", 7, 730)
    campos.numero(propuesta, "borradores.aviso_dias", 1, 5)
    campos.numero(propuesta, "borradores.maximo", 1, 200)


def vocabulario(propuesta: Propuesta) -> None:
    """The institution's own words; where there is none, those of the house stand in grey."""
    piezas.nota(t("config.vocabulario_nota"))
    for palabra in Vocabulario.model_fields:
        largo = 40 if palabra == "buscar" else 60
        campos.texto(propuesta, f"vocabulario.{palabra}", max_chars=largo, placeholder=t(DE_LA_CASA[palabra]),
            ayuda=t(f"config.donde_{palabra}"))  # fmt: skip
