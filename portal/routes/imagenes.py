"""``/imagen/<sha256>`` (public: the emblem), and ``/configuracion/paquete.zip``: the whole institution, for who configures.

An image never changes under its address, so browsers keep it for ever; nothing else may be made of it than a picture.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from portal import wiring
from portal.domain.errors import NoAutorizado, PortalError, SesionRequerida
from portal.i18n import explain
from portal.routes.descargas import adjunto
from portal.services import imagenes, paquetes_institucion

PARA_SIEMPRE = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Encoding": "identity",
}
DIGITOS = 9


async def _imagen(request: Request) -> Response:
    huella = request.path_params["huella"]
    cabeceras = PARA_SIEMPRE | {"ETag": f'"{huella}"'}
    if cabeceras["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=cabeceras)
    try:
        imagen = await asyncio.to_thread(imagenes.leer, wiring.contexto(), huella)
    except PortalError as negativa:
        return PlainTextResponse(explain(negativa), status_code=404, headers={"Cache-Control": "no-store"})
    return Response(imagen.contenido, headers=cabeceras, media_type=imagen.mime)


async def _paquete(request: Request) -> Response:
    """Of the version in force, or of ``?version=``."""
    try:
        nombre, contenido = await asyncio.to_thread(_exportar, request)
    except PortalError as negativa:
        estado = {SesionRequerida: 401, NoAutorizado: 403}.get(type(negativa), 404)
        return PlainTextResponse(explain(negativa), status_code=estado, headers={"Cache-Control": "no-store"})
    cabeceras = {
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Encoding": "identity",
        "Content-Disposition": adjunto(nombre),
    }
    return Response(contenido, headers=cabeceras, media_type="application/zip")


def _exportar(request: Request) -> tuple[str, bytes]:
    pedida = request.query_params.get("version", "")
    version = int(pedida) if pedida.isascii() and pedida.isdigit() and len(pedida) <= DIGITOS else None
    return paquetes_institucion.exportar(wiring.contexto_de(request), version=version)


def rutas(base: str) -> list[BaseRoute]:
    """``/imagen/{huella}`` and ``/configuracion/paquete.zip``."""
    return [
        Route(f"{base}/imagen/{{huella:str}}", _imagen, methods=["GET"], name="imagen"),
        Route(f"{base}/configuracion/paquete.zip", _paquete, methods=["GET"], name="paquete_institucion"),
    ]
