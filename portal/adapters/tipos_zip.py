"""ZIP files and the formats that live in one. The central directory is judged before a byte is decompressed."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from xml.parsers import expat

from portal.adapters.tipos_comun import Hallazgo
from portal.adapters.xml_raiz import DocumentoConTipo, raiz_xml
from portal.domain.archivos import EXTENSIONES_EJECUTABLES, extension

MIB = 1024 * 1024
ENTRADAS = 20_000
TOTAL = 8 * 1024 * MIB
RAZON = 150  # text compresses some 20 times, a bomb a thousand
RAZON_DESDE = 64 * MIB
LARGO_CABECERA = 30
PARTE_LEIDA = 4 * MIB
PARTES_XML = 2_000
MAXIMO_PRINCIPAL = 256 * MIB

OOXML: tuple[tuple[bytes, str], ...] = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"presentationml.presentation.main+xml", "pptx"),
    (b"presentationml.slideshow.main+xml", "pptx"),
    (b"ms-word.document.macroenabled", "docm"),
    (b"ms-excel.sheet.macroenabled", "xlsm"),
    (b"ms-powerpoint.presentation.macroenabled", "pptm"),
    (b"ms-powerpoint.slideshow.macroenabled", "pptm"),
    (b"ms-excel.sheet.binary.macroenabled", "xlsb"),
    (b"template", "plantilla"),
    (b"ms-visio", "vsd"),
)
PRINCIPALES = {"docx": "word/document", "xlsx": "xl/workbook", "pptx": "ppt/presentation"}
ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
ROTURAS = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError)
RELACION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
LEJOS = re.compile(rb"""Target\s*=\s*["'](?:https?:|ftp:|\\\\|//|file:(?!/{0,3}[a-z](?::|%3a)))""", re.IGNORECASE)
IMAGEN_LEJANA = re.compile(rb"/(image|video|audio|media)[\"']", re.IGNORECASE)
DDE = re.compile(rb"DDEAUTO|<w:instrText[^>]*>\s*DDE\b")
OBJETOS = (".bin", ".exe", ".ole")
MACRO_DE_ODF = b"vnd.sun.star.script"
QUE_SE_CARGA = re.compile(rb"/(attachedTemplate|oleObject|subDocument|frame)[\"']", re.IGNORECASE)


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
    if "[Content_Types].xml" in partes:
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
    contenido = _leer(zip_, "[Content_Types].xml").lower()
    tipo = next((tipo for marca, tipo in OOXML if marca in contenido), "zip")
    try:
        return _ooxml_por_dentro(zip_, tipo, partes)
    except ROTURAS:
        return Hallazgo(tipo, danado=True)


def _ooxml_por_dentro(zip_: zipfile.ZipFile, tipo: str, partes: dict[str, zipfile.ZipInfo]) -> Hallazgo:
    xml = [nombre for nombre in partes if nombre.endswith((".xml", ".rels"))]
    danado, entidades = _revisar_xml(zip_, xml)
    peligros, activo = _riesgos(zip_, tipo, partes)
    if entidades:
        peligros = (*peligros, "entidades")
    principal = PRINCIPALES.get(tipo)
    if principal is not None and not danado:
        danado = not any(nombre.lower().lstrip("/").startswith(principal) for nombre in partes) and not _otra_principal(
            xml
        )
    return Hallazgo(tipo, danado=danado, peligros=peligros, activo=activo)


def _riesgos(
    zip_: zipfile.ZipFile, tipo: str, partes: dict[str, zipfile.ZipInfo]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(dangers, what staff should know) of an Office document: its parts, their relations and its fields."""
    nombres = [nombre.lower() for nombre in partes]
    relaciones = b"".join(_leer(zip_, nombre) for nombre in partes if nombre.endswith(".rels"))
    cuerpo = _leer(zip_, "word/document.xml") if "word/document.xml" in partes else b""
    peligros = {
        "macros": tipo in {"docm", "xlsm", "pptm"} or any("vbaproject" in n or "/activex/" in n for n in nombres),
        "plantilla_externa": _trae_de_lejos(relaciones),
        "lanza_programas": DDE.search(cuerpo) is not None,
    }
    activo = {
        "objetos": any("/embeddings/" in nombre and nombre.endswith(OBJETOS) for nombre in nombres),
        "adjuntos": any("/embeddings/" in nombre and not nombre.endswith(OBJETOS) for nombre in nombres),
        "remoto": any(IMAGEN_LEJANA.search(r) and LEJOS.search(r) for r in RELACION.findall(relaciones)),
    }
    return _los_que_hay(peligros), _los_que_hay(activo)


def _los_que_hay(hechos: dict[str, bool]) -> tuple[str, ...]:
    return tuple(nombre for nombre, hay in hechos.items() if hay)


def _otra_principal(xml: Sequence[str]) -> bool:
    """Some programs name the main part otherwise; the package relations then say where it is."""
    return "_rels/.rels" in xml and len(xml) > 2  # noqa: PLR2004 -- more than the types and the relations


def _trae_de_lejos(relaciones: bytes) -> bool:
    """Whether opening the file fetches a template, an object or a subdocument from another computer."""
    return any(QUE_SE_CARGA.search(r) and LEJOS.search(r) for r in RELACION.findall(relaciones))


def _odf(zip_: zipfile.ZipFile, partes: dict[str, zipfile.ZipInfo]) -> Hallazgo:
    tipo = ODF.get(_leer(zip_, "mimetype").strip(), "zip")
    manifiesto = _leer(zip_, "META-INF/manifest.xml") if "META-INF/manifest.xml" in partes else b""
    if b"encryption-data" in manifiesto:
        return Hallazgo(tipo, cifrado=True)
    cuerpo = _leer(zip_, "content.xml") if "content.xml" in partes else b""
    macros = MACRO_DE_ODF in cuerpo or any(nombre.startswith(("Basic/", "Scripts/")) for nombre in partes)
    peligros = ["macros"] if macros else []
    danado, entidades = _revisar_xml(zip_, [n for n in ("content.xml", "styles.xml", "meta.xml") if n in partes])
    if entidades:
        peligros.append("entidades")
    return Hallazgo(tipo, danado=danado or (tipo != "zip" and "content.xml" not in partes), peligros=tuple(peligros))


def _leer(zip_: zipfile.ZipFile, nombre: str) -> bytes:
    with zip_.open(nombre) as parte:
        return parte.read(PARTE_LEIDA)


def _revisar_xml(zip_: zipfile.ZipFile, nombres: Sequence[str]) -> tuple[bool, bool]:
    """(broken, has a document type) over the XML parts; only the beginning of each is read."""
    danado = False
    for nombre in nombres[:PARTES_XML]:
        try:
            with zip_.open(nombre) as parte:
                raiz_xml(parte)
        except DocumentoConTipo:
            return danado, True
        except expat.ExpatError:
            danado = danado or nombre in {"[Content_Types].xml", "_rels/.rels", "content.xml"}
    return danado, False
