"""What one change in the form of a filing sends back, seen from the websocket: only what it made different."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from portal.services import borradores, sesiones
from tests.factories import presentaciones
from tests.factories.ws import Pestana

pytestmark = pytest.mark.e2e

NUMERO = "Número de su documento"
SOLO_LA_HORA = 12  # messages; the whole screen takes more than forty
R = TypeVar("R")


def abierta(servidor, persona) -> tuple[str, Pestana]:
    """A draft of that person, and a tab at its address."""
    actor = persona.actor
    borrador = presentaciones.borrador(servidor.ctx, actor, archivos=())
    boleto = sesiones.entrar(servidor.ctx, actor.correo, persona.acceso.contrasena, ip="10.8.0.1")
    galleta = f"mpv_sesion={sesiones.canjear(servidor.ctx, boleto)}"
    return borrador, Pestana(f"{servidor.url}/presentar?paso=documento&borrador={borrador}", galleta)


def recorrido(pasos: Coroutine[Any, Any, R]) -> R:
    """What those steps give; in a thread of their own, since the browser of other journeys holds this one's loop."""
    with ThreadPoolExecutor(1) as aparte:
        return aparte.submit(asyncio.run, pasos).result()


def numero(servidor, persona, borrador: str) -> object:
    return borradores.ver(servidor.ctx.como(persona.actor), borrador).valores["numero"]


def test_un_cambio_que_no_muestra_nada_mas_dibuja_solo_la_hora(servidor, ciudadano):
    quien = ciudadano()
    borrador, pestana = abierta(servidor, quien)

    async def recorrer() -> tuple[int, int, int]:
        await pestana.abrir()
        entera = pestana.mensajes
        await pestana.escribir(NUMERO, "7")
        un_cambio = pestana.mensajes
        await pestana.escribir("Asunto", "x" * 700)
        cerca_del_limite = pestana.mensajes
        await pestana.cerrar()
        return entera, un_cambio, cerca_del_limite

    entera, un_cambio, cerca_del_limite = recorrido(recorrer())

    assert un_cambio <= SOLO_LA_HORA < 40 < min(entera, cerca_del_limite)
    assert numero(servidor, quien, borrador) == "7"


def test_quien_ya_no_tiene_sesion_no_guarda_nada_y_la_pantalla_entera_lo_dice(servidor, ciudadano):
    quien = ciudadano()
    borrador, pestana = abierta(servidor, quien)

    async def recorrer() -> int:
        await pestana.abrir()
        await pestana.escribir(NUMERO, "7")
        await asyncio.to_thread(sesiones.salir_de_todas, servidor.ctx.como(quien.actor))
        await pestana.escribir(NUMERO, "8")
        await pestana.cerrar()
        return pestana.mensajes

    mensajes = recorrido(recorrer())

    assert mensajes > SOLO_LA_HORA
    assert numero(servidor, quien, borrador) == "7"


def test_lo_que_se_pulsa_en_el_mismo_mensaje_que_un_cambio_no_se_pierde(servidor, ciudadano):
    quien = ciudadano()
    borrador, pestana = abierta(servidor, quien)

    async def recorrer() -> None:
        await pestana.abrir()
        await pestana.escribir(NUMERO, "7")
        await pestana.escribir(NUMERO, "8", pulsar="Continuar")
        await pestana.cerrar()

    recorrido(recorrer())

    assert numero(servidor, quien, borrador) == "8"
    assert "paso=archivos" in pestana.url


@pytest.mark.parametrize("destino", ["/tramites", "/presentar?paso=archivos&borrador={borrador}"])
def test_quien_se_va_en_el_mismo_mensaje_que_un_cambio_llega(servidor, ciudadano, destino):
    quien = ciudadano()
    borrador, pestana = abierta(servidor, quien)

    async def recorrer() -> int:
        await pestana.abrir()
        await pestana.escribir(NUMERO, "7")
        pestana.url, pestana.pagina = servidor.url + destino.format(borrador=borrador), ""
        await pestana.escribir(NUMERO, "8")
        await pestana.cerrar()
        return pestana.mensajes

    mensajes = recorrido(recorrer())

    assert numero(servidor, quien, borrador) == "8"
    assert mensajes > SOLO_LA_HORA
