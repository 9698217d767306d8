"""Types by structure: the name never decides, and what could hurt is reported."""

from __future__ import annotations

import zipfile

import pytest

from portal.adapters.tipos import reconocer
from portal.adapters.tipos_comun import Hallazgo
from tests.factories import archivos

XML = '<?xml version="1.0"?>'
ENTIDAD = f'{XML}<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LEJOS = '<Relationship Id="r" Type="http://x/{}" Target="{}" TargetMode="External"/>'


def enlace_simbolico() -> bytes:
    entrada = zipfile.ZipInfo("enlace")
    entrada.external_attr = 0o120777 << 16
    return archivos.zip_({entrada: "/etc/passwd"})


def solapado() -> bytes:
    """Two entries of the directory that point at the same bytes."""
    octetos = bytearray(archivos.zip_({"a": b"x" * 5000, "b": b"y" * 5000}))
    segunda = octetos.rfind(b"PK\x01\x02")
    octetos[segunda + 42 : segunda + 46] = (0).to_bytes(4, "little")
    return bytes(octetos)


@pytest.fixture
def ver(tmp_path):
    def reconocido(octetos: bytes, extension: str = "pdf") -> Hallazgo:
        ruta = tmp_path / "muestra"
        ruta.write_bytes(octetos)
        return reconocer(ruta, extension)

    return reconocido


