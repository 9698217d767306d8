"""A walk through every screen in its states: as it comes, with errors, with its lists, calendars and dialogs open.

Each walk stops (``yield``) with the name of what is on the screen; who calls looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e import recorrido
from tests.e2e.paseo_bandeja import bandeja
from tests.e2e.paseo_ciudadano import ciudadano
from tests.e2e.paseo_configuracion import configuracion
from tests.e2e.paseo_corregir import corregir, pedir
from tests.e2e.paseo_dos_pasos import dos_pasos
from tests.e2e.paseo_personal import personal
from tests.e2e.paseo_ventanilla import ventanilla
from tests.e2e.sitio import Paseo, Sitio, en_telefono

TEMAS = ("terminos", "privacidad", "accesibilidad", "base_legal")


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


def miembro(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What a person of an organisation sees who does not decide for the others."""
    recorrido.ir(pagina, f"{sitio.url}/organizacion", "Mi organización")
    expect(pagina.get_by_role("heading", name="¿Falta alguien?")).to_be_visible()
    yield "organizacion-miembro"
    recorrido.ir(pagina, sitio.invitacion, "Le invitan a actuar por Minera Andina S.A.C.")
    yield "invitacion-de-otra-persona"
    recorrido.ir(pagina, f"{sitio.url}/bandeja", "No encontramos esta página")
    yield "no-le-corresponde"


def titular(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What who decides for an organisation with more people sees."""
    recorrido.ir(pagina, f"{sitio.url}/organizacion", "Mi organización")
    yield "organizacion-titular"
    for nombre, boton in (("retirar", "Retirar"), ("hacer-titular", "Hacer titular")):
        pagina.get_by_role("button", name=re.compile(f"^{boton}")).first.click()
        dialogo = pagina.get_by_role("dialog")
        expect(dialogo.get_by_role("button", name="Cancelar")).to_be_visible()
        recorrido.lista(pagina)
        yield f"organizacion-{nombre}"
        recorrido.pulsar(dialogo, "Cancelar")
        expect(dialogo).to_have_count(0)
    if not en_telefono(pagina):  # a finger rests on nothing
        pagina.get_by_role("button", name=re.compile("^Retirar")).first.hover()
        expect(pagina.get_by_role("tooltip")).to_be_visible()
        yield "organizacion-ayuda"


def mesa(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What the counter sees."""
    yield from bandeja(pagina, sitio)
    recorrido.ir(pagina, f"{sitio.url}/expediente", "Expediente")
    yield "expediente-sin-elegir"
    recorrido.ir(pagina, f"{sitio.url}/expediente?expediente={sitio.numero}")
    yield "expediente"
    for lugar, pestana in enumerate(pagina.get_by_role("tab").all()[1:], 2):
        pestana.click()
        recorrido.lista(pagina)
        yield f"expediente-pestana-{lugar}"
    recorrido.pulsar(pagina, "Derivar")
    dialogo = pagina.get_by_role("dialog")
    expect(dialogo.get_by_role("combobox", name="A qué oficina")).to_be_visible()
    recorrido.lista(pagina)
    yield "expediente-dialogo"
    recorrido.pulsar(dialogo, "Derivar")
    expect(dialogo.get_by_role("alert")).to_be_visible()
    recorrido.lista(pagina)
    yield "expediente-dialogo-error"
    dialogo.get_by_role("combobox", name="A qué oficina").click()
    expect(pagina.get_by_role("option").first).to_be_visible()
    yield "expediente-dialogo-lista"
    pagina.get_by_role("option", name="Sismología", exact=True).click()
    expect(pagina.get_by_role("option")).to_have_count(0)
    recorrido.pulsar(dialogo, "Derivar")
    expect(pagina.get_by_role("alert")).to_be_visible()
    recorrido.lista(pagina)
    yield "expediente-hecho"


def administrador(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """What an administrator sees."""
    recorrido.ir(pagina, f"{sitio.url}/correos")
    yield "correos"
    pagina.locator("summary").first.click()
    pagina.locator(".mp-correo-previo").first.wait_for()
    recorrido.lista(pagina)
    yield "correos-abierto"
    recorrido.ir(pagina, f"{sitio.url}/sistema", "Sistema")
    yield "sistema"
    yield from personal(pagina, sitio)
    recorrido.ir(pagina, f"{sitio.url}/auditoria", "Auditoría")
    yield "auditoria"
    yield from configuracion(pagina, sitio)


PASEOS: dict[str, Paseo] = {
    "publico": publico,
    "ciudadano": ciudadano,
    "corregir": corregir,
    "titular": titular,
    "miembro": miembro,
    "pedir": pedir,
    "mesa": mesa,
    "ventanilla": ventanilla,
    "administrador": administrador,
    "dos_pasos": dos_pasos,
}
