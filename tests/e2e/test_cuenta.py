"""Mi cuenta: data, e-mail, open sessions, and texts published anew."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from portal.services import configuracion
from portal.services.contexto import SISTEMA
from tests.e2e import recorrido
from tests.e2e.buzon import enlace, texto
from tests.e2e.conftest import persona
from tests.e2e.idioma import en_ingles
from tests.e2e.servidor import Acceso
from tests.e2e.test_pantallas import mirar
from tests.factories.cuentas import CONTRASENA
from tests.factories.presentaciones import presentar

pytestmark = pytest.mark.e2e

NUEVA = "cuatro lunas sobre Puno"


@pytest.fixture(scope="module")
def casa(montar):
    """An installation of its own: what the institution publishes here concerns nobody else."""
    return montar().instalar().arrancar()


def cuenta(servidor, ventanas, acceso):
    """A window of that person, on Mi cuenta."""
    pagina = ventanas.de(servidor, acceso)
    recorrido.ir(pagina, f"{servidor.url}/mi-cuenta", "Mi cuenta")
    return pagina


def test_el_correo_se_cambia_desde_el_nuevo_y_el_viejo_lo_puede_deshacer(servidor, ventanas, buzon, ciudadano):
    viejo, nuevo = "rosa.vieja@ejemplo.pe", "rosa.nueva@ejemplo.pe"
    vecina = ciudadano(correo=viejo)
    pagina, otra = cuenta(servidor, ventanas, vecina.acceso), cuenta(servidor, ventanas, vecina.acceso)
    recorrido.pulsar(pagina, "Cambiar correo")
    recorrido.escribir(pagina, {"Correo nuevo": nuevo, "Contraseña actual": "no es esta"})
    recorrido.pulsar(pagina, "Enviar enlace")
    expect(pagina.get_by_role("alert")).to_contain_text("contraseña actual")
    recorrido.escribir(pagina, {"Contraseña actual": CONTRASENA})
    recorrido.pulsar(pagina, "Enviar enlace")
    expect(pagina.get_by_text(f"Falta confirmar {nuevo}")).to_be_visible()
    anular = enlace(buzon.esperar_a(viejo, "Pidieron cambiar el correo"))

    recorrido.ir(pagina, enlace(buzon.esperar_a(nuevo, "Confirme su correo nuevo")), "Confirme su correo nuevo")
    recorrido.pulsar(pagina, "Confirmar este correo")
    recorrido.lista(pagina, "Su correo cambió")
    recorrido.pulsar(pagina, "Mi cuenta")
    recorrido.lista(pagina, "Mi cuenta")
    assert recorrido.dato(pagina, "Usuario") == nuevo
    assert enlace(buzon.esperar_a(viejo, "Cambió el correo")) == anular
    otra.reload()
    recorrido.ingresar(otra, vecina.acceso)
    expect(otra.get_by_role("alert")).to_contain_text("no coinciden")
    recorrido.ingresar(otra, Acceso(nuevo, CONTRASENA))
    recorrido.lista(otra, "Mi cuenta")

    deshace = ventanas.nueva()
    recorrido.ir(deshace, anular, "¿No pidió cambiar su correo?")
    recorrido.pulsar(deshace, "Anular el cambio")
    recorrido.lista(deshace, "El cambio quedó anulado")
    for pestana in (pagina, otra):
        pestana.reload()
        recorrido.lista(pestana, "Iniciar sesión")
    recorrido.ir(deshace, enlace(buzon.esperar_a(viejo, "Cree una contraseña nueva")), "Cree una contraseña nueva")
    recorrido.escribir(deshace, {"Contraseña nueva": NUEVA})
    recorrido.pulsar(deshace, "Guardar contraseña")
    recorrido.lista(deshace, "Su contraseña cambió")
    recorrido.pulsar(deshace, "Iniciar sesión")
    recorrido.ingresar(deshace, Acceso(viejo, NUEVA))
    recorrido.lista(deshace, "Trámites")
    recorrido.ir(deshace, anular)
    expect(deshace.get_by_role("note")).to_contain_text("Este enlace ya no sirve")
    recorrido.pulsar(deshace, "Mi cuenta")
    recorrido.lista(deshace, "Mi cuenta")


def test_un_correo_que_ya_tiene_cuenta_recibe_otro_mensaje_y_la_pantalla_dice_lo_mismo(
    servidor, ventanas, buzon, ciudadano
):
    otro = ciudadano(correo="luis.con.cuenta@ejemplo.pe")
    pagina = cuenta(servidor, ventanas, ciudadano().acceso)
    recorrido.pulsar(pagina, "Cambiar correo")
    recorrido.escribir(pagina, {"Correo nuevo": otro.acceso.correo, "Contraseña actual": CONTRASENA})
    recorrido.pulsar(pagina, "Enviar enlace")
    expect(pagina.get_by_text(f"Falta confirmar {otro.acceso.correo}")).to_be_visible()
    assert "usted ya tiene una" in texto(buzon.esperar_a(otro.acceso.correo, "Alguien quiso usar su correo"))

    recorrido.pulsar(pagina, "Cancelar el cambio")

    expect(pagina.get_by_text("Cancelamos el cambio de correo")).to_be_visible()
    expect(pagina.get_by_role("button", name="Cambiar correo")).to_be_visible()


def test_los_datos_se_corrigen_hasta_presentar_y_despues_el_telefono(servidor, ventanas, ciudadano):
    vecina = ciudadano()
    pagina = cuenta(servidor, ventanas, vecina.acceso)
    recorrido.pulsar(pagina, "Cambiar datos")
    recorrido.escribir(pagina, {"Nombres": "Rosa Elvira", "Número": "123", "Teléfono": "x"})
    recorrido.pulsar(pagina, "Guardar datos")
    expect(pagina.locator(".mp-errores")).to_be_focused()
    recorrido.escribir(pagina, {"Número": "45678912", "Teléfono": "987 111 222"})
    recorrido.pulsar(pagina, "Guardar datos")
    expect(pagina.get_by_text("Sus datos están guardados")).to_be_visible()
    assert recorrido.dato(pagina, "Nombre").startswith("Rosa Elvira")
    assert recorrido.dato(pagina, "Documento") == "DNI 45678912"

    presentar(servidor.ctx, vecina.actor)
    pagina.reload()
    recorrido.lista(pagina, "Mi cuenta")
    recorrido.pulsar(pagina, "Cambiar datos")
    expect(pagina.get_by_text("Ya presentó documentos con estos datos")).to_be_visible()
    expect(recorrido.campo(pagina, "Nombres")).to_have_count(0)
    recorrido.escribir(pagina, {"Teléfono": "987 333 444"})
    recorrido.pulsar(pagina, "Guardar datos")
    expect(pagina.get_by_text("987333444")).to_be_visible()


def test_se_ven_las_sesiones_propias_se_cierra_una_y_despues_todas(servidor, ventanas, ciudadano):
    vecina = ciudadano()
    perdida, otra = (cuenta(servidor, ventanas, vecina.acceso) for _ in range(2))
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/mi-cuenta")
    recorrido.ingresar(pagina, vecina.acceso)
    recorrido.lista(pagina, "Mi cuenta")
    filas = pagina.locator(".mp-sesion")
    expect(filas).to_have_count(3)
    expect(filas.filter(has_text="Este equipo")).to_contain_text("Chrome en Linux")

    pagina.locator("[class*='st-key-mp-fila-sesion']").filter(has=pagina.get_by_role("button")).last.get_by_role(
        "button"
    ).click()

    expect(filas).to_have_count(2)
    perdida.reload()
    recorrido.lista(perdida, "Iniciar sesión")
    recorrido.pulsar(pagina, "Cerrar sesión en todos los equipos")
    expect(pagina.get_by_role("link", name="Iniciar sesión")).to_be_visible()
    otra.reload()
    recorrido.lista(otra, "Iniciar sesión")


def test_lo_que_la_institucion_publica_de_nuevo_se_lee_y_acepta_antes_de_seguir(casa, ventanas):
    vecina = persona(casa)
    pagina = ventanas.de(casa, vecina.acceso)
    recorrido.ir(pagina, f"{casa.url}/presentar", "¿Qué va a presentar?")
    recorrido.campo(pagina, "Asunto").fill("Pide el mapa")
    recorrido.campo(pagina, "Asunto").press("Tab")
    recorrido.lista(pagina)
    direccion = pagina.url
    publicar(casa, terminos="2026-09", privacidad="2026-09")
    pagina.wait_for_timeout(1100)  # what screens know of the institution is at most a second old

    recorrido.ir(pagina, direccion, "Antes de continuar, lea lo que cambió")
    for titulo in ("Términos de uso", "Aviso de privacidad"):
        expect(pagina.get_by_role("region", name=titulo)).to_be_visible()
    assert (mirar(pagina), en_ingles(pagina)) == ([], [])
    recorrido.pulsar(pagina, "Aceptar y continuar")
    expect(pagina.get_by_role("alert")).to_contain_text("Falta marcar una casilla")
    recorrido.ir(pagina, f"{casa.url}/tramites", "Antes de continuar, lea lo que cambió")
    recorrido.ir(pagina, f"{casa.url}/verificar", "Verificar un cargo")
    recorrido.ir(pagina, direccion, "Antes de continuar, lea lo que cambió")
    for casilla in ("Acepto los términos de uso", "Leí el aviso de privacidad"):
        pagina.get_by_role("checkbox", name=casilla).press("Space")
        recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Aceptar y continuar")

    recorrido.lista(pagina, "¿Qué va a presentar?")
    expect(recorrido.campo(pagina, "Asunto")).to_have_value("Pide el mapa")
    pagina.reload()
    recorrido.lista(pagina, "¿Qué va a presentar?")


def test_a_quien_no_acepta_le_queda_cerrar_sesion(casa, ventanas):
    vecina = persona(casa)
    publicar(casa, terminos="2026-10", privacidad="2026-09")
    pagina = ventanas.de(casa, vecina.acceso)
    pagina.wait_for_timeout(1100)
    recorrido.ir(pagina, f"{casa.url}/tramites", "Antes de continuar, lea lo que cambió")
    expect(pagina.get_by_role("region")).to_have_count(1)

    pagina.get_by_role("main").get_by_role("button", name="Cerrar sesión").click()

    expect(pagina.get_by_role("link", name="Iniciar sesión")).to_be_visible()


def publicar(casa, **versiones):
    """The institution says its texts in new versions."""
    vigente = configuracion.preset("igp")
    textos = {n: getattr(vigente.textos, n).model_copy(update={"version": v}) for n, v in versiones.items()}
    nueva = vigente.model_copy(update={"textos": vigente.textos.model_copy(update=textos)})
    configuracion.publicar(casa.ctx.como(SISTEMA), nueva, autor="pruebas")
