"""The citizen's tray: a table for who does not see it, its cargo at hand, and the whole list taken to Excel."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from playwright.sync_api import expect

from tests.e2e import recorrido
from tests.factories.presentaciones import presentar

pytestmark = pytest.mark.e2e

CUANTAS = 27  # more than one page
FORMULA = "=HYPERLINK(1) y otros pedidos"


@pytest.fixture(scope="module")
def vecina(servidor):
    """Somebody with a tray of two pages."""
    from tests.e2e.conftest import persona

    quien = persona(servidor)
    for i in range(CUANTAS - 1):
        presentar(servidor.ctx, quien.actor, asunto=f"Pide {'planos' if i % 3 else 'fotos'} de la estación {i}")
    presentar(servidor.ctx, quien.actor, asunto=FORMULA)
    return quien


def test_la_lista_entera_se_descarga_en_csv_y_en_excel(servidor, ventanas, vecina, tmp_path):
    pagina = ventanas.de(servidor, vecina.acceso)
    recorrido.ir(pagina, f"{servidor.url}/tramites", "Trámites")
    expect(pagina.get_by_text(f"{CUANTAS} registros")).to_be_visible()

    texto = recorrido.descargar(pagina, pagina.get_by_role("link", name="Descargar lista en CSV"), tmp_path)
    libro = recorrido.descargar(pagina, pagina.get_by_role("link", name="Descargar lista en Excel"), tmp_path)

    filas = list(csv.reader(io.StringIO(texto.read_bytes().decode("utf-8-sig"), newline="")))
    assert (len(filas), filas[0][0], filas[1][5]) == (1 + CUANTAS, "N.º expediente", f"'{FORMULA}")
    with zipfile.ZipFile(libro) as z:
        hoja, textos = z.read("xl/worksheets/sheet1.xml").decode(), z.read("xl/sharedStrings.xml").decode()
    assert (hoja.count("<row "), "<f>" in hoja, FORMULA in textos) == (1 + CUANTAS, False, True)
    assert libro.name.startswith("tramites-2")


def test_se_descarga_lo_filtrado(servidor, ventanas, vecina, tmp_path):
    pagina = ventanas.de(servidor, vecina.acceso)
    recorrido.ir(pagina, f"{servidor.url}/tramites", "Trámites")

    recorrido.escribir(pagina, {"Asunto": "fotos"})
    expect(pagina.get_by_text("9 registros", exact=True)).to_be_visible()
    recorrido.lista(pagina)
    texto = recorrido.descargar(pagina, pagina.get_by_role("link", name="Descargar lista en CSV"), tmp_path)

    filas = list(csv.reader(io.StringIO(texto.read_bytes().decode("utf-8-sig"), newline="")))[1:]
    assert len(filas) == 9
    assert all("fotos" in fila[5] for fila in filas)


def test_la_bandeja_es_una_tabla_tambien_para_quien_no_la_ve(servidor, ventanas, vecina):
    pagina = ventanas.de(servidor, vecina.acceso)

    for ancho in (1280, 390):
        pagina.set_viewport_size({"width": ancho, "height": 1200})
        recorrido.ir(pagina, f"{servidor.url}/tramites", "Trámites")
        tabla = pagina.get_by_role("table", name="Trámites")
        primera = tabla.get_by_role("row").nth(1)
        expect(tabla.get_by_role("row")).to_have_count(26)
        expect(tabla.get_by_role("columnheader")).to_have_text(
            ["N.º expediente", "Fecha de registro", "Número", "Asunto", "Estado", "Opciones"]
        )
        expect(primera.get_by_role("cell")).to_have_count(6)
        expect(primera.get_by_role("cell").nth(3)).to_have_text(FORMULA)

    recorrido.ir(pagina, f"{servidor.url}/mi-cuenta")
    expect(pagina.get_by_role("table")).to_have_count(0)


def test_el_cargo_se_descarga_desde_la_fila(servidor, ventanas, vecina, tmp_path):
    pagina = ventanas.de(servidor, vecina.acceso)
    recorrido.ir(pagina, f"{servidor.url}/tramites", "Trámites")

    cargo = recorrido.descargar(
        pagina, pagina.get_by_role("link", name="Descargar el cargo del expediente").first, tmp_path
    )

    assert cargo.read_bytes().startswith(b"%PDF")


def test_unas_fechas_al_reves_se_dicen(servidor, ventanas, vecina):
    pagina = ventanas.de(servidor, vecina.acceso)

    recorrido.ir(pagina, f"{servidor.url}/tramites?desde=2026-12-31&hasta=2026-01-01", "Trámites")

    expect(pagina.get_by_role("alert")).to_contain_text("La fecha de inicio es posterior a la fecha de fin.")
    recorrido.pulsar(pagina, "Quitar filtros")
    expect(pagina.get_by_text(f"{CUANTAS} registros")).to_be_visible()
