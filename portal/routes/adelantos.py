"""What the first screen of a citizen will ask for later, asked at once: on a far line each later question costs a wait.

Streamlit loads the code of each kind of element when the first one is drawn, after the connection is open. The names
of its files change with each version, so they are found by how they begin, with whatever they import.
"""

from __future__ import annotations

import re
from pathlib import Path

ELEMENTOS = ("Html", "PageLink", "Button", "TextInput")  # of the home page and the sign-in
IMPORTADO = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')


def con_adelantos(pagina: str, paquete: Path) -> str:
    """``pagina`` (Streamlit's index) with links in its head to code that it does not name and will need."""
    guiones = sorted(nombre for nombre in _codigo(paquete / "static" / "js") if nombre not in pagina)
    enlaces = "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{n}">\n    ' for n in guiones)
    return pagina.replace("</head>", f"{enlaces}</head>")


def _codigo(carpeta: Path) -> set[str]:
    """The files of ELEMENTOS and all they import."""
    pendientes = [p.name for inicio in ELEMENTOS for p in carpeta.glob(f"{inicio}.*.js")]
    vistos: set[str] = set()
    while pendientes:
        nombre = pendientes.pop()
        if nombre not in vistos and (carpeta / nombre).is_file():
            vistos.add(nombre)
            pendientes += IMPORTADO.findall((carpeta / nombre).read_text(encoding="utf-8"))
    return vistos
