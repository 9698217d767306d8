"""Buttons that the browser answers by itself, without a rerun: copy a text, print the screen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from portal.i18n import t

GUION = Path(__file__).parent / "static" / "botones.js"
HTML = '<div class="mp-botones"></div>'
CSS = """
.mp-botones { position: relative; color: var(--mp-texto); }
.mp-botones .mp-boton.chico { min-height: 36px; padding: 0 12px; font-size: .875rem; }
.mp-botones .mp-boton:hover { border-color: var(--mp-acento); color: var(--mp-enlace); }
.mp-botones dl { display: flex; flex-wrap: wrap; gap: 24px 40px; margin: 0; padding: 0; }
.mp-botones dd { margin: 0; } .mp-botones .mp-copia { margin-top: 10px; font-size: 1rem; letter-spacing: 0; line-height: 1.5; }
.mp-claves dt { font-size: .875rem; color: var(--mp-tenue); } .mp-claves .mp-num { font-size: 1.375rem; font-weight: 650; }
@media (max-width: 640px) { .mp-botones .mp-boton.chico { min-height: 44px; } }
"""


@cache
def _componente() -> Any:  # noqa: ANN401 -- Streamlit's renderer takes any callback name
    guion = GUION.read_text(encoding="utf-8")
    return st.components.v2.component("mpv_botones", html=HTML, css=CSS, js=guion, isolate_styles=False)


def confirmacion(titulo: str, datos: Mapping[str, str], *, key: str) -> None:
    """The receipt panel: the page's h1, and each datum in large figures with the button that copies it."""
    _dibujar(key, titulo=titulo, filas=_filas(datos))


def copiables(datos: Mapping[str, str], *, key: str) -> None:
    """Data in large figures, each with the button that copies it."""
    _dibujar(key, filas=_filas(datos))


def copiar(texto: str, que: str, valor: str, *, key: str, dibujo: str = "link") -> None:
    """One button named ``texto`` that copies ``valor`` and then says that ``que`` was copied."""
    _dibujar(key, botones=[{"texto": texto, "que": que, "dibujo": dibujo, "valor": valor}])


def imprimir(texto: str, *, key: str) -> None:
    """One button that prints the screen; what comes out on paper is ``ui/impresion``."""
    _dibujar(key, botones=[{"texto": texto, "dibujo": "print", "imprime": True}])


def _filas(datos: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"nombre": nombre, "valor": valor, "accion": t("botones.copiar_dato", que=nombre[:1].lower() + nombre[1:])}
        for nombre, valor in datos.items()
    ]


def _dibujar(
    key: str,
    *,
    titulo: str = "",
    filas: list[dict[str, str]] | None = None,
    botones: list[dict[str, Any]] | None = None,
) -> None:
    textos = {
        "copiar": t("botones.copiar"),
        "copiado": t("botones.copiado"),
        "voz": t("botones.voz", nombre="{nombre}"),
        "a_mano": t("botones.a_mano"),
    }
    ancho = "stretch" if filas else "content"
    _componente()(
        key=key,
        data={"titulo": titulo, "filas": filas or [], "botones": botones or [], "t": textos},
        width=ancho,
    )
