"""Rich text: what opens by itself, templates of elsewhere and objects, wherever in the file they stand."""

from __future__ import annotations

import re
from typing import BinaryIO

from portal.adapters.tipos_campos import Campos
from portal.adapters.tipos_comun import Hallazgo
from portal.adapters.xml_hojeo import esta_lejos

TROZO = 1024 * 1024
SOLAPE = 4096
ORDEN = re.compile(rb"\\(objupdate|objautlink|objdata|template|fldinst)(?![a-z])")
LETRA = re.compile(r"\\'([0-9a-f]{2})|\\u(-?\d{1,5}) ?(?:\\'[0-9a-f]{2}|[^\\{}])?", re.IGNORECASE)
CONTROL = re.compile(r"\\\*|\\[a-z]+-?\d* ?|[{}\r\n]", re.IGNORECASE)


def del_rtf(archivo: BinaryIO) -> Hallazgo:
    """Read to its end, a little of it at a time."""
    peligros: set[str] = set()
    activo: set[str] = set()
    archivo.seek(0)
    cola = b""
    while trozo := archivo.read(TROZO):
        ventana = cola + trozo
        ultimo = len(trozo) < TROZO
        for orden in ORDEN.finditer(ventana):
            if ultimo or orden.end() <= len(ventana) - SOLAPE:
                _anotar(orden[1], ventana[orden.end() : orden.end() + SOLAPE], peligros, activo)
        cola = ventana[-SOLAPE:]
    return Hallazgo("rtf", peligros=tuple(sorted(peligros)), activo=tuple(sorted(activo)))


def _anotar(orden: bytes, resto: bytes, peligros: set[str], activo: set[str]) -> None:
    match orden:
        case b"objupdate" | b"objautlink":
            peligros.add("lanza_programas")
        case b"objdata":
            activo.add("objetos")
        case b"template":
            if esta_lejos(_llano(resto.partition(b"}")[0])):
                peligros.add("plantilla_externa")
        case _:
            campos = Campos()
            campos.agregar(_llano(resto))
            campos.cerrar()
            peligros |= {"lanza_programas"} if campos.lanza else set()
            activo |= {"remoto"} if campos.remoto else set()


def _llano(octetos: bytes) -> str:
    """What a reader sees of it: letters written by number too, without groups and words of control."""
    texto = octetos.decode("latin-1").replace("\\\\", "\x01")
    texto = LETRA.sub(lambda m: chr(int(m[1], 16)) if m[1] else chr(int(m[2]) % 0x10000), texto)
    return CONTROL.sub("", texto).replace("\x01", "\\")
