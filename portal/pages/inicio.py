"""Inicio: what one can do here."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.ui import piezas

st.title(t("marco.titulo"), anchor=False)
piezas.entrada(t("marco.promesa"))
