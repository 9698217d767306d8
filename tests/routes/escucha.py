"""Routes behind a listening socket, for clients that know nothing of ASGI."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from portal.routes.conexiones import ConexionConPlazo


@contextmanager
def escucha(rutas: Sequence[BaseRoute]) -> Iterator[str]:
    """Serve ``rutas`` in a thread, with the product's HTTP protocol; the address."""
    enchufe = socket.create_server(("127.0.0.1", 0))
    servidor = uvicorn.Server(
        uvicorn.Config(Starlette(routes=rutas), http=ConexionConPlazo, lifespan="off", log_config=None, ws="none")
    )
    hilo = threading.Thread(target=lambda: asyncio.run(servidor.serve([enchufe])))
    hilo.start()
    try:
        yield f"http://localhost:{enchufe.getsockname()[1]}"
    finally:
        servidor.should_exit = True
        hilo.join()
        enchufe.close()
