"""The filters of a list, kept in the address so that it can be shared, and its pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.i18n import t
from portal.services.bandejas import Filtros, HojaView
from portal.ui import piezas, state

LUGARES = ("antes", "despues")


def dibujar(institucion: Institucion) -> Filtros:
    """The five filters of the manual: from 1 January to today, and any or none of the rest."""
    hoy = state.ctx().reloj().astimezone(institucion.zona).date()
    comun: dict[str, Any] = {"on_change": _desde_el_principio, "bind": "query-params"}
    with st.container(key="mp-lamina-filtros", horizontal=True, vertical_alignment="bottom", gap="small"):
        desde = st.date_input(
            t("tramites.fecha_inicio"), date(hoy.year, 1, 1), format="DD/MM/YYYY", key="desde", width=155, **comun
        )
        hasta = st.date_input(t("tramites.fecha_fin"), hoy, format="DD/MM/YYYY", key="hasta", width=155, **comun)
        expediente = st.text_input(t("tramites.expediente"), key="expediente_n", width=140, **comun)
        numero = st.text_input(t("tramites.numero"), key="numero", width=180, **comun)
        asunto = st.text_input(
            t("tramites.asunto"),
            type="search",
            placeholder=t("tramites.asunto_ejemplo"),
            key="asunto",
            width=270,
            **comun,
        )
    return Filtros(
        desde=desde if isinstance(desde, date) else None,
        hasta=hasta if isinstance(hasta, date) else None,
        expediente=expediente or "",
        numero=numero or "",
        asunto=asunto or "",
    )


def lugar() -> dict[str, int]:
    """Where in the list the address points: ``antes`` or ``despues`` of an id, or neither for the newest."""
    return {
        nombre: int(valor)
        for nombre in LUGARES
        if (valor := st.query_params.get(nombre, "")).isascii() and valor.isdigit() and len(valor) < 16  # noqa: PLR2004 -- an id
    }


def cuenta(hoja: HojaView) -> str:
    """As in "5 registros"."""
    if hoja.incontable:
        return t("tramites.registros_mas", cuantos=hoja.total - 1)
    return t("tramites.registros_uno") if hoja.total == 1 else t("tramites.registros", cuantos=hoja.total)


def paginador(hoja: HojaView) -> None:
    """Newer and older; pages are cut by id, so they do not slip when something arrives."""
    if not hoja.filas or not (hoja.hay_mas_recientes or hoja.hay_mas_antiguos):
        return
    with st.container(horizontal=True, gap="small"):
        if hoja.hay_mas_recientes:
            st.button(
                t("tramites.recientes"),
                icon=":material/arrow_back:",
                on_click=_ir,
                args=("despues", hoja.filas[0].registro_id),
            )
        if hoja.hay_mas_antiguos:
            st.button(
                t("tramites.antiguos"), icon=":material/arrow_forward:", icon_position="right",
                on_click=_ir, args=("antes", hoja.filas[-1].registro_id),
            )  # fmt: skip


def sin_filas(filtros: Filtros, vacio: str, detalle: str) -> None:
    """Nothing to show: because nothing was filed, or because the filters leave nothing."""
    if filtros.expediente or filtros.numero or filtros.asunto or lugar():
        piezas.vacio(t("tramites.sin_coincidencias"), t("tramites.sin_coincidencias_detalle"))
    else:
        piezas.vacio(vacio, detalle)


def _desde_el_principio() -> None:
    for nombre in LUGARES:
        st.query_params.pop(nombre, None)


def _ir(nombre: str, registro_id: int) -> None:
    _desde_el_principio()
    st.query_params[nombre] = str(registro_id)
