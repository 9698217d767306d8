"""What an upload must satisfy, given its measured facts. Measuring is for adapters; words are in the catalog."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from portal.domain.campos import Ranura
from portal.domain.errors import ArchivoRechazado, PortalError
from portal.domain.parientes import promete_otro
from portal.domain.riesgos import RIESGOS, SIEMPRE
from portal.domain.tamanos import MB, comparados, legible
from portal.domain.texto import una_linea

LARGO_NOMBRE = 255
MUY_LARGO = 10_000
ARCHIVOS_POR_RANURA = 200
"""When the slot sets no number: more is a mistake or an attack."""

SE_VEN = frozenset({"pdf", "jpg", "png"})
"""What a browser shows in a page as it is; the rest is downloaded."""
TIPOS: dict[str, tuple[str, str]] = {
    "pdf": ("PDF", "application/pdf"),
    "docx": ("Word (docx)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("Excel (xlsx)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": ("PowerPoint (pptx)", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "doc": ("Word (doc)", "application/msword"),
    "xls": ("Excel (xls)", "application/vnd.ms-excel"),
    "ppt": ("PowerPoint (ppt)", "application/vnd.ms-powerpoint"),
    "odt": ("OpenDocument (odt)", "application/vnd.oasis.opendocument.text"),
    "ods": ("OpenDocument (ods)", "application/vnd.oasis.opendocument.spreadsheet"),
    "odp": ("OpenDocument (odp)", "application/vnd.oasis.opendocument.presentation"),
    "rtf": ("texto con formato (rtf)", "application/rtf"),
    "txt": ("texto (txt)", "text/plain"),
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
    "xml": ("XML", "application/xml"),
    "eml": ("correo (eml)", "message/rfc822"),
    "msg": ("correo de Outlook (msg)", "application/vnd.ms-outlook"),
    "jpg": ("JPG", "image/jpeg"),
    "png": ("PNG", "image/png"),
    "tif": ("TIF", "image/tiff"),
    "gif": ("GIF", "image/gif"),
    "bmp": ("BMP", "image/bmp"),
    "webp": ("WebP", "image/webp"),
    "heic": ("HEIC", "image/heic"),
    "zip": ("ZIP", "application/zip"),
    "rar": ("RAR", "application/vnd.rar"),
    "7z": ("7z", "application/x-7z-compressed"),
    "gz": ("GZ", "application/gzip"),
    "mp3": ("MP3", "audio/mpeg"),
    "wav": ("WAV", "audio/wav"),
    "ogg": ("OGG", "audio/ogg"),
    "m4a": ("M4A", "audio/mp4"),
    "mp4": ("MP4", "video/mp4"),
    "mov": ("MOV", "video/quicktime"),
    "avi": ("AVI", "video/x-msvideo"),
    "mkv": ("MKV", "video/x-matroska"),
    "dwg": ("AutoCAD (dwg)", "image/vnd.dwg"),
    "dxf": ("AutoCAD (dxf)", "image/vnd.dxf"),
    "kml": ("KML", "application/vnd.google-earth.kml+xml"),
    "kmz": ("KMZ", "application/vnd.google-earth.kmz"),
    "p7m": ("firma digital (p7m)", "application/pkcs7-mime"),
    "docm": ("Word con macros (docm)", "application/vnd.ms-word.document.macroEnabled.12"),
    "xlsm": ("Excel con macros (xlsm)", "application/vnd.ms-excel.sheet.macroEnabled.12"),
    "pptm": ("PowerPoint con macros (pptm)", "application/vnd.ms-powerpoint.presentation.macroEnabled.12"),
    "xlsb": ("Excel binario (xlsb)", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
}
"""The types a slot can admit: the name people know, and the MIME type."""

OTROS: dict[str, str] = {
    "plantilla": "plantilla de Office",
    "vsd": "Visio",
    "html": "página web (html)",
    "svg": "SVG",
    "mht": "página web (mht)",
    "programa": "programa",
    "guion": "guion de comandos",
}
"""Types we recognise, to say what a file is, and never admit."""

COMUNES = ("pdf", "docx", "xlsx", "pptx", "jpg", "zip")

EXTENSIONES_EJECUTABLES = frozenset({
    "app", "bat", "chm", "cmd", "com", "cpl", "dll", "exe", "gadget", "hta", "htm", "html", "inf", "ins", "iso", "isp", "jar",
    "jnlp", "js", "jse", "lnk", "mht", "mhtml", "msc", "msi", "msp", "pif", "ps1", "psm1", "reg", "scf", "scr", "sct",
    "settingcontent-ms", "sh", "svg", "svgz", "swf", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "ws", "wsc", "wsf", "wsh",
    "xht", "xhtml", "xll",
})  # fmt: skip
"""A double click on these runs something, whatever the bytes are."""

PELIGROS = SIEMPRE | (set(RIESGOS) - {"cifrado"})
"""Why a file may harm who opens it, as adapters report it."""


class CargaOcupada(PortalError):
    """Another request is writing this upload right now."""

    code = "carga_ocupada"


class CargaPerdida(PortalError):
    """The disk holds fewer bytes of this upload than were acknowledged."""

    code = "carga_perdida"


class OffsetDistinto(PortalError):
    """The bytes offered do not begin where the last ones ended; ``facts["recibido"]`` is where."""

    code = "carga_offset"


class PasaDelLargo(PortalError):
    """More bytes arrived than were declared."""

    code = "carga_larga"


class SinEspacio(PortalError):
    """The disk is full."""

    code = "sin_espacio"


class Vacio(ArchivoRechazado):
    code = "archivo_vacio"


class NombreInvalido(ArchivoRechazado):
    code = "archivo_nombre"


class DemasiadoGrande(ArchivoRechazado):
    code = "archivo_demasiado_grande"


class TotalExcedido(ArchivoRechazado):
    code = "archivo_total_excedido"


class DemasiadosArchivos(ArchivoRechazado):
    code = "archivo_demasiados"


class TipoNoAdmitido(ArchivoRechazado):
    code = "archivo_tipo_no_admitido"


class NombreEnganoso(ArchivoRechazado):
    """The ending names a type, and the bytes are of another: who opens it would see an error, or worse."""

    code = "archivo_nombre_enganoso"


class TipoDesconocido(ArchivoRechazado):
    code = "archivo_tipo_desconocido"


class Danado(ArchivoRechazado):
    code = "archivo_danado"


class NoRevisable(ArchivoRechazado):
    code = "archivo_no_revisable"


class Cifrado(ArchivoRechazado):
    code = "archivo_cifrado"


class DemasiadasPaginas(ArchivoRechazado):
    code = "archivo_demasiadas_paginas"


class ContenidoPeligroso(ArchivoRechazado):
    """``facts["motivo"]`` is one of ``PELIGROS``."""

    code = "archivo_peligroso"

    @property
    def clave(self) -> str:
        """One sentence for each motivo."""
        return f"error.{self.code}.{self.facts['motivo']}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Medido:
    """What was found in the bytes. ``tipo`` is None when they are of no type we know.

    ``activo``: what the file does or brings besides its pages. ``firmas``: what is known of each digital signature.
    """

    nombre: str
    tamano: int
    tipo: str | None
    paginas: int | None = None
    firmado: bool | None = None
    cifrado: bool = False
    danado: bool = False
    sin_revisar: bool = False
    peligros: tuple[str, ...] = ()
    activo: tuple[str, ...] = ()
    firmas: tuple[Mapping[str, Any], ...] = ()


def comprobar_antes(ranura: Ranura, nombre: str, tamano: int, ya: Sequence[int]) -> None:
    """What can be known before a byte travels. ``ya``: sizes of the other files in the slot, in bytes.

    Raises a subclass of ArchivoRechazado, with the file's figure and the slot's.
    """
    if tamano == 0:
        raise Vacio
    if not nombre or len(nombre) > LARGO_NOMBRE:
        raise NombreInvalido(largo=len(nombre), maximo=LARGO_NOMBRE)
    if extension(nombre) in EXTENSIONES_EJECUTABLES:
        raise ContenidoPeligroso(motivo="ejecutable", extension=extension(nombre))
    maximo = ranura.maximo or ARCHIVOS_POR_RANURA
    if len(ya) + 1 > maximo:
        raise DemasiadosArchivos(cuantos=len(ya) + 1, maximo=maximo)
    if ranura.mb_cada is not None and tamano > ranura.mb_cada * MB:
        pesa, limite = comparados(tamano, ranura.mb_cada * MB)
        raise DemasiadoGrande(tamano=pesa, maximo=limite)
    if ranura.mb_total is not None and sum(ya) + tamano > ranura.mb_total * MB:
        total, limite = comparados(sum(ya) + tamano, ranura.mb_total * MB)
        raise TotalExcedido(tamano=legible(tamano), total=total, maximo=limite)


def comprobar(ranura: Ranura, medido: Medido, *, ya: Sequence[int] = ()) -> None:
    """Let a measured file into its slot, or raise the subclass of ArchivoRechazado that says why not."""
    comprobar_antes(ranura, medido.nombre, medido.tamano, ya)
    tipo = _exigir_tipo(ranura, medido)
    for peligro in (*medido.peligros, *medido.activo):
        if peligro in SIEMPRE or peligro in ranura.rechaza:
            raise ContenidoPeligroso(motivo=peligro, extension=tipo)
    dicha = extension(medido.nombre)
    if promete_otro(dicha, tipo, TIPOS.keys() | OTROS):
        raise NombreEnganoso(extension=dicha, es=nombre_del_tipo(tipo))
    if medido.cifrado and "cifrado" in ranura.rechaza:
        raise Cifrado(tipo=TIPOS[tipo][0])
    if medido.sin_revisar:
        raise NoRevisable(tamano=legible(medido.tamano))
    if ranura.paginas_maximo is not None and (medido.paginas or 0) > ranura.paginas_maximo:
        raise DemasiadasPaginas(paginas=medido.paginas, maximo=ranura.paginas_maximo)


def _exigir_tipo(ranura: Ranura, medido: Medido) -> str:
    """What it is, when this slot takes it and it is whole."""
    if medido.tipo is None and medido.sin_revisar:
        raise NoRevisable(tamano=legible(medido.tamano))
    if medido.tipo is None or medido.tipo not in TIPOS | OTROS:
        raise TipoDesconocido(admitidos=nombres(ranura.tipos))
    if medido.tipo in OTROS or (ranura.tipos and medido.tipo not in ranura.tipos):
        raise TipoNoAdmitido(es=nombre_del_tipo(medido.tipo), admitidos=nombres(ranura.tipos))
    if medido.danado:
        raise Danado(tipo=TIPOS[medido.tipo][0])
    return medido.tipo


def nombre_limpio(nombre: str) -> str:
    """The name to show and to give back: no folders, one line, nothing invisible. Never used as a name on disk."""
    return una_linea(nombre.replace("\\", "/").rpartition("/")[2], MUY_LARGO) or "archivo"


def extension(nombre: str) -> str:
    """``"Carta.PDF "`` -> ``"pdf"``: what a double click would go by. Empty when there is none."""
    return PurePosixPath(nombre.rstrip(" .").replace("\\", "/")).suffix[1:].lower()


def nombre_del_tipo(tipo: str) -> str:
    """The words people know for a type of ours."""
    return TIPOS[tipo][0] if tipo in TIPOS else OTROS.get(tipo, tipo.upper())


def nombres(tipos: Collection[str]) -> str:
    """``("pdf", "docx")`` -> ``"PDF o Word (docx)"``; the most common ones when the slot takes any."""
    palabras = [nombre_del_tipo(tipo) for tipo in tipos or COMUNES]
    return " o ".join([", ".join(palabras[:-1]), palabras[-1]] if len(palabras) > 1 else palabras)
