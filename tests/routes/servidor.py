"""A small application behind the real middleware: the installed index at every address, a form, a file, a websocket."""

from __future__ import annotations

from pathlib import Path

import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from portal.routes import estaticos, indice, salud
from portal.routes.errores import MANEJADORES
from portal.routes.estaticos import PaqueteComprimido
from portal.routes.indice import IndiceEnEspanol, guiones_permitidos
from portal.routes.seguridad import Reglas, Seguridad, politica_de_contenido

DIRECCIONES = frozenset({"", "presentar"})
PAQUETE = Path(streamlit.__file__).resolve().parent / "static"


async def escribir(_request: Request) -> Response:
    respuesta = PlainTextResponse("escrito")
    respuesta.set_cookie("_streamlit_xsrf", "x", samesite="lax")
    return respuesta


async def hoja(_request: Request) -> Response:
    return PlainTextResponse("%PDF", headers={"Content-Security-Policy": "frame-ancestors 'self'"})


async def pantalla(_request: Request) -> Response:
    return FileResponse(PAQUETE / "index.html")


async def conversar(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("hola")
    await websocket.close()


def cliente(base: str = "", *, https: bool = False, titulo: str = "Mesa de <Partes>") -> TestClient:
    origen = f"{'https' if https else 'http'}://mesa.gob.pe"
    reglas = Reglas(
        base=base,
        origen=origen,
        hosts=frozenset({"mesa.gob.pe", "localhost", "*.intranet"}),
        https=https,
        csp=politica_de_contenido(guiones_permitidos((PAQUETE / "index.html").read_text(encoding="utf-8"))),
    )
    rutas: list[BaseRoute] = [
        *(ruta for modulo in (salud, estaticos, indice) for ruta in modulo.rutas(base)),
        Route(f"{base}/escribir", escribir, methods=["POST"]),
        Route(f"{base}/hoja", hoja),
        WebSocketRoute(f"{base}/_stcore/stream", conversar),
        Route(f"{base}/{{resto:path}}", pantalla, methods=["GET"]),
    ]
    capas = [
        Middleware(Seguridad, reglas=reglas),
        Middleware(PaqueteComprimido, base=base, carpeta=PAQUETE),
        Middleware(
            IndiceEnEspanol, archivo=PAQUETE / "index.html", base=base, titulo=lambda: titulo, direcciones=DIRECCIONES
        ),
    ]
    app = Starlette(routes=rutas, middleware=capas, exception_handlers=MANEJADORES)
    return TestClient(app, base_url=origen)
