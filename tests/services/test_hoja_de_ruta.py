"""The hoja de ruta and the label: everything they must say, whole and accessible, and only within reach."""

from __future__ import annotations

import io
import json

import pytest
import typst
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from portal.domain.errors import NoAutorizado, NoEncontrado
from portal.i18n import t
from portal.services import configuracion, derivaciones, fichas, hoja_de_ruta
from tests.factories import cuentas, escritorio, presentaciones


def _dicho(pdf: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).replace("\u200b", "").split())


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


def test_dice_por_donde_paso_quien_que_y_cuando(ctx, gente):
    numero, *_ = escritorio.con_copia_y_pedido(ctx, gente)

    archivo, pdf = hoja_de_ruta.pdf(gente.especialista, numero)

    assert archivo == f"hoja-de-ruta-{numero}.pdf"
    dicho = _dicho(pdf)
    for parte in (
        "Instituto Geofísico del Perú", "Hoja de ruta", numero, "Órgano a cargo", "Responsable", "Fecha límite",
        "Remitente", "Solicito información sísmica", "Folios", "17/11/2026 10:00", t("ficha.proveido", texto="Vea"), "Informe de costos",
        "Copia", "Pedido de atención", gente.especialista.actor.nombre, "Emitida el martes 17 de noviembre de 2026",
        "Página 1 de",
    ):  # fmt: skip
        assert parte in dicho
    assert (
        PdfReader(io.BytesIO(pdf)).metadata.title
        == f"Hoja de ruta del expediente {numero} · Instituto Geofísico del Perú"
    )


def test_un_proveido_con_cualquier_signo_y_una_palabra_larguisima_caben(ctx, gente):
    numero = escritorio.presentado(ctx)
    derivaciones.derivar(
        gente.mesa,
        numero,
        visto=None,
        responsable=escritorio.LABORATORIO,
        pedido="atender",
        proveido=f"#strong[{'x' * 900}] 😀 $a$ \\ *",
    )

    _, pdf = hoja_de_ruta.pdf(gente.mesa, numero)

    assert "#strong[xxx" in _dicho(pdf)


def test_lo_que_no_esta_a_su_alcance_es_como_lo_que_no_existe(ctx, gente):
    numero = escritorio.presentado(ctx)

    for hacer in (hoja_de_ruta.pdf, hoja_de_ruta.etiqueta):
        for ajeno in (numero, "99999-2026"):
            with pytest.raises(NoEncontrado):
                hacer(gente.especialista, ajeno)
        with pytest.raises(NoAutorizado):
            hacer(ctx.como(cuentas.ciudadano(ctx)), numero)


def test_la_etiqueta_cabe_en_una_hoja_de_100_por_50_y_su_qr_lleva_al_seguimiento_sin_clave(ctx, gente):
    numero = presentaciones.presentar(ctx, cuentas.ciudadano(ctx), asunto="Muy largo " * 20).numero

    archivo, pdf = hoja_de_ruta.etiqueta(gente.mesa, numero)

    hoja = PdfReader(io.BytesIO(pdf)).pages
    assert (archivo, len(hoja)) == (f"etiqueta-{numero}.pdf", 1)
    assert [round(float(lado) / 72 * 25.4) for lado in hoja[0].mediabox[2:]] == [100, 50]
    assert numero in _dicho(pdf)
    institucion = configuracion.mostrada(ctx)
    datos = hoja_de_ruta.reunir_etiqueta(fichas.abrir(gente.mesa, numero).vista, institucion, base_url=ctx.base_url)
    assert [codigo.text for codigo in zxingcpp.read_barcodes(_como_imagen(datos))] == [
        f"http://localhost:8501/consulta-tramite?expediente={numero}"
    ]


def _como_imagen(datos: dict) -> Image.Image:
    png = typst.compile(
        hoja_de_ruta.PLANTILLAS / "etiqueta.typ",
        root=hoja_de_ruta.PLANTILLAS,
        font_paths=[hoja_de_ruta.PLANTILLAS / "fuentes"],
        sys_inputs={"datos": json.dumps(datos)},
        format="png",
        ppi=300,
    )
    return Image.open(io.BytesIO(png))
