"""The institution's accent, in the two places that draw with it: our style sheet and Streamlit's own widgets."""

from __future__ import annotations

import re

import streamlit as st
from streamlit import config

COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def aplicar(acento: str, acento_oscuro: str) -> None:
    """Paint this run with the accent (``#rrggbb``, light and dark theme). Raises ValueError for anything else.

    The style sheet itself (``/recursos/theme.css``) comes with the page; only two variables travel here. Streamlit reads
    its own accent from the options at each run, so a published change shows at the next one.
    """
    for color in (acento, acento_oscuro):
        if not COLOR.fullmatch(color):
            raise ValueError(f"color no válido: {color!r}")
    for tema, color in (("light", acento), ("dark", acento_oscuro)):
        if config.get_option(f"theme.{tema}.primaryColor") != color:
            config.set_option(f"theme.{tema}.primaryColor", color)
    st.html(f"<style>:root {{ --mp-acento: light-dark({acento}, {acento_oscuro}); }}</style>")
