"""Streamlit's options: ``.streamlit/config.toml`` by its absolute path, plus what the environment decides.

Streamlit reads config.toml only from the working directory, and a stray file elsewhere silently reopens what ours
closes. So the options are imposed from here, above every other source, and checked before the first request.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from streamlit import config

from portal.settings import PROYECTO, Settings, secreto
from portal.ui import theme

ARCHIVO = PROYECTO / ".streamlit" / "config.toml"
INDISPENSABLES: Mapping[str, object] = {
    "global.developmentMode": False,
    "server.fileWatcherType": "none",
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.enableAgentApi": False,
    "server.enableStaticServing": False,
    "server.scriptHealthCheckEnabled": False,
    "server.maxWidgetStateSize": 1,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.disableDataExport": True,
    "runner.postScriptGC": False,
    "runner.magicEnabled": False,
}


class OpcionesAjenas(RuntimeError):
    """The effective options are not ours: starting would open doors we promise closed."""


def aplicar(ajustes: Settings, *, direccion: Callable[[str, str], str]) -> None:
    """Impose our options on this process. Raises OpcionesAjenas when an indispensable one did not take.

    ``direccion(file, base path)`` gives the address where a font of ours is served.
    """
    logging.getLogger("streamlit.config").addFilter(_sin_reinicio)
    config.get_config_options(force_reparse=True, options_from_flags=_del_archivo() | _del_entorno(ajustes, direccion))
    logging.getLogger("uvicorn.access").handlers.clear()  # Streamlit turns it on; addresses tell what people ask for
    # WARNING, or a line, with its address, per visitor. Never DEBUG: it writes each visitor's session cookie.
    logging.getLogger("uvicorn.error").setLevel(logging.INFO if ajustes.log_level == "debug" else logging.WARNING)
    comprobar()
    theme.memorizar()


def _sin_reinicio(registro: logging.LogRecord) -> bool:
    """Drop Streamlit's advice to restart: at this point nothing has started."""
    return "[server] config option" not in registro.getMessage()


def comprobar() -> None:
    """Raise OpcionesAjenas naming every indispensable option whose effective value is not ours."""
    ajenas = [
        f"{opcion} = {config.get_option(opcion)!r} (debe ser {valor!r})"
        for opcion, valor in INDISPENSABLES.items()
        if config.get_option(opcion) != valor
    ]
    if ajenas:
        raise OpcionesAjenas(f"Las opciones de Streamlit no son las de {ARCHIVO.name}: {'; '.join(ajenas)}")


def _del_archivo() -> dict[str, Any]:
    with ARCHIVO.open("rb") as archivo:
        return dict(_aplanar(tomllib.load(archivo)))


def _aplanar(tabla: Mapping[str, Any], prefijo: str = "") -> Iterator[tuple[str, Any]]:
    for nombre, valor in tabla.items():
        if isinstance(valor, dict):
            yield from _aplanar(valor, f"{prefijo}{nombre}.")
        else:
            yield f"{prefijo}{nombre}", valor


def _del_entorno(ajustes: Settings, direccion: Callable[[str, str], str]) -> dict[str, Any]:
    publica = urlsplit(ajustes.base_url)
    letras = _del_archivo()["theme.fontFaces"]
    return {
        "server.address": ajustes.address,
        "server.port": ajustes.port,
        "server.baseUrlPath": ajustes.base_path.strip("/"),
        "server.cookieSecret": secreto("cookies", home=ajustes.home).hex(),
        "browser.serverAddress": publica.hostname,
        "browser.serverPort": publica.port or (443 if publica.scheme == "https" else 80),
        "logger.level": ajustes.log_level,
        "theme.fontFaces": [letra | {"url": direccion(letra["url"], ajustes.base_path)} for letra in letras],
    }
