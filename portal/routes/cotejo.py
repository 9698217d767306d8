"""``POST /verificar/cotejo?codigo=…``: a copy in the body, told whether it is one of the files of that cargo.

Only for browsers that cannot hash by themselves. The body is read as a stream, hashed and let go: nothing is written.
What cannot be equal by its size is answered without reading it; few at once, counted by address.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from time import monotonic

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from portal import wiring
from portal.domain.errors import DemasiadosIntentos, NoEncontrado, PortalError
from portal.i18n import explain
from portal.services import cotejo, intentos
from portal.services.cotejo import CodigoIncompleto, CopiaDemasiadoLarga, Cotejo

A_LA_VEZ = 4
POR_DIRECCION = 2  # so that nobody keeps every place with a file of his own
MIB = 1024 * 1024
SILENCIO_SEGUNDOS = 60.0
LENTA = 16 * 1024  # bytes a second, over the whole copy; a slower one is let go: others wait for its place
DIGITOS = 15
NUNCA = {"Cache-Control": "no-store"}


class CotejoOcupado(PortalError):
    """Others are being compared; nothing was read."""

    code = "cotejo_ocupado"


class CotejoPedido(PortalError):
    """Not a script of ours, or without the length of the copy."""

    code = "cotejo_pedido"


ESTADOS: tuple[tuple[type[PortalError], int], ...] = (
    (CodigoIncompleto, 404),
    (NoEncontrado, 404),
    (CopiaDemasiadoLarga, 413),
    (DemasiadosIntentos, 429),
    (CotejoOcupado, 503),
)
_en_curso: dict[Cotejo, str] = {}


async def _cotejar(request: Request) -> Response:
    """``{"igual": name}`` of the file filed with these bytes, or ``{"igual": null}``."""
    try:
        copia = await asyncio.to_thread(_comenzar, request)
        if copia.admisible:
            await _leer(request, copia)
    except PortalError as negativa:
        estado = next((estado for clase, estado in ESTADOS if isinstance(negativa, clase)), 400)
        cuerpo = {"codigo": negativa.code, "mensaje": explain(negativa)}
        return JSONResponse(cuerpo, status_code=estado, headers=NUNCA | {"Connection": "close"})
    igual = copia.igual()
    cabeceras = NUNCA if copia.recibido == copia.tamano else NUNCA | {"Connection": "close"}
    return JSONResponse({"igual": igual and igual.nombre}, headers=cabeceras)


def _comenzar(request: Request) -> Cotejo:
    """A write from elsewhere is stopped before by its Origin; the header keeps out forms, which send none of ours."""
    largo = request.headers.get("content-length", "")
    if request.headers.get("x-mpv") != "1" or not (largo.isascii() and largo.isdigit() and len(largo) <= DIGITOS):
        raise CotejoPedido
    if len(_en_curso) >= A_LA_VEZ:
        raise CotejoOcupado
    return cotejo.comenzar(wiring.contexto_de(request), request.query_params.get("codigo", ""), tamano=int(largo))


async def _leer(request: Request, copia: Cotejo) -> None:
    """Hash the body in pieces of about 1 MiB; a connection that is cut, silent or too slow leaves the copy short."""
    direccion = intentos.red(request.client.host if request.client else "")
    if len(_en_curso) >= A_LA_VEZ or list(_en_curso.values()).count(direccion) >= POR_DIRECCION:
        raise CotejoOcupado
    _en_curso[copia] = direccion
    try:
        async with aclosing(_trozos(request, SILENCIO_SEGUNDOS + copia.tamano / LENTA)) as trozos:
            async for trozo in trozos:
                await asyncio.to_thread(copia.agregar, trozo)
    finally:
        del _en_curso[copia]


async def _trozos(request: Request, segundos: float) -> AsyncGenerator[bytearray]:
    junto = bytearray()
    fin = monotonic() + segundos
    async with aclosing(request.stream()) as partes:
        try:
            while True:
                parte = await asyncio.wait_for(anext(partes), min(SILENCIO_SEGUNDOS, fin - monotonic()))
                junto += parte
                if len(junto) >= MIB:
                    yield junto
                    junto = bytearray()
        except (StopAsyncIteration, ClientDisconnect, TimeoutError):
            pass
    if junto:
        yield junto


def rutas(base: str) -> list[BaseRoute]:
    """``POST /verificar/cotejo``."""
    return [Route(f"{base}/verificar/cotejo", _cotejar, methods=["POST"], name="cotejo")]
