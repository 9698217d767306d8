"""The words of tus 1.0 (https://tus.io/protocols/resumable-upload): versions, headers, checksums and refusals.

Creation, checksum, termination and expiration; what each request must carry, and how each refusal is said.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from portal import wiring
from portal.domain.archivos import CargaOcupada, OffsetDistinto, PasaDelLargo, SinEspacio
from portal.domain.errors import ArchivoRechazado, NoAutorizado, NoEncontrado, PortalError, SesionRequerida
from portal.i18n import explain
from portal.services.caducidad import CargaVencida

VERSION = "1.0.0"
COMUNES = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}
TIPO_PATCH = "application/offset+octet-stream"
ALGORITMOS = ("sha1", "sha256", "md5")
CAPACIDADES = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,termination,checksum,expiration",
    "Tus-Checksum-Algorithm": ",".join(ALGORITMOS),
}

Accion = Callable[[Request], Awaitable[Response]]


class PedidoInvalido(PortalError):
    """Not a tus request, or not from one of our pages."""

    code = "carga_pedido"


class OtraVersion(PedidoInvalido):
    """Another version of tus."""


class SumaDistinta(PortalError):
    """The bytes of a piece are not those of its checksum: none of them is kept."""

    code = "carga_suma"


ESTADOS: tuple[tuple[type[PortalError], int], ...] = (
    (SesionRequerida, 401),
    (NoAutorizado, 403),
    (NoEncontrado, 404),
    (OffsetDistinto, 409),
    (CargaVencida, 410),
    (OtraVersion, 412),
    (PasaDelLargo, 413),
    (ArchivoRechazado, 422),
    (CargaOcupada, 423),
    (SumaDistinta, 460),
    (SinEspacio, 507),
)


class Suma:
    """What the client says that the bytes of one piece add up to (``Upload-Checksum``), and what they do."""

    def __init__(self, algoritmo: str, dicha: bytes) -> None:
        self._suma = hashlib.new(algoritmo, usedforsecurity=False)
        self._dicha = dicha

    def agregar(self, trozo: bytes | bytearray) -> None:
        """Some more bytes."""
        self._suma.update(trozo)

    def exigir(self) -> None:
        """Raise SumaDistinta unless they are the ones that were sent."""
        if self._suma.digest() != self._dicha:
            raise SumaDistinta


def explicado(accion: Accion) -> Accion:
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


def metadatos(cabecera: str) -> dict[str, str]:
    """``clave base64,clave base64`` -> texts. Raises PedidoInvalido when one of ours is missing."""
    datos = {}
    for par in cabecera.split(","):
        clave, _, valor = par.strip().partition(" ")
        datos[clave] = _de_base64(valor).decode("utf-8", "replace")
    if not {"borrador", "ranura", "filename"} <= datos.keys():
        raise PedidoInvalido
    return datos


def entero(texto: str | None) -> int:
    """A header that counts bytes. Raises PedidoInvalido."""
    if texto is None or not (texto.isascii() and texto.isdigit() and len(texto) < 16):  # noqa: PLR2004 -- below 10^15
        raise PedidoInvalido
    return int(texto)


def suma_de(request: Request) -> Suma | None:
    """What ``Upload-Checksum`` announces; None when it announces nothing. Raises PedidoInvalido."""
    cabecera = request.headers.get("upload-checksum")
    if cabecera is None:
        return None
    algoritmo, _, valor = cabecera.strip().partition(" ")
    if algoritmo not in ALGORITMOS:
        raise PedidoInvalido
    return Suma(algoritmo, _de_base64(valor))


def vence(cuando: datetime | None) -> dict[str, str]:
    """``Upload-Expires`` of an upload that is not complete; nothing of one that is."""
    return {} if cuando is None else {"Upload-Expires": format_datetime(cuando, usegmt=True)}


def _de_base64(valor: str) -> bytes:
    try:
        return base64.b64decode(valor, validate=True)
    except (binascii.Error, ValueError):
        raise PedidoInvalido from None
