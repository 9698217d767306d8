"""Office documents inside: what they fetch, what they start and what they bring, read as the programs that open them do."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence

from portal.adapters.tipos_campos import Campos
from portal.adapters.xml_hojeo import esta_lejos, hojear

SE_CARGA = re.compile(r"/(attachedTemplate|oleObject|subDocument|frame|aFChunk|package|control)$", re.IGNORECASE)
MEDIOS = re.compile(r"/(image|video|audio|media)$", re.IGNORECASE)
OBJETOS = (".bin", ".exe", ".ole")
CON_MACROS = frozenset({"docm", "xlsm", "pptm"})
CON_CAMPOS = (b"instrText", b"fldSimple", b"ddeLink")
TROZO = 1024 * 1024
SOLAPE = 64


class Riesgos:
    """What the parts of one document do, gathered part by part."""

    def __init__(self) -> None:
        self.peligros: set[str] = set()
        self.activo: set[str] = set()

    def relacion(self, nombre: str, atributos: dict[str, str]) -> None:
        """One relation of a part with another, or with something elsewhere."""
        clase = atributos.get("Type", "")
        if nombre == "Relationship" and esta_lejos(atributos.get("Target", "")):
            if SE_CARGA.search(clase):
                self.peligros.add("plantilla_externa")
            elif MEDIOS.search(clase):
                self.activo.add("remoto")

    def campos(self, zip_: zipfile.ZipFile, parte: zipfile.ZipInfo) -> None:
        """The fields of a part and its links to programs."""
        if not _tiene_campos(zip_, parte):
            return
        campos, dentro = Campos(), False

        def elemento(nombre: str, atributos: dict[str, str]) -> None:
            nonlocal dentro
            dentro = nombre in {"instrText", "delInstrText"}
            if nombre == "fldChar":
                campos.cerrar()
            elif nombre == "fldSimple":
                campos.cerrar()
                campos.agregar(atributos.get("instr", ""))
                campos.cerrar()
            elif nombre == "ddeLink":
                self.peligros.add("lanza_programas")

        def texto(trozo: str) -> None:
            if dentro:
                campos.agregar(trozo)

        with zip_.open(parte) as abierta:
            hojear(abierta, elemento, texto)
        campos.cerrar()
        self.peligros |= {"lanza_programas"} if campos.lanza else set()
        self.activo |= {"remoto"} if campos.remoto else set()


def riesgos(zip_: zipfile.ZipFile, tipo: str, tipos_dichos: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(dangers, what staff should know). ``tipos_dichos``: its content types. Raises DocumentoConTipo, zipfile's errors."""
    hallados = Riesgos()
    entradas = [
        (entrada.filename.lower(), entrada) for entrada in zip_.infolist()
    ]  # names differ by case for nobody else
    for nombre, entrada in entradas:
        if nombre.endswith(".rels"):
            with zip_.open(entrada) as parte:
                hojear(parte, hallados.relacion)
        elif nombre.endswith(".xml") and ("word/" in nombre or "/externallinks/" in nombre):
            hallados.campos(zip_, entrada)
    nombres = [nombre for nombre, _ in entradas]
    if tipo in CON_MACROS or _con_macros(nombres, tipos_dichos):
        hallados.peligros.add("macros")
    for nombre in nombres:
        if "/embeddings/" in nombre:
            hallados.activo.add("objetos" if nombre.endswith(OBJETOS) else "adjuntos")
    return tuple(sorted(hallados.peligros)), tuple(sorted(hallados.activo))


def tipos_de_contenido(zip_: zipfile.ZipFile, parte: str) -> str:
    """The content types that a document names, in lower case, one per line. Raises DocumentoConTipo."""
    dichos: set[str] = set()

    def elemento(_nombre: str, atributos: dict[str, str]) -> None:
        dichos.add(atributos.get("ContentType", "").lower())

    with zip_.open(parte) as abierta:
        hojear(abierta, elemento)
    return "\n".join(sorted(dichos))


def _con_macros(nombres: Sequence[str], tipos_dichos: str) -> bool:
    por_nombre = any("vbaproject" in n or "/activex/" in n or "/macrosheets/" in n for n in nombres)
    return por_nombre or "ms-office.vbaproject" in tipos_dichos or "macrosheet" in tipos_dichos


def _tiene_campos(zip_: zipfile.ZipFile, parte: zipfile.ZipInfo) -> bool:
    """Whether it is worth parsing: names of elements cannot be hidden, but for another alphabet."""
    cola = b""
    with zip_.open(parte) as abierta:
        while trozo := abierta.read(TROZO):
            ventana = cola + trozo
            if not cola and (ventana[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in ventana[:64]):
                return True
            if not cola and re.search(
                rb"encoding\s*=\s*[\"'](?!utf-?8|us-ascii|iso-8859)", ventana[:200], re.IGNORECASE
            ):
                return True
            if any(marca in ventana for marca in CON_CAMPOS):
                return True
            cola = ventana[-SOLAPE:]
    return False
