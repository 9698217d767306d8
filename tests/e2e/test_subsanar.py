"""Asked at the counter, cured on a phone, looked at by staff; and withdrawn."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from portal.services import observaciones
from portal.services.observaciones import ItemNuevo
from tests.e2e import recorrido
from tests.factories import cuentas
from tests.factories.presentaciones import Archivo, presentar

pytestmark = pytest.mark.e2e
ASUNTO = "Solicita copia del registro sísmico de Chala"


@pytest.fixture
def dueno(ciudadano):
    return ciudadano()


@pytest.fixture
def recibo(servidor, dueno, papeles):
    carta = (Archivo(octetos=papeles.carta.read_bytes(), nombre=papeles.carta.name),)
    return presentar(servidor.ctx, dueno.actor, archivos=carta, asunto=ASUNTO)


def abrir(ventanas, servidor, quien, recibo):
    pagina = ventanas.de(servidor, quien)
    recorrido.ir(pagina, f"{servidor.url}/expediente?expediente={recibo.numero}", ASUNTO)
    return pagina


def test_la_mesa_pide_dos_cosas_el_ciudadano_las_corrige_con_el_telefono_y_la_mesa_lo_revisa(
    servidor, ventanas, mesa, dueno, recibo, papeles
):
    pagina = abrir(ventanas, servidor, mesa, recibo)
    recorrido.pulsar(pagina, "Observar")
    dialogo = pagina.get_by_role("dialog")
    recorrido.campo(dialogo, "Punto 1: qué debe corregir").fill("El documento no está firmado.")
    recorrido.pulsar(dialogo, "Agregar otro punto")
    recorrido.campo(dialogo, "Punto 2: qué debe corregir").fill("Falta el anexo 2.")
    recorrido.pulsar(dialogo, "Observar")
    expect(pagina.get_by_role("alert")).to_be_visible()

    telefono = ventanas.de(servidor, dueno.acceso, viewport={"width": 390, "height": 844})
    recorrido.ir(telefono, f"{servidor.url}/consulta-tramite?expediente={recibo.numero}", ASUNTO)
    expect(telefono.get_by_role("main")).to_contain_text("Falta el anexo 2.")
    telefono.get_by_role("link", name="Corregir ahora").click()
    recorrido.lista(telefono, f"Corrija su expediente {recibo.numero}")
    recorrido.pulsar(telefono, "Revisar antes de enviar")
    expect(telefono.get_by_role("alert")).to_contain_text("al menos un punto")
    respuesta = telefono.get_by_label("Respuesta al punto 1 (opcional si adjunta archivos)")
    respuesta.fill("Ya está firmado.")
    recorrido.adjuntar(telefono, "Archivos para el punto 2", papeles.carta)
    recorrido.recibido(telefono, "Archivos para el punto 2", papeles.carta.name, "")
    telefono.reload()
    recorrido.lista(telefono, f"Corrija su expediente {recibo.numero}")
    expect(respuesta).to_have_value("Ya está firmado.")
    recorrido.pulsar(telefono, "Revisar antes de enviar")
    recorrido.lista(telefono, "Revise y envíe su corrección")
    recorrido.pulsar(telefono, "Enviar la corrección")
    recorrido.lista(telefono, "Recibimos su corrección")
    expect(telefono.get_by_role("main")).to_contain_text("conserva su fecha de presentación")

    recorrido.ir(pagina, f"{servidor.url}/expediente?expediente={recibo.numero}", ASUNTO)
    recorrido.pulsar(pagina, "Revisar lo corregido")
    dialogo = pagina.get_by_role("dialog")
    expect(dialogo).to_contain_text("Ya está firmado.")
    expect(dialogo.get_by_role("link", name=papeles.carta.name)).to_be_visible()
    for punto in (1, 2):
        grupo = dialogo.get_by_role("radiogroup", name=f"¿Corrigió el punto {punto}?")
        grupo.get_by_text("Corregido", exact=True).click()
    recorrido.pulsar(dialogo, "Revisar lo corregido")
    expect(pagina.get_by_role("alert")).to_contain_text("quedó anotado")
    recorrido.lista(pagina)
    pagina.get_by_role("tab", name="Lo pedido").click()
    expect(pagina.get_by_role("tabpanel").filter(has_text="Punto 1")).to_contain_text("Llegó la corrección")


def test_quien_presento_retira_su_tramite_aunque_se_le_pida_algo(servidor, ventanas, mesa, dueno, recibo):
    quien_observa = servidor.ctx.como(cuentas.actor(servidor.ctx, mesa.correo))
    observaciones.observar(quien_observa, recibo.numero, visto=1, items=(ItemNuevo("Falta la firma."),))
    pagina = ventanas.de(servidor, dueno.acceso)
    recorrido.ir(pagina, f"{servidor.url}/consulta-tramite?expediente={recibo.numero}", ASUNTO)

    recorrido.pulsar(pagina, "Retirar este trámite")
    dialogo = pagina.get_by_role("dialog")
    recorrido.pulsar(dialogo, "Retirar el trámite")
    expect(dialogo).to_contain_text("Elija qué quiere retirar")
    dialogo.get_by_text("Retiro del trámite", exact=True).click()
    recorrido.pulsar(dialogo, "Retirar el trámite")

    expect(pagina.get_by_role("alert")).to_contain_text("Quedó registrado")
    expect(pagina.get_by_role("button", name="Retirar este trámite")).to_have_count(0)
