"""The walk of a citizen: tray, tracking, account, organisation, filing, drafts, and a line that is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from PIL import Image
from playwright.sync_api import FilePayload, Page, WebSocketRoute, expect

from tests.e2e import recorrido
from tests.e2e.sitio import Sitio, calendario, desplegar_filtros, en_telefono

ESTADO = "**/sesion/estado"
VOLVER_A_MIRAR = "dispatchEvent(new Event('visibilitychange'))"
PARA_SIEMPRE = (
    "document.querySelector('[data-test-connection-state]').dataset.testConnectionState = 'DISCONNECTED_FOREVER'"
)
CORTE, VUELTA_MS = 1001, 60_000


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
    yield from _sin_conexion(pagina, sitio)


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
    yield from _sesion_que_termina(pagina, sitio)


def _sesion_que_termina(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """Each dialog over a form with something typed: it can be extended, it cannot, it ended."""
    plazo = {"quedan": 240, "puede": 3600}
    pagina.route(ESTADO, lambda ruta: ruta.fulfill(json=plazo))
    recorrido.ir(pagina, f"{sitio.url}/mi-cuenta?editar=datos", "Mi cuenta")
    aviso = pagina.get_by_role("alertdialog")
    expect(aviso).to_have_accessible_name("Su sesión se cerrará en 4 minutos")
    yield "sesion-por-cerrarse"
    plazo["puede"] = 240
    pagina.evaluate(VOLVER_A_MIRAR)
    expect(aviso.get_by_role("button", name="Más tarde")).to_be_visible()
    yield "sesion-al-limite"
    plazo.update(quedan=0, puede=0)
    pagina.evaluate(VOLVER_A_MIRAR)
    expect(aviso).to_have_accessible_name("Su sesión se cerró")
    yield "sesion-cerrada"
    pagina.unroute(ESTADO)


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
    recorrido.ir(pagina, f"{sitio.url}/tramites", "Trámites")
    desplegar_filtros(pagina)
    pagina.get_by_role("combobox", name="De quién").click()
    expect(pagina.get_by_role("option").first).to_be_visible()
    yield "tramites-de-quien"
    recorrido.ir(pagina, f"{sitio.url}/invitacion?ficha=1.vencida", "No hay una invitación aquí")
    yield "invitacion-desconocida"


def _tramites(pagina: Page, sitio: Sitio) -> Iterator[str]:
    recorrido.ir(pagina, f"{sitio.url}/tramites", "Trámites")
    yield "tramites"
    desplegar_filtros(pagina)
    yield from calendario(pagina, "tramites")
    pagina.get_by_role("button", name="Cuenta de").or_(pagina.locator(".st-key-mp_cuenta button")).first.click()
    expect(pagina.get_by_role("menuitem").first).to_be_visible()
    yield "tramites-menu"
    pagina.keyboard.press("Escape")
    recorrido.ir(pagina, f"{sitio.url}/tramites?desde=2026-12-31&hasta=2026-01-01", "Trámites")
    expect(pagina.get_by_role("alert")).to_be_visible()
    yield "tramites-fechas-al-reves"
    recorrido.ir(pagina, f"{sitio.url}/tramites", "Trámites")
    desplegar_filtros(pagina)
    recorrido.escribir(pagina, {"Asunto": "nada de esto existe"})
    expect(pagina.get_by_text("Ningún registro coincide con estos filtros")).to_be_visible()
    recorrido.lista(pagina)
    yield "tramites-sin-coincidencias"
    if en_telefono(pagina):
        recorrido.pulsar(pagina, "Ocultar filtros (1 en uso)")
        expect(recorrido.campo(pagina, "Asunto")).to_be_hidden()
        yield "tramites-filtros-plegados"


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
    yield from _fotos(pagina)
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


def _fotos(pagina: Page) -> Iterator[str]:
    """The dialog of the photos: empty, with some and one that is none, and leaving them."""
    union = re.compile("^(Unir fotos|Tomar fotos y unirlas) en un PDF$")
    recorrido.ranura(pagina, "Archivo principal").get_by_role("button", name=union).click()
    dialogo = pagina.get_by_role("dialog", name="Archivo principal: fotos en un PDF")
    expect(dialogo.get_by_role("button", name="Agregar fotos")).to_be_visible()
    yield "presentar-fotos-ninguna"
    with pagina.expect_file_chooser() as eleccion:
        dialogo.get_by_role("button", name="Agregar fotos").click()
    una = BytesIO()
    Image.effect_noise((300, 400), 60).convert("RGB").save(una, "JPEG")
    fotos = [FilePayload(name=f"IMG_{i}.jpg", mimeType="image/jpeg", buffer=una.getvalue()) for i in range(2)]
    eleccion.value.set_files([*fotos, FilePayload(name="nota.heic", mimeType="image/heic", buffer=b"no es una foto")])
    expect(dialogo.get_by_role("alert")).to_contain_text("no se puede abrir como foto")
    yield "presentar-fotos"
    pagina.keyboard.press("Escape")
    expect(dialogo.get_by_role("alert")).to_contain_text("se pierden las 2 fotos")
    yield "presentar-fotos-perder"
    recorrido.pulsar(dialogo, "Salir sin crear el PDF")
    expect(dialogo).to_have_count(0)


def _sin_conexion(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """The line is cut over a field being typed in, comes back, and is lost for good."""
    lineas: list[WebSocketRoute] = []
    cortada = False

    def atender(linea: WebSocketRoute) -> None:
        if cortada:
            linea.close(code=CORTE)
            return
        linea.connect_to_server()
        lineas.append(linea)

    pagina.route_web_socket(re.compile("_stcore/stream"), atender)
    recorrido.ir(pagina, f"{sitio.url}/presentar", "¿Qué va a presentar?")
    recorrido.campo(pagina, "Asunto").fill("Pido los planos")
    cortada = True
    lineas[-1].close(code=CORTE)
    franja = pagina.locator("#mp-conexion")
    expect(franja).to_contain_text("Se cortó la conexión")
    yield "sin-conexion"
    cortada = False
    expect(franja).to_contain_text("Volvió la conexión", timeout=VUELTA_MS)
    expect(recorrido.campo(pagina, "Asunto")).to_have_value("Pido los planos")
    recorrido.lista(pagina)
    expect(pagina.locator('[data-stale="true"]')).to_have_count(0)
    yield "sin-conexion-de-vuelta"
    pagina.evaluate(PARA_SIEMPRE)
    expect(franja.get_by_role("button")).to_be_visible()
    yield "sin-conexion-para-siempre"
