"""What an institution or a person wrote stands in a title or on a button as they wrote it: Streamlit reads Markdown there."""

from __future__ import annotations

import ast
from pathlib import Path

import portal

PORTAL = Path(portal.__file__).parent
LEEN_MARKDOWN = {
    "title", "header", "subheader", "caption", "markdown", "button", "form_submit_button", "expander", "checkbox",
    "toggle", "radio", "selectbox", "multiselect", "text_input", "text_area", "metric",
}  # fmt: skip


def test_las_palabras_ajenas_pasan_por_llano():
    crudas = [
        f"{guion.relative_to(PORTAL)}:{llamada.lineno}"
        for carpeta in ("ui", "pages")
        for guion in sorted((PORTAL / carpeta).glob("*.py"))
        for llamada in ast.walk(ast.parse(guion.read_text("utf-8")))
        if isinstance(llamada, ast.Call)
        and isinstance(llamada.func, ast.Attribute)
        and llamada.func.attr in LEEN_MARKDOWN
        and llamada.args
        and isinstance(llamada.args[0], ast.Attribute)
    ]

    assert crudas == []
