"""Configuración, Textos del personal: proveídos, what is asked of other offices, usual observations, reasons to reject."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.services.propuestas import Propuesta
from portal.ui import piezas, tabla_editable
from portal.ui.tabla_editable import Columna

LISTAS = ("observaciones", "rechazos", "proveidos", "pedidos")


def dibujar(propuesta: Propuesta) -> None:
    """One list at a time."""
    vista = st.segmented_control(
        t("config.listas_vista"), LISTAS, format_func=lambda v: t(f"config.lista_{v}"), default=LISTAS[0],
        required=True, label_visibility="collapsed", key="config_listas_vista", persist_state="page",
    ) or LISTAS[0]  # fmt: skip
    piezas.nota(t(f"config.lista_{vista}_nota"))
    columnas = [Columna("nombre", t("config.nombre"), exigida=True, maximo=80)]
    if vista == "pedidos":
        columnas.append(Columna("dias", t("config.pedido_dias"), "numero", minimo=1, maximo=250, ancho="small"))
    else:
        columnas.append(Columna("texto", t("config.texto"), "largo", exigida=True, maximo=1000, ancho="large"))
    tabla_editable.tabla(
        propuesta, f"escritorio.{vista}", columnas, titulo=t(f"config.lista_{vista}"),
        agregar=t(f"config.agregar_{vista}"), con_id=True, resumen=lambda fila: str(fila.get("texto") or ""),
    )  # fmt: skip
