"""Resumable uploads: tus 1.0 with creation, checksum, termination and expiration, at ``/cargas``.

Bodies are read as a stream, each MiB written in a thread. What was received is on the disk and in the database, so any
process may take the next piece. A request for an upload that another one of this process still holds (a connection that
died unseen) tells that one to let go; one held by another process is answered 423, and tried again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, asynccontextmanager
from weakref import WeakValueDictionary

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from portal import wiring
from portal.domain.archivos import PasaDelLargo
from portal.routes import cuerpos, tus
from portal.services import archivos, muestras
from portal.services.archivos import CargaView
from portal.services.contexto import Contexto
from portal.services.recepcion import Recepcion

MIB = 1024 * 1024
CONFIRMAR_CADA = 8 * MIB
CONFIRMAR_SEGUNDOS = 1.0
REVISIONES = 32
"""Persons whose files may wait for the inspector at once (``turnos``): each has one of these threads, and never more."""


class _Puesto:
    """Who writes one upload now, and how a newcomer asks for the place."""

    def __init__(self) -> None:
        self.turno = asyncio.Lock()
        self.ceder = asyncio.Event()
        self.interesados = 0


_puestos: dict[str, _Puesto] = {}
_revision = ThreadPoolExecutor(REVISIONES, thread_name_prefix="revision")
"""Inspecting may take many seconds: it never waits in the threads by which everybody signs in, uploads and downloads."""
_en_revision: WeakValueDictionary[int | None, asyncio.Lock] = WeakValueDictionary()


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


async def _revisar(ctx: Contexto, carga_id: str) -> CargaView:
    """Give an upload its verdict; of one account, one after the other."""
    suyo = _en_revision.setdefault(ctx.actor.cuenta_id, asyncio.Lock())
    async with suyo:
        return await asyncio.get_running_loop().run_in_executor(_revision, archivos.terminar, ctx, carga_id)


@tus.explicado
async def _crear(request: Request) -> Response:
    datos = tus.metadatos(request.headers.get("upload-metadata", ""))
    tamano = tus.entero(request.headers.get("upload-length"))
    ctx = await asyncio.to_thread(wiring.contexto_de, request)
    carga = await asyncio.to_thread(
        archivos.crear_carga, ctx, datos["borrador"], ranura=datos["ranura"], nombre=datos["filename"], tamano=tamano
    )
    lugar = f"{request.url.path.rstrip('/')}/{carga.id}"
    avance = await asyncio.to_thread(archivos.offset, ctx, carga.id)
    propias = {"Location": lugar, "Upload-Offset": "0"} | tus.vence(avance.vence_at)
    return JSONResponse({"id": carga.id}, status_code=201, headers=tus.COMUNES | propias)


@tus.explicado
async def _consultar(request: Request) -> Response:
    carga_id = request.path_params["carga"]
    ctx = await asyncio.to_thread(wiring.contexto_de, request)
    await asyncio.to_thread(archivos.offset, ctx, carga_id)  # refuses strangers before disturbing who writes
    async with _turno(carga_id):
        avance = await asyncio.to_thread(archivos.offset, ctx, carga_id)
        propias = {"Upload-Offset": str(avance.recibido), "Upload-Length": str(avance.tamano)}
        if request.headers.get("x-mpv-muestra") == "1":
            propias["X-MPV-Muestra"] = await asyncio.to_thread(muestras.muestra, ctx, carga_id)
        if avance.por_revisar:  # its last byte came just before a crash, or it waits its turn
            await _revisar(ctx, carga_id)
    return Response(headers=tus.COMUNES | propias | tus.vence(avance.vence_at))


@tus.explicado
async def _anexar(request: Request) -> Response:
    if request.headers.get("content-type") != tus.TIPO_PATCH:
        raise tus.PedidoInvalido
    desde, suma = tus.entero(request.headers.get("upload-offset")), tus.suma_de(request)
    carga_id = request.path_params["carga"]
    ctx = await asyncio.to_thread(wiring.contexto_de, request)
    avance = await asyncio.to_thread(archivos.offset, ctx, carga_id)
    if desde + tus.entero(request.headers.get("content-length", "0")) > avance.tamano:
        raise PasaDelLargo
    async with _turno(carga_id) as ceder:
        abierta = await asyncio.to_thread(archivos.recibir, ctx, carga_id, desde=desde)
        recepcion = await asyncio.to_thread(abierta.__enter__)
        try:
            async with aclosing(cuerpos.trozos(request, ceder)) as trozos:
                await (_escribir(recepcion, trozos) if suma is None else _escribir_sumado(recepcion, trozos, suma))
        finally:
            await asyncio.to_thread(abierta.__exit__, None, None, None)
        propias = {"Upload-Offset": str(recepcion.confirmado)}
        if recepcion.completa:
            propias["X-MPV-Estado"] = (await _revisar(ctx, carga_id)).estado
        else:
            propias |= tus.vence((await asyncio.to_thread(archivos.offset, ctx, carga_id)).vence_at)
    return Response(status_code=204, headers=tus.COMUNES | propias)


async def _escribir(recepcion: Recepcion, trozos: AsyncGenerator[bytearray]) -> None:
    """Write what arrives, and keep it in every case.

    While one stretch is being made safe the next one already comes in; never more than one a second, however fast the line.
    """
    ultima = time.monotonic()
    confirmacion: asyncio.Future[int] = asyncio.ensure_future(asyncio.to_thread(recepcion.confirmar))
    try:
        async for trozo in trozos:
            await asyncio.to_thread(recepcion.escribir, trozo)
            suficiente = recepcion.recibido - recepcion.confirmado >= CONFIRMAR_CADA
            if suficiente and confirmacion.done() and time.monotonic() - ultima >= CONFIRMAR_SEGUNDOS:
                await confirmacion
                ultima = time.monotonic()
                confirmacion = asyncio.ensure_future(asyncio.to_thread(recepcion.confirmar))
    finally:
        await confirmacion
        await asyncio.to_thread(recepcion.confirmar)


async def _escribir_sumado(recepcion: Recepcion, trozos: AsyncGenerator[bytearray], suma: tus.Suma) -> None:
    """Write what arrives, and keep it only if it is, whole, what its checksum says. Raises SumaDistinta."""

    def uno(trozo: bytearray) -> None:
        recepcion.escribir(trozo)
        suma.agregar(trozo)

    async for trozo in trozos:
        await asyncio.to_thread(uno, trozo)
    suma.exigir()
    await asyncio.to_thread(recepcion.confirmar)


@tus.explicado
async def _quitar(request: Request) -> Response:
    ctx = await asyncio.to_thread(wiring.contexto_de, request)
    await asyncio.to_thread(archivos.quitar, ctx, request.path_params["carga"])
    return Response(status_code=204, headers=tus.COMUNES)


async def _opciones(_request: Request) -> Response:
    return Response(status_code=204, headers=tus.COMUNES | tus.CAPACIDADES)


@tus.explicado
async def _por_otro_metodo(request: Request) -> Response:
    """For who is behind something that lets no PATCH nor DELETE pass: ``X-HTTP-Method-Override``."""
    return await POR_OTRO.get(request.headers.get("x-http-method-override", "").upper(), _ninguno)(request)


async def _ninguno(_request: Request) -> Response:
    raise tus.PedidoInvalido


POR_OTRO: dict[str, tus.Accion] = {"HEAD": _consultar, "PATCH": _anexar, "DELETE": _quitar}


def rutas(base: str) -> list[BaseRoute]:
    """``/cargas`` (POST, OPTIONS) and ``/cargas/<id>`` (HEAD, PATCH, DELETE, OPTIONS; POST in their place)."""
    una = f"{base}/cargas/{{carga:str}}"
    return [
        Route(f"{base}/cargas", _crear, methods=["POST"], name="cargas_crear"),
        Route(f"{base}/cargas", _opciones, methods=["OPTIONS"], name="cargas_opciones"),
        Route(una, _consultar, methods=["HEAD"], name="carga_consultar"),
        Route(una, _anexar, methods=["PATCH"], name="carga_anexar"),
        Route(una, _quitar, methods=["DELETE"], name="carga_quitar"),
        Route(una, _por_otro_metodo, methods=["POST"], name="carga_por_otro_metodo"),
        Route(una, _opciones, methods=["OPTIONS"], name="carga_opciones"),
    ]
