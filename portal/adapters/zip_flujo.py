"""A ZIP written while it is sent: its whole length is known before the first byte, and no file is ever whole in memory.

Everything is stored as it is: what people send is compressed already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from zipstream import ZIP_STORED, ZipStream

MIB = 1024 * 1024


class BytesCambiados(OSError):
    """The store holds other bytes than those that were filed: what was being sent must not pass for whole."""


@dataclass(frozen=True)
class Entrada:
    """One file of a ZIP: made now, or on disk with the SHA-256 that its bytes must have."""

    nombre: str
    contenido: bytes | Path
    tamano: int = 0
    sha256: str = ""


def flujo(entradas: Iterable[Entrada]) -> tuple[int, Iterator[bytes]]:
    """Length in bytes, and the ZIP in pieces of about 1 MiB.

    While it is read: BytesCambiados when a file is not what it was, FileNotFoundError when it is gone.
    """
    hecho = ZipStream(compress_type=ZIP_STORED, sized=True)
    for entrada in entradas:
        if isinstance(entrada.contenido, bytes):
            hecho.add(entrada.contenido, entrada.nombre)
        else:
            hecho.add(_leer(entrada.contenido, entrada.tamano, entrada.sha256), entrada.nombre, size=entrada.tamano)
    return len(hecho), _juntos(hecho)


def _leer(ruta: Path, tamano: int, sha256: str) -> Iterator[bytes]:
    """The bytes of a file; the last ones only if all of them are the ones that were filed."""
    suma, leidos = hashlib.sha256(), 0
    with ruta.open("rb") as archivo:
        pendiente = b""
        while trozo := archivo.read(MIB):
            suma.update(trozo)
            leidos += len(trozo)
            if pendiente:
                yield pendiente
            pendiente = trozo
    if (leidos, suma.hexdigest()) != (tamano, sha256):
        raise BytesCambiados(f"{sha256}: other bytes on disk")
    if pendiente:
        yield pendiente


def _juntos(partes: Iterable[bytes]) -> Iterator[bytes]:
    """The small parts of a ZIP, its headers, together with what follows."""
    junto = bytearray()
    for parte in partes:
        junto += parte
        if len(junto) >= MIB:
            yield bytes(junto)
            junto.clear()
    if junto:
        yield bytes(junto)
