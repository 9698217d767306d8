"""The three journeys of a citizen without a mouse: each stop shows where the focus is, and the focus is never lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import recorrido
from tests.e2e.conftest import persona
from tests.factories.presentaciones import presentar

pytestmark = pytest.mark.e2e

PARADAS = 40
PARADA = """() => {
  const e = document.activeElement, limpio = texto => (texto || '').replace(/\\s+/g, ' ').trim();
  const nombre = limpio(e.getAttribute('aria-label')) || limpio([...(e.labels ?? [])].map(l => l.textContent).join(' ')) || limpio(e.textContent);
  const marcado = c => getComputedStyle(c).outlineStyle !== 'none' && parseFloat(getComputedStyle(c).outlineWidth) >= 2;
  const cajas = [e]; while (cajas.length < 6 && cajas.at(-1).parentElement) cajas.push(cajas.at(-1).parentElement);
  const r = e.getBoundingClientRect();
  return { nombre, perdido: e === document.body, visible: cajas.some(marcado), dentro: r.bottom > 0 && r.top < innerHeight };
}"""
DIBUJO = re.compile(r"^[a-z_]+ ")  # the name of an icon stands before the words of its button
PAGINA = "Saltar al contenido principal"


def hasta(pagina, nombre):
    """Press Tab until the stop of that name; every stop on the way is looked at."""
    vistas = []
    for _ in range(PARADAS):
        pagina.keyboard.press("Tab")
        parada = pagina.evaluate(PARADA)
        if parada["perdido"]:
            continue  # past the last stop: the browser's own bar
        assert parada["dentro"], parada
        assert parada["visible"] or not parada["nombre"], parada
        if DIBUJO.sub("", parada["nombre"]).startswith(nombre):
            return
        vistas.append(parada["nombre"])
    pytest.fail(f"el teclado no llega a «{nombre}»: {vistas}")


def escribir(pagina, datos):
    for nombre, valor in datos.items():
        hasta(pagina, nombre)
        pagina.keyboard.type(valor)


def test_se_crea_una_cuenta_solo_con_el_teclado(servidor, ventanas):
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/crear-cuenta", "Crear cuenta")

    escribir(
        pagina,
        {
            "Número": "45678913", "Nombres": "Rosa", "Apellidos": "Quispe", "Teléfono": "987654321",
            "Correo electrónico": "teclado@ejemplo.pe", "Contraseña": "cuatro palabras nada una",
        },
    )  # fmt: skip
    hasta(pagina, "Acepto")
    pagina.keyboard.press("Space")
    recorrido.lista(pagina)
    hasta(pagina, "Crear cuenta")
    pagina.keyboard.press("Enter")

    recorrido.lista(pagina, "Revise su correo")


def test_se_sigue_un_tramite_solo_con_el_teclado(servidor, ventanas):
    vecina = persona(servidor)
    recibo = presentar(servidor.ctx, vecina.actor)
    pagina = ventanas.nueva()
    recorrido.ir(pagina, f"{servidor.url}/")

    hasta(pagina, PAGINA)
    pagina.keyboard.press("Enter")
    escribir(pagina, {"Número de expediente": recibo.numero, "Contraseña de seguimiento": recibo.contrasena})
    hasta(pagina, "Consultar")
    pagina.keyboard.press("Enter")

    expect(pagina.get_by_role("heading", name="Recorrido")).to_be_visible()


def test_se_presenta_un_documento_solo_con_el_teclado(servidor, ventanas, papeles):
    pagina = ventanas.de(servidor, persona(servidor).acceso)
    recorrido.ir(pagina, f"{servidor.url}/presentar", "¿Qué va a presentar?")

    hasta(pagina, "Tipo de documento")
    pagina.keyboard.type("Carta")
    expect(pagina.get_by_role("option", name="Carta", exact=True)).to_be_visible()
    pagina.keyboard.press("ArrowDown")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("option")).to_have_count(0)
    recorrido.lista(pagina)
    escribir(pagina, {"Número de su documento": "S/N", "Asunto": "Solicito información sin usar el ratón"})
    recorrido.lista(pagina)
    hasta(pagina, "Continuar")
    pagina.keyboard.press("Enter")
    recorrido.lista(pagina, "Adjunte sus archivos")
    hasta(pagina, "Elegir el PDF")
    with pagina.expect_file_chooser() as eleccion:
        pagina.keyboard.press("Enter")
    eleccion.value.set_files(str(papeles.carta))
    recorrido.recibido(pagina, "Archivo principal", papeles.carta.name, "1 página")
    recorrido.lista(pagina)
    hasta(pagina, "Continuar")
    pagina.keyboard.press("Enter")
    recorrido.lista(pagina, "Revise antes de enviar")
    hasta(pagina, "Enviar documento")
    pagina.keyboard.press("Enter")

    recorrido.lista(pagina, "Su documento fue presentado")
