"""The piece that compares a copy with the files of a cargo: chosen or dropped, hashed in the browser, never sent.

Where the browser cannot, and the person agrees, the copy goes to our route, which hashes it and forgets it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from portal.i18n import t
from portal.services.cargos import ArchivoVerificado
from portal.ui import state

GUION = Path(__file__).parent / "static" / "comparador.js"
HTML = """<div class="mp-comparador" role="group">
  <div class="mp-soltar">
    <button type="button" class="mp-boton mp-elegir"><span class="mp-icono" aria-hidden="true">upload_file</span>
      <span class="mp-accion"></span></button>
    <span class="mp-nota mp-o-soltar"></span>
    <input type="file" class="mp-entrada-archivo" multiple hidden tabindex="-1">
  </div>
  <ul class="mp-copias" hidden></ul><p class="mp-oculto mp-voz" role="status" aria-live="polite"></p>
</div>
"""
CSS = """
.mp-comparador { color: var(--mp-texto); line-height: 1.5; position: relative; }
.mp-comparador p { margin: 0; } .mp-comparador [hidden] { display: none !important; }
.mp-comparador .mp-soltar.encima { border-style: solid; border-color: var(--mp-acento); background: var(--mp-acento-suave); }
.mp-comparador .mp-boton:hover { border-color: var(--mp-acento); color: var(--mp-acento); }
.mp-copias { list-style: none; margin: var(--mp-2) 0 0; padding: 0; }
.mp-copias li { display: grid; grid-template-columns: 24px minmax(0, 1fr) auto; gap: 0 var(--mp-3); align-items: start;
  margin: 0; padding: var(--mp-3) 0; border-bottom: 1px solid var(--mp-linea); line-height: 1.4; }
.mp-copias .mp-icono { color: var(--mp-tenue); }
.mp-copias .mp-copia, .mp-copias .mp-veredicto, .mp-copias small { display: block; overflow-wrap: anywhere; }
.mp-copias .mp-veredicto { font-weight: 650; }
.mp-copias small { font-size: .875rem; color: var(--mp-tenue); font-variant-numeric: tabular-nums; text-wrap: pretty; }
.mp-copias .igual :is(.mp-icono, .mp-veredicto) { color: var(--mp-verde); }
.mp-copias .error :is(.mp-icono, .mp-veredicto) { color: var(--mp-rojo); }
.mp-copias .mp-boton { margin-top: var(--mp-2); } .mp-copias .mp-quitar { margin: -10px 0; }
.mp-copias .mp-barra { display: block; height: 6px; margin-top: 6px; }
"""
TEXTOS = (
    "titulo", "elegir", "soltar", "cancelar", "quitar", "espera", "leyendo", "enviando", "avance", "igual",
    "igual_detalle", "distinto", "distinto_detalle", "otro_tamano_detalle", "ilegible", "ilegible_detalle",
    "preguntar", "preguntar_detalle", "enviar", "sin_respuesta", "sin_respuesta_detalle",
)  # fmt: skip
BLANCOS = ("leido", "tamano", "nombre", "presentado", "pesos")


@cache
def _componente() -> Any:  # noqa: ANN401 -- Streamlit's renderer takes any callback name
    guion = GUION.read_text(encoding="utf-8")
    return st.components.v2.component("mpv_comparador", html=HTML, css=CSS, js=guion, isolate_styles=False)


def comparador(archivos: Sequence[ArchivoVerificado], *, codigo: str, key: str) -> None:
    """Draw it for the files of the cargo with that code. Nothing comes back: what was compared stays in the browser."""
    _componente()(
        key=key,
        data={
            "codigo": codigo,
            "url": state.url("/verificar/cotejo"),
            "archivos": [{"nombre": a.nombre, "tamano": a.tamano, "sha256": a.sha256} for a in archivos],
            "t": {nombre: t(f"comparador.{nombre}", **{b: f"{{{b}}}" for b in BLANCOS}) for nombre in TEXTOS},
        },
    )
