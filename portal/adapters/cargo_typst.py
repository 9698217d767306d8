"""Typesetting by Typst: a template of ours and facts as data give a tagged PDF (PDF/UA-1).

What people typed reaches the template only as strings in ``sys.inputs``; it is never markup. The same facts always
give the same bytes.
"""

from __future__ import annotations

import json
import logging
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

log = logging.getLogger(__name__)

_LATINO = 0x180
_SIGNOS = frozenset("‐–—‘’‚“”„†‡•…‹›€™−")


def componer(plantilla: Path, datos: Mapping[str, Any], *, fecha: datetime) -> bytes:
    """Typeset ``plantilla`` with ``datos`` (JSON) as they stand at ``fecha``. Fonts come from ``fuentes/`` beside it.

    PDF/UA admits no sign that no font can draw: then each sign outside the Latin ones is written ``[U+1F600]``.
    """
    try:
        return _compilar(plantilla, _limpio(datos), fecha)
    except typst.TypstError as problema:
        log.info("cargo con signos que ninguna fuente dibuja: %s", problema.message[:200])
        return _compilar(plantilla, _limpio(datos, solo_latinos=True), fecha)


def _compilar(plantilla: Path, datos: Any, fecha: datetime) -> bytes:  # noqa: ANN401 -- JSON
    return typst.compile(
        plantilla,
        root=plantilla.parent,
        font_paths=_fuentes(plantilla.parent / "fuentes"),
        sys_inputs={"datos": json.dumps(datos, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(fecha.timestamp()),
    )


@cache
def _fuentes(carpeta: Path) -> typst.Fonts:
    """Loaded once per process: from 17 to 4 ms per document."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[carpeta])


def _limpio(valor: Any, *, solo_latinos: bool = False) -> Any:  # noqa: ANN401 -- JSON
    """``valor`` with every text composed (NFC) and without signs that have no shape."""
    match valor:
        case str():
            return "".join(_dibujable(c, solo_latinos=solo_latinos) for c in unicodedata.normalize("NFC", valor))
        case Mapping():
            return {clave: _limpio(v, solo_latinos=solo_latinos) for clave, v in valor.items()}
        case list() | tuple():
            return [_limpio(v, solo_latinos=solo_latinos) for v in valor]
        case _:
            return valor


def _dibujable(c: str, *, solo_latinos: bool) -> str:
    if c == "\n":
        return c
    categoria = unicodedata.category(c)
    if categoria in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    if categoria in {"Cf", "Cs", "Co", "Cn"}:
        return ""
    if not solo_latinos or ord(c) < _LATINO or c in _SIGNOS:
        return c
    return f"[U+{ord(c):04X}]"
