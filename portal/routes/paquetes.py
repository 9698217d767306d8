"""``/expedientes/todo.zip``: a whole expediente, sent while it is made, to whoever may have it at that very request.

Which one goes in the question (``?expediente=…``): the number of some institutions has slashes.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from portal import wiring
from portal.domain.errors import NoAutorizado, NoEncontrado, PortalError, SesionRequerida
from portal.i18n import explain
from portal.routes.descargas import PRIVADO, adjunto
from portal.services import paquetes
from portal.services.paquetes import Paquete

ESTADOS: tuple[tuple[type[PortalError], int], ...] = ((SesionRequerida, 401), (NoAutorizado, 403), (NoEncontrado, 404))


async def _todo(request: Request) -> Response:
    try:
        paquete = await asyncio.to_thread(_preparar, request)
    except PortalError as negativa:
        estado = next((estado for clase, estado in ESTADOS if isinstance(negativa, clase)), 503)
        return PlainTextResponse(explain(negativa), status_code=estado, headers={"Cache-Control": "no-store"})
    cabeceras = PRIVADO | {"Content-Disposition": adjunto(paquete.nombre), "Content-Length": str(paquete.largo)}
    if request.method == "HEAD":
        return Response(headers=cabeceras, media_type="application/zip")
    return StreamingResponse(paquete.trozos, headers=cabeceras, media_type="application/zip")


def _preparar(request: Request) -> Paquete:
    return paquetes.descargar(wiring.contexto_de(request), request.query_params.get("expediente", ""))


def rutas(base: str) -> list[BaseRoute]:
    """``GET /expedientes/todo.zip``."""
    return [Route(f"{base}/expedientes/todo.zip", _todo, methods=["GET"], name="expediente_todo")]
