"""The cargo on paper: everything it must say, accessible, whole for any text, the same bytes every time."""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time
from functools import partial

import pytest
import typst
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from portal.adapters import qr
from portal.adapters.cargo_typst import _SIGNOS, componer
from portal.domain.configuracion import Institucion
from portal.services import configuracion
from portal.services.cargos import PLANTILLA
from tests.factories.cargos import LIMA, PERSONA, VIERNES, datos

hacer = partial(componer, PLANTILLA, fecha=VIERNES)


def leer(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def texto(pdf: bytes) -> str:
    paginas = (pagina.extract_text() for pagina in leer(pdf).pages)
    return " ".join(" ".join(paginas).replace("\u200b", "").split())


def test_dice_todo_lo_que_un_cargo_debe_decir_en_una_pagina():
    pdf = hacer(datos())

    dicho = texto(pdf)
    for parte in (
        "Instituto Geofísico del Perú", "IGP", "RUC 20131367008", "Calle Badajoz 169", "Ministerio del Ambiente",
        "Cargo de recepción", "02922-2026", "R-002922-2026",
        "viernes 20 de noviembre de 2026, 16:42:07 (hora de Lima, UTC-05:00)",
        "Se considera presentado el viernes 20 de noviembre de 2026", "Ley 27444, art. 123",
        "Los plazos se cuentan desde lunes 23 de noviembre de 2026",
        "Geosísmica del Perú S.A.C.", "RUC 20131312955", "María Elena Quispe Huamán (DNI *****912)",
        "mquispe@geosismica.pe", "Trámite Documentario, Instituto Geofísico del Perú", "el sistema (Mesa de Partes Virtual)",
        "Carta", "CARTA N.° 014-2026/GS", "Solicito registros sísmicos de la estación Ñaña", "00123-2026", "27",
        "carta-014-2026.pdf", "PDF", "562.47 kB", "Encontrada", "memoria.xlsx", "XLSX", "1.10 MB", "No hallada",
        "SHA-256", "3 archivos",
        "9F3K-27TD-XM4Q", "https://mesadepartes.igp.gob.pe/verificar",
        "https://mesadepartes.igp.gob.pe/consulta-tramite", "tiene el mismo valor que el sello de recepción",
        "Página 1 de 1",
    ):  # fmt: skip
        assert parte in dicho
    for archivo in datos()["archivos"]["filas"]:
        assert archivo["sha256"] in dicho
    assert "45678912" not in dicho


def test_es_un_pdf_ua_etiquetado_en_espanol():
    leido = leer(hacer(datos()))

    raiz = leido.trailer["/Root"]
    assert raiz["/MarkInfo"]["/Marked"] is True or raiz["/MarkInfo"]["/Marked"].value is True
    assert raiz["/Lang"] == "es-PE"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in raiz["/Metadata"].get_data()
    assert leido.metadata.title == "Cargo de recepción del expediente 02922-2026, Instituto Geofísico del Perú"
    assert b"QR" in b"".join(str(objeto).encode() for objeto in _etiquetas(raiz["/StructTreeRoot"]))


def _etiquetas(nodo):
    hijos = nodo.get("/K", [])
    for hijo in hijos if isinstance(hijos, list) else [hijos]:
        objeto = hijo.get_object()
        if hasattr(objeto, "get"):
            yield objeto.get("/Alt", "")
            yield from _etiquetas(objeto)


def test_los_mismos_datos_dan_los_mismos_bytes():
    assert hacer(datos()) == hacer(datos())


@pytest.mark.parametrize(
    ("enviado", "presentado", "motivo"),
    [
        (datetime(2026, 12, 5, 10, tzinfo=LIMA), "lunes 7 de diciembre de 2026", "No cuentan: sábado 5; domingo 6"),
        (
            datetime(2026, 7, 23, tzinfo=LIMA),
            "viernes 24 de julio de 2026",
            "No cuentan: jueves 23, Día de la Fuerza Aérea del Perú (Ley 31822)",
        ),
    ],
)
def test_explica_por_que_se_considera_presentado_otro_dia(enviado, presentado, motivo):
    dicho = texto(hacer(datos(enviado=enviado)))

    assert f"Se considera presentado el {presentado}" in dicho
    assert motivo in dicho


def test_de_una_persona_no_muestra_el_dni_entero():
    dicho = texto(hacer(datos(remitente=PERSONA)))

    assert "DNI *****912" in dicho
    assert "45678912" not in dicho


def test_cincuenta_archivos_caben_con_la_cabecera_repetida():
    leido = leer(hacer(datos(nombres=tuple(f"anexo-{i:02}.pdf" for i in range(50)))))

    paginas = [pagina.extract_text() for pagina in leido.pages]
    assert len(paginas) == 3
    assert all("Firma digital" in pagina for pagina in paginas)
    assert all(f"anexo-{i:02}.pdf" in "".join(paginas) for i in range(50))


def test_lo_que_escribe_el_ciudadano_nunca_es_marcado():
    hostil = '#import "/etc/passwd" $x^2$ *negrita* _x_ `y` <etiqueta> @ref [z] {w} \\ // /* */ = título - lista'

    assert hostil in texto(hacer(datos(asunto=hostil)))


def test_los_signos_que_ninguna_fuente_dibuja_se_escriben_con_su_numero():
    assert "[U+6F22][U+1F600]ñ.pdf" in texto(hacer(datos(nombres=("漢😀ñ.pdf",))))


def test_los_signos_tenidos_por_seguros_tienen_dibujo(caplog):
    seguros = "".join(chr(c) for c in (*range(0x21, 0x7F), *range(0xA1, 0x180)) if c != 0xAD) + "".join(sorted(_SIGNOS))

    with caplog.at_level("INFO"):
        hacer(datos(asunto=seguros))

    assert not [linea for linea in caplog.messages if "ninguna fuente" in linea]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300), st.text(min_size=1, max_size=120))
