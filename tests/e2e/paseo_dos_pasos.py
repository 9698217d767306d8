"""The second factor of staff, in every state of its screen; and what a person does there, step by step."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pyotp
from playwright.sync_api import Page, expect

from tests.e2e import recorrido
from tests.e2e.servidor import Acceso
from tests.e2e.sitio import Sitio

CLAVE = "canela tortuga ventana 47"
ACTIVAR = "Activar la verificación en dos pasos"
PASO = 30


def abrir_alta(pagina: Page) -> pyotp.TOTP:
    """From Mi cuenta to the screen that enrols; a telephone that was given the key on it."""
    recorrido.pulsar(pagina, ACTIVAR)
    recorrido.lista(pagina, "Active la verificación en dos pasos")
    return telefono(pagina)


def telefono(pagina: Page) -> pyotp.TOTP:
    """An application to which the key on the screen was given."""
    return pyotp.TOTP(pagina.locator(".mp-secreto").inner_text().replace(" ", ""))


def codigo_nuevo(suyo: pyotp.TOTP) -> str:
    """A code that was not used: that of the step to come serves already, and serves longer."""
    return suyo.at(int(time.time()) + PASO)


def confirmar(pagina: Page, suyo: pyotp.TOTP) -> list[str]:
    """Enrol; the codes for the paper."""
    recorrido.escribir(pagina, {"Código de la aplicación": suyo.now(), "Contraseña actual": CLAVE})
    recorrido.pulsar(pagina, "Activar")
    recorrido.lista(pagina, "Guarde sus códigos de recuperación")
    return pagina.locator(".mp-codigos li").all_inner_texts()


def dar(pagina: Page, etiqueta: str, codigo: str) -> None:
    """Write a code, and send it with the keyboard."""
    recorrido.campo(pagina, etiqueta).fill(codigo)
    recorrido.campo(pagina, etiqueta).press("Enter")


def dos_pasos(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What who enrols sees, from the beginning to taking it away."""
    recorrido.ir(pagina, f"{sitio.url}/mi-cuenta", "Mi cuenta")
    acceso = Acceso(recorrido.dato(pagina, "Usuario"), CLAVE)
    yield "mi-cuenta-personal"
    suyo = abrir_alta(pagina)
    yield "dos-pasos-alta"
    recorrido.escribir(pagina, {"Código de la aplicación": "000000", "Contraseña actual": CLAVE})
    recorrido.pulsar(pagina, "Activar")
    expect(pagina.get_by_role("alert")).to_be_visible()
    yield "dos-pasos-alta-error"
    papel = confirmar(pagina, suyo)
    yield "dos-pasos-codigos"
    recorrido.pulsar(pagina, "Ya los guardé, continuar")
    recorrido.lista(pagina, "Mi cuenta")
    yield "mi-cuenta-dos-pasos"
    recorrido.pulsar(pagina, "Cambiar de aplicación o de teléfono")
    recorrido.lista(pagina, "Cambie de aplicación o de teléfono")
    yield "dos-pasos-cambio"
    recorrido.pulsar(pagina, "Cancelar")
    recorrido.lista(pagina, "Mi cuenta")
    pagina.context.clear_cookies()
    recorrido.ir(pagina, f"{sitio.url}/mi-cuenta")
    recorrido.ingresar(pagina, acceso)
    recorrido.lista(pagina, "Escriba su código")
    yield "dos-pasos-codigo"
    dar(pagina, "Código de la aplicación", "000000")
    expect(pagina.get_by_role("alert")).to_be_visible()
    yield "dos-pasos-codigo-error"
    recorrido.pulsar(pagina, "Usar un código de recuperación")
    recorrido.lista(pagina, "Use un código de recuperación")
    yield "dos-pasos-papel"
    dar(pagina, "Código de recuperación", papel[0])
    recorrido.lista(pagina, "Mi cuenta")
    recorrido.pulsar(pagina, "Desactivar")
    expect(recorrido.campo(pagina, "Código")).to_be_visible()
    yield "dos-pasos-desactivar"
