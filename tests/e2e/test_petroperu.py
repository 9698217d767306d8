"""Correspondence from one screen to an office: terms, destination, confirmation, mail, rejection with its reason."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from portal.domain.permisos import Rol
from tests.e2e import recorrido
from tests.e2e.buzon import adjunto, texto
from tests.e2e.conftest import persona
from tests.e2e.test_pantallas import mirar

pytestmark = pytest.mark.e2e

CORRESPONDENCIA = {
    "Asunto": "Propuesta de servicios de inspección",
    "Nº Documento": "014-2026/GER",
    "Nº de páginas": "1",
}
CABE = "numero => numero.getBoundingClientRect().right < numero.closest('.mp-fila').querySelector('.f').getBoundingClientRect().left"
"""A longer number than elsewhere stays in its column."""
MOTIVO = "Lo solicitado ya se respondió en una correspondencia anterior."


@pytest.fixture(scope="module")
def petroleos(montar):
    return montar(base="/mpv").instalar("petroperu").arrancar()


def test_la_correspondencia_llega_a_su_dependencia_y_quien_la_envio_lee_por_que_se_rechazo(
    petroleos, ventanas, buzon, papeles
):
    jefe = petroleos.contratar(Rol.JEFE, "secretaria@petroleos.example", dependencia="secretaria_general")
    nora = persona(petroleos, correo="nora@ejemplo.pe")
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{petroleos.url}/ingresar", "Iniciar sesión")
    recorrido.ingresar(pagina, nora.acceso)
    expect(pagina.get_by_role("alert")).to_contain_text("Marque que acepta los términos")
    recorrido.lista(pagina)
    pagina.get_by_role("checkbox", name="Acepto los términos y condiciones de uso").press("Space")
    recorrido.pulsar(pagina, "Iniciar sesión")
    recorrido.lista(pagina, "Consulta de correspondencia")

    recorrido.pulsar(pagina, "Nueva correspondencia")
    llenar(pagina, papeles)
    assert not mirar(pagina)  # what no other walk sees: everything on one screen
    pagina.get_by_role("button", name="Guardar correspondencia").first.click()
    ventana = pagina.get_by_role("dialog")
    expect(ventana).to_contain_text("se considera presentado el")
    expect(ventana).to_contain_text("Secretaría General")
    recorrido.pulsar(ventana, "Sí, enviar")
    recorrido.lista(pagina, "Su documento fue presentado")
    numero = recorrido.dato(pagina, "Número de expediente")
    assert re.fullmatch(r"MPV-\d{4}-000001", numero)
    correo = buzon.esperar_a(nora.acceso.correo, "Su correspondencia ha sido enviada correctamente")
    assert numero in texto(correo)
    assert adjunto(correo).startswith(b"%PDF-")

    oficina = ventanas.de(petroleos, jefe)
    recorrido.ir(oficina, f"{petroleos.url}/bandeja", "Bandeja")
    assert not mirar(oficina)
    recorrido.abrir_en_bandeja(oficina, numero)
    recorrido.lista(oficina, CORRESPONDENCIA["Asunto"])
    expect(oficina.get_by_role("main")).to_contain_text("por recibir")
    recorrido.desplegar(oficina, "Más acciones")
    recorrido.actuar(oficina, "Rechazar", MOTIVO)
    assert MOTIVO in texto(buzon.esperar_a(nora.acceso.correo, f"{numero} fue rechazada"))

    recorrido.ir(pagina, f"{petroleos.url}/tramites", "Consulta de correspondencia")
    recorrido.escribir(pagina, {"Asunto": "otra cosa"})
    assert pagina.locator(".mp-fila .mp-num").first.evaluate(CABE)
    expect(pagina.locator(".mp-fila", has_text=numero)).to_be_visible()  # nothing is filtered until it is asked for
    recorrido.pulsar(pagina, "Buscar")
    recorrido.lista(pagina)
    expect(pagina.locator(".mp-fila")).to_have_count(0)
    recorrido.escribir(pagina, {"Asunto": "inspeccion"})
    recorrido.pulsar(pagina, "Buscar")
    expect(pagina.locator(".mp-fila", has_text=numero)).to_contain_text("Rechazada")
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Ver")
    recorrido.lista(pagina, CORRESPONDENCIA["Asunto"])
    expect(pagina.get_by_role("main")).to_contain_text(MOTIVO)


def llenar(pagina, papeles):
    """The three sections on one screen; the switch is on, and each list follows the one before."""
    recorrido.lista(pagina, "Nueva correspondencia")
    recorrido.escribir(pagina, CORRESPONDENCIA)
    recorrido.elegir(pagina, "Tipo de correspondencia", "Carta")
    recorrido.fecha(pagina, "Fecha Documento", "16/11/2026")
    recorrido.lista(pagina)
    pagina.get_by_role("button", name="Guardar correspondencia").first.click()
    expect(pagina.get_by_text("Complete «Centro de Gestión».").first).to_be_visible()
    recorrido.lista(pagina)
    recorrido.elegir(pagina, "Centro de Gestión", "Oficina Principal San Isidro")
    recorrido.lista(pagina)
    recorrido.elegir(pagina, "Dependencia Destino", "Secretaría General")
    recorrido.lista(pagina)
    ranura = "Archivos de la correspondencia"
    recorrido.adjuntar(pagina, ranura, papeles.carta)
    recorrido.recibido(pagina, ranura, papeles.carta.name, "1 página")
    recorrido.lista(pagina)
