"""The whole road of one document, from who files it to the answer that they read, through every office in between."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import mostrador, recorrido
from tests.e2e.buzon import enlace

pytestmark = pytest.mark.e2e
ASUNTO = "Solicita el registro sísmico de Chala"
CORREGIDO = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
OPINION = "El registro de Chala está completo desde 1998."
RESPUESTA = "Le enviamos el registro sísmico que pidió."


def test_se_presenta_se_recibe_se_observan_dos_cosas_se_corrigen_se_deriva_se_opina_se_responde_y_se_lee(
    servidor, ventanas, mesa, jefa, ciudadano, buzon, papeles
):
    vecina = ciudadano()
    numero = presentar(ventanas.de(servidor, vecina.acceso), servidor, papeles)

    pagina = mostrador.abrir(ventanas.de(servidor, mesa), servidor, numero, ASUNTO)
    mostrador.anotado(pagina, "Recibir")
    mostrador.observar(pagina)
    buzon.esperar_a(vecina.acceso.correo, numero)
    suya = ventanas.de(servidor, vecina.acceso, **CORREGIDO)
    mostrador.corregir(suya, servidor, numero, ASUNTO, papeles)
    mostrador.juzgar(mostrador.abrir(pagina, servidor, numero, ASUNTO), papeles)
    mostrador.derivar(pagina, "Sismología", copias=["Vulcanología"], opiniones=["Redes Geofísicas"])

    oficina = mostrador.abrir(ventanas.de(servidor, jefa), servidor, numero, ASUNTO)
    mostrador.anotado(oficina, "Recibir")
    mostrador.informar(oficina, "Redes Geofísicas", OPINION)
    mostrador.atender(oficina, RESPUESTA)
    expect(oficina.get_by_role("alert")).to_contain_text("Atendida")
    recorrido.lista(oficina)
    oficina.get_by_role("tab", name="Hoja de ruta").click()
    hoja = oficina.get_by_role("tabpanel").filter(has_text="Proveído")
    for dicho in (*mostrador.PEDIDOS[:1], "Vulcanología", OPINION, "Atender"):
        expect(hoja).to_contain_text(dicho)

    recorrido.ir(suya, enlace(buzon.esperar_a(vecina.acceso.correo, f"respuesta en su expediente {numero}")), ASUNTO)
    expect(suya.get_by_role("main")).not_to_contain_text(OPINION)
    recorrido.pulsar(suya, "Leer la respuesta")
    expect(suya.get_by_text(RESPUESTA)).to_be_visible()


def presentar(pagina, servidor, papeles) -> str:
    """File a letter; its number."""
    recorrido.ir(pagina, f"{servidor.url}/presentar")
    recorrido.llenar(pagina, recorrido.CARTA | {"Asunto": ASUNTO})
    recorrido.adjuntar(pagina, "Archivo principal", papeles.carta)
    recorrido.recibido(pagina, "Archivo principal", papeles.carta.name, "página")
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de enviar")
    recorrido.pulsar(pagina, "Enviar documento")
    recorrido.lista(pagina, "Su documento fue presentado")
    return recorrido.dato(pagina, "Número de expediente")
