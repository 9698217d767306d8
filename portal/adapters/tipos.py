"""What a file is, told by its structure. The extension only chooses among kinds of plain text.

Runs inside the limited worker (``obrero``): a hostile file can at worst end that process.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from PIL import Image

from portal.adapters.tipos_comun import Hallazgo
from portal.adapters.tipos_ole import del_ole
from portal.adapters.tipos_rtf import del_rtf
from portal.adapters.tipos_zip import del_zip
from portal.adapters.xml_raiz import DocumentoConTipo, raiz_xml

CABEZA = 64 * 1024
FIN_DE_ZIP = b"PK\x05\x06"
ENTRADA_DE_ZIP = b"PK\x01\x02"
LARGO_FIN_DE_ZIP = 22
COMENTARIO_ZIP = 65_535

FIRMAS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"II+\x00", "tif"),
    (b"MM\x00+", "tif"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"\x1aE\xdf\xa3", "mkv"),
    (b"AC10", "dwg"),
    (b"MZ", "programa"),
    (b"\x7fELF", "programa"),
    (b"\xca\xfe\xba\xbe", "programa"),
    (b"\xcf\xfa\xed\xfe", "programa"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "programa"),
    (b"#!", "guion"),
)
IMAGENES = frozenset({"jpg", "png", "tif", "gif", "bmp", "webp"})
CUADROS_JPEG = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
SEGMENTOS = 500
RIFF = {b"WAVE": "wav", b"AVI ": "avi", b"WEBP": "webp"}
MARCAS_MP4 = {b"qt  ": "mov", b"M4A ": "m4a", b"M4B ": "m4a"} | dict.fromkeys(
    (b"heic", b"heix", b"mif1", b"msf1"), "heic"
)
FIRMA_PKCS7 = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
HTML = re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe)\b", re.IGNORECASE)
CABECERA_DE_CORREO = re.compile(rb"(?im)^(from|to|received|return-path|mime-version|message-id|delivered-to): ")
CONTROLES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MARCAS_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def reconocer(ruta: Path, extension: str) -> Hallazgo:
    """Type, and what is wrong with it, of the file at ``ruta``. ``extension`` in lower case, without the dot."""
    with ruta.open("rb") as archivo:
        cabeza = archivo.read(CABEZA)
        hallazgo = _por_firma(ruta, cabeza, extension)
        if hallazgo is None:
            hallazgo = _texto(archivo, cabeza, extension)
        if (
            hallazgo.tipo not in {None, "zip", "rar", "7z"}
            and not cabeza.startswith(b"PK")
            and _es_tambien_zip(archivo, estricto=hallazgo.tipo in IMAGENES | {"pdf"})
        ):
            hallazgo = hallazgo.con(peligros=("doble",))
    return hallazgo


def _por_firma(ruta: Path, cabeza: bytes, extension: str) -> Hallazgo | None:
    """By the first bytes, and then by the library that knows that structure. None: no signature."""
    contenedores: tuple[tuple[bytes, Callable[[Path, str], Hallazgo]], ...] = (
        (b"PK\x03\x04", del_zip),
        (b"PK\x05\x06", del_zip),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", del_ole),
    )
    tiene_pdf = b"%PDF-" in cabeza[:1024]
    for firma, leer in contenedores:
        if cabeza.startswith(firma):
            return leer(ruta, extension).con(peligros=("doble",) if tiene_pdf else ())
    tipo = _tipo_simple(cabeza)
    if tipo is not None:
        hallazgo = _imagen(ruta, tipo) if tipo in IMAGENES else Hallazgo(tipo)
        if tipo == "rtf":
            with ruta.open("rb") as archivo:
                hallazgo = del_rtf(archivo)
        return hallazgo.con(peligros=("doble",) if tiene_pdf else ())
    return Hallazgo("pdf") if tiene_pdf else None


def _tipo_simple(cabeza: bytes) -> str | None:
    for firma, tipo in FIRMAS:
        if cabeza.startswith(firma) and (tipo != "bmp" or cabeza[6:10] == bytes(4)):
            return tipo
    if cabeza[4:8] == b"ftyp":
        return MARCAS_MP4.get(cabeza[8:12], "mp4")
    if cabeza.startswith(b"RIFF"):
        return RIFF.get(cabeza[8:12])
    if cabeza.startswith(b"\x30") and FIRMA_PKCS7 in cabeza[:32]:
        return "p7m"
    return "mp3" if _es_cuadro_mp3(cabeza[:4]) else None


def _es_cuadro_mp3(b: bytes) -> bool:
    """A frame header of MPEG layer III: sync, version, layer, bit rate and sampling rate that exist."""
    if len(b) < 4 or b[0] != 0xFF or b[1] & 0xE0 != 0xE0:  # noqa: PLR2004 -- bits of the format
        return False
    version, capa, tasa, muestreo = b[1] >> 3 & 3, b[1] >> 1 & 3, b[2] >> 4, b[2] >> 2 & 3
    return version != 1 and capa == 1 and tasa not in {0, 15} and muestreo != 3  # noqa: PLR2004 -- bits of the format


def _imagen(ruta: Path, tipo: str) -> Hallazgo:
    """Pillow reads the header only, so the number of pixels costs nothing."""
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(ruta) as imagen:
            ancho, alto = imagen.size
    except Exception:  # noqa: BLE001 -- Pillow leaks whatever its decoders raise
        return Hallazgo(tipo, danado=tipo != "jpg" or not _tiene_cuadro(ruta))
    return Hallazgo(tipo, danado=not (ancho and alto))


def _tiene_cuadro(ruta: Path) -> bool:
    """Whether a JPEG that Pillow does not decode (lossless ones exist) has a frame with a size all the same."""
    with ruta.open("rb") as archivo:
        archivo.seek(2)
        for _ in range(SEGMENTOS):
            cabecera = archivo.read(4)
            if len(cabecera) < 4 or cabecera[0] != 0xFF:  # noqa: PLR2004 -- bytes of the format
                return False
            if cabecera[1] in CUADROS_JPEG:
                return len(medidas := archivo.read(5)) == 5 and any(medidas[3:])  # noqa: PLR2004 -- bytes of the format
            archivo.seek(int.from_bytes(cabecera[2:], "big") - 2, 1)
    return False


def _es_tambien_zip(archivo: BinaryIO, *, estricto: bool) -> bool:
    """A file of another type that a ZIP program would open as well: its end record closes the file.

    ``estricto``: of a type that holds no ZIP at its end by itself, something more may follow the record, if it points
    to a directory.
    """
    tamano = archivo.seek(0, 2)
    archivo.seek(max(0, tamano - COMENTARIO_ZIP - LARGO_FIN_DE_ZIP))
    cola = archivo.read()
    desde = cola.rfind(FIN_DE_ZIP)
    while desde >= 0:
        registro = cola[desde : desde + LARGO_FIN_DE_ZIP]
        comentario = int.from_bytes(registro[20:22], "little")
        entradas = int.from_bytes(registro[10:12], "little")
        if len(registro) == LARGO_FIN_DE_ZIP and entradas:
            resto = cola[desde + LARGO_FIN_DE_ZIP :]
            suelto = b"endstream" not in resto
            if len(resto) == comentario or (suelto and not resto.strip(b"\0")):
                return True
            if estricto and suelto and _senala_directorio(archivo, tamano - len(cola) + desde, registro):
                return True
        desde = cola.rfind(FIN_DE_ZIP, 0, desde)
    return False


def _senala_directorio(archivo: BinaryIO, donde: int, registro: bytes) -> bool:
    """Whether the directory that an end record tells of lies just before it."""
    archivo.seek(max(0, donde - int.from_bytes(registro[12:16], "little")))
    return archivo.read(len(ENTRADA_DE_ZIP)) == ENTRADA_DE_ZIP


def _texto(archivo: BinaryIO, cabeza: bytes, extension: str) -> Hallazgo:
    """Plain text of some kind, or nothing we know."""
    archivo.seek(max(0, archivo.seek(0, 2) - CABEZA))
    if not _legible(cabeza) or not (cabeza.startswith(MARCAS_UTF16) or _legible(archivo.read())):
        return Hallazgo(None)
    inicio = _sin_marca(cabeza).lstrip()
    if not inicio.startswith(b"<?xml") and HTML.search(inicio[:4096]):
        return Hallazgo("html")
    if inicio.startswith(b"<") and (xml := _xml(archivo, inicio)) is not None:
        return xml
    if CABECERA_DE_CORREO.match(inicio) and CABECERA_DE_CORREO.search(inicio, 8):
        return Hallazgo("mht" if re.search(rb"(?i)multipart/related", inicio) and extension != "eml" else "eml")
    return Hallazgo(_texto_llano(inicio, extension))


def _texto_llano(inicio: bytes, extension: str) -> str:
    es = {"json": inicio[:1] in {b"{", b"["}, "dxf": b"SECTION" in inicio[:4096], "csv": True}
    return extension if es.get(extension) else "txt"


def _legible(trozo: bytes) -> bool:
    """Whether these bytes are text: UTF-8, UTF-16 with its mark, or an 8-bit alphabet; never control characters."""
    if trozo.startswith(MARCAS_UTF16):
        try:
            trozo = trozo[: len(trozo) // 2 * 2].decode("utf-16", "surrogatepass").encode("utf-8", "replace")
        except UnicodeDecodeError:
            return False
    return bool(trozo) and CONTROLES.search(trozo) is None


def _sin_marca(cabeza: bytes) -> bytes:
    if cabeza.startswith(MARCAS_UTF16):
        return cabeza.decode("utf-16", "replace").encode()
    return cabeza.removeprefix(codecs.BOM_UTF8)


def _xml(archivo: BinaryIO, inicio: bytes) -> Hallazgo | None:
    """By the root element; a document type is refused, since it can name other files and grow without end."""
    archivo.seek(0)
    try:
        raiz = raiz_xml(archivo)
    except DocumentoConTipo:
        return Hallazgo("html") if HTML.search(inicio[:4096]) else Hallazgo("xml", peligros=("entidades",))
    except expat.ExpatError:
        return Hallazgo("xml", danado=True) if inicio.startswith(b"<?xml") else None
    if b"<?mso-application" in inicio:
        return Hallazgo("mht")
    return Hallazgo({"svg": "svg", "html": "html", "kml": "kml"}.get(raiz.lower(), "xml"))
