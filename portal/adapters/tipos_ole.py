"""Compound files of old Office (and of encrypted new Office): told by their root streams."""

from __future__ import annotations

import re
from pathlib import Path

import olefile

from portal.adapters.tipos_comun import Hallazgo

RAICES = {
    "worddocument": "doc",
    "workbook": "xls",
    "book": "xls",
    "powerpoint document": "ppt",
    "__properties_version1.0": "msg",
    "visiodocument": "vsd",
}
NUEVOS = {"xlsx": "xlsx", "xls": "xlsx", "pptx": "pptx", "ppt": "pptx"}
PAQUETE = "\x01ole10native"
FIB_CIFRADO = 0x0100
BIFF_CLAVE = 0x002F
BIFF_HOJA = 0x0085
BIFF_FIN = 0x000A
HOJA_DE_MACROS = b"\x01"
REGISTROS_XLS = 200_000
MACROS_PPT = re.compile(
    rb"\x1f\x00\xff\x03\x14\x00\x00\x00\x02\x00\x00\x04\x0c\x00\x00\x00.{4}\x01\x00\x00\x00", re.DOTALL
)
"""A VBAInfoContainer whose atom says that there are macros ([MS-PPT] 2.4.10)."""
PPT_CIFRADO = b"\xdf\xc4\xd1\xf3"


def del_ole(ruta: Path, extension: str) -> Hallazgo:
    """Type of a compound file, whether it needs a password, and whether it holds macros."""
    try:
        with olefile.OleFileIO(ruta) as ole:
            return _leer(ole, extension)
    except Exception:  # noqa: BLE001 -- olefile leaks whatever a broken table makes it raise
        return Hallazgo(None)


def _leer(ole: olefile.OleFileIO, extension: str) -> Hallazgo:
    entradas = [[parte.lower() for parte in ruta] for ruta in ole.listdir(streams=True, storages=True)]
    raices = {entrada[0] for entrada in entradas}
    if {"encryptedpackage", "encryptioninfo"} <= raices:
        return Hallazgo(NUEVOS.get(extension, "docx"), cifrado=True)
    tipo = next((tipo for raiz, tipo in RAICES.items() if raiz in raices), None)
    macros = any(entrada[-1] in {"_vba_project", "_vba_project_cur", "vba"} for entrada in entradas)
    macros = macros or _sin_proyecto(ole, tipo)
    objetos = any(entrada[-1] == PAQUETE for entrada in entradas)
    return Hallazgo(
        tipo,
        cifrado=_cifrado(ole, tipo),
        peligros=("macros",) if macros else (),
        activo=("objetos",) if objetos else (),
    )


def _sin_proyecto(ole: olefile.OleFileIO, tipo: str | None) -> bool:
    """Macros that are no project of their own: Excel 4.0's are sheets, PowerPoint's lie packed in its document."""
    match tipo:
        case "xls":
            return _con_hoja_de_macros(ole.openstream("Workbook" if ole.exists("Workbook") else "Book").read())
        case "ppt":
            return MACROS_PPT.search(ole.openstream("PowerPoint Document").read()) is not None
        case _:
            return False


def _con_hoja_de_macros(registros: bytes) -> bool:
    """Whether a BOUNDSHEET record names a sheet of macros ([MS-XLS] 2.4.28)."""
    posicion = 0
    for _ in range(REGISTROS_XLS):
        clase, largo = (int.from_bytes(registros[i : i + 2], "little") for i in (posicion, posicion + 2))
        if clase == BIFF_HOJA and registros[posicion + 9 : posicion + 10] == HOJA_DE_MACROS:
            return True
        if clase == BIFF_FIN or posicion >= len(registros):
            return False
        posicion += 4 + largo
    return False


def _cifrado(ole: olefile.OleFileIO, tipo: str | None) -> bool:
    match tipo:
        case "doc":
            fib = ole.openstream("WordDocument").read(12)
            return bool(int.from_bytes(fib[10:12], "little") & FIB_CIFRADO)
        case "xls":
            return _xls_cifrado(ole.openstream("Workbook" if ole.exists("Workbook") else "Book").read(4096))
        case "ppt":
            return ole.exists("Current User") and PPT_CIFRADO in ole.openstream("Current User").read(16)
        case _:
            return False


def _xls_cifrado(registros: bytes) -> bool:
    """Whether a FILEPASS record follows the beginning of the workbook."""
    posicion = 0
    for _ in range(8):
        cabecera = registros[posicion : posicion + 4]
        clase, largo = int.from_bytes(cabecera[:2], "little"), int.from_bytes(cabecera[2:], "little")
        if clase == BIFF_CLAVE:
            return True
        posicion += 4 + largo
    return False