def test_ningun_texto_impide_emitir_un_cargo(asunto, nombre):
    assert hacer(datos(asunto=asunto, nombres=(nombre,), remitente=PERSONA | {"nombre": nombre})).startswith(b"%PDF")


def test_las_palabras_interminables_no_se_salen_de_la_hoja():
    pagina = leer(hacer(datos(asunto="x" * 500, nombres=("A" * 250 + ".pdf",)))).pages[0]
    extremos = []

    def anotar(_texto, _cm, tm, _fuente, _tamano):
        extremos.append(tm[4])

    pagina.extract_text(visitor_text=anotar)

    assert max(extremos) < float(pagina.mediabox.width) - 56


def test_varios_hilos_a_la_vez_no_se_confunden():
    with ThreadPoolExecutor(4) as hilos:
        hechos = list(hilos.map(lambda i: texto(hacer(datos(asunto=f"asunto número {i}"))), range(12)))

    assert all(f"asunto número {i}" in dicho for i, dicho in enumerate(hechos))


def test_un_telefono_lee_el_qr_de_la_hoja_dibujada_aun_con_pocos_puntos():
    dibujo = typst.compile(
        PLANTILLA, root=PLANTILLA.parent, sys_inputs={"datos": json.dumps(datos())}, format="png", ppi=72
    )

    leidos = zxingcpp.read_barcodes(Image.open(io.BytesIO(dibujo)))

    assert [leido.text for leido in leidos] == ["https://mesadepartes.igp.gob.pe/verificar?codigo=9F3K-27TD-XM4Q"]


def test_el_qr_es_un_svg_sin_dependencias():
    dibujo = qr.svg("https://mesadepartes.igp.gob.pe/verificar?codigo=9F3K-27TD-XM4Q")

    assert dibujo.startswith("<svg")
    assert "href" not in dibujo


def test_con_horario_de_oficina_dice_la_hora_de_cierre():
    igp = configuracion.preset("igp")
    regla = igp.calendario.model_copy(update={"cierre": time(16, 30)})
    con_cierre = Institucion.model_validate(igp.model_copy(update={"calendario": regla}).model_dump())

    dicho = texto(hacer(datos(institucion=con_cierre)))

    assert "Se considera presentado el lunes 23 de noviembre de 2026" in dicho
    assert "viernes 20, porque se envió después de las 16:30; sábado 21; domingo 22" in dicho
