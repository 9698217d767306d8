"""Files that never change: our own under ``/recursos`` and Streamlit's bundle under ``/static``, compressed once.

Names carry a hash of their content, so a browser asks for each one once: the first visit pays, the next ones do not.
Streamlit sends its bundle uncompressed (2.3 MB); citizens come on slow phones.
"""

from __future__ import annotations

import asyncio
import gzip
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from portal.ui.recursos import contenido, direccion, huella, publicados

INMUTABLE = "public, max-age=31536000, immutable"
CON_HUELLA = re.compile(r"[.-][A-Za-z0-9_-]{8}\.[a-z0-9]+$")
TEXTOS = frozenset({"text/javascript", "text/css", "text/html", "image/svg+xml", "application/json", "text/plain"})
TIPOS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
NIVEL = 9
SUSTITUTOS = {  # Streamlit's fonts -> ours: 540 KB less in the first visit
    "media/MaterialSymbols-Rounded.": "MaterialSymbols.woff2",
    "media/SourceSansVF-Upright.": "PublicSans.woff2",
}
UNA_HORA = "public, max-age=3600"  # a redirection must be able to change; what it leads to is immutable


@dataclass(frozen=True, slots=True)
class Archivo:
    """A file as it travels: its bytes, its type and, when it pays, its bytes in gzip."""

    tipo: str
    etag: str
    crudo: bytes
    comprimido: bytes | None

    @classmethod
    def de(cls, contenido: bytes, tipo: str) -> Archivo:
        """Build from content: compresses text, leaves fonts and pictures alone."""
        comprimido = gzip.compress(contenido, NIVEL, mtime=0) if tipo in TEXTOS else None
        return cls(tipo, f'"{huella(contenido)}"', contenido, comprimido)


@cache
def leer(ruta: Path) -> Archivo:
    """One file, read and compressed the first time it is asked for."""
    tipo = TIPOS.get(ruta.suffix) or mimetypes.guess_type(ruta.name)[0] or "application/octet-stream"
    return Archivo.de(ruta.read_bytes(), tipo)


@cache
def propio(ruta: Path) -> Archivo:
    """One file of ours, as it is published."""
    return Archivo.de(contenido(ruta), TIPOS.get(ruta.suffix, "application/octet-stream"))


def respuesta(archivo: Archivo, cabeceras: Headers, *, cache_control: str, estado: int = 200) -> Response:
    """The answer for this request: 304 when the browser has it, gzip when the browser takes it, else ``estado``."""
    comunes = {"Cache-Control": cache_control, "ETag": archivo.etag, "Vary": "Accept-Encoding"}
    if archivo.etag in cabeceras.get("if-none-match", ""):
        return Response(status_code=304, headers=comunes)
    if archivo.comprimido and "gzip" in cabeceras.get("accept-encoding", ""):
        comunes["Content-Encoding"] = "gzip"
        return Response(archivo.comprimido, estado, media_type=archivo.tipo, headers=comunes)
    return Response(archivo.crudo, estado, media_type=archivo.tipo, headers=comunes)


async def _recurso(request: Request) -> Response:
    ruta = publicados().get(request.path_params["nombre"])
    if ruta is None:
        return Response(status_code=404)
    archivo = await asyncio.to_thread(propio, ruta)
    return respuesta(archivo, request.headers, cache_control=INMUTABLE)


def rutas(base: str) -> list[BaseRoute]:
    """``/recursos/<file>``: style sheet, scripts, font and icon of the portal."""
    return [Route(f"{base}/recursos/{{nombre}}", _recurso, methods=["GET"], name="recursos")]


class PaqueteComprimido:
    """ASGI middleware: answers ``/static/*`` of Streamlit's bundle itself; everything else passes."""

    def __init__(self, app: ASGIApp, *, base: str, carpeta: Path) -> None:
        self.app = app
        self.base = base
        self.prefijo = f"{base}/static/"
        self.carpeta = (carpeta / "static").resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return await self.app(scope, receive, send)
        if not scope["path"].startswith(self.prefijo):
            return await self.app(scope, receive, send)
        respuesta_ = await self._responder(scope["path"].removeprefix(self.prefijo), Headers(scope=scope))
        return await respuesta_(scope, receive, send)

    async def _responder(self, relativa: str, cabeceras: Headers) -> Response:
        for inicio, nuestro in SUSTITUTOS.items():
            if relativa.startswith(inicio):
                return RedirectResponse(direccion(nuestro, self.base), headers={"Cache-Control": UNA_HORA})
        ruta = (self.carpeta / relativa).resolve()
        if not ruta.is_relative_to(self.carpeta) or not ruta.is_file():
            return Response(status_code=404)
        archivo = await asyncio.to_thread(leer, ruta)
        return respuesta(archivo, cabeceras, cache_control=INMUTABLE if CON_HUELLA.search(ruta.name) else "no-cache")
