"""The root element of an XML document, read without ever entering it."""

from __future__ import annotations

from typing import IO
from xml.parsers import expat


class DocumentoConTipo(Exception):
    """The XML declares a document type: it can name other files and grow without end."""


class _Raiz(Exception):
    def __init__(self, nombre: str) -> None:
        super().__init__(nombre)
        self.nombre = nombre


def raiz_xml(entrada: IO[bytes]) -> str:
    """Local name of the root element, reading no further. Raises DocumentoConTipo, ExpatError."""
    lector = expat.ParserCreate()
    lector.StartDoctypeDeclHandler = _con_tipo
    lector.StartElementHandler = _raiz
    try:
        while trozo := entrada.read(4096):  # a document type may stand behind a very long comment
            lector.Parse(trozo)
        lector.Parse(b"", True)  # noqa: FBT003 -- expat takes it by position: the end
    except _Raiz as encontrada:
        return encontrada.nombre
    raise expat.ExpatError("no root element")


def _con_tipo(*_: object) -> None:
    raise DocumentoConTipo


def _raiz(nombre: str, _atributos: object) -> None:
    raise _Raiz(nombre.rpartition(":")[2])
