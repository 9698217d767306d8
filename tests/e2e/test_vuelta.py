"""The session ends over a form: who signs in again finds what was typed, and nobody else does."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import recorrido
from tests.e2e.test_sesiones import envejecer, vigilada
from tests.factories.cuentas import CONTRASENA

pytestmark = pytest.mark.e2e

NUEVO, CLAVE = "rosa.otra@ejemplo.pe", "una que no se guarda"
GUARDADO = "Object.entries(sessionStorage).filter(([llave]) => llave.startsWith('mpv-escrito')).flat().join()"


def despedida(servidor, ventanas, persona):
    """A window of that person whose session ended over a form with a new e-mail and a password, which is in sight."""
    pagina = ventanas.de(servidor, persona.acceso)
    recorrido.ir(pagina, f"{servidor.url}/mi-cuenta", "Mi cuenta")
    vigilada(pagina)
    recorrido.pulsar(pagina, "Cambiar correo")
    recorrido.escribir(pagina, {"Correo nuevo": NUEVO, "Contraseña actual": CLAVE})
    recorrido.pulsar(pagina, "Mostrar contraseña")
    expect(recorrido.campo(pagina, "Contraseña actual")).to_have_attribute("type", "text")
    envejecer(servidor, pagina, persona, minutos=61)
    aviso = pagina.get_by_role("alertdialog")
    expect(aviso).to_contain_text("Lo que escribió se conserva, menos las contraseñas.")
    recorrido.pulsar(aviso, "Iniciar sesión")
    recorrido.lista(pagina, "Iniciar sesión")
    return pagina


def test_lo_escrito_en_mi_cuenta_sigue_ahi_al_iniciar_sesion_otra_vez(servidor, ventanas, ciudadano):
    vecina = ciudadano()
    pagina = despedida(servidor, ventanas, vecina)

    recorrido.ingresar(pagina, vecina.acceso)

    recorrido.lista(pagina, "Mi cuenta")
    expect(recorrido.campo(pagina, "Correo nuevo")).to_have_value(NUEVO)
    expect(recorrido.campo(pagina, "Contraseña actual")).to_have_value("")
    assert pagina.evaluate(GUARDADO) == ""
    recorrido.escribir(pagina, {"Contraseña actual": CONTRASENA})
    recorrido.pulsar(pagina, "Enviar enlace")
    expect(pagina.get_by_text(f"Falta confirmar {NUEVO}")).to_be_visible()
    pagina.reload()
    recorrido.lista(pagina, "Mi cuenta")
    expect(pagina.get_by_role("button", name="Cancelar el cambio")).to_be_visible()


def test_lo_que_escribia_una_persona_no_lo_recibe_otra(servidor, ventanas, ciudadano):
    pagina, otra = despedida(servidor, ventanas, ciudadano(nombres="Rosa")), ciudadano(nombres="Lucía")
    guardado = pagina.evaluate(GUARDADO)
    assert NUEVO in guardado
    assert CLAVE not in guardado

    recorrido.ingresar(pagina, otra.acceso)

    recorrido.lista(pagina, "Mi cuenta")
    expect(recorrido.campo(pagina, "Correo nuevo")).to_have_value("")
    assert pagina.evaluate(GUARDADO) == ""
