"""An office answers with a document; the citizen reads it on a phone; the office sees when."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from portal.services import derivaciones
from tests.e2e import recorrido
from tests.e2e.buzon import enlace
from tests.e2e.documentos import sha256
from tests.e2e.test_pantallas import mirar
from tests.factories import cuentas
from tests.factories.presentaciones import presentar

pytestmark = pytest.mark.e2e
ASUNTO = "Solicita el mapa de peligro sísmico de Ica"
TEXTO = "Le enviamos el mapa que pidió.\n\nPuede usarlo citando la fuente."
TELEFONO = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "color_scheme": "dark"}


@pytest.fixture
def recibo(servidor, ciudadano, mesa):
    """Filed, and sent to the office that answers; who filed it."""
    vecina = ciudadano()
    recibo = presentar(servidor.ctx, vecina.actor, asunto=ASUNTO)
    de_mesa = servidor.ctx.como(cuentas.actor(servidor.ctx, mesa.correo))
    derivaciones.derivar(de_mesa, recibo.numero, visto=None, responsable="sismologia", pedido="atender")
    return recibo, vecina


def responder(pagina, papeles):
    """The dialog, with a file, as a person fills it."""
    recorrido.pulsar(pagina, "Atender")
    dialogo = pagina.get_by_role("dialog")
    recorrido.pulsar(dialogo, "Atender")
    expect(dialogo.get_by_text("Escriba la respuesta")).to_be_visible()
    recorrido.adjuntar(pagina, "Documentos de la respuesta", papeles.carta)
    recorrido.recibido(pagina, "Documentos de la respuesta", papeles.carta.name, "página")
    dialogo.get_by_role("textbox", name="Respuesta (la lee el ciudadano)").fill(TEXTO)
    recorrido.lista(pagina)
    assert mirar(pagina) == []
    recorrido.pulsar(dialogo, "Atender")
    expect(pagina.get_by_role("alert")).to_contain_text("Atendida")


def test_la_oficina_responde_con_un_documento_y_sabe_cuando_lo_abrieron(
    servidor, ventanas, jefa, recibo, buzon, papeles, tmp_path
):
    recibo, vecina = recibo
    oficina = ventanas.de(servidor, jefa)
    recorrido.ir(oficina, f"{servidor.url}/expediente?expediente={recibo.numero}", ASUNTO)
    responder(oficina, papeles)
    expect(oficina.get_by_text("Todavía no la abre")).to_be_visible()

    aviso = enlace(buzon.esperar_a(vecina.acceso.correo, f"respuesta en su expediente {recibo.numero}"))
    extrano = ventanas.nueva()
    recorrido.ir(extrano, aviso, ASUNTO)
    expect(extrano.get_by_role("heading", name="Hay una respuesta")).to_be_visible()
    expect(extrano.get_by_role("button", name="Leer la respuesta")).to_have_count(0)
    assert mirar(extrano) == []

    suya = ventanas.de(servidor, vecina.acceso, **TELEFONO)
    recorrido.ir(suya, aviso, ASUNTO)
    expect(suya.get_by_text("Puede usarlo citando la fuente.")).to_have_count(0)
    recorrido.pulsar(suya, "Leer la respuesta")
    expect(suya.get_by_text("Puede usarlo citando la fuente.")).to_be_visible()
    recorrido.lista(suya)
    expect(suya.get_by_role("listitem").filter(has_text="Se abrió la respuesta S-")).to_be_visible()
    bajado = recorrido.descargar(suya, suya.get_by_role("link", name=papeles.carta.name).first, tmp_path)
    assert sha256(bajado) == sha256(papeles.carta)
    constancia = recorrido.descargar(suya, suya.get_by_role("link", name="Constancia de respuesta"), tmp_path)
    assert constancia.read_bytes().startswith(b"%PDF-")
    assert mirar(suya) == []

    oficina.reload()
    recorrido.lista(oficina, ASUNTO)
    expect(oficina.get_by_text("La abrió")).to_be_visible()
    assert mirar(oficina) == []
