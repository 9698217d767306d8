"""A list as a file that Excel opens: a workbook by xlsxwriter, or CSV, both from one pandas table.

What people wrote is text in both, whatever it begins with: a cell that begins like a formula runs when the file is
opened (CSV injection; OWASP). In a workbook texts are stored as texts; in CSV such a cell gets an apostrophe before.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import pandas as pd
from xlsxwriter import Workbook

Clase = Literal["texto", "entero", "decimal", "instante", "dia"]

FORMATOS: Mapping[Clase, str] = {
    "texto": "@", "entero": "0", "decimal": "#,##0.00", "instante": "dd/mm/yyyy hh:mm", "dia": "dd/mm/yyyy",
}  # fmt: skip
FECHAS: Mapping[Clase, str] = {"instante": "%d/%m/%Y %H:%M", "dia": "%d/%m/%Y"}
CELDA_MAXIMA = 32_767  # characters; Excel calls a longer one damage
SE_EJECUTA = re.compile(r"(^|[;\t\r\n])(\s*)(?=[=+\-@\t\r\n＝＋－＠])")
"""Where a formula could begin: at the start, or after what an Excel set to another country takes for a new cell."""


@dataclass(frozen=True, slots=True)
class Columna:
    """One column: its head, what it holds, and its width in characters. Instants come without zone, as clocks show them; a day may be None."""

    titulo: str
    clase: Clase = "texto"
    ancho: int = 15


@dataclass(frozen=True, slots=True)
class Tabla:
    """What is written: columns, rows of as many values, and what is told of the list itself, on a sheet of its own."""

    hoja: str
    columnas: Sequence[Columna]
    filas: Sequence[Sequence[object]]
    hoja_acerca: str
    acerca: Mapping[str, str]


def excel(tabla: Tabla, *, autor: str, creado: datetime) -> bytes:
    """An .xlsx: head frozen and filterable, real dates and numbers, texts that never run. ``creado``: aware instant."""
    salida = io.BytesIO()
    opciones = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(
        salida,
        engine="xlsxwriter",
        date_format=FORMATOS["dia"],
        datetime_format=FORMATOS["instante"],
        engine_kwargs={"options": opciones},
    ) as escritor:
        libro: Workbook = escritor.book
        libro.set_properties({"title": tabla.hoja, "author": autor, "created": creado.replace(tzinfo=None)})
        _cuadro(tabla).to_excel(escritor, sheet_name=tabla.hoja, index=False, header=False, startrow=1)
        _vestir(libro, escritor.sheets[tabla.hoja], tabla)
        _acerca(libro, tabla)
    return salida.getvalue()


def en_csv(tabla: Tabla) -> bytes:
    """RFC 4180 in UTF-8 with its mark, so that Excel reads the accents; texts quoted, dates as in Peru."""
    cuadro = _cuadro(tabla)
    for nombre, columna in zip(cuadro.columns, tabla.columnas, strict=True):
        if columna.clase == "texto":
            cuadro[nombre] = cuadro[nombre].map(inofensivo)
        elif columna.clase in FECHAS:
            cuadro[nombre] = ["" if dia is None else dia.strftime(FECHAS[columna.clase]) for dia in cuadro[nombre]]
    texto = cuadro.to_csv(
        index=False, quoting=csv.QUOTE_NONNUMERIC, float_format="%.2f", lineterminator="\r\n", na_rep=""
    )
    return texto.encode("utf-8-sig", "replace")


def inofensivo(texto: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet would run (OWASP, CSV injection)."""
    return SE_EJECUTA.sub(r"\1\2'", texto)


def _cuadro(tabla: Tabla) -> pd.DataFrame:
    """One typed column for each. Two columns must not share a head."""
    columnas = {
        columna.titulo: _serie([fila[i] for fila in tabla.filas], columna.clase)
        for i, columna in enumerate(tabla.columnas)
    }
    return pd.DataFrame(columnas)


def _serie(valores: Sequence[Any], clase: Clase) -> pd.Series[Any]:
    match clase:
        case "texto":
            return pd.Series([valor[:CELDA_MAXIMA] for valor in valores], dtype="object")
        case "entero":
            return pd.Series(valores, dtype="Int64")
        case "decimal":
            return pd.Series(valores, dtype="Float64")
        case "instante":
            return pd.Series(valores, dtype="datetime64[s]")
        case "dia":
            return pd.Series(valores, dtype="object")  # pandas writes a bare date in its own format


def _vestir(libro: Workbook, hoja: Any, tabla: Tabla) -> None:  # noqa: ANN401 -- pandas does not name its sheets
    cabeza = libro.add_format({"bold": True, "bottom": 1, "bg_color": "#F4F6F7", "text_wrap": True, "valign": "top"})
    for i, columna in enumerate(tabla.columnas):
        formato = libro.add_format({"num_format": FORMATOS[columna.clase], "valign": "top"})
        if columna.clase == "texto":
            formato.set_quote_prefix()  # it stays text even when somebody edits the cell
        hoja.set_column(i, i, columna.ancho, formato)
        hoja.write_string(0, i, columna.titulo, cabeza)
    hoja.freeze_panes(1, 0)
    hoja.autofilter(0, 0, max(len(tabla.filas), 1), len(tabla.columnas) - 1)
    hoja.repeat_rows(0)
    hoja.set_landscape()
    hoja.set_paper(9)  # A4
    hoja.fit_to_pages(1, 0)


def _acerca(libro: Workbook, tabla: Tabla) -> None:
    hoja = libro.add_worksheet(tabla.hoja_acerca)
    negrita = libro.add_format({"bold": True, "valign": "top"})
    ajustado = libro.add_format({"text_wrap": True, "valign": "top"})
    hoja.set_column(0, 0, 24)
    hoja.set_column(1, 1, 70)
    for i, (nombre, valor) in enumerate(tabla.acerca.items()):
        hoja.write_string(i, 0, nombre, negrita)
        hoja.write_string(i, 1, valor, ajustado)
