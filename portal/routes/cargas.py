"""Resumable uploads: tus 1.0 with creation and termination, at ``/cargas``.

Bodies are read as a stream, 1 MiB at a time, each written in a thread; nothing is held for a slow client but one
buffer. A request for an upload that another one still holds (a connection that died unseen) tells that one to let go.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, asynccontextmanager
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from portal import wiring
from portal.domain.archivos import CargaOcupada, OffsetDistinto, PasaDelLargo, SinEspacio
from portal.domain.errors import ArchivoRechazado, NoAutorizado, NoEncontrado, PortalError, SesionRequerida
from portal.i18n import explain
from portal.services import archivos, muestras
from portal.services.contexto import Contexto

MIB = 1024 * 1024
CONFIRMAR_CADA = 8 * MIB
CONFIRMAR_SEGUNDOS = 1.0
SILENCIO_SEGUNDOS = 60.0
REVISIONES = 4
VERSION = "1.0.0"
COMUNES = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}
TIPO_PATCH = "application/offset+octet-stream"


class PedidoInvalido(PortalError):
    """Not a tus request, or not from one of our pages."""

    code = "carga_pedido"


class OtraVersion(PedidoInvalido):
    """Another version of tus."""


ESTADOS: tuple[tuple[type[PortalError], int], ...] = (
    (SesionRequerida, 401),
    (NoAutorizado, 403),
    (NoEncontrado, 404),
    (OffsetDistinto, 409),
    (OtraVersion, 412),
    (PasaDelLargo, 413),
    (ArchivoRechazado, 422),
    (CargaOcupada, 423),
    (SinEspacio, 507),
)


class _Puesto:
    """Who writes one upload now, and how a newcomer asks for the place."""

    def __init__(self) -> None:
        self.turno = asyncio.Lock()
        self.ceder = asyncio.Event()
        self.interesados = 0


_puestos: dict[str, _Puesto] = {}
_revision = ThreadPoolExecutor(REVISIONES, thread_name_prefix="revision")
"""Inspecting may take many seconds: it never waits in the threads by which everybody signs in, uploads and downloads."""


@asynccontextmanager
async def _turno(carga_id: str) -> AsyncGenerator[asyncio.Event]:
    """The only one on this upload in this process; yields the event by which a newcomer asks to stop."""
    puesto = _puestos.setdefault(carga_id, _Puesto())
    puesto.interesados += 1
    try:
        if puesto.turno.locked():
            puesto.ceder.set()
        async with puesto.turno:
            puesto.ceder.clear()
            yield puesto.ceder
    finally:
        puesto.interesados -= 1
        if not puesto.interesados:
            _puestos.pop(carga_id, None)


def _explicado(accion: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Guard and refusals of every endpoint: JSON with the code and the sentence."""

    async def con_respuesta(request: Request) -> Response:
        try:
            _exigir_propio(request)
            return await accion(request)
        except PortalError as negativa:
            return _negar(negativa)

    return con_respuesta


def _negar(negativa: PortalError) -> Response:
    estado = next((estado for clase, estado in ESTADOS if isinstance(negativa, clase)), 400)
    cuerpo = {"codigo": negativa.code, "mensaje": explain(negativa)}
    return JSONResponse(cuerpo, status_code=estado, headers=COMUNES | {"Tus-Version": VERSION})


def _exigir_propio(request: Request) -> None:
    """Raise PedidoInvalido unless a script of ours asks, in our version of tus."""
    cabeceras = request.headers
    origen = cabeceras.get("origin")
    propios = {cabeceras.get("host", "").lower(), urlsplit(wiring.contexto().base_url).netloc.lower()}
    if (
        cabeceras.get("x-mpv") != "1"
        or cabeceras.get("sec-fetch-site", "same-origin") != "same-origin"
        or (origen is not None and urlsplit(origen).netloc.lower() not in propios)
    ):
        raise PedidoInvalido
    if cabeceras.get("tus-resumable") != VERSION:
        raise OtraVersion


@_explicado
async def _crear(request: Request) -> Response:
    datos = _metadatos(request.headers.get("upload-metadata", ""))
    tamano = _entero(request.headers.get("upload-length"))
    ctx = await asyncio.to_thread(wiring.contexto_de, request)
    carga = await asyncio.to_thread(
        archivos.crear_carga, ctx, datos["borrador"], ranura=datos["ranura"], nombre=datos["filename"], tamano=tamano
    )
    lugar = f"{request.url.path.rstrip('/')}/{carga.id}"
    return JSONResponse({"id": carga.id}, status_code=201, headers=COMUNES | {"Location": lugar, "Upload-Offset": "0"})


@_explicado
async def _consultar(request: Request) -> Response:
    carga_id = request.path_params["carga"]
    ctx = await asyncio.to_thread(wiring.contexto_de, request)
    await asyncio.to_thread(archivos.offset, ctx, carga_id)  # refuses strangers before disturbing who writes
    async with _turno(carga_id):
        recibido, tamano = await asyncio.to_thread(archivos.offset, ctx, carga_id)
        extra = {}
        if request.headers.get("x-mpv-muestra") == "1":
            extra["X-MPV-Muestra"] = await asyncio.to_thread(muestras.muestra, ctx, carga_id)
    return Response(headers=COMUNES | {"Upload-Offset": str(recibido), "Upload-Length": str(tamano)} | extra)


