"""What one change in the form of a filing sends back, seen from the websocket: only what it made different."""

from __future__ import annotations

import asyncio

import pytest

from portal.services import borradores, sesiones
from tests.factories import presentaciones
from tests.factories.ws import Pestana

pytestmark = pytest.mark.e2e

NUMERO = "Número de su documento"
SOLO_LA_HORA = 12  # messages; the whole screen takes more than forty


def abierta(servidor, persona) -> tuple[str, Pestana]:
    """A draft of that person, and a tab at its address."""
    actor = persona.actor
    borrador = presentaciones.borrador(servidor.ctx, actor, archivos=())
    boleto = sesiones.entrar(servidor.ctx, actor.correo, persona.acceso.contrasena, ip="10.8.0.1")
    galleta = f"mpv_sesion={sesiones.canjear(servidor.ctx, boleto)}"
    return borrador, Pestana(f"{servidor.url}/presentar?paso=documento&borrador={borrador}", galleta)


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

    entera, un_cambio, cerca_del_limite = asyncio.run(recorrer())

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

    mensajes = asyncio.run(recorrer())

    assert mensajes > SOLO_LA_HORA
    assert numero(servidor, quien, borrador) == "7"
