"""Bytes of files, made here: sound ones, broken ones and hostile ones. Nothing is read from disk."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TIPOS_WORD = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELACIONES = '<?xml version="1.0"?><Relationships>{}</Relationships>'


def pdf(paginas: int = 1, *, clave: str = "", accion: str = "", relleno: int = 0, adjunto: bytes = b"") -> bytes:
    """A PDF of blank pages; ``clave`` to open it, ``accion`` (``/Launch``…) when opened, ``relleno`` bytes more, a file in it."""
    escritor = PdfWriter()
    for _ in range(paginas):
        escritor.add_blank_page(595, 842)
    if accion:
        abre = DictionaryObject({NameObject("/S"): NameObject(accion), NameObject("/F"): TextStringObject("cmd.exe")})
        escritor.root_object[NameObject("/OpenAction")] = abre
    if relleno:
        escritor.add_attachment("relleno.bin", os.urandom(relleno))
    if adjunto:
        escritor.add_attachment("adjunto.txt", adjunto)
    if clave:
        escritor.encrypt(clave, algorithm="RC4-128")
    salida = io.BytesIO()
    escritor.write(salida)
    return salida.getvalue()


def zip_(partes: Mapping[str | zipfile.ZipInfo, bytes | str], *, compresion: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP with these entries."""
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", compresion) as archivo:
        for nombre, contenido in partes.items():
            archivo.writestr(nombre, contenido)
    return salida.getvalue()


def docx(partes: Mapping[str, bytes | str] | None = None) -> bytes:
    """A small Word document, with ``partes`` besides."""
    base = {
        "[Content_Types].xml": TIPOS_WORD,
        "_rels/.rels": RELACIONES.format(""),
        "word/document.xml": '<?xml version="1.0"?><w:document xmlns:w="x"><w:body/></w:document>',
    }
    return zip_(base | dict(partes or {}))


def imagen(formato: str = "PNG") -> bytes:
    """A picture of 8 by 8."""
    salida = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(salida, formato)
    return salida.getvalue()
