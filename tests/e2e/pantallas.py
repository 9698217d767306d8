"""A walk through every screen in its states: as it comes, with errors, with its lists, calendars and dialogs open.

Each walk stops (``yield``) with the name of what is on the screen; who calls looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e import recorrido
from tests.e2e.documentos import Papeles

TEMAS = ("terminos", "privacidad", "accesibilidad", "base_legal")


@dataclass(frozen=True)
class Sitio:
    """Where to walk, and an expediente to look at."""

    url: str
    numero: str
    clave: str
    codigo: str
    papeles: Papeles


Paseo = Callable[[Page, Sitio], Iterator[str]]


def publico(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What anybody sees."""
    recorrido.ir(pagina, f"{sitio.url}/")
    yield "inicio"
    yield from _ingreso(pagina, sitio)
    yield from _cuenta_nueva(pagina, sitio)
    yield from _consulta(pagina, sitio)
    for tema in TEMAS:
        recorrido.ir(pagina, f"{sitio.url}/informacion?tema={tema}")
        yield f"informacion-{tema}"
    pagina.goto(f"{sitio.url}/no-existe")
    expect(pagina.get_by_role("dialog")).to_be_visible()
    yield "no-existe"


def _ingreso(pagina: Page, sitio: Sitio) -> Iterator[str]:
    recorrido.ir(pagina, f"{sitio.url}/ingresar", "Iniciar sesión")
    yield "ingresar"
    recorrido.escribir(pagina, {"Correo electrónico": "nadie@ejemplo.pe", "Contraseña": "no es esta clave"})
    recorrido.pulsar(pagina, "Mostrar contraseña")
    recorrido.pulsar(pagina, "Iniciar sesión")
    expect(pagina.get_by_role("alert")).to_be_visible()
    yield "ingresar-error"
    recorrido.ir(pagina, f"{sitio.url}/tramites", "Iniciar sesión")
    yield "ingresar-para-seguir"
    recorrido.ir(pagina, f"{sitio.url}/recuperar")
    yield "recuperar"
    recorrido.escribir(pagina, {"Correo electrónico": "nadie@ejemplo.pe"})
    recorrido.pulsar(pagina, "Enviar enlace")
    expect(pagina.get_by_role("alert")).to_be_visible()
    yield "recuperar-enviado"
    recorrido.ir(pagina, f"{sitio.url}/recuperar?ficha=1.vencida")
    yield "recuperar-vencido"


def _cuenta_nueva(pagina: Page, sitio: Sitio) -> Iterator[str]:
    recorrido.ir(pagina, f"{sitio.url}/crear-cuenta", "Crear cuenta")
    yield "crear-cuenta"
    pagina.get_by_role("combobox", name="Documento de identidad").click()
    expect(pagina.get_by_role("option").first).to_be_visible()
    yield "crear-cuenta-lista"
    pagina.keyboard.press("Escape")
    pagina.get_by_role("radio", name="Para una organización").click()
    expect(pagina.get_by_label("RUC")).to_be_visible()
    recorrido.escribir(pagina, {"Correo electrónico": "no es un correo", "Teléfono": "x"})
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Crear cuenta")
    expect(pagina.locator(".mp-errores")).to_be_focused()
    yield "crear-cuenta-errores"
    recorrido.ir(pagina, f"{sitio.url}/activar?ficha=1.vencida")
    yield "activar-vencido"


