"""The walk along the counter: who brings paper, what it is, its scan, a last look and what is handed over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e import recorrido
from tests.e2e.sitio import Sitio

QUIEN = {"Número": "45678912", "Nombres": "Rosa Elvira", "Apellidos": "Huamán Ñaupari", "Folios": "12"}
DOCUMENTO = {"Número de su documento": "0005-2026/ABC", "Asunto": "Pide copia de un sismograma"}


def ventanilla(pagina: Page, sitio: Sitio) -> Iterator[str]:
    """Every step, as it comes and with its errors."""
    recorrido.ir(pagina, f"{sitio.url}/ventanilla?paso=revisar&borrador=no-existe", "Este registro no está aquí")
    yield "ventanilla-no-esta"
    recorrido.ir(pagina, f"{sitio.url}/ventanilla", "¿Quién presenta el documento?")
    pagina.get_by_role("radio", name="Una organización").click()
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    expect(pagina.locator(".mp-errores")).to_be_focused()
    yield "ventanilla-quien-errores"
    pagina.get_by_role("radio", name="Una persona").click()
    recorrido.escribir(pagina, QUIEN)
    recorrido.campo(pagina, "Folios").hover()  # the pointer leaves the choice
    recorrido.lista(pagina)
    yield "ventanilla-quien"
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "¿Qué presenta?")
    recorrido.pulsar(pagina, "Continuar")
    expect(pagina.locator(".mp-errores")).to_be_focused()
    yield "ventanilla-documento-errores"
    recorrido.elegir(pagina, "Tipo de documento", "Carta")
    recorrido.escribir(pagina, DOCUMENTO)
    recorrido.lista(pagina)
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Adjunte el escaneado")
    yield "ventanilla-archivos"
    recorrido.adjuntar(pagina, "Archivo principal", sitio.papeles.carta)
    recorrido.recibido(pagina, "Archivo principal", sitio.papeles.carta.name, re.compile("kB|MB|B"))
    recorrido.pulsar(pagina, "Continuar")
    recorrido.lista(pagina, "Revise antes de registrar")
    yield "ventanilla-revisar"
    recorrido.pulsar(pagina, "Registrar y dar número")
    recorrido.lista(pagina, "El documento quedó registrado")
    yield "ventanilla-listo"
