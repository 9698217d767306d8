"""Files as people have them: real PDFs of a given weight, a big annex, and the ones that must be refused."""

from __future__ import annotations

import hashlib
import os
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

MB = 1024 * 1024
PAGINAS = 7


@dataclass(frozen=True)
class Papeles:
    """Each is made the first time it is asked for."""

    carpeta: Path

    @cached_property
    def carta(self) -> Path:
        """A plain letter of one page."""
        return self._pdf("carta.pdf", peso=20_000, paginas=1)

    @cached_property
    def mediana(self) -> Path:
        """A scan of 300 kB: six seconds of a poor line."""
        return self._pdf("escrito escaneado.pdf", peso=300_000, paginas=2)

    @cached_property
    def solicitud(self) -> Path:
        """A scanned document of seven pages, a little over 9 MB."""
        return self._pdf("Solicitud de información sísmica.pdf", peso=9 * MB, paginas=PAGINAS)

    @cached_property
    def pesado(self) -> Path:
        """A PDF that is right but for its 11 MB."""
        return self._pdf("informe pesado.pdf", peso=11 * MB, paginas=PAGINAS)

    @cached_property
    def anexo(self) -> Path:
        """300 MB in a ZIP; every MB is different, so that a piece in the wrong place shows."""
        ruta = self.carpeta / "registros de campo.zip"
        ruido = os.urandom(MB)
        with (
            zipfile.ZipFile(ruta, "w", zipfile.ZIP_STORED) as comprimido,
            comprimido.open("registros.bin", "w") as salida,
        ):
            for i in range(300):
                salida.write(i.to_bytes(4, "big") + ruido[4:])
        return ruta

    @cached_property
    def word_disfrazado(self) -> Path:
        """A Word document whose name says PDF."""
        ruta = self.carpeta / "oficio.pdf"
        with zipfile.ZipFile(ruta, "w") as comprimido:
            comprimido.writestr("[Content_Types].xml", _TIPOS)
            comprimido.writestr("_rels/.rels", _RELACIONES)
            comprimido.writestr("word/document.xml", _CUERPO)
        return ruta

    @cached_property
    def danado(self) -> Path:
        """A PDF of which a download lost the second half."""
        ruta = self.carpeta / "descarga cortada.pdf"
        entero = self.carta.read_bytes()
        ruta.write_bytes(entero[: len(entero) // 2])
        return ruta

    @cached_property
    def con_clave(self) -> Path:
        """A PDF that asks for a password."""
        ruta = self.carpeta / "con contraseña.pdf"
        escritor = PdfWriter(clone_from=self.carta)
        escritor.encrypt("secreta", algorithm="AES-256")
        with ruta.open("wb") as salida:
            escritor.write(salida)
        return ruta

    def copia(self, nombre: str, *, peso: int) -> Path:
        """One more letter, of that weight, that nobody else uses: it may be changed."""
        return self._pdf(nombre, peso=peso, paginas=1)

    @cached_property
    def vacio(self) -> Path:
        """Nothing at all."""
        ruta = self.carpeta / "vacío.pdf"
        ruta.touch()
        return ruta

    def _pdf(self, nombre: str, *, peso: int, paginas: int) -> Path:
        escritor = PdfWriter()
        escritor.add_metadata({"/Title": Path(nombre).stem})
        for _ in range(paginas):
            hoja = escritor.add_blank_page(width=595, height=842)
            escaneada = escritor._add_object(_imagen(peso // paginas))
            hoja[NameObject("/Resources")] = DictionaryObject(
                {NameObject("/XObject"): DictionaryObject({NameObject("/Im0"): escaneada})}
            )
            dibujo = DecodedStreamObject()
            dibujo.set_data(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
            hoja[NameObject("/Contents")] = escritor._add_object(dibujo)
        ruta = self.carpeta / nombre
        with ruta.open("wb") as salida:
            escritor.write(salida)
        return ruta


def sha256(ruta: Path) -> str:
    """The fingerprint of a file, read in pieces."""
    with ruta.open("rb") as entrada:
        return hashlib.file_digest(entrada, "sha256").hexdigest()


def _imagen(octetos: int) -> DecodedStreamObject:
    """A grey scan of noise: nothing compresses it."""
    ancho = 500
    alto = octetos // ancho
    imagen = DecodedStreamObject()
    imagen.set_data(os.urandom(ancho * alto))
    imagen.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(ancho),
            NameObject("/Height"): NumberObject(alto),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    return imagen


_TIPOS = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELACIONES = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
_CUERPO = """<?xml version="1.0" encoding="UTF-8"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>
<w:t>Oficio</w:t></w:r></w:p></w:body></w:document>"""
