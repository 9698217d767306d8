"""The rows of a table as cards, one under the other; the one that is open shows its fields. For phones, and to order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from portal.i18n import t
from portal.ui import piezas
from portal.ui.tabla_filas import NUMERO, Columna, Estado, Fila


def dibujar(
    ruta: str,
    estado: Estado,
    columnas: Sequence[Columna],
    *,
    agregar: str,
    nombre: str,
    resumen: Callable[[Fila], str] | None = None,
) -> None:
    """Draw the cards and leave in ``estado`` the rows as they stand in them."""
    with st.container(gap=None):
        for i, fila in enumerate(estado.filas):
            with st.container(key=f"mp-ficha-{ruta.replace('.', '-')}-{fila[NUMERO]}", gap="xsmall"):
                _ficha(ruta, estado, i, columnas, nombre=nombre, resumen=resumen)
    if not estado.filas:
        piezas.nota(t("tabla.vacia"))
    st.button(agregar, icon=":material/add:", key=f"agregar_{ruta}", on_click=_agregar, args=(ruta, columnas))


def _ficha(
    ruta: str,
    estado: Estado,
    i: int,
    columnas: Sequence[Columna],
    *,
    nombre: str,
    resumen: Callable[[Fila], str] | None,
) -> None:
    fila = estado.filas[i]
    dichos = next((c.opciones for c in columnas if c.campo == nombre), {})
    llamada = dichos.get(fila.get(nombre, ""), "") or str(fila.get(nombre) or t("tabla.sin_nombre"))
    numero = fila[NUMERO]
    abierta = numero == estado.abierta
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        detalle = f"<small>{piezas.seguro(resumen(fila))}</small>" if resumen else ""
        st.html(f'<div class="mp-celda"><b>{piezas.seguro(llamada)}</b>{detalle}</div>')
        st.button(
            t("tabla.listo") if abierta else t("tabla.editar"), key=f"abrir_{ruta}_{numero}", type="tertiary",
            help=t("tabla.editar_ayuda", cual=llamada), on_click=_abrir, args=(ruta, numero),
        )  # fmt: skip
    if not abierta:
        return
    for columna in columnas:
        fila[columna.campo] = _campo(
            f"ficha_{ruta}_{numero}_{columna.campo}_{estado.vez}", columna, fila.get(columna.campo)
        )
    with st.container(horizontal=True, gap="small"):
        for verbo, icono, salto in (("subir", "arrow_upward", -1), ("bajar", "arrow_downward", 1)):
            if 0 <= i + salto < len(estado.filas):
                st.button(
                    t(f"tabla.{verbo}"), icon=f":material/{icono}:", type="tertiary", key=f"{verbo}_{ruta}_{numero}",
                    help=t(f"tabla.{verbo}_ayuda", cual=llamada), on_click=_mover, args=(ruta, i, salto),
                )  # fmt: skip
        st.button(
            t("tabla.quitar"), icon=":material/delete:", type="tertiary", key=f"quitar_{ruta}_{numero}",
            help=t("tabla.quitar_ayuda", cual=llamada), on_click=_quitar, args=(ruta, i),
        )  # fmt: skip


def _campo(llave: str, c: Columna, valor: Any) -> Any:  # noqa: ANN401 -- JSON
    rotulo = piezas.llano(c.titulo if c.exigida or c.clase == "si_no" else t("formulario.opcional", etiqueta=c.titulo))
    dicho: Any
    with st.container(gap="xxsmall"):
        match c.clase:
            case "numero":
                dicho = st.number_input(
                    rotulo,
                    value=None if valor == 0 == c.inicial else valor,
                    min_value=c.minimo,
                    max_value=c.maximo,
                    step=1,
                    key=llave,
                )
                dicho = c.inicial if dicho is None else int(dicho)
            case "si_no":
                dicho = st.toggle(rotulo, value=bool(valor), key=llave)
            case "opcion":
                cuales = list(c.opciones)
                dicho = st.selectbox(
                    rotulo, cuales, index=cuales.index(valor) if valor in c.opciones else None, key=llave,
                    format_func=lambda o: c.opciones[o], placeholder=t("formulario.elija"),
                )  # fmt: skip
            case "opciones":
                suyas = [o for o in valor or () if o in c.opciones]
                dicho = st.multiselect(rotulo, list(c.opciones), default=suyas, key=llave, placeholder=t("formulario.elija"),
                    format_func=lambda o: c.opciones[o])  # fmt: skip
            case "fecha":
                escrita = st.date_input(
                    rotulo, value=date.fromisoformat(valor) if valor else None, format="DD/MM/YYYY", key=llave
                )
                dicho = escrita.isoformat() if isinstance(escrita, date) else None
            case "largo":
                dicho = (st.text_area(rotulo, value=valor or "", max_chars=c.maximo, key=llave) or "").strip()
            case _:
                dicho = (st.text_input(rotulo, value=valor or "", max_chars=c.maximo, key=llave) or "").strip()
        if c.ayuda:
            piezas.ayuda(llave, c.ayuda)
    return dicho


def _de(ruta: str) -> Estado | None:
    """The table of this tab; None when somebody else came back to it and it forgot."""
    return st.session_state.get(f"tabla_{ruta}")


def _abrir(ruta: str, numero: int) -> None:
    if estado := _de(ruta):
        estado.abierta = 0 if estado.abierta == numero else numero


def _agregar(ruta: str, columnas: Sequence[Columna]) -> None:
    if estado := _de(ruta):
        estado.filas.append({c.campo: _inicial(c) for c in columnas} | {NUMERO: estado.siguiente})
        estado.abierta = estado.siguiente
        estado.siguiente += 1


def _inicial(c: Columna) -> Any:  # noqa: ANN401 -- JSON
    vacio = {"texto": "", "largo": "", "si_no": False, "opciones": []}.get(c.clase)
    return vacio if c.inicial is None else c.inicial


def _mover(ruta: str, i: int, salto: int) -> None:
    if (estado := _de(ruta)) and 0 <= i + salto < len(estado.filas):
        estado.filas[i], estado.filas[i + salto] = estado.filas[i + salto], estado.filas[i]


def _quitar(ruta: str, i: int) -> None:
    if (estado := _de(ruta)) and i < len(estado.filas):
        del estado.filas[i]
