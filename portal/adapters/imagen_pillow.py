"""The images of an institution, made safe and small: decoded by Pillow and written again, without what cameras add."""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

TIPOS = {"PNG": "png", "JPEG": "jpg", "MPO": "jpg"}  # MPO: what some telephones call the JPEG of two pictures
PIXELES_MAXIMO = 40_000_000
CALIDAD = 88
_de_una_en_una = threading.Lock()
"""The largest takes half a GB while it is made small."""


class Ilegible(Exception):
    """Not a PNG or JPEG that can be decoded whole, or one with too many pixels."""


@dataclass(frozen=True)
class Imagen:
    """``tipo``: png or jpg; its bytes, and its size in pixels."""

    tipo: str
    contenido: bytes
    ancho: int
    alto: int


def medir(contenido: bytes, *, lado: int) -> Imagen:
    """The image as it is, decoded whole to know that it can be. Raises Ilegible, also with more pixels than ``lado`` by ``lado``."""
    imagen, tipo = _abrir(contenido, pixeles=lado * lado)
    return Imagen(tipo, contenido, *imagen.size)


def limpiar(contenido: bytes, *, lado: int) -> Imagen:
    """The same picture with no side over ``lado`` pixels, upright, without metadata. Raises Ilegible."""
    with _de_una_en_una:
        return _limpia(contenido, lado)


def _limpia(contenido: bytes, lado: int) -> Imagen:
    abierta, tipo = _abrir(contenido)
    imagen: Image.Image = ImageOps.exif_transpose(abierta)
    imagen = imagen.convert("RGBA" if tipo == "png" else "RGB")
    imagen.thumbnail((lado, lado), Image.Resampling.LANCZOS)
    imagen.info.clear()
    salida = BytesIO()
    if tipo == "png":
        imagen.save(salida, "PNG", optimize=True)
    else:
        imagen.save(salida, "JPEG", quality=CALIDAD, optimize=True)
    return Imagen(tipo, salida.getvalue(), *imagen.size)


def _abrir(contenido: bytes, *, pixeles: int = PIXELES_MAXIMO) -> tuple[Image.Image, str]:
    """The header is read first: nobody decodes what would not fit in memory."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow, about what it refuses or repairs
            imagen = Image.open(BytesIO(contenido), formats=("PNG", "JPEG"))
            cabe = imagen.width * imagen.height <= pixeles
            if cabe:
                imagen.load()
    except Exception as error:
        raise Ilegible from error  # Pillow leaks whatever its decoders raise
    if not cabe:
        raise Ilegible
    return imagen, TIPOS[imagen.format or ""]
