"""``POST /configuracion/logo`` and ``/configuracion/paquete``: a small file that an administrator hands over, in the body.

Who may not configure is told so before a byte of it is read; what is longer than its limit is let go.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from portal import wiring
from portal.domain.errors import NoAutorizado, PortalError, SesionRequerida
from portal.domain.permisos import Permiso
from portal.i18n import explain
from portal.services import imagenes, paquetes_institucion
from portal.services.contexto import Contexto, autorizar

NUNCA = {"Cache-Control": "no-store"}
ESTADOS: tuple[tuple[type[PortalError], int], ...] = ((SesionRequerida, 401), (NoAutorizado, 403))
DIGITOS = 9
SEGUNDOS = 120.0


class EntregaAjena(PortalError):
    """Not a script of ours, cut in the middle, or longer than what may be."""

    code = "entrega_ajena"


def _logo(ctx: Contexto, contenido: bytes, _visto: int) -> str:
    return imagenes.guardar(ctx, contenido)


def _paquete(ctx: Contexto, contenido: bytes, visto: int) -> str:
    return str(paquetes_institucion.proponer(ctx, contenido, visto=visto).revision)


def _recibir(hacer: Callable[[Contexto, bytes, int], str], maximo: int) -> Callable[[Request], Awaitable[Response]]:
    async def responder(request: Request) -> Response:
        try:
            ctx = await asyncio.to_thread(wiring.contexto_de, request)
            autorizar(ctx.actor, Permiso.CONFIGURAR)
            contenido = await asyncio.wait_for(_cuerpo(request, maximo), SEGUNDOS)
            hecho = await asyncio.to_thread(hacer, ctx, contenido, _visto(request))
        except TimeoutError:
            return JSONResponse({"mensaje": explain(EntregaAjena())}, status_code=408, headers=NUNCA)
        except PortalError as negativa:
            estado = next((estado for clase, estado in ESTADOS if isinstance(negativa, clase)), 400)
            return JSONResponse(
                {"mensaje": explain(negativa)}, status_code=estado, headers=NUNCA | {"Connection": "close"}
            )
        return JSONResponse({"hecho": hecho}, headers=NUNCA)

    return responder


async def _cuerpo(request: Request, maximo: int) -> bytes:
    """The body, of ``maximo`` bytes at most. A write from elsewhere is stopped before; the header keeps out forms."""
    if request.headers.get("x-mpv") != "1":
        raise EntregaAjena
    contenido = bytearray()
    try:
        async for parte in request.stream():
            contenido += parte
            if len(contenido) > maximo:
                raise EntregaAjena
    except ClientDisconnect:
        raise EntregaAjena from None
    return bytes(contenido)


def _visto(request: Request) -> int:
    dicho = request.query_params.get("visto", "")
    return int(dicho) if dicho.isascii() and dicho.isdigit() and len(dicho) <= DIGITOS else 0


def rutas(base: str) -> list[BaseRoute]:
    """``POST`` of each."""
    return [
        Route(f"{base}/configuracion/logo", _recibir(_logo, imagenes.SUBIDA_MAXIMA), methods=["POST"], name="logo"),
        Route(
            f"{base}/configuracion/paquete", _recibir(_paquete, paquetes_institucion.MAXIMO), methods=["POST"],
            name="paquete_propuesto",
        ),
    ]  # fmt: skip
