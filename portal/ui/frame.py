"""The entry script of every screen: registers the pages, draws the frame, runs the page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from portal.i18n import t
from portal.ui import theme
from portal.ui.marco import Marca, marco

PAGES = Path(__file__).resolve().parent.parent / "pages"
MARCA = Marca(nombre="Mesa de Partes", sigla="MP")

inicio = st.Page(PAGES / "inicio.py", title=t("marco.inicio"), default=True)

st.set_page_config(page_title=t("marco.titulo"), layout="wide")
theme.aplicar("#0b5a6b", "#45a0b3")
actual = st.navigation([inicio], position="hidden")

with marco(MARCA, menu=[inicio]):
    actual.run()
