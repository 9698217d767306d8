"""Two persons of one organisation: invited by mail, registered, filing as the organisation, removed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from portal.services import invitaciones, organizaciones
from tests.e2e import recorrido
from tests.e2e.buzon import enlace, texto
from tests.e2e.servidor import Acceso
from tests.factories.cuentas import CONTRASENA
from tests.factories.presentaciones import presentar

pytestmark = pytest.mark.e2e

MINERA = "Minera Andina S.A.C."
JULIA = {"clase": "juridica", "ruc": "20131312955", "razon_social": MINERA, "nombres": "Julia", "apellidos": "Mamani"}
TEO = Acceso("teo.yupanqui@minera.example", CONTRASENA)
DATOS = {
    "Número": "41526374",
    "Nombres": "Teodoro",
    "Apellidos": "Yupanqui Soto",
    "Teléfono": "951 000 222",
    "Contraseña": CONTRASENA,
}


@pytest.fixture
def julia(ciudadano):
    return ciudadano(**JULIA)


def test_una_persona_invitada_presenta_por_la_organizacion_hasta_que_la_retiran(
    servidor, ventanas, buzon, papeles, julia
):
    titular = ventanas.de(servidor, julia.acceso)
    recorrido.ir(titular, f"{servidor.url}/tramites", "Trámites")
    recorrido.pulsar(titular, "Julia Mamani")
    titular.get_by_role("menuitem", name="Mi organización").click()
    recorrido.lista(titular, "Mi organización")
    recorrido.escribir(titular, {"Correo de la persona": TEO.correo})
    recorrido.pulsar(titular, "Enviar invitación")
    expect(titular.get_by_role("alert")).to_contain_text(f"Enviamos la invitación a {TEO.correo}")

    invitado = ventanas.nueva()
    numero = presentar_invitado(invitado, buzon, papeles)

    aviso = buzon.esperar_a(julia.acceso.correo, "Teodoro Yupanqui Soto ya actúa por")
    assert enlace(aviso) == f"{servidor.url}/organizacion"
    recorrido.ir(titular, f"{servidor.url}/tramites", "Trámites")
    expect(titular.locator(".mp-fila", has_text=numero)).to_contain_text("por Teodoro Yupanqui Soto")
    documento = titular.locator(".mp-fila", has_text=numero).get_by_role("link").get_attribute("href")
    recorrido.ir(titular, f"{servidor.url}/consulta-tramite?expediente={numero}")
    assert recorrido.dato(titular, "Presentó") == f"{MINERA}, por Teodoro Yupanqui Soto"
    retirar(titular, enlace(aviso))

    assert "ya no presenta ni ve" in texto(buzon.esperar_a(TEO.correo, f"Usted ya no actúa por {MINERA}"))
    recorrido.ir(invitado, f"{servidor.url}/tramites", "Trámites")
    expect(invitado.get_by_text("Aquí verá los documentos que presente")).to_be_visible()
    recorrido.ir(invitado, f"{servidor.url}/consulta-tramite?expediente={numero}")
    expect(invitado.get_by_role("main")).not_to_contain_text("Solicito información sísmica")
    assert invitado.request.get(f"{servidor.url}{documento}").status == 404
    assert titular.request.get(f"{servidor.url}{documento}").status == 200
    recorrido.ir(titular, f"{servidor.url}/tramites", "Trámites")
    expect(titular.locator(".mp-fila", has_text=numero)).to_contain_text("por Teodoro Yupanqui Soto")


def presentar_invitado(pagina, buzon, papeles):
    """From the mailed link to a filing in the organisation's name; its number."""
    recorrido.ir(pagina, enlace(buzon.esperar_a(TEO.correo, f"le invita a actuar por {MINERA}")))
    expect(recorrido.titular(pagina)).to_have_text(f"Le invitan a actuar por {MINERA}")
    assert recorrido.dato(pagina, "Para el correo") == "t•••@minera.example"
    recorrido.pulsar(pagina, "Crear cuenta")
    recorrido.lista(pagina, "Crear cuenta")
    expect(recorrido.campo(pagina, "Correo electrónico")).to_have_value(TEO.correo)
    recorrido.registrarse(pagina, DATOS)
    recorrido.lista(pagina, "Revise su correo")
    recorrido.activar(pagina, enlace(buzon.esperar_a(TEO.correo, "Active su cuenta")))
    recorrido.pulsar(pagina, "Iniciar sesión")
    recorrido.ingresar(pagina, TEO)
    recorrido.lista(pagina, f"Le invitan a actuar por {MINERA}")
    recorrido.pulsar(pagina, "Aceptar la invitación")
    expect(pagina.get_by_role("alert")).to_contain_text(f"Desde ahora usted actúa por {MINERA}")
    recorrido.lista(pagina, "Mi organización")

    pagina.get_by_role("link", name="Presentar un documento").click()
    recorrido.lista(pagina, "¿Qué va a presentar?")
    pagina.get_by_role("radio", name=re.compile(re.escape(MINERA))).press("Space")
    pagina.wait_for_url(re.compile("borrador="))  # the choice is kept: from here the draft has its address
    expect(pagina.get_by_text("Borrador guardado a las")).to_be_visible()
    recorrido.llenar(pagina)
    recorrido.adjuntar(pagina, "Archivo principal", papeles.carta)
    recorrido.recibido(pagina, "Archivo principal", papeles.carta.name, "1 página")
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de enviar")
    assert recorrido.dato(pagina, "Organización") == f"{MINERA}, RUC 20131312955"
    recorrido.pulsar(pagina, "Enviar documento")
    recorrido.lista(pagina, "Su documento fue presentado")
    return recorrido.dato(pagina, "Número de expediente")


