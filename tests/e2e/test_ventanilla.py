"""Somebody comes to the counter with paper: registered, handed a cargo and a password, and followed with them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import recorrido

pytestmark = pytest.mark.e2e

QUIEN = {"Número": "45678912", "Nombres": "Rosa Elvira", "Apellidos": "Huamán Ñaupari"}


def registrar(pagina: Page, url: str, papeles) -> None:
    """From the first step to the receipt."""
    recorrido.ir(pagina, f"{url}/ventanilla", "¿Quién presenta el documento?")
    recorrido.pulsar(pagina, "Continuar")
    expect(pagina.locator(".mp-errores")).to_be_focused()
    recorrido.escribir(pagina, QUIEN | {"Folios": "12"})
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "¿Qué presenta?")
    recorrido.elegir(pagina, "Tipo de documento", "Carta")
    recorrido.escribir(pagina, {"Número de su documento": "0005-2026/ABC", "Asunto": "Pide copia de un sismograma"})
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Adjunte el escaneado")
    recorrido.adjuntar(pagina, "Archivo principal", papeles.carta)
    recorrido.recibido(pagina, "Archivo principal", papeles.carta.name, re.compile("PDF|página|kB"))
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de registrar")
    recorrido.pulsar(pagina, "Registrar y dar número")
    recorrido.lista(pagina, "El documento quedó registrado")


def test_lo_traido_en_papel_sale_con_su_cargo_y_se_sigue_con_la_contrasena(servidor, ventanas, mesa, papeles, tmp_path):
    pagina = ventanas.de(servidor, mesa)

    registrar(pagina, servidor.url, papeles)

    numero = recorrido.dato(pagina, "Número de expediente")
    clave = recorrido.dato(pagina, "Contraseña de seguimiento")
    for enlace in ("Imprimir el cargo con la contraseña", "Etiqueta para el papel", "Descargar la hoja de ruta"):
        bajado = recorrido.descargar(pagina, pagina.get_by_role("link", name=enlace), tmp_path)
        assert bajado.read_bytes().startswith(b"%PDF")
    expect(pagina.get_by_text("No dejó un correo")).to_be_visible()
    pagina.reload()
    recorrido.lista(pagina, "El documento quedó registrado")
    recorrido.pulsar(pagina, "Abrir el expediente")
    recorrido.lista(pagina, "Pide copia de un sismograma")

    de_fuera = ventanas.nueva()
    recorrido.ir(de_fuera, f"{servidor.url}/consulta-tramite?expediente={numero}", "Consulta Trámite")
    recorrido.consultar(de_fuera, numero, clave)
    expect(de_fuera.get_by_role("heading", name="Recorrido")).to_be_visible()


def test_quien_no_atiende_la_ventanilla_no_encuentra_la_pantalla(servidor, ventanas, jefa):
    ventanas.vigia.tolerar("status of 404")
    pagina = ventanas.de(servidor, jefa)

    recorrido.ir(pagina, f"{servidor.url}/ventanilla", "No encontramos esta página")
