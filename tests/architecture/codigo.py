"""The portal's own source, parsed once, for the house rules."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

RAIZ = Path(__file__).parents[2]
PORTAL = RAIZ / "portal"
PAGINAS = PORTAL / "pages"
CATALOGOS = PORTAL / "catalogs"


@cache
def modulos() -> dict[str, ast.Module]:
    """Every Python file of the portal, by its path from the project's root."""
    return {
        ruta.relative_to(RAIZ).as_posix(): ast.parse(ruta.read_text(encoding="utf-8"))
        for ruta in sorted(PORTAL.rglob("*.py"))
    }


def llamadas(arbol: ast.AST, *nombres: str) -> list[ast.Call]:
    """Calls to a function or method of those names."""
    return [n for n in ast.walk(arbol) if isinstance(n, ast.Call) and nombre_de(n.func) in nombres]


def nombre_de(nodo: ast.expr) -> str | None:
    """``session.commit`` -> ``"commit"``; ``t`` -> ``"t"``."""
    return nodo.id if isinstance(nodo, ast.Name) else nodo.attr if isinstance(nodo, ast.Attribute) else None
