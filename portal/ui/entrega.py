"""A button with which an administrator hands over a small file; it travels to ``routes/entregas``, not through Streamlit."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from portal.domain import tamanos
from portal.i18n import t
from portal.ui import state

GUION = Path(__file__).parent / "static" / "entrega.js"
HTML = """<div class="mp-entrega"><button type="button" class="mp-boton mp-elegir">
<span class="mp-icono" aria-hidden="true">upload_file</span> <span class="mp-accion"></span></button>
<input type="file" hidden tabindex="-1"><p class="mp-dicho" role="status" aria-live="polite"></p></div>"""
CSS = """
.mp-entrega { color: var(--mp-texto); line-height: 1.5; position: relative; } .mp-entrega [hidden] { display: none !important; }
.mp-entrega .mp-boton:hover { border-color: var(--mp-acento); color: var(--mp-acento); }
.mp-entrega .mp-dicho { margin: var(--mp-2) 0 0; font-size: .9375rem; color: var(--mp-tenue); } .mp-entrega .mp-dicho:empty { display: none; }
.mp-entrega .mp-boton { min-height: 40px; font-size: .875rem; } @media (max-width: 640px) { .mp-entrega .mp-boton { min-height: 44px; } }
.mp-entrega.error .mp-dicho { color: var(--mp-rojo); font-weight: 600; }
"""


@cache
def _componente() -> Any:  # noqa: ANN401 -- Streamlit's renderer takes any callback name
    guion = GUION.read_text(encoding="utf-8")
    return st.components.v2.component("mpv_entrega", html=HTML, css=CSS, js=guion, isolate_styles=False)


def entrega(texto: str, ruta: str, *, acepta: str, maximo: int, key: str, al_llegar: Callable[[str], None]) -> None:
    """Draw it. ``acepta``: the extensions that the window of files offers; ``al_llegar`` is told what the route answered."""
    textos = {
        "elegir": texto,
        "enviando": t("entrega.enviando"),
        "grande": t("entrega.grande", maximo=tamanos.legible(maximo)),
        "sin_respuesta": t("entrega.sin_respuesta"),
    }

    def llego() -> None:
        if key in st.session_state and (hecho := st.session_state[key].get("hecho")):
            al_llegar(str(hecho))

    _componente()(
        key=key,
        data={"url": state.url(ruta), "acepta": acepta, "maximo": maximo, "t": textos},
        on_hecho_change=llego,
        width="content",
    )