@_explicado
async def _anexar(request: Request) -> Response:
    if request.headers.get("content-type") != TIPO_PATCH:
        raise PedidoInvalido
    desde = _entero(request.headers.get("upload-offset"))
    carga_id = request.path_params["carga"]
    ctx = await asyncio.to_thread(wiring.contexto_de, request)
    _, tamano = await asyncio.to_thread(archivos.offset, ctx, carga_id)
    if desde + _entero(request.headers.get("content-length", "0")) > tamano:
        raise PasaDelLargo
    async with _turno(carga_id) as ceder:
        recibido, completa = await _recibir(ctx, carga_id, desde, request, ceder)
        extra = {}
        if completa:
            bucle = asyncio.get_running_loop()
            extra["X-MPV-Estado"] = (await bucle.run_in_executor(_revision, archivos.terminar, ctx, carga_id)).estado
    return Response(status_code=204, headers=COMUNES | {"Upload-Offset": str(recibido)} | extra)


@_explicado
async def _quitar(request: Request) -> Response:
    ctx = await asyncio.to_thread(wiring.contexto_de, request)
    await asyncio.to_thread(archivos.quitar, ctx, request.path_params["carga"])
    return Response(status_code=204, headers=COMUNES)


async def _opciones(_request: Request) -> Response:
    extensiones = {"Tus-Version": VERSION, "Tus-Extension": "creation,termination"}
    return Response(status_code=204, headers=COMUNES | extensiones)


async def _recibir(
    ctx: Contexto, carga_id: str, desde: int, request: Request, ceder: asyncio.Event
) -> tuple[int, bool]:
    """Write the body until it ends, is cut, falls silent or must make room; what arrived is kept in every case.

    While one stretch is being made safe the next one already comes in; never more than one a second, however fast the line.
    """
    abierta = await asyncio.to_thread(archivos.recibir, ctx, carga_id, desde=desde)
    recepcion = await asyncio.to_thread(abierta.__enter__)
    ultima = time.monotonic()
    confirmacion: asyncio.Future[int] = asyncio.ensure_future(asyncio.to_thread(recepcion.confirmar))
    try:
        async with aclosing(_trozos(request, ceder)) as trozos:
            async for trozo in trozos:
                await asyncio.to_thread(recepcion.escribir, trozo)
                suficiente = recepcion.recibido - recepcion.confirmado >= CONFIRMAR_CADA
                if suficiente and confirmacion.done() and time.monotonic() - ultima >= CONFIRMAR_SEGUNDOS:
                    await confirmacion
                    ultima = time.monotonic()
                    confirmacion = asyncio.ensure_future(asyncio.to_thread(recepcion.confirmar))
    finally:
        try:
            await confirmacion
            await asyncio.to_thread(recepcion.confirmar)
        finally:
            await asyncio.to_thread(abierta.__exit__, None, None, None)
    return recepcion.confirmado, recepcion.completa


async def _trozos(request: Request, ceder: asyncio.Event) -> AsyncGenerator[bytearray]:
    """The body in pieces of about 1 MiB. Ends early, without complaint, when the connection does."""
    aviso = asyncio.ensure_future(ceder.wait())
    try:
        async with aclosing(request.stream()) as partes:
            sigue = True
            while sigue and not aviso.done():
                junto = bytearray()
                lectura = asyncio.ensure_future(_juntar(partes, junto))
                antes = -1
                while not lectura.done() and not aviso.done() and len(junto) > antes:
                    antes = len(junto)
                    await asyncio.wait({lectura, aviso}, timeout=SILENCIO_SEGUNDOS, return_when=asyncio.FIRST_COMPLETED)
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


def _metadatos(cabecera: str) -> dict[str, str]:
    """``clave base64,clave base64`` -> texts. Raises PedidoInvalido when one of ours is missing."""
    datos = {}
    for par in cabecera.split(","):
        clave, _, valor = par.strip().partition(" ")
        try:
            datos[clave] = base64.b64decode(valor, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            raise PedidoInvalido from None
    if not {"borrador", "ranura", "filename"} <= datos.keys():
        raise PedidoInvalido
    return datos


def _entero(texto: str | None) -> int:
    if texto is None or not (texto.isascii() and texto.isdigit() and len(texto) < 16):  # noqa: PLR2004 -- below 10^15
        raise PedidoInvalido
    return int(texto)


def rutas(base: str) -> list[BaseRoute]:
    """``/cargas`` (POST, OPTIONS) and ``/cargas/<id>`` (HEAD, PATCH, DELETE, OPTIONS)."""
    una = f"{base}/cargas/{{carga:str}}"
    return [
        Route(f"{base}/cargas", _crear, methods=["POST"], name="cargas_crear"),
        Route(f"{base}/cargas", _opciones, methods=["OPTIONS"], name="cargas_opciones"),
        Route(una, _consultar, methods=["HEAD"], name="carga_consultar"),
        Route(una, _anexar, methods=["PATCH"], name="carga_anexar"),
        Route(una, _quitar, methods=["DELETE"], name="carga_quitar"),
        Route(una, _opciones, methods=["OPTIONS"], name="carga_opciones"),
    ]
