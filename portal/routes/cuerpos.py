"""The body of an upload as it arrives: in pieces of about 1 MiB, with an end for who falls silent or never ends.

Nothing is held for a slow client but one buffer. Ends early, without complaint, when the connection does: what arrived
is kept, and the client goes on from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from starlette.requests import ClientDisconnect, Request

MIB = 1024 * 1024
SILENCIO_SEGUNDOS = 60.0
TOPE_SEGUNDOS = 3600.0
"""One request lasts at most this, however it drips; the next one goes on from where it was left."""


async def trozos(request: Request, ceder: asyncio.Event) -> AsyncGenerator[bytearray]:
    """The body in pieces of about 1 MiB, until it ends, is cut, falls silent, lasts too long or must make room."""
    bucle = asyncio.get_running_loop()
    aviso = asyncio.ensure_future(ceder.wait())
    limite = bucle.time() + TOPE_SEGUNDOS
    try:
        async with aclosing(request.stream()) as partes:
            sigue = True
            while sigue and not aviso.done() and bucle.time() < limite:
                junto = bytearray()
                lectura = asyncio.ensure_future(_juntar(partes, junto))
                antes = -1
                while not lectura.done() and not aviso.done() and len(junto) > antes and bucle.time() < limite:
                    antes = len(junto)
                    espera = min(SILENCIO_SEGUNDOS, max(0.0, limite - bucle.time()))
                    await asyncio.wait({lectura, aviso}, timeout=espera, return_when=asyncio.FIRST_COMPLETED)
                sigue = lectura.done() and lectura.result()
                if not lectura.done():
                    lectura.cancel()
                    await asyncio.wait({lectura})
                if junto:
                    yield junto
    finally:
        aviso.cancel()


async def _juntar(partes: AsyncGenerator[bytes], junto: bytearray) -> bool:
    """Fill ``junto`` up to about 1 MiB; False when nothing more will come."""
    try:
        async for parte in partes:
            junto += parte
            if len(junto) >= MIB:
                return True
    except ClientDisconnect:
        pass
    return False
