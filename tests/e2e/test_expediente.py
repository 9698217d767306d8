"""One expediente on the desk: its sheet, its acts, and two clerks at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import recorrido
from tests.factories.presentaciones import Archivo, presentar

pytestmark = pytest.mark.e2e
ASUNTO = "Solicita copia del registro sísmico de Chala"


@pytest.fixture
def recibo(servidor, ciudadano, papeles):
    carta = (Archivo(octetos=papeles.carta.read_bytes(), nombre=papeles.carta.name),)
    return presentar(servidor.ctx, ciudadano().actor, archivos=carta, asunto=ASUNTO)


def abrir(ventanas, servidor, quien, recibo):
    pagina = ventanas.de(servidor, quien)
    recorrido.ir(pagina, f"{servidor.url}/expediente?expediente={recibo.numero}", ASUNTO)
    return pagina


def test_el_pdf_se_lee_en_la_pantalla_y_ninguna_otra_pagina_lo_enmarca(servidor, ventanas, mesa, recibo):
    pagina = abrir(ventanas, servidor, mesa, recibo)

    hoja = pagina.locator("iframe[title$='.pdf']")
    expect(hoja).to_be_visible()
    respuesta = pagina.request.get(f"{servidor.url}/{hoja.get_attribute('src').split('#')[0].lstrip('./')}")

    assert respuesta.status == 200
    assert respuesta.headers["content-disposition"] == "inline"
    assert "frame-ancestors 'self'" in respuesta.headers["content-security-policy"]


def test_se_recibe_se_deriva_con_copia_se_recibe_alla_y_queda_en_la_hoja_de_ruta(
    servidor, ventanas, mesa, jefa, recibo
):
    pagina = abrir(ventanas, servidor, mesa, recibo)
    recorrido.pulsar(pagina, "Recibir")
    expect(pagina.get_by_role("alert")).to_contain_text("quedó anotado")
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Derivar")
    dialogo = pagina.get_by_role("dialog")
    recorrido.desplegar(pagina, "Copias, pedidos y nota")
    dialogo.get_by_role("combobox", name="Copia para conocimiento (opcional)").click()
    pagina.keyboard.type("Vulcanología")
    pagina.get_by_role("option", name="Vulcanología", exact=True).click()
    pagina.keyboard.press("Escape")
    dialogo.get_by_role("combobox", name="A qué oficina").click()
    pagina.keyboard.type("Sismología")
    pagina.get_by_role("option", name="Sismología", exact=True).click()
    dialogo.get_by_role("textbox", name="Proveído (solo lo lee el personal)").fill("Para su atención urgente")
    recorrido.pulsar(dialogo, "Derivar")
    expect(pagina.get_by_role("alert")).to_contain_text("pasó a «En proceso»")

    otra = abrir(ventanas, servidor, jefa, recibo)
    recorrido.pulsar(otra, "Recibir")
    expect(otra.get_by_role("alert")).to_contain_text("quedó anotado")
    recorrido.lista(otra)
    otra.get_by_role("tab", name="Hoja de ruta").click()

    camino = otra.get_by_role("tabpanel").filter(has_text="Proveído")
    expect(camino).to_contain_text("Derivar: Sismología")
    expect(camino).to_contain_text("Para su atención urgente")
    expect(camino).to_contain_text("Vulcanología")


def test_de_dos_que_actuan_a_la_vez_gana_uno_y_el_otro_sabe_quien_y_que(servidor, ventanas, mesa, jefa, recibo):
    una, otra = abrir(ventanas, servidor, mesa, recibo), abrir(ventanas, servidor, jefa, recibo)
    recorrido.pulsar(otra, "Derivar")
    expect(otra.get_by_role("dialog").get_by_role("combobox", name="A qué oficina")).to_be_visible()
    recorrido.derivar(una, "Sismología")
    expect(una.get_by_role("alert")).to_contain_text("En proceso")

    otra.get_by_role("combobox", name="A qué oficina").click()
    otra.keyboard.type("Vulcanología")
    otra.get_by_role("option", name="Vulcanología", exact=True).click()
    recorrido.pulsar(otra.get_by_role("dialog"), "Derivar")

    dialogo = otra.get_by_role("dialog")
    expect(dialogo).to_contain_text("Carmen Salas Prado")
    expect(dialogo).to_contain_text("Derivar")
    otra.reload()
    recorrido.lista(otra, ASUNTO)
    expect(otra.get_by_text("Sismología (por recibir)")).to_be_visible()
