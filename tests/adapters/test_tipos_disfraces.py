"""The same danger, said otherwise: other alphabets, entities, cases, places. Programs read it, so we must."""

from __future__ import annotations

import time

import pytest

from portal.adapters.tipos import reconocer
from portal.adapters.tipos_comun import Hallazgo
from portal.adapters.tipos_ole import MACROS_PPT, _con_hoja_de_macros
from tests.factories import archivos

XML = '<?xml version="1.0"?>'
CLASE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
DE_WORD = "word/_rels/document.xml.rels"
SEGUNDOS = 5.0  # of the processor; it was never done
LARGO = "a" * 5_000_000
ODT = "application/vnd.oasis.opendocument.text"
TIPOS_EXCEL = archivos.TIPOS_WORD.replace("wordprocessingml.document", "spreadsheetml.sheet").replace(
    "word/document", "xl/workbook"
)
TIPOS_CON_PROYECTO = archivos.TIPOS_WORD.replace(
    "</Types>", '<Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
)


def relacion(clase: str, destino: str, alfabeto: str = "utf-8", antes: str = "") -> bytes:
    texto = (
        f'<?xml version="1.0" encoding="{alfabeto}"?><Relationships>{antes}'
        f'<Relationship Id="r" Type="{CLASE}{clase}" Target="{destino}" TargetMode="External"/></Relationships>'
    )
    return texto.encode(alfabeto)


def word(cuerpo: str, alfabeto: str = "utf-8") -> bytes:
    texto = f'<?xml version="1.0" encoding="{alfabeto}"?><w:document xmlns:w="x">{cuerpo}</w:document>'
    return texto.encode(alfabeto)


def excel(**partes: str) -> bytes:
    base = {"[Content_Types].xml": TIPOS_EXCEL, "_rels/.rels": archivos.RELACIONES.format("")}
    return archivos.zip_(base | {"xl/workbook.xml": f"{XML}<workbook/>"} | partes)


def campo(*trozos: str) -> str:
    return "".join(f"<w:instrText>{trozo}</w:instrText>" for trozo in trozos)


@pytest.fixture
def ver(tmp_path):
    def reconocido(octetos: bytes, extension: str = "docx") -> Hallazgo:
        ruta = tmp_path / "muestra"
        ruta.write_bytes(octetos)
        return reconocer(ruta, extension)

    return reconocido


@pytest.mark.parametrize(
    "partes",
    [
        {DE_WORD: relacion("attachedTemplate", "&#104;ttp://malo/x.dotm")},
        {DE_WORD: relacion("attachedTemplate", "http://malo/x.dotm", "utf-16")},
        {DE_WORD: relacion("attachedTemplate", " http://malo/x.dotm")},
        {DE_WORD: relacion("attachedTemplate", "http://malo/x.dotm", antes=f"<!--{LARGO}-->")},
        {DE_WORD: relacion("attached&#84;emplate", "//malo/x.dotm")},
        {DE_WORD: relacion("oleObject", "mhtml:http://malo/x!x-usc:http://malo/x")},
        {DE_WORD.replace(".rels", ".RELS"): relacion("attachedTemplate", "http://malo/x.dotm")},
    ],
    ids=["entidad", "utf16", "espacio", "lejos", "clase", "mhtml", "mayusculas"],
)
def test_una_plantilla_de_fuera_no_se_disfraza(ver, partes):
    assert ver(archivos.docx(partes)).peligros == ("plantilla_externa",)


def test_una_plantilla_de_la_propia_computadora_y_un_enlace_no_son_peligro(ver):
    partes = {
        DE_WORD: relacion("attachedTemplate", "file:///C:\\Users\\rosa\\Normal.dotm"),
        "word/_rels/footer1.xml.rels": relacion("hyperlink", "https://www.gob.pe"),
    }

    assert ver(archivos.docx(partes)) == Hallazgo("docx")


