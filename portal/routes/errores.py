"""HTTP refusals in Spanish: what a browser or a program reads when an address does not exist."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from portal.i18n import t

CLAVES = {400: "marco.pedido_invalido", 403: "marco.ruta_prohibida", 404: "marco.ruta_inexistente", 405: "marco.metodo"}


async def _explicar(_request: Request, error: HTTPException) -> Response:
    return PlainTextResponse(t(CLAVES[error.status_code]), status_code=error.status_code, headers=error.headers)


MANEJADORES: dict[int, Callable[[Request, HTTPException], Awaitable[Response]]] = dict.fromkeys(CLAVES, _explicar)
