"""The main job, end to end, as a person without an account meets it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.e2e import principal, recorrido
from tests.e2e.principal import ANEXOS, Vecina

pytestmark = pytest.mark.e2e

LIMA = ZoneInfo("America/Lima")
ROSA = Vecina("Rosa Elvira", "Quispe Ñaupari", "45678912", "rosa.quispe@ejemplo.pe")


def test_una_persona_crea_su_cuenta_presenta_un_documento_con_un_anexo_cortado_y_lo_sigue(
    servidor, ventanas, buzon, papeles, tmp_path
):
    ventanas.vigia.tolerar(r"net::ERR_INTERNET_DISCONNECTED", r"WebSocket connection to")
    pagina = ventanas.nueva()

    principal.crear_cuenta(pagina, ventanas.nueva(), servidor, buzon, ROSA)
    principal.presentar(pagina, servidor, papeles, ROSA, lambda suya: cortar(suya, papeles.anexo.name))
    constancia = principal.recibir(pagina, buzon, ROSA, tmp_path)
    principal.ver_en_la_bandeja(pagina, papeles, ROSA, constancia.numero, tmp_path)
    filtrar(pagina, constancia.numero)
    principal.seguir(pagina, papeles, tmp_path)


def cortar(pagina, anexo):
    """The line goes, the screen says so, the line comes back."""
    pagina.context.set_offline(True)
    expect(recorrido.fila(pagina, ANEXOS, anexo)).to_contain_text("sin conexión")
    pagina.context.set_offline(False)


def filtrar(pagina, numero):
    """The filters forgive how people write, and stay in the address."""
    corto = numero.lstrip("0")
    recorrido.escribir(pagina, {"N.º expediente": corto, "Asunto": "informacion SISMICA"})
    expect(pagina.get_by_text("1 registro", exact=True)).to_be_visible()
    pagina.wait_for_url(re.compile(r"asunto=informacion"))

    pagina.reload()
    recorrido.lista(pagina, "Trámites")
    expect(recorrido.campo(pagina, "N.º expediente")).to_have_value(corto)
    expect(recorrido.campo(pagina, "Asunto")).to_have_value("informacion SISMICA")
    expect(pagina.get_by_text("1 registro", exact=True)).to_be_visible()

    recorrido.escribir(pagina, {"Asunto": "vulcanología"})
    expect(pagina.get_by_text("Ningún registro coincide con estos filtros")).to_be_visible()
    recorrido.escribir(pagina, {"Asunto": ""})
    expect(pagina.get_by_text("1 registro", exact=True)).to_be_visible()
    recorrido.escribir(pagina, {"N.º expediente": ""})

    anteayer = datetime.now(LIMA).date() - timedelta(days=2)
    recorrido.fecha(pagina, "Fecha fin", anteayer.strftime("%d/%m/%Y"))
    expect(pagina.get_by_text("Ningún registro coincide con estos filtros")).to_be_visible()
    pagina.wait_for_url(re.compile(f"hasta={anteayer.isoformat()}"))
    recorrido.ir(pagina, pagina.url.split("?")[0], "Trámites")
