"""OpenDocument files inside: macros, links to programs, and what they fetch when they are opened."""

from __future__ import annotations

import zipfile

from portal.adapters.tipos_comun import Hallazgo
from portal.adapters.xml_hojeo import esta_lejos, hojear
from portal.adapters.xml_raiz import DocumentoConTipo

ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
PARTES = ("content.xml", "styles.xml", "meta.xml")
MACRO = "vnd.sun.star.script"
ENLAZAN_PROGRAMAS = frozenset({"dde-source", "dde-connection-decl", "dde-link"})
MEDIOS = frozenset({"image", "fill-image", "plugin"})
SE_CARGAN = frozenset({"section-source", "object", "object-ole", "floating-frame"})
LARGO_TIPO = 200


class Riesgos:
    """What the parts of one document do, gathered element by element."""

    def __init__(self) -> None:
        self.peligros: set[str] = set()
        self.activo: set[str] = set()

    def elemento(self, nombre: str, atributos: dict[str, str]) -> None:
        """One more element."""
        if nombre in ENLAZAN_PROGRAMAS:
            self.peligros.add("lanza_programas")
        if any(MACRO in valor for valor in atributos.values()):
            self.peligros.add("macros")
        elif nombre in SE_CARGAN | MEDIOS and esta_lejos(atributos.get("href", "")):
            (self.activo if nombre in MEDIOS else self.peligros).add(
                "remoto" if nombre in MEDIOS else "plantilla_externa"
            )

    def parte(self, zip_: zipfile.ZipFile, nombre: str) -> None:
        """A whole part."""
        try:
            with zip_.open(nombre) as abierta:
                hojear(abierta, self.elemento)
        except DocumentoConTipo:
            self.peligros.add("entidades")


def del_odf(zip_: zipfile.ZipFile, nombres: frozenset[str], *, cifrado: bool) -> Hallazgo:
    """By its ``mimetype``. Raises zipfile's errors."""
    with zip_.open("mimetype") as parte:
        tipo = ODF.get(parte.read(LARGO_TIPO).strip(), "zip")
    if cifrado:
        return Hallazgo(tipo, cifrado=True)
    hallados = Riesgos()
    if any(nombre.startswith(("Basic/", "Scripts/")) for nombre in nombres):
        hallados.peligros.add("macros")
    for nombre in PARTES:
        if nombre in nombres:
            hallados.parte(zip_, nombre)
    danado = tipo != "zip" and "content.xml" not in nombres
    return Hallazgo(
        tipo, danado=danado, peligros=tuple(sorted(hallados.peligros)), activo=tuple(sorted(hallados.activo))
    )
