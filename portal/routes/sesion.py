"""The session cookie: set for a ticket, removed on leaving; how long it lasts, and making it last. No GET changes a session.

The cookie is HttpOnly and SameSite=Lax, lives below the base path and ends with the browser. A page of somebody else
cannot reach these addresses: they ask for a header that only our scripts send, and for an Origin that is ours.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from portal import wiring
from portal.domain.errors import PortalError, SesionRequerida
from portal.domain.permisos import Rol
from portal.i18n import explain
from portal.services import sesiones
from portal.services.contexto import Contexto

BOLETO_MAXIMO = 200  # bytes
SEGUNDOS = 20.0  # for so few
NUNCA = {"Cache-Control": "no-store"}
NINGUNO = sesiones.Plazo(timedelta(0), timedelta(0))


class OrigenNoPermitido(PortalError):
    """The request does not come from one of our pages."""

    code = "origen_no_permitido"


async def _abrir(request: Request) -> Response:
    """Exchange the ticket in the body for the cookie; a session this browser had before ends."""
    try:
        _exigir_origen(request)
        boleto = await asyncio.wait_for(_cuerpo(request), SEGUNDOS)
        token = await asyncio.to_thread(_canjear, request, boleto)
    except PortalError as negativa:
        return _negar(negativa)
    except (TimeoutError, ClientDisconnect):
        return _negar(sesiones.BoletoInvalido())
    respuesta = Response(status_code=204, headers=NUNCA)
    base = wiring.contexto().base_url
    respuesta.set_cookie(
        wiring.COOKIE, token, path=_ruta(base), secure=base.startswith("https://"), httponly=True, samesite="lax"
    )
    return respuesta


async def _cerrar(request: Request) -> Response:
    """End the session, if there still is one, and remove the cookie."""
    try:
        _exigir_origen(request)
    except OrigenNoPermitido as negativa:
        return _negar(negativa)
    await asyncio.to_thread(_salir, request)
    respuesta = Response(status_code=204, headers=NUNCA)
    base = wiring.contexto().base_url
    respuesta.delete_cookie(
        wiring.COOKIE, path=_ruta(base), secure=base.startswith("https://"), httponly=True, samesite="lax"
    )
    return respuesta


async def _estado(request: Request) -> Response:
    """How many seconds the session of this browser lasts (0: none), and how many it would if extended now."""
    return await asyncio.to_thread(_quedan, request)


async def _seguir(request: Request) -> Response:
    """The person goes on: the session is extended. Answers as ``_estado``."""
    try:
        _exigir_origen(request)
        return await asyncio.to_thread(_extender, request)
    except PortalError as negativa:
        return _negar(negativa)


def rutas(base: str) -> list[BaseRoute]:
    """``POST /sesion/abrir`` (ticket in the body), ``POST /sesion/cerrar``, ``GET /sesion/estado``, ``POST /sesion/seguir``."""
    return [
        Route(f"{base}/sesion/estado", _estado, methods=["GET"], name="sesion_estado"),
        Route(f"{base}/sesion/seguir", _seguir, methods=["POST"], name="sesion_seguir"),
        Route(f"{base}/sesion/abrir", _abrir, methods=["POST"], name="sesion_abrir"),
        Route(f"{base}/sesion/cerrar", _cerrar, methods=["POST"], name="sesion_cerrar"),
    ]


def _canjear(request: Request, boleto: str) -> str:
    anterior = wiring.contexto_de(request)
    token = sesiones.canjear(anterior, boleto, agente=request.headers.get("user-agent", ""))
    _terminar(anterior)
    return token


def _salir(request: Request) -> None:
    _terminar(wiring.contexto_de(request))


def _quedan(request: Request) -> Response:
    """Looking is no use: a tab left open must not keep its session alive."""
    ctx = wiring.contexto_de(request, usa=False)
    return _plazo(sesiones.plazo(ctx) if ctx.actor.rol is not Rol.ANONIMO else NINGUNO)


def _extender(request: Request) -> Response:
    return _plazo(sesiones.seguir(wiring.contexto_de(request)))


def _plazo(plazo: sesiones.Plazo) -> Response:
    segundos = {"quedan": int(plazo.quedan.total_seconds()), "puede": int(plazo.puede.total_seconds())}
    return JSONResponse(segundos, headers=NUNCA)


def _terminar(ctx: Contexto) -> None:
    if ctx.actor.rol is not Rol.ANONIMO:
        sesiones.salir(ctx)


def _exigir_origen(request: Request) -> None:
    """Raise OrigenNoPermitido unless a script of our own pages asks. ``Sec-Fetch-Site`` exists only in secure contexts."""
    cabeceras = request.headers
    origen = urlsplit(cabeceras.get("origin", ""))
    propios = {cabeceras.get("host", "").lower(), urlsplit(wiring.contexto().base_url).netloc.lower()}
    if (
        cabeceras.get("x-mpv") != "1"
        or cabeceras.get("sec-fetch-site", "same-origin") != "same-origin"
        or origen.scheme not in {"http", "https"}
        or origen.netloc.lower() not in propios
    ):
        raise OrigenNoPermitido


async def _cuerpo(request: Request) -> str:
    """The ticket, never more than a ticket's length. Raises BoletoInvalido for anything else."""
    leido = b""
    async for trozo in request.stream():
        leido += trozo
        if len(leido) > BOLETO_MAXIMO:
            raise sesiones.BoletoInvalido
    if not leido.isascii():
        raise sesiones.BoletoInvalido
    return leido.decode().strip()


def _negar(negativa: PortalError) -> Response:
    estado = {OrigenNoPermitido: 403, SesionRequerida: 401}.get(type(negativa), 410)
    return PlainTextResponse(explain(negativa), status_code=estado, headers=NUNCA)


def _ruta(base_url: str) -> str:
    return urlsplit(base_url).path or "/"
