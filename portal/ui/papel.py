"""The sheet on the desk: a filed document shown in the page, by our own route, to who may read it."""

from __future__ import annotations

from collections import Counter
from datetime import tzinfo
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from portal.domain.archivos import SE_VEN
from portal.i18n import t
from portal.services.registros import DocumentoView
from portal.ui import distintivos, medidas, piezas, state
from portal.ui.piezas import Enlace

GUION = Path(__file__).parent / "static" / "papel.js"
HTML = '<div class="mp-papel"></div>'
CSS = """
.mp-papel { border: 1px solid var(--mp-linea); border-radius: var(--mp-radio-2); background: var(--mp-lamina); overflow: hidden; }
.mp-papel iframe { display: block; width: 100%; height: min(78vh, 900px); border: 0; }
.mp-papel img { display: block; max-width: 100%; max-height: 78vh; margin: 0 auto; }
@media (max-width: 640px) { .mp-papel:has(iframe) { display: none; } }
"""
LARGO_CORTO = 28


@cache
def _componente() -> Any:  # noqa: ANN401 -- Streamlit's renderer takes any callback name
    guion = GUION.read_text(encoding="utf-8")
    return st.components.v2.component("mpv_papel", html=HTML, css=CSS, js=guion, isolate_styles=False)


def mostrar(documentos: tuple[DocumentoView, ...], zona: tzinfo) -> None:
    """The documents of an expediente, one at a time: its link, its size, and the sheet when it can be shown."""
    if not documentos:
        piezas.vacio(t("papel.nada"), t("papel.nada_detalle"))
        return
    por_id, nombres = {documento.id: documento for documento in documentos}, _nombres(documentos)
    elegido = documentos[0].id
    if len(documentos) > 1:
        elegido = st.segmented_control(
            t("papel.cual"),
            list(por_id),
            format_func=lambda i: piezas.llano(nombres[i]),
            default=elegido,
            required=True,
            label_visibility="collapsed",
            key=f"papel_{documentos[0].id}",
        )
    documento = por_id[elegido]
    direccion = state.url(f"/documentos/{documento.id}")
    infectado = documento.analisis == distintivos.INFECTADO
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        piezas.linea(documento.nombre if infectado else piezas.enlace(Enlace(documento.nombre, direccion, "download")))
        piezas.linea(documento.etiqueta, medidas.detalle(documento.tamano, documento.paginas))
    _distintivos(documento, zona)
    if infectado:
        piezas.aviso(t("analisis.infectado"), t("analisis.infectado_detalle"), tono="rojo")
    elif documento.tipo in SE_VEN:
        _componente()(
            key=f"mp-papel-{documento.id}",
            data={
                "url": f"{direccion}?ver=1#navpanes=0&view=FitH",
                "titulo": documento.nombre,
                "imagen": documento.tipo != "pdf",
            },
        )
    else:
        piezas.nota(t("papel.no_se_muestra"))


def _distintivos(documento: DocumentoView, zona: tzinfo) -> None:
    """What staff should know before opening it, and who signed it."""
    marcas, firmas = distintivos.de_documento(documento), distintivos.de_firmas(documento.firmas, zona)
    if marcas:
        st.html(f'<p class="mp-distintivos">{marcas}</p>')
    if firmas:
        st.html(f'<p class="mp-distintivos">{firmas}</p>')


def _nombres(documentos: tuple[DocumentoView, ...]) -> dict[int, str]:
    """A short name for each, no two alike, with what is wrong with it: what a citizen sent and what was answered are often called the same."""
    veces: Counter[str] = Counter()
    nombres: dict[int, str] = {}
    for documento in documentos:
        corto = _corto(documento.nombre)
        veces[corto] += 1
        distinto = corto if veces[corto] == 1 else f"{corto} ({veces[corto]})"
        nombres[documento.id] = " · ".join(parte for parte in (distinto, distintivos.alarma(documento)) if parte)
    return nombres


def _corto(nombre: str) -> str:
    return nombre if len(nombre) <= LARGO_CORTO else f"{nombre[: LARGO_CORTO - 1]}…"