def _consulta(pagina: Page, sitio: Sitio) -> Iterator[str]:
    recorrido.ir(pagina, f"{sitio.url}/consulta-tramite", "Consulta Trámite")
    yield "consulta"
    recorrido.consultar(pagina, sitio.numero, "AAAA-BBBB-CCCC")
    expect(pagina.get_by_role("alert")).to_be_visible()
    yield "consulta-error"
    recorrido.consultar(pagina, sitio.numero, sitio.clave)
    expect(pagina.get_by_role("heading", name="Recorrido")).to_be_visible()
    recorrido.lista(pagina)
    yield "seguimiento-publico"
    recorrido.ir(pagina, f"{sitio.url}/verificar?codigo={sitio.codigo}", "Verificar un cargo")
    expect(pagina.get_by_text("Cargo auténtico")).to_be_visible()
    yield "verificar-autentico"
    with pagina.expect_file_chooser() as eleccion:
        pagina.get_by_role("group", name="Comparar una copia").get_by_role("button", name="Elegir archivo").click()
    eleccion.value.set_files([str(sitio.papeles.carta), str(sitio.papeles.vacio)])
    expect(pagina.get_by_text("No coincide con ningún archivo de este cargo")).to_have_count(2)
    yield "verificar-copia"
    recorrido.ir(pagina, f"{sitio.url}/verificar?codigo=AAAA-AAAA-AAAA", "Verificar un cargo")
    expect(pagina.get_by_role("alert")).to_be_visible()
    yield "verificar-error"
    recorrido.ir(pagina, f"{sitio.url}/verificar?codigo=AAAA", "Verificar un cargo")
    expect(pagina.get_by_role("alert")).to_be_visible()
    yield "verificar-incompleto"