@pytest.mark.parametrize(
    "octetos",
    [
        archivos.docx({"word/document.xml": word(campo("ddeauto c:\\cmd"))}),
        archivos.docx({"word/document.xml": word(campo(" DD", "EAUTO c:\\cmd"))}),
        archivos.docx({"word/document.xml": word(campo("&#68;DEAUTO c:\\cmd"))}),
        archivos.docx({"word/document.xml": word(campo("DDE c:\\cmd"), "utf-16")}),
        archivos.docx({"word/document.xml": word(f"<!--{LARGO}-->{campo('DDEAUTO c')}")}),
        archivos.docx({"word/document.xml": word(campo("QUOTE 68 68 69 65 85 84 79"))}),
        archivos.docx({"word/document.xml": word('<w:fldSimple w:instr="DDE cmd x"/>')}),
        archivos.docx({"word/header1.xml": word(campo("DDEAUTO c:\\cmd"))}),
        excel(**{"xl/externalLinks/externalLink1.xml": f'{XML}<a><ddeLink ddeService="cmd" ddeTopic="/c calc"/></a>'}),
        archivos.zip_({"mimetype": ODT, "content.xml": f'{XML}<a xmlns:o="x"><o:dde-source/></a>'}),
        b"{\\rtf1 " + b"a" * 70_000 + b"{\\object\\objautlink\\objupdate}}",
        b"{\\rtf1 {\\field{\\*\\fldinst {DD}{EAUTO} cmd}}}",
    ],
)
def test_lo_que_lanza_programas_no_se_disfraza(ver, octetos):
    assert ver(octetos).peligros == ("lanza_programas",)


def test_un_texto_que_habla_de_ello_no_es_peligro(ver):
    assert ver(archivos.docx({"word/document.xml": word("<w:t>DDEAUTO</w:t>" + campo("PAGE"))})) == Hallazgo("docx")


@pytest.mark.parametrize(
    "destino", [b"http://malo/x", b"\\u104?ttp://malo/x", b"\\'68ttp://malo/x", b"\\\\\\\\malo\\\\x"]
)
def test_la_plantilla_de_un_rtf_se_ve_donde_este_y_como_se_escriba(ver, destino):
    octetos = b"{\\rtf1 " + b"a" * 1_100_000 + b"{\\*\\template " + destino + b"}}"

    assert ver(octetos, "rtf").peligros == ("plantilla_externa",)
    assert ver(b"{\\rtf1 {\\*\\template C:\\\\Users\\\\a.dot}}", "rtf").peligros == ()


@pytest.mark.parametrize(
    "octetos",
    [
        archivos.docx({"word/x.XML": f"{XML}<!DOCTYPE a><a/>"}),
        archivos.docx({"word/x.xml": f"{XML}<!--{LARGO}--><!DOCTYPE a><a/>"}),
    ],
)
def test_un_tipo_de_documento_se_halla_tras_un_comentario_largo(ver, octetos):
    assert ver(octetos).peligros == ("entidades",)


@pytest.mark.parametrize(
    "octetos",
    [
        archivos.zip_({
            "[Content_Types].xml": TIPOS_CON_PROYECTO, "_rels/.rels": archivos.RELACIONES.format(""),
            "word/document.xml": word(""), "word/a.bin": "x",
        }),
        excel(**{"xl/macrosheets/sheet1.xml": f"{XML}<a/>"}),
        archivos.zip_({"mimetype": ODT, "content.xml": f'{XML}<a><!--{LARGO}--><b h="vnd.sun.star.script:x"/></a>'}),
    ],
    ids=["proyecto", "hoja", "odt"],
)  # fmt: skip
def test_las_macros_con_otro_nombre_son_macros(ver, octetos):
    assert ver(octetos).peligros == ("macros",)


def test_las_hojas_de_macros_de_excel_y_las_macros_de_powerpoint_se_ven():
    inicio = b"\x09\x08\x10\x00" + bytes(16)
    hoja = b"\x85\x00\x0a\x00" + bytes(4) + b"\x00%c" + b"\x02\x00ab"

    assert _con_hoja_de_macros(inicio + hoja % 0 + hoja % 1 + b"\x0a\x00\x00\x00")
    assert not _con_hoja_de_macros(inicio + hoja % 0 + b"\x0a\x00\x00\x00" + hoja % 1)
    assert MACROS_PPT.search(bytes.fromhex("1f00ff0314000000" + "020000040c000000" + "05000000" + "01000000"))
    assert not MACROS_PPT.search(bytes.fromhex("1f00ff0314000000" + "020000040c000000" + "05000000" + "00000000"))


@pytest.mark.parametrize("octetos", [archivos.imagen("JPEG"), archivos.pdf()])
def test_un_zip_al_final_se_ve_aunque_algo_lo_siga(ver, octetos):
    assert ver(octetos + archivos.zip_({"a.txt": "a"}) + b"\n%%EOF", "pdf").peligros == ("doble",)


@pytest.mark.parametrize(
    "octetos",
    [
        archivos.docx({DE_WORD: b"<Relationship " * 300_000}),
        archivos.docx({"word/document.xml": XML.encode() + b"<w:instrText" * 300_000}),
    ],
)
def test_un_xml_que_no_cierra_nada_no_cuesta_el_cuadrado_de_su_largo(ver, octetos):
    antes = time.process_time()
    ver(octetos)

    assert time.process_time() - antes < SEGUNDOS
