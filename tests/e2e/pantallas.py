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
    invitacion: str = ""
    """Address of an invitation that waits for somebody who is not in these walks."""


Paseo = Callable[[Page, Sitio], Iterator[str]]


def publico(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What anybody sees."""
    recorrido.ir(pagina, f"{sitio.url}/")
    yield "inicio"
    recorrido.ir(pagina, f"{sitio.url}/presentar", "Antes de empezar, tenga a la mano")
    yield "requisitos"
    yield from _ingreso(pagina, sitio)
    yield from _cuenta_nueva(pagina, sitio)
    yield from _consulta(pagina, sitio)
    if sitio.invitacion:
        recorrido.ir(pagina, sitio.invitacion, "Le invitan a actuar por Minera Andina S.A.C.")
        yield "invitacion-sin-sesion"
    for tema in TEMAS:
        recorrido.ir(pagina, f"{sitio.url}/informacion?tema={tema}")
        yield f"informacion-{tema}"
    recorrido.ir(pagina, f"{sitio.url}/manual", "Manual de usuario")
    yield "manual"
    recorrido.ir(pagina, f"{sitio.url}/no/existe", "No encontramos esta página")
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
    for direccion in ("correo-nuevo", "correo-anular"):
        recorrido.ir(pagina, f"{sitio.url}/{direccion}?ficha=1.vencida")
        yield f"{direccion}-vencido"


def _consulta(pagina: Page, sitio: Sitio) -> Iterator[str]:
    recorrido.ir(pagina, f"{sitio.url}/consulta-tramite", "Consulta Trámite")
    yield "consulta"
    recorrido.consultar(pagina, sitio.numero, "AAAA-BBBB-CCCC")
    expect(pagina.get_by_role("alert")).to_be_visible()
    yield "consulta-error"
    recorrido.ir(pagina, f"{sitio.url}/consulta-tramite?olvido=1", "Recupere la contraseña de seguimiento")
    yield "consulta-olvido"
    recorrido.escribir(pagina, {"Número de expediente": sitio.numero, "Correo electrónico": "nadie@ejemplo.pe"})
    recorrido.pulsar(pagina, "Enviar al correo")
    expect(pagina.get_by_role("alert")).to_be_visible()
    recorrido.lista(pagina)
    yield "consulta-olvido-enviado"
    recorrido.ir(pagina, f"{sitio.url}/consulta-tramite", "Consulta Trámite")
    recorrido.consultar(pagina, sitio.numero, sitio.clave)
    expect(pagina.get_by_role("heading", name="Recorrido")).to_be_visible()
    recorrido.lista(pagina)
    yield "seguimiento-publico"
    recorrido.ir(pagina, f"{sitio.url}/verificar?codigo={sitio.codigo}", "Verificar un cargo")
    expect(pagina.get_by_text("Cargo auténtico").first).to_be_visible()
    yield "verificar-autentico"
    with pagina.expect_file_chooser() as eleccion:
        pagina.get_by_role("group", name="Comparar una copia").get_by_role("button", name="Elegir archivo").click()
    eleccion.value.set_files([str(sitio.papeles.carta), str(sitio.papeles.vacio)])
    negados = pagina.get_by_role("listitem").filter(has_text="No coincide con ningún archivo de este cargo")
    expect(negados).to_have_count(2)
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
    recorrido.lista(pagina)
    yield "seguimiento"
    recorrido.pulsar(pagina, "Ver contraseña de seguimiento")
    expect(pagina.get_by_role("button", name="Copiar enlace").last).to_be_visible()
    expect(pagina.get_by_role("dialog").locator(".mp-claves")).to_be_visible()
    yield "seguimiento-contrasena"
    pagina.keyboard.press("Escape")
    expect(pagina.get_by_role("dialog")).to_have_count(0)
    recorrido.pulsar(pagina, "Cambiar la contraseña de seguimiento")
    expect(pagina.get_by_role("dialog")).to_be_visible()
    yield "seguimiento-cambiar"
    yield from _mi_cuenta(pagina, sitio)
    yield from _organizacion(pagina, sitio)
    yield from _presentar(pagina, sitio)
    yield from _borradores(pagina, sitio)


def _mi_cuenta(pagina: Page, sitio: Sitio) -> Iterator[str]:
    recorrido.ir(pagina, f"{sitio.url}/mi-cuenta", "Mi cuenta")
    yield "mi-cuenta"
    recorrido.pulsar(pagina, "Cambiar datos")
    recorrido.escribir(pagina, {"Teléfono": "x"})
    recorrido.pulsar(pagina, "Guardar datos")
    expect(pagina.locator(".mp-errores")).to_be_focused()
    yield "mi-cuenta-datos-errores"
    recorrido.pulsar(pagina, "Cambiar correo")
    expect(pagina.get_by_label("Correo nuevo")).to_be_visible()
    yield "mi-cuenta-correo"
    recorrido.pulsar(pagina, "Cambiar contraseña")
    recorrido.escribir(pagina, {"Contraseña actual": "no es esta", "Contraseña nueva": "otra más larga y rara"})
    recorrido.pulsar(pagina, "Guardar contraseña")
    expect(pagina.get_by_role("alert")).to_be_visible()
    yield "mi-cuenta-error"
    pagina.route("**/sesion/estado", lambda ruta: ruta.fulfill(json={"quedan": 240, "puede": 3600}))
    recorrido.ir(pagina, f"{sitio.url}/mi-cuenta", "Mi cuenta")
    expect(pagina.get_by_role("alertdialog")).to_be_visible()
    yield "sesion-por-cerrarse"
    pagina.unroute("**/sesion/estado")


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


def _borradores(pagina: Page, sitio: Sitio) -> Iterator[str]:
    recorrido.ir(pagina, f"{sitio.url}/presentar", "¿Qué va a presentar?")
    recorrido.escribir(pagina, {"Asunto": "Pido los planos de la estación"})
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Guardar y seguir luego")
    recorrido.lista(pagina, "Trámites")
    yield "tramites-borrador"
    pagina.get_by_role("link", name="Tiene 1 borrador sin enviar").click()
    recorrido.lista(pagina, "Tiene 1 borrador sin enviar")
    yield "borradores"
    pagina.get_by_role("button", name="Descartar").click()
    expect(pagina.get_by_role("dialog")).to_be_visible()
    yield "borradores-descartar"
    recorrido.pulsar(pagina.get_by_role("dialog"), "Sí, descartar")
    recorrido.lista(pagina, "No tiene borradores")
    yield "borradores-ninguno"
    recorrido.ir(pagina, f"{sitio.url}/presentar?borrador=nada", "No encontramos este borrador")
    yield "borrador-no-esta"


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


def miembro(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What a person of an organisation sees who does not decide for the others."""
    recorrido.ir(pagina, f"{sitio.url}/organizacion", "Mi organización")
    expect(pagina.get_by_role("heading", name="¿Falta alguien?")).to_be_visible()
    yield "organizacion-miembro"
    recorrido.ir(pagina, sitio.invitacion, "Le invitan a actuar por Minera Andina S.A.C.")
    yield "invitacion-de-otra-persona"
    recorrido.ir(pagina, f"{sitio.url}/bandeja", "No encontramos esta página")
    yield "no-le-corresponde"


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
    recorrido.ir(pagina, f"{sitio.url}/expediente", "Expediente")
    yield "expediente-sin-elegir"
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
    "miembro": miembro,
    "mesa": mesa,
    "administrador": administrador,
}
