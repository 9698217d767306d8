"""``uvicorn portal.asgi:app``: Streamlit's screens, our own routes and the mail worker in one process."""

from __future__ import annotations

import asyncio
import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request

from portal import wiring
from portal.i18n import t
from portal.routes import rutas
from portal.routes.errores import MANEJADORES
from portal.routes.estaticos import PaqueteComprimido
from portal.routes.indice import IndiceEnEspanol, guiones_permitidos
from portal.routes.seguridad import Reglas, Seguridad, politica_de_contenido
from portal.services import configuracion
from portal.settings import Settings, settings
from portal.ui import opciones, theme
from portal.ui.errors import al_fallar
from portal.ui.paginas import cerrada, direcciones
from portal.ui.recursos import direccion

MARCO = Path(__file__).resolve().parent / "ui" / "frame.py"
PAQUETE = Path(st.__file__).resolve().parent / "static"
PESADOS = ("pandas", "pyarrow")  # every table imports them: better now than inside somebody's first screen


@asynccontextmanager
async def _vida(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Import what screens need, out of the collector's sight (reruns collect only their own garbage); work the mail."""
    for modulo in PESADOS:
        importlib.import_module(modulo)
    gc.collect()
    gc.freeze()
    await asyncio.to_thread(wiring.arrancar)
    await asyncio.to_thread(_vestir)
    try:
        yield {}
    finally:
        await asyncio.to_thread(wiring.detener)


def _vestir() -> None:
    """The accent of the institution, before anybody's first screen."""
    with suppress(configuracion.SinInstitucion):
        identidad = configuracion.mostrada(wiring.contexto()).identidad
        theme.fijar(identidad.acento, identidad.acento_oscuro)


def _institucion() -> str:
    """Its name, for who waits for the first screen."""
    try:
        return configuracion.mostrada(wiring.contexto()).identidad.nombre
    except configuracion.SinInstitucion:
        return ""


def _cerrada(pedido: Request, direccion: str) -> bool:
    """Whether who asks may not open the screen at that address. Looking is no use of a session."""
    return wiring.COOKIE in pedido.cookies and cerrada(direccion, wiring.contexto_de(pedido, usa=False).actor)


def _capas(ajustes: Settings) -> list[Middleware]:
    """Outermost first: refuse and dress, compressed bundle, Spanish index."""
    indice = PAQUETE / "index.html"
    reglas = Reglas(
        base=ajustes.base_path,
        origen=ajustes.origen,
        hosts=ajustes.hosts_permitidos,
        https=ajustes.cookies_seguras,
        csp=politica_de_contenido(guiones_permitidos(indice.read_text(encoding="utf-8"))),
    )
    return [
        Middleware(Seguridad, reglas=reglas),
        Middleware(PaqueteComprimido, base=ajustes.base_path, carpeta=PAQUETE),
        Middleware(
            IndiceEnEspanol,
            archivo=indice,
            base=ajustes.base_path,
            titulo=lambda: t("marco.titulo"),
            direcciones=direcciones(),
            cerrada=_cerrada,
            institucion=_institucion,
        ),
    ]


def construir(ajustes: Settings, pantallas: Path = MARCO) -> st.App:
    """The application for these settings; ``pantallas`` is the entry script. Raises OpcionesAjenas."""
    opciones.aplicar(ajustes, direccion=direccion)
    return st.App(
        pantallas,
        routes=rutas(ajustes.base_path),
        middleware=_capas(ajustes),
        lifespan=_vida,
        on_script_error=al_fallar,
        exception_handlers=MANEJADORES,
    )


app = construir(settings())
