"""The pieces draw what they are given, escaped, with the marks that readers of screens need."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from portal.ui import piezas, theme
from portal.ui.errors import al_fallar
from portal.ui.piezas import DIBUJOS, Enlace
from portal.ui.recursos import PROPIOS

PORTAL = PROPIOS.parent.parent
GALERIA = Path(__file__).with_name("galeria.py")


@pytest.fixture
def galeria() -> AppTest:
    return AppTest.from_file(str(GALERIA), default_timeout=20).run()


def dibujado(prueba: AppTest) -> str:
    return "\n".join(str(nodo.proto.body) for nodo in prueba.get("html"))


def test_la_galeria_se_dibuja_sin_fallas(galeria):
    assert not galeria.exception
    assert galeria.title[0].value == "Galería de piezas"


def test_lo_que_escriben_las_personas_se_muestra_tal_cual(galeria):
    html = dibujado(galeria)

    assert "Instituto de &lt;Prueba&gt;" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html


def test_una_negativa_se_lee_en_voz_alta_y_con_palabras(galeria):
    html = dibujado(galeria)

    assert re.search(r'class="mp-aviso rojo" role="alert"><p><b>No encontramos lo que busca', html)


def test_un_telefono_un_numero_un_articulo_y_un_peso_no_se_parten_entre_dos_renglones():
    def pantalla() -> None:
        from portal.ui import piezas

        piezas.nota(
            "Llame al (01) 317-2300 por el 00007-2026, hasta 10 MB (Ley 27444, art. 123). <b> 2021-2026 R-000064-2026"
        )

    html = dibujado(AppTest.from_function(pantalla).run())

    assert re.findall(r'<span class="mp-junto">([^<]+)</span>', html) == [
        "(01) 317-2300",
        "00007-2026",
        "10 MB",
        "Ley 27444",
        "art. 123",
        "2021-2026",
        "R-000064-2026",
    ]
    assert "&lt;b&gt;" in html


def test_el_resumen_de_errores_lleva_a_cada_campo(galeria):
    html = dibujado(galeria)

    assert 'role="alert" tabindex="-1"' in html
    assert "Corrija un dato para continuar" in html
    assert '<a href="#mp-error-ruc" data-para="ruc">' in html
    assert 'id="mp-error-ruc" data-para="ruc"' in html


def test_el_paso_actual_se_anuncia(galeria):
    assert '<li class="actual" aria-current="step"><span>2. Archivos<small class="mp-de"> (2 de 4)</small>' in dibujado(
        galeria
    )


def test_el_aviso_de_demostracion_y_el_pie_estan_en_todas_las_pantallas(galeria):
    html = dibujado(galeria)

    assert "Demostración." in html
    assert "PERÚ · Ministerio del Ambiente · Instituto de &lt;Prueba&gt;" in html
    assert '<a href="./privacidad">Privacidad</a>' in html


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "//ajeno.pe\nx", "JAVASCRIPT:x", "vbscript:x", ""]
)
def test_un_enlace_peligroso_no_se_dibuja(href):
    with pytest.raises(ValueError, match="destino no válido"):
        piezas.enlace(Enlace("Ver", href))


@pytest.mark.parametrize(
    "href", ["./cargo", "/mpv/cargo?x=1&y=2", "https://www.gob.pe", "mailto:a@b.pe", "#abajo", "presentar?paso=2"]
)
def test_un_enlace_propio_o_conocido_se_dibuja(href):
    assert 'href="' in piezas.enlace(Enlace("Ver <b>", href))
    assert "Ver &lt;b&gt;" in piezas.enlace(Enlace("Ver <b>", href))


def test_una_etiqueta_lleva_icono_y_palabra():
    assert piezas.etiqueta("Vence <hoy>", "ambar") == (
        '<span class="mp-tag ambar"><span class="mp-icono" aria-hidden="true">hourglass_bottom</span>Vence &lt;hoy&gt;</span>'
    )


def test_las_palabras_de_una_persona_no_son_markdown():
    assert piezas.llano("T. *Ayala* [x](y) :red[a] $1$") == r"T. \*Ayala\* \[x\](y) \:red\[a\] \$1\$"


def test_las_direcciones_que_escribe_una_persona_no_se_vuelven_enlaces():
    visto = piezas.llano("WWW.a.pe https://b.pe http://c.pe d@e.pe wwwf http")

    assert not re.search(r"(?i)www\.|https?:|@\w", visto.replace("\\", ""))
    assert visto.replace("\\", "").replace("\u2060", "") == "WWW.a.pe https://b.pe http://c.pe d@e.pe wwwf http"


def test_el_acento_solo_puede_ser_un_color():
    with pytest.raises(ValueError, match="color no válido"):
        theme.aplicar("#0b5a6b", "red} body{display:none")


def test_una_falla_se_anota_con_el_numero_que_ve_la_persona(caplog):
    with caplog.at_level(logging.ERROR):
        assert al_fallar(RuntimeError("sorpresa")) is True

    assert re.fullmatch(r"falla [0-9A-F]{8}", caplog.records[0].getMessage())


def test_todo_icono_que_se_usa_esta_en_la_letra_recortada():
    presentes = set((PROPIOS / "MaterialSymbols.txt").read_text(encoding="utf-8").splitlines())
    fuentes = [ruta.read_text(encoding="utf-8") for ruta in PORTAL.rglob("*.py")]

    usados = {
        nombre
        for texto in fuentes
        for nombre in re.findall(r":material/([a-z0-9_]+):|icono\(\"([a-z0-9_]+)\"\)", texto)
    }

    assert {nombre for par in usados for nombre in par if nombre} | set(DIBUJOS.values()) <= presentes


def test_un_comunicado_dice_su_frase_y_su_detalle_sin_dejar_pasar_marcas():
    def pantalla():
        from portal.ui import piezas

        piezas.comunicado("Sin atención <hoy>", "Vuelva el lunes")

    cuerpo = dibujado(AppTest.from_function(pantalla).run())

    assert "<b>Sin atención &lt;hoy&gt;</b> Vuelva el lunes" in cuerpo
    assert 'role="note"' in cuerpo
