"""What the form asked and whether it came, in words."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from portal.i18n import t
from portal.services.comprobables import Comprobable
from portal.ui import medidas, piezas

NOMBRES = {"completos": "comprobable.datos", "incompletos": "comprobable.datos"}


def mostrar(puntos: Sequence[Comprobable]) -> None:
    """One line for each."""
    st.header(t("comprobable.titulo"), anchor=False)
    piezas.resumen({_nombre(p): _dicho(p) for p in puntos}, denso=True)


def _nombre(punto: Comprobable) -> str:
    return punto.etiqueta or t(NOMBRES.get(punto.clave, "comprobable.firma"))


def _dicho(punto: Comprobable) -> str:
    archivos = medidas.archivos_en_palabras(punto.archivos)
    if punto.paginas > 1:
        archivos = t("comprobable.paginas", archivos=archivos, paginas=punto.paginas)
    return t(f"comprobable.{punto.clave}", archivos=archivos)
