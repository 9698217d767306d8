"""What is shown after sending, on the name of an intranet without https: copied, printed, mailed again, found later."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from portal.services import registro
from portal.services.recibos import Recibo
from tests.e2e import recorrido
from tests.e2e.buzon import adjunto, texto
from tests.e2e.conftest import Persona, persona
from tests.factories import presentaciones
from tests.factories.presentaciones import PDF

pytestmark = pytest.mark.e2e

CONFIRMADO = "Su documento fue presentado"
PEGADO = "() => { const a = document.createElement('textarea'); a.id = 'pegado'; document.body.prepend(a); a.focus() }"


@dataclass(frozen=True)
class Envio:
    """A filing: who, what they got, and the address of its confirmation."""

    quien: Persona
    recibo: Recibo
    direccion: str


@pytest.fixture(scope="module")
def intranet(montar):
    """An installation that browsers do not take for a secure context."""
    return montar(anfitrion="mesa.intranet").instalar().arrancar()


@pytest.fixture
def envio(intranet) -> Envio:
    quien = persona(intranet)
    borrador = presentaciones.borrador(intranet.ctx, quien.actor, asunto="Pide el catálogo sísmico de 1970")
    recibo = registro.enviar(intranet.ctx.como(quien.actor), borrador)
    return Envio(quien, recibo, f"{intranet.url}/presentar?paso=listo&envio={borrador}")


@pytest.fixture
def pagina(intranet, ventanas, envio) -> Page:
    """The confirmation, at its address."""
    suya = ventanas.de(intranet, envio.quien.acceso)
    recorrido.ir(suya, envio.direccion, CONFIRMADO)
    return suya


def pegado(pagina: Page) -> str:
    """What the clipboard holds, by pasting it."""
    pagina.evaluate(PEGADO)
    pagina.keyboard.press("Control+v")
    pegado_ = pagina.locator("#pegado").input_value()
    pagina.evaluate("document.getElementById('pegado').remove()")
    return pegado_


def impreso(pagina: Page) -> tuple[int, str]:
    """Pages and words of what the printer gets."""
    hojas = PdfReader(io.BytesIO(pagina.pdf())).pages
    return len(hojas), " ".join(" ".join(hoja.extract_text() for hoja in hojas).split())


def test_los_botones_copian_sin_contexto_seguro_y_lo_dicen(pagina, envio):
    assert pagina.evaluate("[isSecureContext, navigator.clipboard === undefined]") == [False, True]
    for boton, valor in (
        ("Copiar número de expediente", envio.recibo.numero),
        ("Copiar contraseña de seguimiento", envio.recibo.contrasena),
    ):
        copiar = pagina.get_by_role("button", name=boton, exact=True)
        copiar.focus()
        pagina.keyboard.press("Enter")
        expect(copiar).to_have_text("checkCopiado")
        expect(pagina.get_by_role("status").filter(has_text="Copiado: ")).to_have_count(1)
        expect(copiar).to_be_focused()
        assert pegado(pagina) == valor


def test_lo_impreso_es_una_hoja_con_la_huella_y_sin_la_contrasena_si_no_se_pide(pagina, envio):
    hojas, dicho = impreso(pagina)

    assert hojas == 1
    for parte in (
        "Instituto Geofísico del Perú", "Constancia de presentación", envio.recibo.numero, envio.recibo.registro,
        "Se considera presentado", "Respuesta, a más tardar", "Pide el catálogo sísmico de 1970", "carta.pdf", hashlib.sha256(PDF).hexdigest(),
        "/verificar", "Esta hoja no reemplaza al cargo",
    ):  # fmt: skip
        assert parte in dicho
    for parte in (envio.recibo.contrasena, "Enviar de nuevo", "Términos de uso", "Verificar cargo"):
        assert parte not in dicho

    pagina.get_by_role("checkbox", name="Imprimir también la contraseña").press("Space")
    expect(pagina.locator(".mp-impresion")).to_contain_text(envio.recibo.contrasena)
    assert envio.recibo.contrasena in impreso(pagina)[1]


def test_el_correo_llega_otra_vez_con_el_cargo_y_se_dice_cuantas_veces_se_puede(pagina, envio, buzon):
    buzon.esperar_a(envio.quien.acceso.correo, envio.recibo.numero)

    recorrido.pulsar(pagina, "Enviar de nuevo el correo")

    expect(pagina.get_by_role("alert")).to_contain_text(f"a {envio.quien.acceso.correo}")
    expect(pagina.get_by_role("alert")).to_contain_text("tres veces seguidas; luego, una vez por hora")
    segundo = buzon.esperar_a(envio.quien.acceso.correo, envio.recibo.numero, cual=2)
    assert envio.recibo.contrasena in texto(segundo)
    assert adjunto(segundo).startswith(b"%PDF")
    for _ in range(2):
        recorrido.lista(pagina)
        recorrido.pulsar(pagina, "Enviar de nuevo el correo")
        recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Enviar de nuevo el correo")
    expect(pagina.get_by_role("alert")).to_contain_text("Podrá pedirlo otra vez en 60 minutos")


def test_dice_que_sigue_con_fechas_en_palabras_y_no_es_un_callejon(pagina, envio, tmp_path):
    expect(pagina.get_by_role("note").filter(has_text="Se considera presentado el")).to_be_visible()
    expect(pagina.get_by_text("Los plazos se cuentan desde el")).to_be_visible()
    expect(pagina.get_by_text("para responder: 30 días hábiles")).to_be_visible()
    cargo = recorrido.descargar(pagina, pagina.get_by_role("link", name="Descargar cargo"), tmp_path)
    assert cargo.name == f"cargo-{envio.recibo.numero}.pdf"

    recorrido.pulsar(pagina, "Presentar otro documento")
    recorrido.lista(pagina, "¿Qué va a presentar?")
    pagina.go_back()
    recorrido.lista(pagina, CONFIRMADO)
    recorrido.pulsar(pagina, "Ver el seguimiento")
    recorrido.lista(pagina, "Pide el catálogo sísmico de 1970")
    recorrido.ir(pagina, envio.direccion, CONFIRMADO)
    recorrido.pulsar(pagina, "Ver mis trámites")
    recorrido.lista(pagina, "Trámites")


def test_su_direccion_no_dice_nada_a_otra_persona(intranet, ventanas, envio):
    otra = ventanas.de(intranet, persona(intranet).acceso)

    otra.goto(envio.direccion)

    expect(otra.get_by_role("alert")).to_be_visible()
    assert envio.recibo.numero not in otra.content()
    assert envio.recibo.contrasena not in otra.content()