@pytest.mark.parametrize(
    ("tipo", "octetos"),
    [
        ("pdf", archivos.pdf()),
        ("pdf", b"\xef\xbb\xbf\n" + archivos.pdf()),
        ("docx", archivos.docx()),
        ("zip", archivos.zip_({"a.txt": "a"})),
        ("kmz", archivos.zip_({"doc.kml": "<kml/>"})),
        ("odt", archivos.zip_({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})),
        ("programa", archivos.zip_({"META-INF/MANIFEST.MF": "x"})),
        ("jpg", archivos.imagen("JPEG")),
        ("png", archivos.imagen()),
        ("tif", archivos.imagen("TIFF")),
        ("webp", archivos.imagen("WEBP")),
        ("rar", b"Rar!\x1a\x07\x01\x00" + b"\0" * 20),
        ("7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 20),
        ("mp3", b"\xff\xfb\x90\x64" + b"\0" * 200),
        ("mp4", b"\0\0\0\x18ftypisom" + b"\0" * 20),
        ("mov", b"\0\0\0\x18ftypqt  " + b"\0" * 20),
        ("wav", b"RIFF\0\0\0\0WAVE"),
        ("dwg", b"AC1032" + b"\0" * 20),
        ("p7m", b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + b"\0" * 20),
        ("programa", b"MZ" + b"\0" * 60),
        ("guion", b"#!/bin/sh\necho"),
        ("rtf", b"{\\rtf1 hola}"),
        ("html", b"<!DOCTYPE html><p>hola"),
        ("html", b"<p>hola <script>alert(1)</script>"),
        ("svg", f'{XML}<svg xmlns="http://www.w3.org/2000/svg"/>'.encode()),
        ("kml", f"{XML}<kml/>".encode()),
        ("xml", f"{XML}<factura/>".encode()),
        ("xml", '<?xml version="1.0" encoding="utf-16"?><factura/>'.encode("utf-16")),
        ("mht", f'{XML}<?mso-application progid="Word.Document"?><w/>'.encode()),
        ("eml", b"From: a@b.pe\r\nTo: c@d.pe\r\nSubject: x\r\n\r\nhola"),
        ("txt", "Señor director: más vale así.".encode("latin-1")),
        ("txt", "Señor director".encode("utf-16")),
        (None, bytes(range(256)) * 4),
        (None, archivos.OLE + b"\0" * 2000),
        (None, b"RIFF\0\0\0\0XXXX"),
    ],
)
def test_el_tipo_se_dice_por_la_estructura(ver, tipo, octetos):
    assert ver(octetos, "pdf") == Hallazgo(tipo)


@pytest.mark.parametrize(
    ("extension", "octetos", "tipo"),
    [
        ("csv", b"a,b\n1,2\n", "csv"),
        ("json", b'{"a": 1}', "json"),
        ("json", b"hola", "txt"),
        ("dxf", b"0\nSECTION\n", "dxf"),
    ],
)
def test_la_extension_solo_elige_entre_textos(ver, extension, octetos, tipo):
    assert ver(octetos, extension) == Hallazgo(tipo)


@pytest.mark.parametrize(
    ("octetos", "esperado"),
    [
        (archivos.docx({"word/vbaProject.bin": "x"}), Hallazgo("docx", peligros=("macros",))),
        (archivos.docx({"word/otro.xml": ENTIDAD}), Hallazgo("docx", peligros=("entidades",))),
        (ENTIDAD.encode(), Hallazgo("xml", peligros=("entidades",))),
        (archivos.zip_({"../fuera.txt": "x"}), Hallazgo("zip", peligros=("rutas",))),
        (archivos.zip_({"C:\\fuera.txt": "x"}), Hallazgo("zip", peligros=("rutas",))),
        (enlace_simbolico(), Hallazgo("zip", peligros=("rutas",))),
        (archivos.zip_({"ceros": bytes(80 << 20)}), Hallazgo("zip", peligros=("bomba",))),
        (solapado(), Hallazgo("zip", peligros=("bomba",))),
        (archivos.pdf() + archivos.zip_({"a": "b"}), Hallazgo("pdf", peligros=("doble",))),
        (archivos.imagen("JPEG") + archivos.zip_({"a": "b"}), Hallazgo("jpg", peligros=("doble",))),
        (archivos.imagen("GIF") + archivos.pdf(), Hallazgo("gif", peligros=("doble",))),
        (archivos.zip_({"a": archivos.pdf()}, compresion=zipfile.ZIP_STORED), Hallazgo("zip", peligros=("doble",))),
        (b"{\\rtf1{\\object\\objupdate}}", Hallazgo("rtf", peligros=("lanza_programas",))),
    ],
)
def test_lo_peligroso_se_dice(ver, octetos, esperado):
    assert ver(octetos) == esperado


@pytest.mark.parametrize(
    ("destino", "peligros"),
    [
        ("https://malo.example/t.dotm", ("plantilla_externa",)),
        ("file://servidor/t.dotm", ("plantilla_externa",)),
        ("\\\\servidor\\t.dotm", ("plantilla_externa",)),
        ("file:///C:\\Users\\rosa\\Normal.dotm", ()),
    ],
)
def test_una_plantilla_de_otro_equipo_se_dice_y_la_propia_no(ver, destino, peligros):
    relaciones = archivos.RELACIONES.format(LEJOS.format("attachedTemplate", destino))

    assert ver(archivos.docx({"word/_rels/settings.xml.rels": relaciones})) == Hallazgo("docx", peligros=peligros)


@pytest.mark.parametrize(
    ("octetos", "tipo", "activo"),
    [
        (archivos.docx({"word/embeddings/oleObject1.bin": "x"}), "docx", ("objetos",)),
        (archivos.docx({"word/embeddings/hoja.xlsx": "x"}), "docx", ("adjuntos",)),
        (
            archivos.docx(
                {"word/_rels/document.xml.rels": archivos.RELACIONES.format(LEJOS.format("image", "http://a/b"))}
            ),
            "docx",
            ("remoto",),
        ),
        (archivos.zip_({"instalar.exe": "MZ"}), "zip", ("programas",)),
        (archivos.zip_({"carta.pdf": "x"}), "zip", ()),
        (b"{\\rtf1{\\object\\objemb{\\*\\objdata 0105}}}", "rtf", ("objetos",)),
    ],
)
def test_lo_que_trae_dentro_se_dice_y_no_es_peligro(ver, octetos, tipo, activo):
    assert ver(octetos) == Hallazgo(tipo, activo=activo)


@pytest.mark.parametrize(
    ("octetos", "peligro"),
    [
        (archivos.docx({"word/document.xml": "<w:p xmlns:w='x'><w:instrText>DDEAUTO c:\\\\cmd</w:instrText></w:p>"}), "lanza_programas"),
        (archivos.docx({"word/activeX/activeX1.xml": "<a/>"}), "macros"),
        (
            archivos.zip_({
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": "<a b='vnd.sun.star.script:x'/>",
            }),
            "macros",
        ),
        (b"{\\rtf1{\\*\\template http://malo.example/t}}", "plantilla_externa"),
    ],
)  # fmt: skip
def test_otras_maneras_de_ejecutar_algo_tambien_se_dicen(ver, octetos, peligro):
    assert ver(octetos).peligros == (peligro,)


def test_un_documento_con_macros_es_de_su_tipo(ver):
    tipos = archivos.TIPOS_WORD.replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "vnd.ms-word.document.macroEnabled.main+xml",
    )

    assert ver(archivos.docx({"[Content_Types].xml": tipos})) == Hallazgo("docm", peligros=("macros",))


def test_un_zip_con_contrasena_se_dice(ver):
    octetos = bytearray(archivos.zip_({"a.txt": "secreto"}))
    octetos[octetos.rfind(b"PK\x01\x02") + 8] |= 1

    assert ver(bytes(octetos)) == Hallazgo("zip", cifrado=True)


@pytest.mark.parametrize(
    ("octetos", "tipo"),
    [
        (archivos.docx()[:-30], "zip"),
        (archivos.imagen()[:20], "png"),
        (archivos.imagen("JPEG")[:12], "jpg"),
        (f"{XML}<sin cerrar".encode(), "xml"),
    ],
)
def test_lo_danado_se_dice(ver, octetos, tipo):
    assert ver(octetos) == Hallazgo(tipo, danado=True)
