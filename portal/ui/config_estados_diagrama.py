"""The diagram of estados and steps on the screen, and the same in words for who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from portal.domain import flujo
from portal.domain.configuracion import Estado, Transicion
from portal.i18n import t
from portal.ui import piezas
from portal.ui.config_estados_trazo import trazar

GUION = Path(__file__).parent / "static" / "flujo.js"
HTML = '<div class="mp-flujo" tabindex="0"></div>'
CSS = """
.mp-flujo { overflow-x: auto; color: var(--mp-texto); border: 1px solid var(--mp-linea); border-radius: var(--mp-radio-2); padding: var(--mp-3); }
.mp-flujo svg { display: block; margin: 0 auto; max-width: 100%; min-width: 760px; height: auto; font: 600 13px "Public Sans", sans-serif; }
.mp-flujo .mp-nodo { cursor: pointer; } .mp-flujo rect { stroke-width: 1.5; }
.mp-flujo .estado { --f: var(--mp-gris-suave); --t: var(--mp-gris); } .mp-flujo .estado.azul { --f: var(--mp-azul-suave); --t: var(--mp-azul); }
.mp-flujo .estado.verde { --f: var(--mp-verde-suave); --t: var(--mp-verde); } .mp-flujo .estado.ambar { --f: var(--mp-ambar-suave); --t: var(--mp-ambar); }
.mp-flujo .estado.rojo { --f: var(--mp-rojo-suave); --t: var(--mp-rojo); }
.mp-flujo .estado rect { fill: var(--f); stroke: var(--t); } .mp-flujo .estado text { fill: var(--t); }
.mp-flujo .estado.mal rect { stroke: var(--mp-rojo); stroke-dasharray: 5 4; stroke-width: 2; }
.mp-flujo .paso rect { fill: var(--mp-fondo); stroke: var(--mp-linea); } .mp-flujo .paso text { fill: var(--mp-texto); font-size: 12px; font-weight: 500; }
.mp-flujo .mp-nodo:hover rect { stroke: var(--mp-acento); } .mp-flujo .elegido rect { stroke: var(--mp-acento); stroke-width: 3; stroke-dasharray: none; }
.mp-flujo .mp-linea-flujo { fill: none; stroke: var(--mp-control); stroke-width: 1.2; opacity: .55; } .mp-flujo .vuelve { stroke-dasharray: 4 4; }
.mp-flujo .elegida { stroke: var(--mp-acento); stroke-width: 2; opacity: 1; }
.mp-flujo .llega { marker-end: url(#mp-punta); } .mp-flujo .llega.elegida { marker-end: url(#mp-punta-elegida); }
#mp-punta path { fill: var(--mp-control); } #mp-punta-elegida path { fill: var(--mp-acento); }
"""


@cache
def _componente() -> Any:  # noqa: ANN401 -- Streamlit's renderer takes any callback name
    guion = GUION.read_text(encoding="utf-8")
    return st.components.v2.component("mpv_flujo", html=HTML, css=CSS, js=guion, isolate_styles=False)


def dibujar(estados: Sequence[Estado], transiciones: Sequence[Transicion], *, mal: frozenset[str], elegido: str) -> str:
    """Draw it; what was pressed in it just now (``estado:…`` or ``transicion:…``), or nothing."""
    dibujo = trazar(estados, transiciones, mal=mal, elegido=elegido)
    dicho = t("recorrido.diagrama", estados=len(estados), pasos=len(transiciones))
    hecho = _componente()(key="diagrama_de_estados", data={**dibujo, "titulo": dicho}, on_elegido_change=lambda: None)
    return getattr(hecho, "elegido", None) or ""


def en_palabras(estados: Sequence[Estado], transiciones: Sequence[Transicion], roles: dict[str, str]) -> None:
    """What is offered from each estado: the verb, who may, and where it leads."""
    nombres = {e.id: e.nombre for e in estados}
    for estado in estados:
        suyas = flujo.desde(transiciones, estado.id)
        st.html(f'<p class="mp-guia">{piezas.seguro(t("recorrido.desde", estado=estado.nombre))}</p>')
        if not suyas:
            piezas.nota(t("recorrido.nada_desde"))
            continue
        piezas.lista([frase(tr, nombres, roles, desde=estado.id) for tr in suyas])


def frase(tr: Transicion, nombres: dict[str, str], roles: dict[str, str], *, desde: str) -> str:
    """One step in words: "Derivar: pasa a En proceso. Pueden: Mesa de partes, Jefatura"."""
    quienes = ", ".join(roles.get(rol, rol) for rol in tr.roles) or t("recorrido.nadie")
    clave = "recorrido.paso_igual" if tr.hasta == desde else "recorrido.paso"
    return t(clave, verbo=tr.nombre, hasta=nombres.get(tr.hasta, tr.hasta), quienes=quienes)
