"""The upload piece: files of one slot, sent by the browser to our tus route, drawn from the draft's list in the database.

Nothing passes through Streamlit but the list and a hint that it changed. The scripts are fetched once from
``/recursos``: what a component carries inline is sent again at every rerun.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from portal.domain.archivos import ARCHIVOS_POR_RANURA, EXTENSIONES_EJECUTABLES, OTROS, TIPOS, nombres
from portal.domain.campos import Ranura
from portal.domain.tamanos import MB, legible
from portal.i18n import t
from portal.services.archivos import CargaView
from portal.ui import piezas
from portal.ui.recursos import direccion

GUION = Path(__file__).parent / "static" / "cargador.js"
HTML = """<div class="mp-cargador" role="group">
  <p class="mp-etiqueta"></p><p class="mp-nota mp-ayuda"></p>
  <div class="mp-soltar">
    <button type="button" class="mp-boton mp-elegir"><span class="mp-icono" aria-hidden="true">upload_file</span>
      <span class="mp-accion"></span></button>
    <button type="button" class="mp-boton mp-camara" hidden><span class="mp-icono" aria-hidden="true">photo_camera</span>
      <span></span></button>
    <button type="button" class="mp-boton mp-unir" hidden><span class="mp-icono" aria-hidden="true">photo_camera</span>
      <span></span></button>
    <span class="mp-nota mp-o-soltar"></span>
    <input type="file" class="mp-entrada-archivo" hidden tabindex="-1">
    <input type="file" class="mp-entrada-foto" accept="image/*" capture="environment" hidden tabindex="-1">
  </div>
  <ul class="mp-archivos"></ul><p class="mp-nota mp-usado"></p>
  <p class="mp-oculto mp-voz" role="status" aria-live="polite"></p>
