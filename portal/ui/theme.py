"""The institution's accent, in the two places that draw with it: our style sheet and Streamlit's own widgets."""

from __future__ import annotations

import re
from functools import cache

import streamlit as st
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

COLOR = re.compile(r"#[0-9a-fA-F]{6}")
ACENTOS = ("theme.light.primaryColor", "theme.dark.primaryColor")
_traducir = app_session._populate_theme_msg  # noqa: SLF001 -- see ``memorizar``


def aplicar(acento: str, acento_oscuro: str) -> None:
    """Paint this run with the accent (``#rrggbb``, light and dark theme). Raises ValueError for anything else.

    The style sheet itself (``/recursos/theme.css``) comes with the page, after what is written here: two variables travel
    with more weight than its own. Links on dark are the accent, lighter, so that they can be read. Streamlit reads
    its own accent from the options at each run, so a published change shows at the next one.
    """
    fijar(acento, acento_oscuro)
    enlace = f"color-mix(in srgb, {acento_oscuro} 62%, #ffffff)"
    st.html(
        f"<style>:root:root {{ --mp-acento: light-dark({acento}, {acento_oscuro}); "
        f"--mp-enlace: light-dark({acento}, {enlace}); }}</style>"
    )


def fijar(acento: str, acento_oscuro: str) -> None:
    """Streamlit's own widgets bear this accent from the next run on. Raises ValueError for what is not ``#rrggbb``.

    When the server starts it is said before the first run, whose first message tells the theme already.
    """
    for color in (acento, acento_oscuro):
        if not COLOR.fullmatch(color):
            raise ValueError(f"color no válido: {color!r}")
    for opcion, color in zip(ACENTOS, (acento, acento_oscuro), strict=True):
        if config.get_option(opcion) != color:
            config.set_option(opcion, color)


def memorizar() -> None:
    """Have Streamlit work out its theme once for each accent, and not at the beginning of every run.

    It translates some seventy options, in six sections, into the first message of each run: a fifth of what a change in
    a form cost. Of all those options only the two accents ever change while the server runs.
    """
    app_session._populate_theme_msg = _recordado  # noqa: SLF001 -- Streamlit offers no other place to say it


def _recordado(msg: CustomThemeConfig, section: str = "theme") -> None:
    sabido = _seccion(section, *map(config.get_option, ACENTOS))
    if sabido is not None:
        msg.CopyFrom(sabido)


@cache
def _seccion(section: str, *_acentos: str) -> CustomThemeConfig | None:
    """What Streamlit makes of a section; None where it has nothing to say and leaves the message untouched."""
    nueva = CustomThemeConfig()
    _traducir(nueva, section)
    return nueva if nueva.ByteSize() else None
