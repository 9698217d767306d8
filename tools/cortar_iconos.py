# ruff: noqa: INP001 -- a tool run by hand, not a package
"""Cut Streamlit's icon font down to the icons of ``portal/ui/static/MaterialSymbols.txt``: 48 KB instead of 367.

Run by hand after adding a name there or changing Streamlit: ``pip install fonttools brotli && python tools/cortar_iconos.py``.
"""

from __future__ import annotations

from pathlib import Path

import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont

LETRAS = "abcdefghijklmnopqrstuvwxyz0123456789_ "
DESTINO = Path(__file__).resolve().parent.parent / "portal" / "ui" / "static"
ORIGEN = Path(streamlit.__file__).parent / "static" / "static" / "media"


def ligaduras(letra: TTFont) -> dict[str, str]:
    """Icon name -> glyph."""
    caracter = {glifo: chr(codigo) for codigo, glifo in letra.getBestCmap().items()}
    nombres: dict[str, str] = {}
    for busqueda in letra["GSUB"].table.LookupList.Lookup:
        for tabla in (getattr(tabla, "ExtSubTable", tabla) for tabla in busqueda.SubTable):
            for primero, grupo in getattr(tabla, "ligatures", {}).items():
                for ligadura in grupo:
                    nombres["".join(caracter.get(g, "?") for g in (primero, *ligadura.Component))] = ligadura.LigGlyph
    return nombres


def main() -> None:
    """Write MaterialSymbols.woff2. Raises KeyError for a name the font does not have."""
    opciones = subset.Options(layout_features=["*"], layout_closure=False, flavor="woff2")
    letra = subset.load_font(str(next(ORIGEN.glob("MaterialSymbols-Rounded.*"))), opciones)
    glifos = ligaduras(letra)
    lineas = (DESTINO / "MaterialSymbols.txt").read_text(encoding="utf-8").splitlines()
    corte = subset.Subsetter(opciones)
    corte.populate(text=LETRAS, glyphs=[glifos[linea] for linea in lineas if linea and not linea.startswith("#")])
    corte.subset(letra)
    subset.save_font(letra, str(DESTINO / "MaterialSymbols.woff2"), opciones)


if __name__ == "__main__":
    main()