</div>
"""
TEXTOS = (
    "quitar", "cancelar", "pausar", "seguir", "reintentar", "conservar", "si_quitar", "confirmar", "subiendo",
    "segundos", "minutos", "un_minuto", "poco", "espera", "sin_conexion", "reintento", "pausada", "detenida",
    "revisando", "sesion", "ilegible", "avance", "usado", "tomar_foto", "unir", "unir_tactil", "sin_guion",
    "dice_subiendo", "dice_varios", "dice_avance", "dice_lista", "dice_rechazada", "dice_cortada", "dice_detenida",
    "dice_sin_conexion", "dice_conexion", "dice_quitado", "dice_no_quitado",
)  # fmt: skip
FOTOS = (
    "titulo", "ayuda", "tomar", "agregar", "crear", "cancelar", "pagina", "subir", "bajar", "girar", "quitar", "cuenta",
    "cuenta_una", "ninguna", "movida", "quitada", "girada", "preparando", "ilegible", "aligerando", "pesa", "descartar",
    "si_descartar",
)  # fmt: skip
ERRORES = {
    "vacio": "error.archivo_vacio",
    "grande": "error.archivo_demasiado_grande",
    "total": "error.archivo_total_excedido",
    "demasiados": "error.archivo_demasiados",
    "programa": "error.archivo_peligroso.ejecutable",
    "tipo": "cargador.otro_tipo",
    "carpeta": "cargador.carpeta",
    "uno": "cargador.uno_solo",
}
BLANCOS = (
    "recibido", "tamano", "cuantos", "nombre", "motivo", "maximo", "total", "usado", "extension", "admitidos", "numero",
    "paginas", "antes", "ahora",
)  # fmt: skip
MAXIMO_NEGADOS, LARGO_NEGADO = 50, 500


@dataclass(frozen=True, slots=True)
class Negado:
    """A file that the browser refused before a byte travelled; only its window knows, and tells."""

    nombre: str
    mensaje: str


@cache
def _componente() -> Any:  # noqa: ANN401 -- Streamlit's renderer takes any callback name
    return st.components.v2.component(
        "mpv_cargador", html=HTML, js=GUION.read_text(encoding="utf-8"), isolate_styles=False
    )


def cargador(ranura: Ranura, cargas: Sequence[CargaView], *, borrador_id: str, url_base: str, key: str) -> None:
    """Draw the slot. ``cargas``: what the database says it holds; ``url_base``: path of the portal, ``""`` or ``"/mpv"``.

    The script reruns when a file arrives, is taken out, or is refused by the browser.
    """
    admitidas = _extensiones(ranura)
    _componente()(
        key=key,
        data={
            "guion": direccion("cargador_vista.js", url_base),
            "etiqueta": ranura.etiqueta,
            "opcional": "" if ranura.minimo else t("cargador.opcional"),
            "ayuda": piezas.junto(ayuda_de(ranura)),
            "accion": ranura.accion,
            "cambiar": t("cargador.cambiar"),
            "soltar": t("cargador.soltar_uno" if ranura.maximo == 1 else "cargador.soltar_varios"),
            "acepta": ",".join(f".{tipo}" for tipo in admitidas),
            "url": f"{url_base}/cargas",
            "borrador": borrador_id,
            "ranura": ranura.id,
            "limites": _limites(ranura),
            "admitidas": admitidas,
            "admitidos": nombres(ranura.tipos),
            "conocidas": [*TIPOS, *OTROS, "jpeg", "tiff"] if admitidas else [],
            "prohibidas": sorted(EXTENSIONES_EJECUTABLES),
            "cargas": [_fila(carga) for carga in cargas],
            "t": {clave: _plantilla(f"cargador.{clave}") for clave in TEXTOS},
            "fotos": {clave: _plantilla(f"fotos.{clave}") for clave in FOTOS} if "pdf" in admitidas else None,
            "errores": {nombre: _plantilla(clave) for nombre, clave in ERRORES.items()},
        },
        on_cambio_change=_nada,
        on_negados_change=lambda: _anotar_negados(key, borrador_id, ranura.id),
    )


def ayuda_de(ranura: Ranura) -> str:
    """What the institution says of the slot, and the limits that it leaves unsaid: the figures that will be judged."""
    dichas = [ranura.ayuda] if ranura.ayuda else []
    limites = (("cada" if ranura.maximo != 1 else "uno", ranura.mb_cada), ("total", ranura.mb_total))
    for cual, mb in limites:
        if mb is not None and f" {(maximo := legible(mb * MB))}" not in f" {ranura.ayuda}":
            dichas.append(t(f"cargador.hasta_{cual}", maximo=maximo))
    return " ".join(dichas)


def negados(borrador_id: str, ranura_id: str) -> tuple[Negado, ...]:
    """What the browser refused for a slot of this draft, as far as this session knows, until the person removes it."""
    return st.session_state.get(_clave_negados(borrador_id, ranura_id), ())  # type: ignore[no-any-return]


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


def _limites(ranura: Ranura) -> dict[str, int | None]:
    return {
        "cada": ranura.mb_cada and ranura.mb_cada * MB,
        "total": ranura.mb_total and ranura.mb_total * MB,
        "maximo": ranura.maximo or ARCHIVOS_POR_RANURA,
    }


def _fila(carga: CargaView) -> dict[str, Any]:
    return {
        "id": carga.id,
        "nombre": carga.nombre,
        "tamano": carga.tamano,
        "recibido": carga.recibido,
        "estado": carga.estado,
        "texto": piezas.junto(texto_de(carga)) if carga.estado in {"lista", "rechazada"} else "",
    }


def _plantilla(clave: str) -> str:
    """A text of the catalog with its blanks left open, for the browser to fill."""
    return t(clave, **{blanco: f"{{{blanco}}}" for blanco in BLANCOS})


def _extensiones(ranura: Ranura) -> list[str]:
    otras = {"jpg": ("jpg", "jpeg"), "tif": ("tif", "tiff")}
    return [extension for tipo in ranura.tipos for extension in otras.get(tipo, (tipo,))]


def _clave_negados(borrador_id: str, ranura_id: str) -> str:
    return f"negados_{borrador_id}_{ranura_id}"


def _anotar_negados(key: str, borrador_id: str, ranura_id: str) -> None:
    """Keep what the browser says it refused beyond the step that shows the slot. Hints: bounded, and only shown."""
    dichos = st.session_state[key].get("negados") or []
    st.session_state[_clave_negados(borrador_id, ranura_id)] = tuple(
        Negado(str(d.get("nombre", ""))[:LARGO_NEGADO], str(d.get("mensaje", ""))[:LARGO_NEGADO])
        for d in dichos[:MAXIMO_NEGADOS]
        if isinstance(d, dict)
    )


def _nada() -> None:
    """Streamlit wants a callback for each trigger; the rerun itself is the answer."""
