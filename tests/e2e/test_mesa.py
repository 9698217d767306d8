"""The desk at its simplest, and the citizen at the other end."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.e2e import recorrido
from tests.e2e.buzon import enlace, texto
from tests.e2e.documentos import sha256
from tests.e2e.servidor import Acceso
from tests.factories.presentaciones import Archivo, presentar

pytestmark = pytest.mark.e2e

LIMA = ZoneInfo("America/Lima")
NOTA = "El informe N.º 12 está listo para recoger."
MOTIVO = "La carta no está firmada."


def test_la_mesa_encuentra_deriva_y_la_oficina_atiende_o_rechaza_y_el_ciudadano_lo_ve(
    servidor, ventanas, buzon, mesa, jefa, ciudadano, papeles, tmp_path
):
    vecina = ciudadano()
    carta = (Archivo(octetos=papeles.carta.read_bytes(), nombre=papeles.carta.name),)
    bueno = presentar(servidor.ctx, vecina.actor, archivos=carta, asunto="Pide datos del acelerógrafo de Pisco")
    malo = presentar(servidor.ctx, vecina.actor, asunto="Pide datos del acelerógrafo de Nazca")
    pagina, suya = ventanas.nueva(), ventanas.nueva()

    recorrido.ir(pagina, f"{servidor.url}/ingresar")
    recorrido.ingresar(pagina, mesa)
    recorrido.lista(pagina, "Bandeja")
    buscar(pagina)
    recorrido.abrir_en_bandeja(pagina, bueno.numero)

    recorrido.lista(pagina, "Pide datos del acelerógrafo de Pisco")
    bajado = recorrido.descargar(pagina, pagina.get_by_role("link", name=papeles.carta.name), tmp_path)
    assert sha256(bajado) == sha256(papeles.carta)
    recorrido.derivar(pagina, "Sismología")
    expect(pagina.get_by_role("alert")).to_contain_text(f"El expediente {bueno.numero} pasó a «En proceso».")

    oficina = ventanas.de(servidor, jefa)
    recorrido.ir(
        oficina, f"{servidor.url}/expediente?expediente={bueno.numero}", "Pide datos del acelerógrafo de Pisco"
    )
    recorrido.pulsar(oficina, "Atender")
    oficina.get_by_role("dialog").get_by_role("textbox", name="Respuesta (la lee el ciudadano)").fill(NOTA)
    recorrido.pulsar(oficina.get_by_role("dialog"), "Atender")
    expect(oficina.get_by_role("alert")).to_contain_text("Atendida")
    recorrido.ir(suya, enlace(buzon.esperar_a(vecina.acceso.correo, f"respuesta en su expediente {bueno.numero}")))
    recorrido.lista(suya, "Pide datos del acelerógrafo de Pisco")
    expect(suya.get_by_role("listitem").filter(has_text="Le respondimos con el documento S-")).to_be_visible()
    expect(suya.get_by_text(NOTA)).to_have_count(0)  # without the account, that there is an answer, not which

    recorrido.ir(pagina, f"{servidor.url}/expediente?expediente={malo.numero}", "Pide datos del acelerógrafo de Nazca")
    recorrido.derivar(pagina, "Sismología")
    expect(pagina.get_by_role("alert")).to_contain_text("En proceso")
    pagina = oficina
    recorrido.ir(pagina, f"{servidor.url}/expediente?expediente={malo.numero}", "Pide datos del acelerógrafo de Nazca")
    recorrido.desplegar(pagina, "Más acciones")
    recorrido.actuar(pagina, "Rechazar")
    expect(pagina.get_by_role("dialog")).to_contain_text("Escriba el motivo")
    pagina.get_by_role("dialog").get_by_role("textbox").fill(MOTIVO)
    recorrido.pulsar(pagina.get_by_role("dialog"), "Rechazar")
    expect(pagina.get_by_role("alert")).to_contain_text("Rechazada")

    rechazo = buzon.esperar_a(vecina.acceso.correo, f"{malo.numero} fue rechazado")
    assert MOTIVO in texto(rechazo)
    recorrido.ir(suya, enlace(rechazo), "Pide datos del acelerógrafo de Nazca")
    expect(suya.get_by_role("listitem").filter(has_text=MOTIVO)).to_contain_text("Rechazada")
    expect(suya.get_by_text("3 movimientos")).to_have_count(0)
    assert "3 movimientos" in filas_de(ventanas, servidor, vecina.acceso, malo.numero)
    otra = ventanas.de(servidor, vecina.acceso)
    recorrido.ir(otra, f"{servidor.url}/consulta-tramite?expediente={malo.numero}")
    expect(otra.get_by_role("link", name="Presentar otro documento")).to_be_visible()


def buscar(pagina):
    """The filters of the tray: two words of the asunto find one; until yesterday, none."""
    recorrido.escribir(pagina, {"Buscar": "acelerografo PISCO"})
    expect(pagina.get_by_text(re.compile(r"^1 expediente\b"))).to_be_visible()
    recorrido.pulsar(pagina, "Más filtros")
    ayer = (datetime.now(LIMA) - timedelta(days=1)).strftime("%d/%m/%Y")
    recorrido.fecha(pagina, "Enviado hasta", ayer)
    expect(pagina.get_by_text("Ningún expediente coincide con estos filtros")).to_be_visible()
    recorrido.pulsar(pagina, f"Enviado hasta: {ayer}")


def filas_de(ventanas, servidor, acceso: Acceso, numero: str) -> str:
    """What the citizen's own tray says of that expediente."""
    pagina = ventanas.de(servidor, acceso)
    recorrido.ir(pagina, f"{servidor.url}/tramites", "Trámites")
    return pagina.locator(".mp-fila", has_text=numero).inner_text()


