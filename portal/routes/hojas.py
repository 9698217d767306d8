"""``/hojas/ruta.pdf``, ``etiqueta.pdf``, ``cargo.pdf`` (with its password, at the counter), ``muestra.pdf`` and ``sello.txt``: what staff print or keep, at this very request.

Which expediente goes in the question (``?expediente=…``): the number of some institutions has slashes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from portal import wiring
from portal.domain.errors import NoAutorizado, NoEncontrado, PortalError, SesionRequerida
from portal.i18n import explain
from portal.services import hoja_de_ruta, muestra_impresa, sellos, ventanilla
from portal.services.contexto import Contexto

PDF = "application/pdf"
PRIVADO = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
ESTADOS: tuple[tuple[type[PortalError], int], ...] = ((SesionRequerida, 401), (NoAutorizado, 403), (NoEncontrado, 404))


def _hoja(
    hacer: Callable[[Contexto, str], tuple[str, bytes]], tipo: str = PDF
) -> Callable[[Request], Awaitable[Response]]:
    async def responder(request: Request) -> Response:
        try:
            archivo, octetos = await asyncio.to_thread(_de_la_sesion, hacer, request)
        except PortalError as negativa:
            estado = next((estado for clase, estado in ESTADOS if isinstance(negativa, clase)), 403)
            return PlainTextResponse(explain(negativa), status_code=estado, headers=PRIVADO)
        disposicion = {"Content-Disposition": f'attachment; filename="{archivo}"'}
        return Response(octetos, media_type=tipo, headers=PRIVADO | disposicion)

    return responder


def _de_la_sesion(hacer: Callable[[Contexto, str], tuple[str, bytes]], request: Request) -> tuple[str, bytes]:
    return hacer(wiring.contexto_de(request), request.query_params.get("expediente", ""))


def _sello(ctx: Contexto, _expediente: str) -> tuple[str, bytes]:
    archivo, texto = sellos.en_texto(ctx)
    return archivo, texto.encode()


def _muestra(ctx: Contexto, _expediente: str) -> tuple[str, bytes]:
    return muestra_impresa.cargo(ctx)


def rutas(base: str) -> list[BaseRoute]:
    """``GET`` of each sheet."""
    hojas = {
        "ruta.pdf": _hoja(hoja_de_ruta.pdf),
        "etiqueta.pdf": _hoja(hoja_de_ruta.etiqueta),
        "cargo.pdf": _hoja(ventanilla.cargo_pdf),
        "muestra.pdf": _hoja(_muestra),
        "sello.txt": _hoja(_sello, "text/plain; charset=utf-8"),
    }
    return [
        Route(f"{base}/hojas/{nombre}", responder, methods=["GET"], name=f"hoja_{nombre}")
        for nombre, responder in hojas.items()
    ]
