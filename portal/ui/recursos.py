"""Our own static files as they are published: each under a name that changes with its content.

A script that imports another by its plain name (``from './x.js'``) is published importing the name that one is
published under, so browsers keep all of them for ever and never mix two versions.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

PROPIOS = Path(__file__).resolve().parent / "static"
IMPORTADO = re.compile(rb"((?:from |import\()')\./(\w+\.js)(?=')")


def huella(contenido: bytes) -> str:
    """Eight hexadecimal digits that change when the content does."""
    return hashlib.sha256(contenido).hexdigest()[:8]


@cache
def contenido(ruta: Path) -> bytes:
    """What is published of a file of ours. Raises FileNotFoundError when it imports one that is not here."""
    crudo = ruta.read_bytes()
    if ruta.suffix != ".js":
        return crudo
    return IMPORTADO.sub(lambda m: m[1] + f"./{nombre(ruta.parent / m[2].decode())}".encode(), crudo)


@cache
def nombre(ruta: Path) -> str:
    """``theme.css`` -> ``theme.1a2b3c4d.css``."""
    return f"{ruta.stem}.{huella(contenido(ruta))}{ruta.suffix}"


@cache
def publicados() -> dict[str, Path]:
    """Every file of ours by the name it is published under."""
    return {nombre(ruta): ruta for ruta in PROPIOS.iterdir() if ruta.is_file()}


def direccion(archivo: str, base: str = "") -> str:
    """The address of one of our static files, below the base path. Raises KeyError for a file we do not have."""
    por_archivo = {ruta.name: publicado for publicado, ruta in publicados().items()}
    return f"{base}/recursos/{por_archivo[archivo]}"
