"""Taking a list away as a file: two links, with the filters of the screen written out."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

import streamlit as st

from portal.i18n import t
from portal.services.exportaciones import MAXIMO, Formato
from portal.ui import piezas, state
from portal.ui.piezas import seguro


def descargas(lugar: str, filtros: Mapping[str, str], *, cuantos: int) -> None:
    """Links to ``<lugar>.xlsx`` and ``.csv`` for those filters; says so when ``cuantos`` do not fit in one file."""
    consulta = f"?{urlencode(filtros)}" if filtros else ""
    enlaces = " ".join(
        f'<a href="{escape(state.url(f"{lugar}.{formato}{consulta}"))}" aria-label="{escape(t(f"exportar.en_{formato}"))}">'
        f"{seguro(t(f'exportar.{formato}'))}</a>"
        for formato in Formato
    )
    st.html(
        f'<p class="mp-descargas">{piezas.icono("download")} {seguro(t("exportar.descargar"))} {enlaces}</p>',
        width="content",
    )
    if cuantos > MAXIMO:
        piezas.nota(t("exportar.recorta", maximo=MAXIMO))
