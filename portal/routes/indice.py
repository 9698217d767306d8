"""The one HTML page of Streamlit, made ours: Spanish, titled, with our style sheet and scripts and without its pointers.

The page is rebuilt from the installed package, so a new Streamlit brings its own bundle names. Whatever address falls
back to it gets the rebuilt page, with 404 when no screen lives there: ``marco.js`` then leads to the screen that says so.
A screen that this person may not open answers 404 too, and says so itself.
All other answers pass untouched.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
from collections.abc import Callable, Container
from functools import cache
from html import escape
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.i18n import t
from portal.routes.adelantos import con_adelantos
from portal.routes.espera import espera
from portal.routes.estaticos import Archivo, respuesta
from portal.ui.recursos import direccion

GUION_EN_LINEA = re.compile(r"<script>(.*?)</script>", re.DOTALL)
TEXTOS_DEL_GUION = ("menu", "cortada", "cortada_detalle", "de_vuelta", "recargar", "buscar_en_tabla")  # of marco.js
TEXTOS_DE_VENCIMIENTO = (
    "cierra", "cierra_uno", "guardado", "seguir", "limite", "ingresar_ya", "luego", "cerrada", "cerrada_detalle",
    "ingresar", "sin_respuesta",
)  # fmt: skip
GUIONES = ("i18n.js", "marco.js", "vencimiento.js")
SIN_TOCAR = ("/recursos/", "/_stcore/", "/component/")  # these compress themselves, or are worth Starlette's gzip


def guiones_permitidos(pagina: str) -> list[str]:
    """CSP sources of the inline scripts in ``pagina``: ``'sha256-…'`` each."""
    return [
        f"'sha256-{base64.b64encode(hashlib.sha256(guion.encode()).digest()).decode()}'"
        for guion in GUION_EN_LINEA.findall(pagina)
    ]


def traducir(original: str, *, titulo: str, base: str, existe: bool = True, institucion: str = "") -> str:
    """Streamlit's index.html in Spanish, with absolute addresses so that any depth of path loads.

    ``existe``: whether a screen lives at the address asked for. ``institucion``: who one is waiting for, on a slow line.
    """
    pagina = re.sub(r"<!--.*?-->", "", original, flags=re.DOTALL)
    pagina = re.sub(r'<link\s+rel="(?:shortcut icon|preload|service-desc)"[^>]*>', "", pagina)
    pagina = re.sub(r"<noscript>.*?</noscript>", lambda _: _sin_javascript(), pagina, flags=re.DOTALL)
    pagina = re.sub(
        r"<title>.*?</title>", lambda _: f"<title>{escape(titulo)}</title>{_cabeza(base, existe=existe)}", pagina
    )
    pagina = pagina.replace('<html lang="en">', '<html lang="es-PE" translate="no">')
    pagina = pagina.replace('="./', f'="{base}/')
    pagina = pagina.replace("<body>", f"<body>{espera(titulo=titulo, institucion=institucion, base=base)}")
    pagina = pagina.replace("</body>", f'<link rel="stylesheet" href="{direccion("theme.css", base)}"></body>')
    return re.sub(r"\n\s*\n+", "\n", pagina).strip() + "\n"


def _cabeza(base: str, *, existe: bool) -> str:
    textos = {clave: t(f"marco.{clave}") for clave in TEXTOS_DEL_GUION}
    textos |= {clave: t(f"vence.{clave}", minutos="{minutos}") for clave in TEXTOS_DE_VENCIMIENTO}
    return "".join(
        [
            f'\n    <meta name="mp-textos" content="{escape(json.dumps(textos, ensure_ascii=False))}">',
            "" if existe else '\n    <meta name="mp-no-existe">',
            f'\n    <link rel="icon" type="image/svg+xml" href="{direccion("icono.svg", base)}">',
            f'\n    <link rel="preload" href="{direccion("PublicSans.woff2", base)}" as="font" type="font/woff2" crossorigin>',
            *(f'\n    <script src="{direccion(nombre, base)}"></script>' for nombre in GUIONES),
        ]
    )


def _sin_javascript() -> str:
    return (
        f"<noscript><style>#mp-espera {{ display: none; }}</style><p>{escape(t('marco.sin_javascript'))}</p></noscript>"
    )


def rutas(base: str) -> list[BaseRoute]:
    """Under a base path, the bare address of the server leads to it."""

    async def _a_la_base(_request: Request) -> Response:
        return RedirectResponse(f"{base}/")

    return [Route("/", _a_la_base, methods=["GET"])] if base else []


class IndiceEnEspanol:
    """ASGI middleware that hands out the translated index wherever Streamlit hands out its own.

    ``direcciones``: where screens live, without slashes around; anywhere else the answer is 404.
    ``cerrada``: whether a request asks for a screen that its person may not open.
    ``institucion``: its name, or "" when there is none yet.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        archivo: Path,
        base: str,
        titulo: Callable[[], str],
        direcciones: Container[str],
        cerrada: Callable[[Request, str], bool] = lambda _pedido, _direccion: False,
        institucion: Callable[[], str] = str,
    ) -> None:
        self.app = app
        self.base = base
        self.titulo = titulo
        self.institucion = institucion
        self.direcciones = direcciones
        self.cerrada = cerrada
        self.original = archivo.read_text(encoding="utf-8")
        self.con_adelantos = con_adelantos(self.original, archivo.parent)
        self.largo = str(archivo.stat().st_size)
        self.pagina = cache(self._armar)

    def _armar(self, titulo: str, institucion: str, *, existe: bool) -> Archivo:
        pagina = traducir(self.con_adelantos, titulo=titulo, base=self.base, existe=existe, institucion=institucion)
        return Archivo.de(pagina.encode(), "text/html")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ruta = scope.get("path", "").removeprefix(self.base)
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or ruta.startswith(SIN_TOCAR):
            return await self.app(scope, receive, send)
        pedido = Headers(scope=scope)
        plano = dict(scope, headers=[(k, v) for k, v in scope["headers"] if k != b"accept-encoding"])
        reemplazado = False

        async def enviar(mensaje: Message) -> None:
            nonlocal reemplazado
            if mensaje["type"] == "http.response.start" and self._es_el_indice(mensaje):
                reemplazado = True
                direccion_ = ruta.strip("/")
                existe = direccion_ in self.direcciones
                cerrada = existe and await asyncio.to_thread(self.cerrada, Request(scope), direccion_)
                nombre = await asyncio.to_thread(self.institucion)  # may ask the database
                pagina = self.pagina(self.titulo(), nombre, existe=existe)
                nueva = respuesta(
                    pagina, pedido, cache_control="no-cache", estado=200 if existe and not cerrada else 404
                )
                return await nueva(scope, receive, send)
            return None if reemplazado else await send(mensaje)

        return await self.app(plano, receive, enviar)

    def _es_el_indice(self, mensaje: Message) -> bool:
        cabeceras = MutableHeaders(raw=mensaje["headers"])
        es_html = cabeceras.get("content-type", "").startswith("text/html")
        return mensaje["status"] == 200 and es_html and cabeceras.get("content-length") == self.largo  # noqa: PLR2004 -- HTTP OK
