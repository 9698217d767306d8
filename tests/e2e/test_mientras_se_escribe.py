"""What comes, changes or goes above a form leaves its fields where they are: who is writing goes on writing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import recorrido
from tests.factories import presentaciones

pytestmark = pytest.mark.e2e

DESPACIO_MS = 120  # between letters: each one has time to reach the server


def despacio(pagina: Page, etiqueta: str, texto: str) -> None:
    """Write as a person who looks for the letters; every one of them must be there, and the field still in use."""
    campo = recorrido.campo(pagina, etiqueta)
    campo.focus()
    for letra in texto:
        pagina.keyboard.type(letra)
        pagina.wait_for_timeout(DESPACIO_MS)
    expect(campo).to_be_focused()
    expect(campo).to_have_value(texto)


def test_el_resumen_de_errores_viene_y_se_va_sin_tocar_los_campos(servidor, ventanas, ciudadano):
    pagina = ventanas.de(servidor, ciudadano().acceso)
    recorrido.ir(pagina, f"{servidor.url}/presentar", "¿Qué va a presentar?")
    recorrido.elegir(pagina, "Tipo de documento", "Carta")
    recorrido.escribir(pagina, {"Número de su documento": "S/N"})
    recorrido.lista(pagina)
    recorrido.marcar_campos(pagina)

    recorrido.pulsar(pagina, "Continuar")
    resumen = pagina.locator(".mp-errores")
    expect(resumen).to_be_focused()
    despacio(pagina, "Asunto", "Pido los planos de la estación")  # the first letters leave no error to tell
    expect(resumen).to_have_count(0)
    recorrido.lista(pagina)

    assert recorrido.campos_nuevos(pagina) == []
    expect(recorrido.campo(pagina, "Asunto")).to_be_focused()


def test_crear_cuenta_para_una_organizacion_no_toca_lo_ya_escrito(servidor, ventanas):
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/crear-cuenta", "Crear cuenta")
    recorrido.escribir(pagina, {"Nombres": "Rosa"})
    recorrido.lista(pagina)
    recorrido.marcar_campos(pagina)

    pagina.get_by_role("radio", name="Para una organización").click()
    expect(recorrido.campo(pagina, "RUC")).to_be_visible()
    recorrido.lista(pagina)
    assert recorrido.campos_nuevos(pagina) == ["RUC", "Razón social"]
    recorrido.marcar_campos(pagina)
    recorrido.pulsar(pagina, "Crear cuenta")
    expect(pagina.locator(".mp-errores")).to_be_focused()
    recorrido.lista(pagina)

    assert recorrido.campos_nuevos(pagina) == []
    expect(recorrido.campo(pagina, "Nombres")).to_have_value("Rosa")


def test_el_primer_filtro_que_se_usa_no_quita_el_foco(servidor, ventanas, ciudadano):
    vecina = ciudadano()
    presentaciones.presentar(servidor.ctx, vecina.actor)
    pagina = ventanas.de(servidor, vecina.acceso)
    recorrido.ir(pagina, f"{servidor.url}/tramites", "Trámites")
    recorrido.marcar_campos(pagina)

    asunto = recorrido.campo(pagina, "Asunto")
    asunto.fill("sísmica")
    asunto.press("Enter")
    pagina.wait_for_url("**/tramites?asunto=*")
    recorrido.lista(pagina)

    assert recorrido.campos_nuevos(pagina) == []
    expect(asunto).to_be_focused()
