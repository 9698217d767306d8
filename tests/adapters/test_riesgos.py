"""A real file for each risk, opened by the worker and judged by three slots: as it comes, refusing all, refusing none."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from portal.domain.archivos import comprobar
from portal.domain.campos import Ranura
from portal.domain.errors import ArchivoRechazado
from portal.domain.marcas import marcas
from portal.domain.riesgos import DE_FABRICA, RIESGOS, SIEMPRE
from tests.factories import archivos

FABRICA = Ranura(id="anexos", etiqueta="Anexos", tipos=())
CERRADA, ABIERTA = (FABRICA.model_copy(update={"rechaza": cuales}) for cuales in (RIESGOS, ()))
LEJOS = '<Relationship Id="r" Type="x/{}" Target="https://lejos.example/x" TargetMode="External"/>'


def pdf_con(nombre: str, valor: object) -> bytes:
    """A page, and under the root of the document that name."""
    escritor = PdfWriter(PdfReader(io.BytesIO(archivos.pdf())))
    escritor.root_object[NameObject(nombre)] = valor
    salida = io.BytesIO()
    escritor.write(salida)
    return salida.getvalue()


def docx_de_lejos(que: str) -> bytes:
    return archivos.docx({"word/_rels/document.xml.rels": archivos.RELACIONES.format(LEJOS.format(que))})


def enlace() -> bytes:
    entrada = zipfile.ZipInfo("enlace")
    entrada.external_attr = (stat.S_IFLNK | 0o777) << 16
    return archivos.zip_({entrada: "/etc/passwd"})


MUESTRAS = {
    "macros": ("cuadro.docx", archivos.docx({"word/vbaProject.bin": "x"})),
    "javascript": ("carta.pdf", archivos.pdf(accion="/JavaScript")),
    "plantilla_externa": ("carta.docx", docx_de_lejos("attachedTemplate")),
    "entidades": (
        "datos.xml",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    ),
    "programas": ("todo.zip", archivos.zip_({"instalar.exe": "x"})),
    "objetos": ("carta.docx", archivos.docx({"word/embeddings/oleObject1.bin": "x"})),
    "adjuntos": ("carta.pdf", archivos.pdf(adjunto=b"otro")),
    "remoto": ("carta.docx", docx_de_lejos("image")),
    "envia_datos": ("carta.pdf", archivos.pdf(accion="/SubmitForm")),
    "importa_datos": ("carta.pdf", archivos.pdf(accion="/ImportData")),
    "multimedia": ("carta.pdf", pdf_con("/Pieza", DictionaryObject({NameObject("/RichMedia"): ArrayObject()}))),
    "xfa": ("carta.pdf", pdf_con("/AcroForm", DictionaryObject({NameObject("/XFA"): ArrayObject()}))),
    "cifrado": ("carta.pdf", archivos.pdf(clave="secreta")),
    "parcial": ("carta.pdf", pdf_con("/Pieza", ArrayObject(ArrayObject() for _ in range(60_000)))),
}
NUNCA = {
    "bomba": ("todo.zip", archivos.zip_({"ceros": bytes(80 << 20)})),
    "rutas": ("todo.zip", enlace()),
    "doble": ("carta.pdf", archivos.pdf() + archivos.zip_({"a": "b"})),
    "ejecutable": ("carta.pdf.exe", archivos.pdf()),
    "lanza_programas": ("carta.pdf", archivos.pdf(accion="/Launch")),
}


@pytest.fixture
def veredicto(inspector, tmp_path):
    """What a slot says of a file: why it is refused, or the marks with which it is accepted."""

    def juzgado(ranura: Ranura, muestra: tuple[str, bytes]) -> tuple[str, list[str]]:
        nombre, octetos = muestra
        ruta = tmp_path / "muestra"
        ruta.write_bytes(octetos)
        medido = inspector.medir(ruta, nombre=nombre)
        try:
            comprobar(ranura, medido)
        except ArchivoRechazado as negativa:
            return negativa.clave.removeprefix("error."), []
        return "", marcas(medido)

    return juzgado


def test_hay_un_archivo_de_verdad_para_cada_riesgo():
    assert (set(MUESTRAS), set(NUNCA)) == (set(RIESGOS), SIEMPRE)


@pytest.mark.parametrize("riesgo", RIESGOS)
def test_cada_riesgo_se_rechaza_o_se_acepta_con_su_marca_segun_la_ranura(veredicto, riesgo):
    motivo = "archivo_cifrado" if riesgo == "cifrado" else f"archivo_peligroso.{riesgo}"

    assert veredicto(CERRADA, MUESTRAS[riesgo]) == (motivo, [])
    assert veredicto(ABIERTA, MUESTRAS[riesgo]) == ("", [riesgo])
    assert veredicto(FABRICA, MUESTRAS[riesgo]) == ((motivo, []) if riesgo in DE_FABRICA else ("", [riesgo]))


@pytest.mark.parametrize("peligro", sorted(SIEMPRE))
def test_lo_que_siempre_se_rechaza_no_entra_ni_por_la_ranura_mas_abierta(veredicto, peligro):
    assert veredicto(ABIERTA, NUNCA[peligro]) == (f"archivo_peligroso.{peligro}", [])
