"""Signing in and out, in one window and in several; and what a reload or a closed tab must not lose."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from portal.services import borradores
from tests.e2e import recorrido
from tests.e2e.buzon import enlace
from tests.e2e.servidor import Acceso

pytestmark = pytest.mark.e2e

NUEVA = "cuatro lunas sobre Puno"


def entrar(servidor, ventanas, persona):
    """A window signed in by the form."""
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/ingresar")
    recorrido.ingresar(pagina, persona.acceso)
    recorrido.lista(pagina, "Trámites")
    return pagina


def test_la_sesion_sobrevive_a_recargar_y_a_otra_pestana_y_salir_termina_ambas(servidor, ventanas, ciudadano):
    vecina = ciudadano()
    pagina = entrar(servidor, ventanas, vecina)
    pagina.reload()
    recorrido.lista(pagina, "Trámites")
    otra = pagina.context.new_page()
    recorrido.ir(otra, f"{servidor.url}/mi-cuenta", "Mi cuenta")
    galletas = pagina.context.cookies()
    (suya,) = (g for g in galletas if g["name"] == "mpv_sesion")
    assert (suya["httpOnly"], suya["sameSite"]) == (True, "Lax")

    recorrido.salir(pagina, vecina.actor.nombre)
    expect(pagina.get_by_role("link", name="Iniciar sesión")).to_be_visible()
    recorrido.lista(pagina)
    recorrido.escribir(otra, {"Contraseña actual": "x"})
    recorrido.pulsar(otra, "Cambiar contraseña")
    expect(recorrido.titular(otra)).to_have_accessible_name("Iniciar sesión")

    assert servidor.pedir("/documentos/1", Cookie=f"mpv_sesion={suya['value']}").status == HTTPStatus.UNAUTHORIZED
    copia = ventanas.contexto()
    copia.add_cookies([suya])
    ladrona = copia.new_page()
    recorrido.ir(ladrona, f"{servidor.url}/tramites", "Iniciar sesión")


def test_se_ingresa_solo_con_el_teclado(servidor, ventanas, ciudadano):
    vecino = ciudadano()
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/ingresar", "Iniciar sesión")

    recorrido.campo(pagina, "Correo electrónico").focus()
    pagina.keyboard.type(vecino.acceso.correo)
    pagina.keyboard.press("Tab")
    pagina.keyboard.type(vecino.acceso.contrasena)
    while pagina.evaluate("document.activeElement.innerText") != "Iniciar sesión":
        pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")

    recorrido.lista(pagina, "Trámites")


def test_una_contrasena_olvidada_se_recupera_por_correo_y_cierra_las_sesiones(servidor, ventanas, buzon, ciudadano):
    vecina = ciudadano()
    abierta = entrar(servidor, ventanas, vecina)
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/ingresar")
    pagina.get_by_role("link", name="Olvidé mi contraseña").click()
    recorrido.lista(pagina, "Recupere su contraseña")
    recorrido.escribir(pagina, {"Correo electrónico": vecina.acceso.correo})
    recorrido.pulsar(pagina, "Enviar enlace")
    expect(pagina.get_by_role("alert")).to_contain_text("Si hay una cuenta con ese correo")

    direccion = enlace(buzon.esperar_a(vecina.acceso.correo, "Cree una contraseña nueva"))
    recorrido.ir(pagina, direccion, "Cree una contraseña nueva")
    recorrido.escribir(pagina, {"Contraseña nueva": NUEVA})
    recorrido.pulsar(pagina, "Guardar contraseña")
    recorrido.lista(pagina, "Su contraseña cambió")
    buzon.esperar_a(vecina.acceso.correo, "cambió")

    abierta.reload()
    recorrido.lista(abierta, "Iniciar sesión")
    recorrido.pulsar(pagina, "Iniciar sesión")
    recorrido.ingresar(pagina, vecina.acceso)
    expect(pagina.get_by_role("alert")).to_contain_text("no coinciden")
    recorrido.ingresar(pagina, Acceso(vecina.acceso.correo, NUEVA))
    recorrido.lista(pagina, "Trámites")
    recorrido.ir(ventanas.nueva(), direccion, "Recupere su contraseña")


def test_lo_escrito_en_el_borrador_sobrevive_a_recargar_sin_salir_del_campo(servidor, ventanas, ciudadano):
    vecino = ciudadano()
    pagina = ventanas.de(servidor, vecino.acceso)
    recorrido.ir(pagina, f"{servidor.url}/presentar", "¿Qué va a presentar?")
    recorrido.elegir(pagina, "Tipo de documento", "Oficio")
    recorrido.escribir(pagina, {"Número de su documento": "77-2026"})
    asunto = recorrido.campo(pagina, "Asunto")
    asunto.press_sequentially("Pide el mapa de peligro", delay=10)
    hasta_guardar(servidor, pagina, vecino.actor, "Pide el mapa de peligro")

    pagina.reload()

    recorrido.lista(pagina, "¿Qué va a presentar?")
    expect(recorrido.campo(pagina, "Asunto")).to_have_value("Pide el mapa de peligro")
    expect(recorrido.campo(pagina, "Número de su documento")).to_have_value("77-2026")
    expect(pagina.get_by_role("combobox", name="Tipo de documento")).to_have_value("Oficio")


def test_una_pestana_cerrada_al_llegar_al_cien_por_ciento_muestra_el_archivo_al_volver(
    servidor, ventanas, ciudadano, papeles
):
    ventanas.vigia.tolerar("net::ERR_")
    vecina = ciudadano()
    pagina = ventanas.de(servidor, vecina.acceso)
    llegadas = []

    def llega_y_no_se_entera(ruta):
        """The server has the last byte; the tab never hears the answer."""
        if ruta.request.method == "PATCH":
            llegadas.append(ruta.fetch().status)
        else:
            ruta.continue_()

    pagina.route("**/cargas/*", llega_y_no_se_entera)
    recorrido.ir(pagina, f"{servidor.url}/presentar?paso=archivos", "Adjunte sus archivos")
    with pagina.expect_request(lambda pedido: pedido.method == "PATCH"):
        recorrido.adjuntar(pagina, "Archivo principal", papeles.carta)
    while not llegadas:
        pagina.wait_for_timeout(50)
    pagina.close()

    pagina = ventanas.de(servidor, vecina.acceso)
    recorrido.ir(pagina, f"{servidor.url}/presentar?paso=archivos", "Adjunte sus archivos")
    assert llegadas == [204]
    recorrido.recibido(pagina, "Archivo principal", papeles.carta.name, "1 página")


def hasta_guardar(servidor, pagina, actor, asunto):
    """Until the pause in the typing was noticed and the draft has it; nobody left the field."""
    for _ in range(200):
        if borradores.abrir(servidor.ctx.como(actor)).valores.get("asunto") == asunto:
            return
        pagina.wait_for_timeout(50)
    pytest.fail("el borrador no guardó lo escrito")
