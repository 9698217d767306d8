"""``/tramites/exportar.xlsx`` and ``.csv``: the tray as a file, for whoever is signed in at this very request.

Writing thousands of rows takes the processor for a second or two: each account prepares one at a time, in threads of
their own, so that neither uploads nor sign-ins wait for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from portal import wiring
from portal.domain.errors import NoAutorizado, PortalError, SesionRequerida
from portal.i18n import explain
from portal.services import exportaciones
from portal.services.contexto import Contexto
from portal.services.exportaciones import Exportacion, Formato

Escribir = Callable[[Contexto, dict[str, str]], Exportacion]
A_LA_VEZ = 2
PRIVADO = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


class ExportacionOcupada(PortalError):
    """This account already waits for another file."""

    code = "exportacion_ocupada"


ESTADOS: tuple[tuple[type[PortalError], int], ...] = (
    (SesionRequerida, 401),
    (NoAutorizado, 403),
    (ExportacionOcupada, 429),
)
_hilos = ThreadPoolExecutor(A_LA_VEZ, thread_name_prefix="exportacion")
_preparando: set[int | None] = set()


def descarga(escribir: Escribir) -> Callable[[Request], Awaitable[Response]]:
    """The route that sends what ``escribir`` makes of the query, for whoever is signed in at that request."""

    async def entregar(request: Request) -> Response:
        try:
            ctx = wiring.contexto_de(request)
            archivo = await _preparar(ctx, dict(request.query_params), escribir)
        except PortalError as negativa:
            estado = next((estado for clase, estado in ESTADOS if isinstance(negativa, clase)), 400)
            return PlainTextResponse(explain(negativa), status_code=estado, headers=PRIVADO)
        disposicion = {"Content-Disposition": f'attachment; filename="{archivo.nombre}"'}
        if not archivo.mime.startswith("text/"):
            disposicion["Content-Encoding"] = "identity"  # compressed already
        return Response(archivo.octetos, media_type=archivo.mime, headers=PRIVADO | disposicion)

    return entregar


async def _preparar(ctx: Contexto, consulta: dict[str, str], escribir: Escribir) -> Exportacion:
    """Raises ExportacionOcupada, FiltroIlegible, SesionRequerida, NoAutorizado."""
    cuenta = ctx.actor.cuenta_id
    if cuenta is not None and cuenta in _preparando:
        raise ExportacionOcupada
    _preparando.add(cuenta)
    try:
        return await asyncio.get_running_loop().run_in_executor(_hilos, escribir, ctx, consulta)
    finally:
        _preparando.discard(cuenta)


def _mis_tramites(formato: Formato, ctx: Contexto, consulta: dict[str, str]) -> Exportacion:
    return exportaciones.mis_tramites(ctx, exportaciones.filtros_de(consulta), formato=formato)


def rutas(base: str) -> list[BaseRoute]:
    """``GET /tramites/exportar.xlsx`` and ``.csv``, with the filters in the query; a filter left out is any."""
    return [
        Route(
            f"{base}/tramites/exportar.{formato}",
            descarga(partial(_mis_tramites, formato)),
            methods=["GET"],
            name=f"exportar_{formato}",
        )
        for formato in Formato
    ]
