"""Taking the desk's list away: as a spreadsheet, or on paper to be signed where it is delivered."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

import streamlit as st

from portal.domain.bandeja import Filtro, a_direccion
from portal.i18n import t
from portal.services.escritorio import HojaEscritorio
from portal.services.exportaciones import MAXIMO, Formato
from portal.services.listas import EN_PAPEL
from portal.ui import piezas, state
from portal.ui.bandeja_seleccion import elegidos
from portal.ui.piezas import Enlace


def menu(filtro: Filtro, hoja: HojaEscritorio) -> None:
    """The list as it is filtered, on all its pages; and what is chosen, on paper."""
    consulta = f"?{urlencode(a_direccion(filtro))}"
    with st.popover(t("listas.exportar"), icon=":material/download:", type="tertiary"):
        enlaces = [
            Enlace(t(f"listas.en_{formato}"), state.url(f"/bandeja/exportar.{formato}{consulta}"), "table_view")
            for formato in Formato
        ]
        enlaces.append(Enlace(t("listas.en_papel"), state.url(f"/bandeja/entrega.pdf{consulta}"), "print"))
        if elegidos():
            enlaces.append(Enlace(t("listas.en_papel_elegidos"), entrega(elegidos()), "print"))
        st.html(f'<ul class="mp-llevar">{"".join(f"<li>{piezas.enlace(enlace)}</li>" for enlace in enlaces)}</ul>')
        if hoja.incontable or hoja.total > MAXIMO:
            piezas.nota(t("listas.recorta", maximo=MAXIMO))
        elif hoja.total > EN_PAPEL:
            piezas.nota(t("listas.recorta_papel", maximo=EN_PAPEL))


def entrega(ids: Iterable[int]) -> str:
    """Where the delivery list of these expedientes is."""
    return state.url(f"/bandeja/entrega.pdf?solo={','.join(map(str, ids))}")
