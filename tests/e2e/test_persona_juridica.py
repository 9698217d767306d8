"""An organisation opens its account and files as itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import recorrido
from tests.e2e.buzon import enlace, texto
from tests.e2e.servidor import Acceso
from tests.factories.cuentas import CONTRASENA

pytestmark = pytest.mark.e2e

JULIA = Acceso("julia.mamani@minera.example", CONTRASENA)
MINERA = "Minera Andina S.A.C."
DATOS = {
    "Número": "40506070",
    "Nombres": "Julia",
    "Apellidos": "Mamani Coila",
    "Teléfono": "951 000 111",
    "Correo electrónico": JULIA.correo,
    "Contraseña": CONTRASENA,
}


def test_una_organizacion_corrige_su_ruc_crea_su_cuenta_y_presenta_a_su_nombre(servidor, ventanas, buzon, papeles):
    pagina = ventanas.nueva()

    recorrido.ir(pagina, f"{servidor.url}/crear-cuenta", "Crear cuenta")
    recorrido.registrarse(pagina, DATOS, ruc={"RUC": "2013131295", "Razón social": MINERA})
    expect(pagina.get_by_role("alert")).to_contain_text("El RUC tiene 11 dígitos. Escribió 10.")
    expect(recorrido.campo(pagina, "Razón social")).to_have_value(MINERA)

    recorrido.registrarse(pagina, {}, ruc={"RUC": "20131312956"})
    expect(pagina.get_by_role("alert")).to_contain_text("Ese RUC no existe: algún dígito está cambiado")
    expect(recorrido.campo(pagina, "RUC")).to_have_attribute("aria-invalid", "true")

    recorrido.registrarse(pagina, {}, ruc={"RUC": "20131312955"})
    recorrido.lista(pagina, "Revise su correo")
    recorrido.activar(pagina, enlace(buzon.esperar_a(JULIA.correo, "Active su cuenta")))
    recorrido.pulsar(pagina, "Iniciar sesión")
    recorrido.ingresar(pagina, JULIA)
    recorrido.lista(pagina, "Trámites")
    expect(pagina.get_by_text("Aquí verá los documentos que presente")).to_be_visible()

    recorrido.pulsar(pagina, "Registrar nuevo")
    recorrido.llenar(pagina)
    recorrido.adjuntar(pagina, "Archivo principal", papeles.carta)
    recorrido.recibido(pagina, "Archivo principal", papeles.carta.name, "1 página")
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de enviar")
    assert recorrido.dato(pagina, "Organización") == f"{MINERA}, RUC 20131312955"
    assert recorrido.dato(pagina, "Persona") == "Julia Mamani Coila, DNI 40506070"
    recorrido.pulsar(pagina, "Enviar documento")
    recorrido.lista(pagina, "Su documento fue presentado")
    numero = recorrido.dato(pagina, "Número de expediente")

    assert numero in texto(buzon.esperar_a(JULIA.correo, numero))
    recorrido.pulsar(pagina, "Ver mis trámites")
    expect(pagina.locator(".mp-fila", has_text=numero)).to_contain_text("por Julia Mamani Coila")
    recorrido.ir(pagina, f"{servidor.url}/mi-cuenta", "Mi cuenta")
    pagina.get_by_role("link", name="Ver mi organización").click()
    recorrido.lista(pagina, "Mi organización")
    expect(pagina.get_by_role("heading", name=MINERA)).to_be_visible()
    expect(pagina.get_by_text("RUC 20131312955")).to_be_visible()
