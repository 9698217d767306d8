"""A list of the configuration edited in place: a grid as in a spreadsheet, or one card (ficha) for each row.

What is complete is saved at once; a row that lacks something waits on the screen until it does not. Rows that have an id
get it from their name when they are first saved, and keep it for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from portal.domain.texto import plegar
from portal.i18n import t
from portal.services.propuestas import Propuesta
from portal.ui import piezas, tabla_fichas, tabla_rejilla
from portal.ui import propuesta as en_propuesta
from portal.ui.tabla_filas import NUMERO, Columna, Estado, Fila, redibujar

__all__ = ["Columna", "id_de", "tabla"]
LARGO_ID = 36


def tabla(
    propuesta: Propuesta,
    ruta: str,
    columnas: Sequence[Columna],
    *,
    titulo: str,
    agregar: str,
    con_id: bool = False,
    nombre: str = "nombre",
    resumen: Callable[[Fila], str] | None = None,
) -> list[Fila]:
    """Draw the list at ``ruta`` and save what changes; its rows as they stand, in JSON.

    ``titulo`` names the table for those who hear it; ``agregar``: the words that add a row; ``nombre``: the column that
    names a row (and makes its id, ``con_id``); ``resumen``: the second line of a card.
    """
    estado = _al_dia(propuesta, ruta, nombre)
    vista = _vista(ruta, estado)
    if vista == "tabla":
        tabla_rejilla.dibujar(ruta, estado, columnas, titulo=titulo)
    else:
        tabla_fichas.dibujar(ruta, estado, columnas, agregar=agregar, nombre=nombre, resumen=resumen)
    if con_id:
        _poner_ids(estado.filas, nombre)
    faltan = _faltan(estado.filas, columnas)
    if faltan:
        piezas.aviso(t("tabla.faltan"), " · ".join(faltan), tono="ambar")
    en_propuesta.decir_fallo(ruta)
    filas = [_sin_numero(fila) for fila in estado.filas]
    fallo = en_propuesta.fallo_de(ruta)
    if not faltan and filas != estado.dadas and (fallo is None or fallo.escrito != filas):
        _guardar(ruta, estado, filas)
    return filas


def _guardar(ruta: str, estado: Estado, filas: list[Fila]) -> None:
    guardado = en_propuesta.guardar(ruta, filas, visto=estado.visto, redibujar=False)
    if guardado:
        estado.dadas = filas
    if guardado or en_propuesta.fallo_de(ruta):
        st.rerun()


def _sin_numero(fila: Fila) -> Fila:
    return {clave: valor for clave, valor in fila.items() if clave != NUMERO}


def _al_dia(propuesta: Propuesta, ruta: str, nombre: str) -> Estado:
    """The table as this tab has it; anew when the propuesta says something else and nobody was writing."""
    dadas: list[Fila] = en_propuesta.valor(propuesta, ruta) or []
    llave = f"tabla_{ruta}"
    estado: Estado | None = st.session_state.get(llave)
    cedida = en_propuesta.cedida(ruta)
    if estado is not None and [_sin_numero(fila) for fila in estado.filas] == dadas:
        estado.dadas = dadas
    elif estado is not None and estado.dadas != dadas:
        _completar(estado, dadas)
    if estado is None or cedida or (estado.dadas != dadas and not _escribiendo(estado)):
        abierta = _misma(estado, dadas, nombre) if estado else 0
        estado = _nuevo(dadas, propuesta.revision, estado.vez + 1 if estado else 0)
        estado.abierta = abierta
        st.session_state[llave] = estado
    elif estado.dadas == dadas:
        estado.visto = propuesta.revision
    return estado


def _completar(estado: Estado, dadas: list[Fila]) -> None:
    """What was just saved comes back with what it left unsaid: the same rows, that need not be drawn anew."""
    if len(dadas) == len(estado.dadas) and all(
        a.items() <= b.items() for a, b in zip(estado.dadas, dadas, strict=True)
    ):
        if not _escribiendo(estado):
            for fila, dada in zip(estado.filas, dadas, strict=True):
                fila.update(dada)
        estado.dadas = dadas


def _nuevo(dadas: list[Fila], revision: int, vez: int) -> Estado:
    filas = [{**fila, NUMERO: i} for i, fila in enumerate(dadas, 1)]
    return Estado(filas, dadas, revision, vez=vez, siguiente=len(filas) + 1, dibujo=[dict(fila) for fila in filas])


def _misma(estado: Estado, dadas: list[Fila], nombre: str) -> int:
    """The card that was open stays open when the rows come anew."""
    abierta = next((fila for fila in estado.filas if fila[NUMERO] == estado.abierta), None)
    nombres = [fila.get(nombre) for fila in dadas]
    return nombres.index(abierta[nombre]) + 1 if abierta and abierta.get(nombre) in nombres else 0


def _escribiendo(estado: Estado) -> bool:
    return [_sin_numero(fila) for fila in estado.filas] != estado.dadas


def _vista(ruta: str, estado: Estado) -> str:
    """As a spreadsheet or as cards; the phone begins with cards."""
    en_telefono = "Mobi" in (st.context.headers.get("User-Agent") or "")
    vistas = {"tabla": t("tabla.tabla"), "fichas": t("tabla.fichas")}
    elegida = st.segmented_control(
        t("tabla.ver_como"), list(vistas), format_func=vistas.__getitem__, required=True,
        default="fichas" if en_telefono else "tabla", key=f"vista_{ruta}", persist_state="page", label_visibility="collapsed",
    ) or "tabla"  # fmt: skip
    antes = st.session_state.get(f"vista_de_{ruta}")
    if antes != elegida or (elegida == "tabla" and tabla_rejilla.clave(ruta, estado.vez) not in st.session_state):
        st.session_state[f"vista_de_{ruta}"] = elegida
        redibujar(estado)
    return elegida


def _faltan(filas: Sequence[Fila], columnas: Sequence[Columna]) -> list[str]:
    """As in "Fila 3: Base legal", for each row that lacks what it must say."""
    exigidas = [c for c in columnas if c.exigida]
    return [
        t("tabla.falta", fila=i, datos=", ".join(vacias))
        for i, fila in enumerate(filas, 1)
        if (vacias := [c.titulo for c in exigidas if fila.get(c.campo) in (None, "", [])])
    ]


def _poner_ids(filas: Sequence[Fila], nombre: str) -> None:
    """An id for each row that has a name and none yet."""
    usados = {fila.get("id") for fila in filas}
    for fila in filas:
        if not fila.get("id") and fila.get(nombre):
            fila["id"] = id_de(str(fila[nombre]), usados)
            usados.add(fila["id"])


def id_de(nombre: str, usados: set[Any]) -> str:
    """``Mesa de Partes`` -> ``mesa_de_partes``; with a number after it when that one is taken."""
    letras = "".join(c if c.isascii() and c.isalnum() else "_" for c in plegar(nombre))
    base = "_".join(parte for parte in letras.split("_") if parte)[:LARGO_ID].strip("_")
    base = base if base[:1].isalpha() else f"x_{base}".strip("_")
    return next(c for c in (base, *(f"{base[: LARGO_ID - 3]}_{i}" for i in range(2, 999))) if c not in usados)
