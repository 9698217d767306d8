"""The rows of a table as a spreadsheet (``st.data_editor``): cells are typed in, rows are added at the end and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from portal.i18n import t
from portal.ui import piezas
from portal.ui.tabla_filas import NUMERO, Columna, Estado, Fila

TIPOS = {"numero": "Int64", "si_no": "boolean"}
ANCHO_FECHA = 112
"""What a whole date takes in the letter of a phone."""


def clave(ruta: str, vez: int) -> str:
    """The key of the grid: another one each time its rows come from outside."""
    return f"rejilla_{ruta}_{vez}"


def dibujar(ruta: str, estado: Estado, columnas: Sequence[Columna], *, titulo: str) -> None:
    """Draw the grid and leave in ``estado`` the rows as they stand in it."""
    piezas.nota(t("tabla.como_se_usa"))
    editada = st.data_editor(
        _marco(estado.dibujo, columnas),
        key=clave(ruta, estado.vez),
        num_rows="dynamic",
        hide_index=True,
        column_config={NUMERO: None} | {c.campo: _columna(c) for c in columnas},
        column_order=[c.campo for c in columnas],
        alt=titulo,
        row_height=38,
        placeholder="",
    )
    _leer(editada, estado, columnas)


def _marco(filas: Sequence[Fila], columnas: Sequence[Columna]) -> pd.DataFrame:
    """The rows as a table whose columns have their types also when there are none."""
    series = {c.campo: pd.Series([_a_celda(c, fila.get(c.campo)) for fila in filas], dtype=_tipo(c)) for c in columnas}
    return pd.DataFrame({NUMERO: pd.Series([fila[NUMERO] for fila in filas], dtype="Int64")} | series)


def _tipo(columna: Columna) -> Any:  # noqa: ANN401 -- pandas' own
    return "datetime64[ns]" if columna.clase == "fecha" else TIPOS.get(columna.clase, "object")


def _a_celda(columna: Columna, valor: Any) -> Any:  # noqa: ANN401 -- JSON
    if columna.clase == "fecha":
        return pd.Timestamp(valor) if valor else pd.NaT
    if columna.clase == "opciones":
        return list(valor or ())
    if columna.clase == "numero" and valor == 0 == columna.inicial:
        return None  # what is there unless somebody says otherwise: no figure is shown
    return "" if valor is None and columna.clase in {"texto", "largo"} else valor


def _columna(c: Columna) -> Any:  # noqa: ANN401 -- Streamlit's own
    comun: dict[str, Any] = {"help": c.ayuda or None, "width": c.ancho}
    match c.clase:
        case "numero":
            return st.column_config.NumberColumn(c.titulo, min_value=c.minimo, max_value=c.maximo, step=1, format="%d",
                default=c.inicial or None, **comun)  # fmt: skip
        case "si_no":
            return st.column_config.CheckboxColumn(c.titulo, default=bool(c.inicial), **comun)
        case "opcion":
            return st.column_config.SelectboxColumn(
                c.titulo,
                options=list(c.opciones),
                format_func=lambda o: c.opciones.get(str(o), str(o)),
                default=c.inicial,
                **comun,
            )
        case "opciones":
            return st.column_config.MultiselectColumn(
                c.titulo,
                options=list(c.opciones),
                format_func=lambda o: c.opciones.get(str(o), str(o)),
                default=[],
                **comun,
            )
        case "fecha":
            return st.column_config.DateColumn(c.titulo, format="DD/MM/YYYY", **comun | {"width": ANCHO_FECHA})
        case _:
            return st.column_config.TextColumn(c.titulo, default=c.inicial or "", max_chars=c.maximo, **comun)


def _leer(editada: pd.DataFrame, estado: Estado, columnas: Sequence[Columna]) -> None:
    de_antes = {fila[NUMERO]: fila for fila in estado.filas if fila.get(NUMERO)}
    de_antes |= {fila[NUMERO]: {**fila, **de_antes.get(fila[NUMERO], {})} for fila in estado.dibujo}
    filas, nuevas = [], []
    for registro in editada.to_dict("records"):
        dicho = {c.campo: _de_celda(c, registro[c.campo]) for c in columnas}
        numero = registro[NUMERO]
        if pd.isna(numero):
            nuevas.append(dicho)
        else:
            filas.append({**de_antes[int(numero)], **dicho, NUMERO: int(numero)})
    estado.nuevas = [_con_lo_suyo(fila, i, nuevas, estado.nuevas) for i, fila in enumerate(nuevas)]
    estado.filas = filas + [fila for fila in estado.nuevas if _dice_algo(fila, columnas)]


def _con_lo_suyo(fila: Fila, lugar: int, nuevas: Sequence[Fila], antes: list[Fila]) -> Fila:
    """A row added in this grid keeps the id that it got when it was first saved."""
    if len(nuevas) >= len(antes):
        previa = antes[lugar] if lugar < len(antes) else {}
    else:
        previa = next((a for a in antes if all(a.get(c) == v for c, v in fila.items())), {})
    return {**previa, **fila}


def _dice_algo(fila: Fila, columnas: Sequence[Columna]) -> bool:
    """A row just added, where nothing was written yet, is not one."""
    return any(fila[c.campo] not in (None, "", [], c.inicial) and c.clase != "si_no" for c in columnas)


def _de_celda(columna: Columna, valor: Any) -> Any:  # noqa: ANN401 -- what pandas gives
    if columna.clase == "opciones":
        return list(valor) if isinstance(valor, list | tuple) or hasattr(valor, "tolist") else []
    if valor is None or pd.isna(valor):
        return {"texto": "", "largo": "", "si_no": False, "numero": columna.inicial}.get(columna.clase)
    match columna.clase:
        case "fecha":
            return (
                valor.date() if isinstance(valor, pd.Timestamp) else date.fromisoformat(str(valor)[:10])
            ).isoformat()
        case "numero":
            return int(valor)
        case "si_no":
            return bool(valor)
        case _:
            return str(valor).strip()
