"""The upload piece: files of one slot, sent by the browser to our tus route, drawn from the draft's list in the database.

Nothing passes through Streamlit but the list and a hint that it changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from portal.domain.archivos import ARCHIVOS_POR_RANURA
from portal.domain.configuracion import Ranura
from portal.domain.tamanos import MB, legible
from portal.i18n import t
from portal.services.archivos import CargaView

GUION = Path(__file__).parent / "static" / "cargador.js"
HTML = """<div class="mp-cargador" role="group">
  <p class="mp-etiqueta"></p><p class="mp-nota mp-ayuda"></p>
  <div class="mp-soltar">
    <button type="button" class="mp-boton mp-elegir"><span class="mp-icono" aria-hidden="true">upload_file</span>
      <span class="mp-accion"></span></button>
    <span class="mp-nota mp-o-soltar"></span>
    <input type="file" class="mp-entrada-archivo" hidden tabindex="-1">
  </div>
  <ul class="mp-archivos"></ul><p class="mp-oculto mp-voz" role="status" aria-live="polite"></p>
</div>
"""
CSS = """
.mp-cargador { color: var(--mp-texto); line-height: 1.5; position: relative; }
.mp-cargador p { margin: 0; } .mp-cargador .mp-etiqueta { font-weight: 600; }
.mp-cargador .mp-ayuda { margin-bottom: 10px; } .mp-cargador .mp-ayuda:empty { display: none; }
.mp-cargador .mp-soltar.encima { border-color: var(--mp-acento); background: var(--mp-acento-suave); }
.mp-cargador [hidden] { display: none; }
.mp-cargador .mp-boton:hover { border-color: var(--mp-acento); color: var(--mp-acento); }
"""
TEXTOS = (
    "quitar", "cancelar", "subiendo", "segundos", "minutos", "un_minuto", "poco", "espera", "sin_conexion", "reintento",
    "pausada", "revisando", "sesion", "ilegible", "avance", "dice_subiendo", "dice_lista", "dice_rechazada",
    "dice_cortada", "dice_quitado",
)  # fmt: skip
ERRORES = {
    "vacio": "error.archivo_vacio",
    "grande": "error.archivo_demasiado_grande",
    "total": "error.archivo_total_excedido",
    "demasiados": "error.archivo_demasiados",
}
BLANCOS = ("recibido", "tamano", "cuantos", "nombre", "motivo", "maximo", "total")


@cache
def _componente() -> Any:  # noqa: ANN401 -- Streamlit's renderer takes any callback name
    guion = GUION.read_text(encoding="utf-8")
    return st.components.v2.component("mpv_cargador", html=HTML, css=CSS, js=guion, isolate_styles=False)


def cargador(ranura: Ranura, cargas: Sequence[CargaView], *, borrador_id: str, url_base: str, key: str) -> None:
    """Draw the slot. ``cargas``: what the database says it holds; ``url_base``: path of the portal, ``""`` or ``"/mpv"``.

    The script reruns when a file arrives or is taken out.
    """
    maximo = ranura.maximo or ARCHIVOS_POR_RANURA
    _componente()(
        key=key,
        data={
            "etiqueta": ranura.etiqueta,
            "opcional": "" if ranura.minimo else t("cargador.opcional"),
            "ayuda": ranura.ayuda,
            "accion": ranura.accion,
            "cambiar": t("cargador.cambiar"),
            "soltar": t("cargador.soltar_uno" if maximo == 1 else "cargador.soltar_varios"),
            "acepta": ",".join(f".{tipo}" for tipo in _extensiones(ranura)),
            "url": f"{url_base}/cargas",
            "borrador": borrador_id,
            "ranura": ranura.id,
            "limites": {
                "cada": ranura.mb_cada and ranura.mb_cada * MB,
                "total": ranura.mb_total and ranura.mb_total * MB,
                "maximo": maximo,
            },
            "cargas": [_fila(carga) for carga in cargas],
            "t": {clave: _plantilla(f"cargador.{clave}") for clave in TEXTOS},
            "errores": {nombre: _plantilla(clave) for nombre, clave in ERRORES.items()},
        },
        on_cambio_change=_nada,
    )


def texto_de(carga: CargaView) -> str:
    """What a row says of a file that has its verdict: size and pages, or why it was refused."""
    if carga.error is not None:
        return t(f"error.{carga.error}", **carga.datos)
    tamano = legible(carga.tamano)
    if carga.paginas is None:
        texto = t("cargador.lista", tamano=tamano)
    elif carga.paginas == 1:
        texto = t("cargador.lista_pagina", tamano=tamano)
    else:
        texto = t("cargador.lista_paginas", tamano=tamano, paginas=carga.paginas)
    return f"{texto} · {t('cargador.firmado')}" if carga.firmado else texto


def _fila(carga: CargaView) -> dict[str, Any]:
    return {
        "id": carga.id,
        "nombre": carga.nombre,
        "tamano": carga.tamano,
        "recibido": carga.recibido,
        "estado": carga.estado,
        "texto": texto_de(carga) if carga.estado in {"lista", "rechazada"} else "",
    }


def _plantilla(clave: str) -> str:
    """A text of the catalog with its blanks left open, for the browser to fill."""
    return t(clave, **{blanco: f"{{{blanco}}}" for blanco in BLANCOS})


def _extensiones(ranura: Ranura) -> tuple[str, ...]:
    otras = {"jpg": ("jpg", "jpeg"), "tif": ("tif", "tiff")}
    return tuple(extension for tipo in ranura.tipos for extension in otras.get(tipo, (tipo,)))


def _nada() -> None:
    """Streamlit wants a callback for each trigger; the rerun itself is the answer."""