@pytest.mark.parametrize("direccion", ["/bandeja", "/expediente?expediente={numero}", "/correos"])
def test_un_ciudadano_no_entra_donde_trabaja_el_personal(servidor, ventanas, ciudadano, direccion):
    ventanas.vigia.tolerar(r"status of 404 \(Not Found\)")
    vecino, otra = ciudadano(), ciudadano()
    recibo = presentar(servidor.ctx, otra.actor, asunto="Asunto reservado de otra persona")
    pagina = ventanas.de(servidor, vecino.acceso)

    recorrido.ir(pagina, servidor.url + direccion.format(numero=recibo.numero), "No encontramos esta página")

    assert "reservado" not in pagina.content()


def test_en_el_telefono_la_mesa_abre_desde_una_ficha(servidor, ventanas, mesa, ciudadano):
    presentar(servidor.ctx, ciudadano().actor, asunto="Consulta sobre la antena de Jicamarca")
    pagina = ventanas.de(servidor, mesa, viewport={"width": 390, "height": 844})
    recorrido.ir(pagina, f"{servidor.url}/bandeja?asunto=antena+jicamarca", "Bandeja")

    recorrido.pulsar(pagina, "Abrir")

    recorrido.lista(pagina, "Consulta sobre la antena de Jicamarca")


def test_con_el_teclado_la_mesa_abre_la_fila_elegida(servidor, ventanas, mesa, ciudadano):
    for volcan in ("Misti", "Sabancaya"):
        presentar(servidor.ctx, ciudadano().actor, asunto=f"Consulta de teclado sobre el {volcan}")
    pagina = ventanas.de(servidor, mesa)
    recorrido.ir(pagina, f"{servidor.url}/bandeja?asunto=consulta+teclado", "Bandeja")

    tabla = pagina.locator("canvas").first
    tabla.locator("td").first.wait_for(state="attached")
    tabla.focus()
    expect(tabla.locator("tr:nth-child(1) td:focus")).to_have_count(1)
    pagina.keyboard.press("ArrowDown")
    expect(tabla.locator("tr:nth-child(2) td:focus")).to_have_count(1)
    pagina.keyboard.press("Shift+Space")
    pagina.get_by_role("button", name="Abrir expediente", exact=True).press("Enter")

    recorrido.lista(pagina, "Consulta de teclado sobre el Misti")