def ciudadano(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What a citizen with an expediente sees."""
    yield from _tramites(pagina, sitio)
    recorrido.ir(pagina, f"{sitio.url}/consulta-tramite?expediente={sitio.numero}")
    expect(pagina.get_by_role("heading", name="Recorrido")).to_be_visible()
    yield "seguimiento"
    recorrido.ir(pagina, f"{sitio.url}/mi-cuenta", "Mi cuenta")
    yield "mi-cuenta"
    recorrido.escribir(pagina, {"Contraseña actual": "no es esta", "Contraseña nueva": "otra más larga y rara"})
    recorrido.pulsar(pagina, "Cambiar contraseña")
    expect(pagina.get_by_role("alert")).to_be_visible()
    yield "mi-cuenta-error"
    yield from _organizacion(pagina, sitio)
    yield from _presentar(pagina, sitio)


def _organizacion(pagina: Page, sitio: Sitio) -> Iterator[str]:
    recorrido.ir(pagina, f"{sitio.url}/organizacion", "Mi organización")
    yield "organizacion-ninguna"
    recorrido.pulsar(pagina, "Agregar una organización")
    dialogo = pagina.get_by_role("dialog")
    recorrido.escribir(dialogo, {"RUC": "123"})
    recorrido.pulsar(dialogo, "Agregar organización")
    expect(dialogo).to_contain_text("El RUC tiene 11 dígitos")
    yield "organizacion-agregar-errores"
    recorrido.escribir(dialogo, {"RUC": "20131312955", "Razón social": "Minera Andina S.A.C."})
    recorrido.pulsar(dialogo, "Agregar organización")
    expect(dialogo).to_have_count(0)
    recorrido.escribir(pagina, {"Correo de la persona": "no es un correo"})
    recorrido.pulsar(pagina, "Enviar invitación")
    expect(pagina.locator(".mp-error")).to_be_visible()
    recorrido.lista(pagina)
    yield "organizacion-error"
    recorrido.escribir(pagina, {"Correo de la persona": "nadie@ejemplo.pe"})
    recorrido.pulsar(pagina, "Enviar invitación")
    expect(pagina.get_by_role("button", name="Anular")).to_be_visible()
    recorrido.lista(pagina)
    yield "organizacion"
    recorrido.ir(pagina, f"{sitio.url}/invitacion?ficha=1.vencida", "No hay una invitación aquí")
    yield "invitacion-desconocida"


def _tramites(pagina: Page, sitio: Sitio) -> Iterator[str]:
    recorrido.ir(pagina, f"{sitio.url}/tramites", "Trámites")
    yield "tramites"
    pagina.get_by_role("button", name="Elegir fecha").first.click()
    expect(pagina.get_by_role("grid")).to_be_visible()
    yield "tramites-calendario"
    pagina.get_by_role("dialog").get_by_role("button", name="mes", exact=True).click()
    expect(pagina.get_by_role("option").first).to_be_visible()
    yield "tramites-calendario-meses"
    pagina.keyboard.press("Escape")
    pagina.keyboard.press("Escape")
    expect(pagina.get_by_role("grid")).to_have_count(0)
    pagina.get_by_role("button", name="Cuenta de").or_(pagina.locator(".st-key-mp_cuenta button")).first.click()
    expect(pagina.get_by_role("menuitem").first).to_be_visible()
    yield "tramites-menu"
    pagina.keyboard.press("Escape")
    recorrido.ir(pagina, f"{sitio.url}/tramites?desde=2026-12-31&hasta=2026-01-01", "Trámites")
    expect(pagina.get_by_role("alert")).to_be_visible()
    yield "tramites-fechas-al-reves"
    recorrido.ir(pagina, f"{sitio.url}/tramites", "Trámites")
    recorrido.escribir(pagina, {"Asunto": "nada de esto existe"})
    expect(pagina.get_by_text("Ningún registro coincide con estos filtros")).to_be_visible()
    yield "tramites-sin-coincidencias"


def _presentar(pagina: Page, sitio: Sitio) -> Iterator[str]:
    recorrido.ir(pagina, f"{sitio.url}/presentar", "¿Qué va a presentar?")
    yield "presentar-documento"
    tipo = pagina.get_by_role("combobox", name="Tipo de documento")
    tipo.click()
    expect(pagina.get_by_role("option").first).to_be_visible()
    yield "presentar-lista"
    tipo.press_sequentially("zz")
    yield "presentar-lista-sin-resultados"
    pagina.keyboard.press("Escape")
    recorrido.pulsar(pagina, "Continuar")
    expect(pagina.locator(".mp-errores")).to_be_focused()
    yield "presentar-errores"
    recorrido.llenar(pagina)
    expect(recorrido.ranura(pagina, "Anexos")).to_be_visible()
    yield "presentar-archivos"
    recorrido.adjuntar(pagina, "Archivo principal", sitio.papeles.carta)
    recorrido.adjuntar(pagina, "Anexos", sitio.papeles.vacio, sitio.papeles.solicitud)
    recorrido.recibido(pagina, "Archivo principal", sitio.papeles.carta.name, "1 página")
    recorrido.recibido(pagina, "Anexos", sitio.papeles.solicitud.name, "7 páginas")
    recorrido.lista(pagina)
    yield "presentar-archivos-subidos"
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de enviar")
    yield "presentar-revisar"
    recorrido.pulsar(pagina, "Enviar documento")
    recorrido.lista(pagina, "Su documento fue presentado")
    yield "presentar-listo"


def mesa(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What the counter sees."""
    recorrido.ir(pagina, f"{sitio.url}/bandeja", "Bandeja")
    pagina.locator("canvas").first.or_(pagina.get_by_role("button", name="Abrir").first).first.wait_for()
    yield "bandeja"
    celda = pagina.locator("canvas td").first
    celda.wait_for(state="attached")
    celda.focus()
    pagina.keyboard.press("Control+f")
    pagina.get_by_label("Buscar en la tabla").press_sequentially("sol")
    expect(pagina.get_by_text(re.compile("resultado"))).to_be_visible()
    yield "bandeja-busqueda"
    recorrido.ir(pagina, f"{sitio.url}/expediente?expediente={sitio.numero}")
    yield "expediente"
    recorrido.pulsar(pagina, "Poner en proceso")
    expect(pagina.get_by_role("dialog")).to_be_visible()
    yield "expediente-dialogo"
    recorrido.pulsar(pagina.get_by_role("dialog"), "Poner en proceso")
    expect(pagina.get_by_role("alert")).to_be_visible()
    recorrido.lista(pagina)
    yield "expediente-hecho"
    recorrido.actuar(pagina, "Rechazar")
    expect(pagina.get_by_role("dialog")).to_contain_text("Escriba el motivo")
    yield "expediente-dialogo-error"


def administrador(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What an administrator sees."""
    recorrido.ir(pagina, f"{sitio.url}/correos")
    yield "correos"
    pagina.locator("summary").first.click()
    pagina.locator(".mp-parrafo").first.wait_for()
    recorrido.lista(pagina)
    yield "correos-abierto"


PASEOS: dict[str, Paseo] = {
    "publico": publico,
    "ciudadano": ciudadano,
    "mesa": mesa,
    "administrador": administrador,
}
