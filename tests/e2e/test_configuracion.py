"""Two administrators shape the institution: nothing is overwritten, changes are seen before, published, and put back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from portal.domain.permisos import Rol
from portal.services import configuracion
from portal.services.contexto import SISTEMA
from tests.e2e import recorrido

pytestmark = pytest.mark.e2e
TEXTO = "Para reclamos, acérquese con su último cargo."


@pytest.fixture
def como_antes(servidor):
    """What the journey published ends with it: other journeys share the installation."""
    with servidor.ctx.db.lectura() as session:
        _, era = configuracion.vigente(session)
    yield
    configuracion.publicar(servidor.ctx.como(SISTEMA), era, autor="Prueba")


def _parte(pagina: Page, nombre: str) -> None:
    pagina.get_by_role("button", name=nombre).click()
    recorrido.lista(pagina, nombre)


def test_dos_administradores_cambian_publican_y_vuelven_atras(servidor, ventanas, administrador, como_antes):
    otro = servidor.contratar(Rol.ADMINISTRADOR, "otra@institucion.example")
    ana, beto = (ventanas.de(servidor, quien) for quien in (administrador, otro))
    for pagina in (ana, beto):
        recorrido.ir(pagina, f"{servidor.url}/configuracion?parte=identidad", "Identidad")

    recorrido.escribir(beto, {"Sector o entidad de la que depende": "Sector de Beto"})
    beto.keyboard.press("Tab")
    expect(beto.get_by_text("Borrador: 1 cambio sin publicar")).to_be_visible()
    recorrido.escribir(ana, {"Sector o entidad de la que depende": "Sector de Ana"})
    ana.keyboard.press("Tab")
    expect(ana.get_by_text("mientras usted lo tenía abierto")).to_be_visible()
    expect(ana.get_by_role("definition").filter(has_text="Sector de Beto")).to_be_visible()
    expect(recorrido.campo(ana, "Sector o entidad de la que depende")).to_have_value("Sector de Ana")
    ana.get_by_role("button", name="Dejar lo de").click()
    expect(recorrido.campo(ana, "Sector o entidad de la que depende")).to_have_value("Sector de Beto")

    _parte(ana, "Manual de usuario")
    recorrido.escribir(ana, {"Texto al final del manual": TEXTO})
    ana.keyboard.press("Tab")
    expect(ana.get_by_text("Borrador: 2 cambios sin publicar")).to_be_visible()
    recorrido.pulsar(ana, "Ver cambios")
    dialogo = ana.get_by_role("dialog")
    expect(dialogo.get_by_role("insertion").filter(has_text=TEXTO)).to_be_visible()
    expect(dialogo.get_by_role("deletion").filter(has_text="Ministerio del Ambiente")).to_be_visible()
    ana.keyboard.press("Escape")
    expect(dialogo).to_have_count(0)
    recorrido.pulsar(ana, "Publicar")
    recorrido.escribir(ana, {"Qué cambia y por qué": "El manual dice a dónde ir"})
    recorrido.pulsar(ana.get_by_role("dialog"), "Publicar ahora")
    expect(ana.get_by_text("Ya rige para lo que se presente desde ahora")).to_be_visible()

    recorrido.ir(beto, f"{servidor.url}/manual", "Manual de usuario")
    expect(beto.get_by_text(TEXTO)).to_be_visible()
    recorrido.ir(beto, f"{servidor.url}/configuracion?parte=versiones", "Versiones publicadas")
    expect(beto.get_by_text("El manual dice a dónde ir")).to_be_visible()
    beto.get_by_role("button", name="Restaurar").first.click()
    expect(beto.get_by_text("Borrador: 2 cambios sin publicar")).to_be_visible()
    recorrido.pulsar(beto, "Deshacer")
    expect(beto.get_by_text("Sin cambios por publicar")).to_be_visible()
