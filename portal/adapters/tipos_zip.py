"""ZIP files and the formats that live in one. The central directory is judged before a byte is decompressed."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from xml.parsers import expat

from portal.adapters.tipos_comun import Hallazgo
from portal.adapters.tipos_odf import del_odf
from portal.adapters.tipos_ooxml import riesgos, tipos_de_contenido
from portal.adapters.xml_raiz import DocumentoConTipo, raiz_xml
from portal.domain.archivos import EXTENSIONES_EJECUTABLES, extension

MIB = 1024 * 1024
ENTRADAS = 20_000
TOTAL = 8 * 1024 * MIB
RAZON = 150  # text compresses some 20 times, a bomb a thousand
RAZON_DESDE = 64 * MIB
LARGO_CABECERA = 30
PARTE_LEIDA = 4 * MIB
TIPOS_DE_CONTENIDO = "[Content_Types].xml"

OOXML: tuple[tuple[str, str], ...] = (
    ("wordprocessingml.document.main+xml", "docx"),
    ("spreadsheetml.sheet.main+xml", "xlsx"),
    ("presentationml.presentation.main+xml", "pptx"),
    ("presentationml.slideshow.main+xml", "pptx"),
    ("ms-word.document.macroenabled", "docm"),
    ("ms-excel.sheet.macroenabled", "xlsm"),
    ("ms-powerpoint.presentation.macroenabled", "pptm"),
    ("ms-powerpoint.slideshow.macroenabled", "pptm"),
    ("ms-excel.sheet.binary.macroenabled", "xlsb"),
    ("template", "plantilla"),
    ("ms-visio", "vsd"),
)
PRINCIPALES = {"docx": "word/document", "xlsx": "xl/workbook", "pptx": "ppt/presentation"}
ROTURAS = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError)


def del_zip(ruta: Path, _extension: str) -> Hallazgo:
    """Type of a ZIP file, and its dangers: bombs, paths that escape, macros, templates fetched from elsewhere."""
    try:
        with zipfile.ZipFile(ruta) as zip_:
            entradas = zip_.infolist()
            peligros = _del_directorio(entradas)
            cifrado = any(entrada.flag_bits & 1 for entrada in entradas)
            if peligros or cifrado:  # nothing is decompressed
                return Hallazgo("zip", cifrado=cifrado, peligros=peligros)
            return _formato(zip_, {entrada.filename: entrada for entrada in entradas})
    except ROTURAS:
        return Hallazgo("zip", danado=True)


def _del_directorio(entradas: Sequence[zipfile.ZipInfo]) -> tuple[str, ...]:
    descomprimido = sum(entrada.file_size for entrada in entradas)
    comprimido = sum(entrada.compress_size for entrada in entradas)
    bomba = (
        len(entradas) > ENTRADAS
        or descomprimido > TOTAL
        or (descomprimido > RAZON_DESDE and descomprimido > RAZON * comprimido)
        or _se_solapan(entradas)
    )
    rutas = any(_escapa(entrada) for entrada in entradas)
    return (*(("bomba",) if bomba else ()), *(("rutas",) if rutas else ()))


def _se_solapan(entradas: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes: the trick of the bombs that do not look like one."""
    libre = 0
    for entrada in sorted(entradas, key=lambda e: e.header_offset):
        if entrada.header_offset < libre:
            return True
        libre = entrada.header_offset + LARGO_CABECERA + entrada.compress_size
    return False


def _escapa(entrada: zipfile.ZipInfo) -> bool:
    nombre = entrada.orig_filename.replace("\\", "/")
    es_enlace = stat.S_ISLNK(entrada.external_attr >> 16)
    return es_enlace or nombre.startswith("/") or nombre[1:2] == ":" or ".." in nombre.split("/") or "\0" in nombre


def _formato(zip_: zipfile.ZipFile, partes: dict[str, zipfile.ZipInfo]) -> Hallazgo:
    if TIPOS_DE_CONTENIDO in partes:
        return _ooxml(zip_, partes)
    if "mimetype" in partes:
        return _odf(zip_, partes)
    if "META-INF/MANIFEST.MF" in partes or "AndroidManifest.xml" in partes:
        return Hallazgo("programa")
    programas = any(extension(nombre) in EXTENSIONES_EJECUTABLES for nombre in partes)
    activo = ("programas",) if programas else ()
    if any(nombre.lower().endswith(".kml") and "/" not in nombre for nombre in partes):
        return Hallazgo("kmz", activo=activo)
    return Hallazgo("zip", activo=activo)


def _ooxml(zip_: zipfile.ZipFile, partes: dict[str, zipfile.ZipInfo]) -> Hallazgo:
    try:
        dichos = tipos_de_contenido(zip_, TIPOS_DE_CONTENIDO)
    except DocumentoConTipo:
        return Hallazgo("zip", peligros=("entidades",))
    tipo = next((tipo for marca, tipo in OOXML if marca in dichos), "zip")
    try:
        return _ooxml_por_dentro(zip_, tipo, partes, dichos)
    except ROTURAS:
        return Hallazgo(tipo, danado=True)


def _ooxml_por_dentro(zip_: zipfile.ZipFile, tipo: str, partes: dict[str, zipfile.ZipInfo], dichos: str) -> Hallazgo:
    xml = [entrada for entrada in zip_.infolist() if entrada.filename.lower().endswith((".xml", ".rels"))]
    danado, entidades = _revisar_xml(zip_, xml)
    if entidades:
        return Hallazgo(tipo, peligros=("entidades",))
    try:
        peligros, activo = riesgos(zip_, tipo, dichos)
    except DocumentoConTipo:
        return Hallazgo(tipo, peligros=("entidades",))
    principal = PRINCIPALES.get(tipo)
    if principal is not None and not danado:
        danado = not any(nombre.lower().lstrip("/").startswith(principal) for nombre in partes) and not _otra_principal(
            xml
        )
    return Hallazgo(tipo, danado=danado, peligros=peligros, activo=activo)


def _otra_principal(xml: Sequence[zipfile.ZipInfo]) -> bool:
    """Some programs name the main part otherwise; the package relations then say where it is."""
    return len(xml) > 2 and any(  # noqa: PLR2004 -- more than the types and the relations
        entrada.filename == "_rels/.rels" for entrada in xml
    )


def _odf(zip_: zipfile.ZipFile, partes: dict[str, zipfile.ZipInfo]) -> Hallazgo:
    manifiesto = _leer(zip_, "META-INF/manifest.xml") if "META-INF/manifest.xml" in partes else b""
    hallazgo = del_odf(zip_, frozenset(partes), cifrado=b"encryption-data" in manifiesto)
    if hallazgo.cifrado or "content.xml" not in partes:
        return hallazgo
    return replace(hallazgo, danado=_revisar_xml(zip_, [partes["content.xml"]])[0])


def _leer(zip_: zipfile.ZipFile, nombre: str) -> bytes:
    with zip_.open(nombre) as parte:
        return parte.read(PARTE_LEIDA)


def _revisar_xml(zip_: zipfile.ZipFile, entradas: Sequence[zipfile.ZipInfo]) -> tuple[bool, bool]:
    """(broken, has a document type) over the XML parts; only the beginning of each is read."""
    danado = False
    for entrada in entradas:
        try:
            with zip_.open(entrada) as parte:
                raiz_xml(parte)
        except DocumentoConTipo:
            return danado, True
        except expat.ExpatError:
            danado = danado or entrada.filename in {TIPOS_DE_CONTENIDO, "_rels/.rels", "content.xml"}
    return danado, False
