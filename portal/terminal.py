"""What a terminal is told in Spanish where a library would say it in English: argparse, pydantic, the operating system."""

from __future__ import annotations

import argparse
import errno
from collections.abc import Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from portal.i18n import t

ARGPARSE = {
    "usage: ": "uso",
    "positional arguments": "datos",
    "options": "opciones",
    "show this help message and exit": "ayuda",
    "%(prog)s: error: %(message)s\n": "error",
    "argument %(argument_name)s: %(message)s": "argumento",
    "the following arguments are required: %s": "faltan",
    "unrecognized arguments: %s": "sobran",
    "expected one argument": "sin_valor",
    "ignored explicit argument %r": "con_valor",
    "ambiguous option: %(option)s could match %(matches)s": "ambigua",
    "invalid %(type)s value: %(value)r": "valor",
    "invalid choice: %(value)r (choose from %(choices)s)": "eleccion",
}
"""What argparse says here, as it gives it to gettext -> the key of ours. What is not in the list stays in English."""
MOTIVOS = {
    errno.ENOENT: "no_existe",
    errno.EISDIR: "carpeta",
    errno.ENOTDIR: "no_es_carpeta",
    errno.EEXIST: "no_es_carpeta",
    errno.EACCES: "permiso",
    errno.EPERM: "permiso",
    errno.EROFS: "permiso",
    errno.ENOSPC: "sin_sitio",
    errno.EADDRINUSE: "puerto_en_uso",
    errno.EADDRNOTAVAIL: "direccion_ajena",
}
AJUSTES = {
    "value_error": "propio",
    "int_parsing": "entero",
    "bool_parsing": "si_o_no",
    "literal_error": "eleccion",
    "greater_than_equal": "minimo",
    "less_than_equal": "maximo",
}
"""What pydantic calls each mistake -> the key of ours, filled with what it knows."""
NO_SE_LLEGO_A_LEER = "default_factory_not_called"
"""What hangs from another setting, which is wrong: that one is told."""


def hablar() -> None:
    """From now on, argparse speaks from the catalog."""
    argparse._ = _frase  # type: ignore[attr-defined]  # what it calls gettext: the public way needs .mo files


def _frase(ingles: str) -> str:
    clave = ARGPARSE.get(ingles)
    return t(f"terminal.{clave}") if clave else ingles


def motivo(problema: OSError) -> str:
    """Why the system refused, in a few words; what it said itself when it is none of the usual."""
    clave = MOTIVOS.get(problema.errno or 0)
    return t(f"terminal.motivo.{clave}") if clave else problema.strerror or str(problema)


def ajustes_por_corregir(error: ValidationError) -> Iterator[str]:
    """Each setting that is wrong, by the name of its variable, and why."""
    for falla in error.errors():
        if falla["type"] != NO_SE_LLEGO_A_LEER:
            yield f"MPV_{'_'.join(map(str, falla['loc'])).upper()}: {_por_que(falla)}"


def _por_que(falla: ErrorDetails) -> str:
    clave = AJUSTES.get(falla["type"])
    hechos = {nombre: str(valor).replace(" or ", " o ") for nombre, valor in falla.get("ctx", {}).items()}
    return t(f"terminal.ajuste.{clave}", **hechos) if clave else falla["msg"]
