"""The second factor of staff in the browser: enrolled, asked for, replaced by a code on paper, demanded."""

from __future__ import annotations

import re

import pyotp
import pytest
from playwright.sync_api import expect

from portal.domain.permisos import Rol
from portal.services import configuracion, usuarios
from portal.services.contexto import SISTEMA
from tests.e2e import paseo_dos_pasos as dos_pasos
from tests.e2e import recorrido
from tests.e2e.buzon import texto
from tests.e2e.servidor import Acceso

pytestmark = pytest.mark.e2e

NOMBRE = "Julia Paredes Rojas"


@pytest.fixture(scope="module")
def casa(montar):
    """An installation of its own: it will demand the second factor."""
    return montar().instalar().arrancar()


def contratar(servidor, correo):
    usuarios.crear_personal(servidor.ctx.como(SISTEMA), correo, "Julia", "Paredes Rojas", Rol.MESA, dos_pasos.CLAVE)
    return Acceso(correo, dos_pasos.CLAVE)


def test_se_activa_se_pide_al_volver_y_un_codigo_en_papel_lo_sustituye_una_vez(casa, ventanas, buzon):
    julia = contratar(casa, "julia@institucion.example")
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{casa.url}/mi-cuenta")
    recorrido.ingresar(pagina, julia)
    recorrido.lista(pagina, "Mi cuenta")
    suyo = dos_pasos.abrir_alta(pagina)
    assert recorrido.campo(pagina, "Código de la aplicación").get_attribute("inputmode") == "numeric"
    papel = dos_pasos.confirmar(pagina, suyo)
    assert len(papel) == 10
    recorrido.pulsar(pagina, "Ya los guardé, continuar")
    recorrido.lista(pagina, "Mi cuenta")
    assert recorrido.dato(pagina, "Códigos de recuperación") == "Quedan 10 de 10"
    assert "un código de su teléfono" in texto(
        buzon.esperar_a(julia.correo, "Su verificación en dos pasos está activa")
    )
    recorrido.salir(pagina, NOMBRE)
    expect(pagina.get_by_role("link", name="Iniciar sesión")).to_be_visible()

    recorrido.ir(pagina, f"{casa.url}/bandeja")
    recorrido.ingresar(pagina, julia)
    recorrido.lista(pagina, "Escriba su código")
    assert pagina.goto(f"{casa.url}/bandeja").status == 200
    recorrido.lista(pagina, "Escriba su código")
    campo = recorrido.campo(pagina, "Código de la aplicación")
    expect(campo).to_be_focused()
    dos_pasos.dar(pagina, "Código de la aplicación", "000000")
    expect(pagina.get_by_role("alert")).to_contain_text(re.compile("Ese código no sirve.*Aquí son las"))
    expect(campo).to_have_attribute("aria-invalid", "true")
    expect(campo).to_have_value("")
    codigo = dos_pasos.codigo_nuevo(suyo)
    dos_pasos.dar(pagina, "Código de la aplicación", f"{codigo[:3]} {codigo[3:]}")
    recorrido.lista(pagina, "Bandeja")

    otra = ventanas.nueva()
    recorrido.ir(otra, f"{casa.url}/ingresar")
    recorrido.ingresar(otra, julia)
    recorrido.lista(otra, "Escriba su código")
    dos_pasos.dar(otra, "Código de la aplicación", codigo)
    expect(otra.get_by_role("alert")).to_contain_text("Ese código no sirve")
    recorrido.pulsar(otra, "Usar un código de recuperación")
    recorrido.lista(otra, "Use un código de recuperación")
    dos_pasos.dar(otra, "Código de recuperación", papel[4].lower())
    recorrido.lista(otra, "Bandeja")
    assert "Le quedan 9" in texto(buzon.esperar_a(julia.correo, "Se usó un código de recuperación"))


def test_exigido_se_activa_al_entrar_y_se_sigue_a_donde_se_iba(casa, ventanas):
    julia = contratar(casa, "otra.julia@institucion.example")
    institucion = configuracion.mostrada(casa.ctx)
    escritorio = institucion.escritorio.model_copy(update={"segundo_factor": True})
    exigente = institucion.model_copy(update={"escritorio": escritorio})
    configuracion.publicar(casa.ctx.como(SISTEMA), exigente, autor="pruebas")
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{casa.url}/mi-cuenta")
    recorrido.ingresar(pagina, julia)
    recorrido.lista(pagina, "Active la verificación en dos pasos")
    expect(pagina.get_by_role("button", name="Cancelar")).to_have_count(0)
    suyo = dos_pasos.telefono(pagina)
    pagina.reload()
    recorrido.lista(pagina, "Active la verificación en dos pasos")
    assert dos_pasos.telefono(pagina).secret == suyo.secret  # the telephone that read the first picture still serves

    dos_pasos.dar(pagina, "Código de la aplicación", pyotp.TOTP(suyo.secret).now())

    recorrido.lista(pagina, "Guarde sus códigos de recuperación")
    recorrido.pulsar(pagina, "Ya los guardé, continuar")
    recorrido.lista(pagina, "Mi cuenta")
    expect(pagina.get_by_role("button", name="Desactivar")).to_have_count(0)
    pagina.go_back()
    recorrido.lista(pagina)
    expect(pagina.locator(".mp-codigos")).to_have_count(0)
