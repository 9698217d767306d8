"""Configuración, Numeración: how numbers are written, with the next ones in view, and where each series begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from portal.domain.numeracion import PatronInvalido, formatear, validar_patron
from portal.i18n import explain, t
from portal.services import series
from portal.services.propuestas import Propuesta
from portal.ui import config_campos as campos
from portal.ui import piezas, state, tabla_editable
from portal.ui import propuesta as en_propuesta
from portal.ui.tabla_editable import Columna

PATRONES = ("expediente", "registro", "salida")
CUANTOS = 3


def dibujar(propuesta: Propuesta) -> None:
    """The three patterns, the letters of the series, and the beginnings."""
    piezas.nota(t("config.numeracion_nota"))
    dicha: Mapping[str, Any] = en_propuesta.valor(propuesta, "numeracion")
    anio, ultimos = series.ultimos(state.ctx(), str(dicha["serie"]))
    for que in PATRONES:
        ruta = f"numeracion.{que}"
        if que == "salida":
            patron = campos.texto(propuesta, ruta, comprobar=_patron_o_nada, ayuda=t("config.salida_ayuda"))
            patron = patron or f"S-{str(dicha['registro']).removeprefix('R-')}"
        else:
            patron = campos.texto(propuesta, ruta, exigido=True, comprobar=_patron)
        _siguientes(patron, dicha, que, anio, ultimos[que])
    campos.texto(propuesta, "numeracion.serie", ayuda=t("config.serie_ayuda"))
    st.header(t("config.inicios"), anchor=False)
    piezas.nota(t("config.inicios_nota"))
    tabla_editable.tabla(
        propuesta, "numeracion.inicios",
        [
            Columna("que", t("config.inicio_que"), "opcion", exigida=True, inicial="expediente",
                opciones={que: t(f"config.inicio_{que}") for que in PATRONES}),
            Columna("anio", t("config.anio"), "numero", exigida=True, minimo=2015, maximo=2060, inicial=anio),
            Columna("desde", t("config.inicio_desde"), "numero", exigida=True, minimo=1, maximo=999_999),
        ],
        titulo=t("config.inicios"), agregar=t("config.agregar_inicio"), nombre="que",
        resumen=lambda f: t("config.inicio_resumen", anio=f.get("anio") or "?", desde=f.get("desde") or "?"),
    )  # fmt: skip


def _patron(escrito: str) -> str:
    validar_patron(campos.obligatorio(escrito))
    return escrito


def _patron_o_nada(escrito: str) -> str:
    return _patron(escrito) if escrito else ""


def _siguientes(patron: str, dicha: Mapping[str, Any], que: str, anio: int, ultimo: int) -> None:
    """The three numbers that come next, written so."""
    inicios = [i["desde"] for i in dicha["inicios"] if (i["que"], i["anio"]) == (que, anio)]
    primero = ultimo + 1 if ultimo else (inicios or [1])[0]
    try:
        numeros = [
            formatear(patron, correlativo=primero + i, anio=anio, serie=str(dicha["serie"])) for i in range(CUANTOS)
        ]
    except PatronInvalido as invalido:
        piezas.nota(explain(invalido))
        return
    except ValueError:
        return
    st.html(f'<p class="mp-ayuda mp-siguientes">{t("config.siguientes")} {_fila(numeros)}</p>')


def _fila(numeros: list[str]) -> str:
    return " ".join(f'<b class="mp-num">{piezas.seguro(numero)}</b>' for numero in numeros)