def retirar(pagina, direccion):
    """By the mailed link to the organisation, with the question in between."""
    recorrido.ir(pagina, direccion, "Mi organización")
    recorrido.pulsar(pagina, "Retirar")
    dialogo = pagina.get_by_role("dialog")
    expect(dialogo).to_contain_text("¿Retirar a Teodoro Yupanqui Soto?")
    recorrido.pulsar(dialogo, "Retirar persona")
    expect(pagina.get_by_role("alert")).to_contain_text("Teodoro Yupanqui Soto ya no actúa por la organización")


def test_quien_ingreso_con_otro_correo_no_puede_responder_y_vuelve_con_el_suyo(
    servidor, ventanas, buzon, julia, ciudadano
):
    invitada, otra = ciudadano(), ciudadano()
    (organizacion,) = organizaciones.mias(servidor.ctx.como(julia.actor))
    invitaciones.invitar(servidor.ctx.como(julia.actor), organizacion.id, invitada.acceso.correo)
    direccion = enlace(buzon.esperar_a(invitada.acceso.correo, "le invita"))
    pagina = ventanas.de(servidor, otra.acceso)

    recorrido.ir(pagina, direccion, f"Le invitan a actuar por {MINERA}")
    expect(pagina.get_by_text("Esta invitación es para otro correo")).to_be_visible()
    expect(pagina.get_by_role("button", name="Aceptar la invitación")).to_have_count(0)
    assert invitada.acceso.correo not in pagina.content()
    pagina.get_by_role("main").get_by_role("button", name="Cerrar sesión").click()
    expect(pagina.get_by_text("Para responder, inicie sesión con el correo")).to_be_visible()
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Iniciar sesión")
    recorrido.ingresar(pagina, invitada.acceso)
    recorrido.lista(pagina, f"Le invitan a actuar por {MINERA}")
    recorrido.pulsar(pagina, "No aceptar")
    expect(pagina.get_by_role("alert")).to_contain_text("Usted no aceptó la invitación")

    recorrido.ir(pagina, direccion, "Esta invitación ya no vale")


def test_una_persona_agrega_su_organizacion_y_filtra_su_bandeja(servidor, ventanas, ciudadano):
    vecina = ciudadano()
    presentar(servidor.ctx, vecina.actor)  # an empty tray has nothing to filter
    pagina = ventanas.de(servidor, vecina.acceso)

    recorrido.ir(pagina, f"{servidor.url}/organizacion", "Mi organización")
    recorrido.pulsar(pagina, "Agregar una organización")
    dialogo = pagina.get_by_role("dialog")
    recorrido.escribir(dialogo, {"RUC": "2013131295", "Razón social": MINERA})
    recorrido.pulsar(dialogo, "Agregar organización")
    expect(dialogo).to_contain_text("El RUC tiene 11 dígitos. Escribió 10.")
    recorrido.escribir(dialogo, {"RUC": "20131312955"})
    recorrido.pulsar(dialogo, "Agregar organización")

    expect(pagina.get_by_role("alert")).to_contain_text(f"Desde ahora usted también actúa por {MINERA}")
    expect(dialogo).to_have_count(0)
    recorrido.ir(pagina, f"{servidor.url}/tramites", "Trámites")
    recorrido.elegir(pagina, "De quién", MINERA)
    pagina.wait_for_url(re.compile(r"[?&]de=\d+"))
    recorrido.ir(pagina, f"{servidor.url}/tramites?de=999999", "Trámites")
    expect(pagina.get_by_role("combobox", name="De quién")).to_have_value("De todos")
