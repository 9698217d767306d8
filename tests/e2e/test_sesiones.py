"""Signing in and out, in one window and in several; and what a reload or a closed tab must not lose."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from playwright.sync_api import WebSocketRoute, expect
from sqlalchemy import select, update

from portal.db.models import BorradorRow, SesionRow
from tests.e2e import recorrido
from tests.e2e.buzon import enlace
from tests.e2e.conftest import galleta
from tests.e2e.servidor import Acceso
from tests.factories.presentaciones import presentar

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
    recorrido.pulsar(otra, "Cambiar contraseña")
    expect(recorrido.titular(otra)).to_have_accessible_name("Iniciar sesión")

    assert servidor.pedir("/documentos/1", Cookie=f"mpv_sesion={suya['value']}").status == HTTPStatus.UNAUTHORIZED
    copia = ventanas.contexto()
    copia.add_cookies([suya])
    ladrona = copia.new_page()
    recorrido.ir(ladrona, f"{servidor.url}/tramites", "Iniciar sesión")


def test_en_una_pestana_a_la_que_vuelve_otra_persona_no_queda_nada_de_la_anterior(servidor, ventanas, ciudadano):
    ventanas.vigia.tolerar("WebSocket")
    una, otra = ciudadano(nombres="Rosa"), ciudadano(nombres="Lucía")
    for vecina in (una, otra):
        presentar(servidor.ctx, vecina.actor)  # an empty tray has nothing to filter
    conexiones: list[WebSocketRoute] = []
    pagina = ventanas.nueva()
    pagina.route_web_socket(re.compile("_stcore/stream"), lambda c: (c.connect_to_server(), conexiones.append(c)))
    recorrido.ir(pagina, f"{servidor.url}/ingresar")
    recorrido.ingresar(pagina, una.acceso)
    recorrido.lista(pagina, "Trámites")
    recorrido.campo(pagina, "Asunto").fill("lo que buscaba Rosa")
    pagina.keyboard.press("Enter")
    expect(pagina).to_have_url(re.compile("asunto="))

    pagina.context.add_cookies([galleta(servidor, otra.acceso)])
    antes = len(conexiones)
    conexiones[-1].close(code=1001)
    while len(conexiones) == antes:
        pagina.wait_for_timeout(200)
    pagina.wait_for_timeout(2000)  # coming back may already have drawn the screen anew
    if recorrido.campo(pagina, "Asunto").count():
        recorrido.campo(pagina, "Asunto").fill("lo que busca ahora")
        pagina.keyboard.press("Enter")

    expect(pagina).to_have_url(f"{servidor.url}/")
    expect(pagina.locator(".st-key-mp-cuenta")).to_contain_text("Lucía")
    recorrido.ir(pagina, f"{servidor.url}/tramites", "Trámites")
    expect(recorrido.campo(pagina, "Asunto")).to_have_value("")


def test_se_ingresa_solo_con_el_teclado(servidor, ventanas, ciudadano):
    vecino = ciudadano()
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/ingresar", "Iniciar sesión")

    expect(recorrido.campo(pagina, "Correo electrónico")).to_be_focused()
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
    hasta_guardar(servidor, pagina, vecino.actor, asunto="Pide el mapa de peligro")

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


def test_antes_de_cerrarse_la_sesion_avisa_y_se_alarga_sin_perder_lo_escrito(servidor, ventanas, ciudadano):
    vecina = ciudadano()
    pagina = escribiendo(servidor, ventanas, vecina)
    numero = recorrido.campo(pagina, "Número de su documento")
    numero.press_sequentially("77-2026", delay=5)
    hasta_guardar(servidor, pagina, vecina.actor, numero="77-2026")  # nobody left the field

    envejecer(servidor, pagina, vecina, minutos=56)

    aviso = pagina.get_by_role("alertdialog")
    expect(aviso).to_have_accessible_name("Su sesión se cerrará en 4 minutos")
    expect(aviso.get_by_role("button", name="Seguir en la sesión")).to_be_focused()
    pagina.keyboard.press("Tab")
    expect(numero).not_to_be_focused()
    recorrido.pulsar(aviso, "Seguir en la sesión")
    expect(aviso).to_have_count(0)
    expect(numero).to_be_focused()
    expect(numero).to_have_value("77-2026")
    assert quedan(servidor, vecina) > timedelta(minutes=59)

    envejecer(servidor, pagina, vecina, minutos=56)
    expect(aviso).to_be_visible()
    pagina.keyboard.press("Escape")
    expect(aviso).to_have_count(0)
    assert quedan(servidor, vecina) > timedelta(minutes=59)


def test_una_sesion_que_se_cerro_vuelve_a_la_misma_pagina_con_el_borrador_entero(servidor, ventanas, ciudadano):
    vecina = ciudadano()
    pagina = escribiendo(servidor, ventanas, vecina)
    direccion = pagina.url

    envejecer(servidor, pagina, vecina, minutos=61)

    aviso = pagina.get_by_role("alertdialog")
    expect(aviso).to_have_accessible_name("Su sesión se cerró")
    recorrido.pulsar(aviso, "Iniciar sesión")
    recorrido.ingresar(pagina, vecina.acceso)
    recorrido.lista(pagina, "¿Qué va a presentar?")
    assert pagina.url.startswith(direccion)
    expect(recorrido.campo(pagina, "Asunto")).to_have_value("Pide el mapa de peligro")


def test_varias_pestanas_se_ponen_de_acuerdo(servidor, ventanas, ciudadano):
    vecina = ciudadano()
    una = ventanas.de(servidor, vecina.acceso)
    otra = una.context.new_page()
    for pagina in (una, otra):
        recorrido.ir(pagina, f"{servidor.url}/mi-cuenta", "Mi cuenta")
        vigilada(pagina)
    envejecer(servidor, una, vecina, minutos=56)
    mirar(otra)
    for pagina in (una, otra):
        expect(pagina.get_by_role("alertdialog")).to_be_visible()

    recorrido.pulsar(una.get_by_role("alertdialog"), "Seguir en la sesión")

    for pagina in (una, otra):
        expect(pagina.get_by_role("alertdialog")).to_have_count(0)


def test_al_dia_de_ingresar_se_dice_que_hay_que_ingresar_de_nuevo_y_se_vuelve_aqui(servidor, ventanas, ciudadano):
    vecina = ciudadano()
    pagina = ventanas.de(servidor, vecina.acceso)
    recorrido.ir(pagina, f"{servidor.url}/mi-cuenta", "Mi cuenta")
    vigilada(pagina)
    ahora = servidor.ctx.reloj()
    cambiar_sesion(
        servidor, vecina, creada_at=ahora - timedelta(hours=23, minutes=57), vence_at=ahora + timedelta(minutes=3)
    )

    mirar(pagina)

    aviso = pagina.get_by_role("alertdialog")
    expect(aviso).to_contain_text("cada día se inicia sesión otra vez")
    recorrido.pulsar(aviso, "Más tarde")
    expect(aviso).to_have_count(0)
    pagina.reload()
    recorrido.pulsar(aviso, "Iniciar sesión ahora")
    recorrido.ingresar(pagina, vecina.acceso)
    recorrido.lista(pagina, "Mi cuenta")


def test_en_un_formulario_sin_cuenta_nada_vence(servidor, ventanas):
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/crear-cuenta", "Crear cuenta")
    recorrido.escribir(pagina, {"Nombres": "Rosa Elvira", "Contraseña": "cuatro lunas sobre Puno"})

    vigilada(pagina)
    ventanas.vigia.tolerar("net::ERR_", "WebSocket")
    pagina.context.set_offline(offline=True)
    pagina.evaluate("dispatchEvent(new Event('visibilitychange'))")
    pagina.context.set_offline(offline=False)
    recorrido.lista(pagina)

    expect(pagina.get_by_role("alertdialog")).to_have_count(0)
    expect(recorrido.campo(pagina, "Nombres")).to_have_value("Rosa Elvira")


def escribiendo(servidor, ventanas, persona):
    """A window with a subject typed and kept, whose session is being watched."""
    pagina = ventanas.de(servidor, persona.acceso)
    recorrido.ir(pagina, f"{servidor.url}/presentar", "¿Qué va a presentar?")
    vigilada(pagina)
    recorrido.campo(pagina, "Asunto").press_sequentially("Pide el mapa de peligro", delay=5)
    hasta_guardar(servidor, pagina, persona.actor, asunto="Pide el mapa de peligro")
    return pagina


def vigilada(pagina):
    """Until the page asked how long its session lasts: two seconds after it is whole."""
    pagina.wait_for_function(
        "() => performance.getEntriesByType('resource').some(r => r.name.endsWith('/sesion/estado'))", polling=50
    )


def mirar(pagina):
    """Come back to the tab: it asks how long its session lasts."""
    with pagina.expect_response("**/sesion/estado"):
        pagina.evaluate("dispatchEvent(new Event('visibilitychange'))")


def envejecer(servidor, pagina, persona, *, minutos):
    """Let so much time pass without a use, and look at the page again."""
    cambiar_sesion(servidor, persona, vista_at=servidor.ctx.reloj() - timedelta(minutes=minutos))
    mirar(pagina)


def cambiar_sesion(servidor, persona, **valores):
    with servidor.ctx.db.transaction() as session:
        session.execute(update(SesionRow).where(SesionRow.cuenta_id == persona.actor.cuenta_id).values(**valores))


def quedan(servidor, persona):
    """How long the newest session of that person may lie idle."""
    suya = (
        select(SesionRow.vista_at).where(SesionRow.cuenta_id == persona.actor.cuenta_id).order_by(SesionRow.id.desc())
    )
    with servidor.ctx.db.lectura() as session:
        return session.scalars(suya.limit(1)).one() + timedelta(hours=1) - servidor.ctx.reloj()


def hasta_guardar(servidor, pagina, actor, **valores):
    """Until the pause in the typing was noticed and the draft has it; nobody left the field."""
    suyo = (
        select(BorradorRow.valores)
        .where(BorradorRow.cuenta_id == actor.cuenta_id)
        .order_by(BorradorRow.actualizado_at.desc())
    )
    for _ in range(200):
        with servidor.ctx.db.lectura() as session:
            guardado = session.scalars(suyo.limit(1)).first() or {}
        if valores.items() <= guardado.items():
            return
        pagina.wait_for_timeout(50)
    pytest.fail("el borrador no guardó lo escrito")
