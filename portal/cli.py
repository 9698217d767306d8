"""``python -m portal <orden>``: a table of small functions, one per command. A new command adds a row to ``ORDENES``."""

from __future__ import annotations

import argparse
import logging
import socket
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

import uvicorn
from pydantic import ValidationError

from portal.i18n import t
from portal.routes.conexiones import ConexionConPlazo
from portal.settings import Settings, settings
from portal.ui.opciones import OpcionesAjenas

GRACIA = 10  # seconds for requests under way when told to stop
PULSO = 20  # seconds between pings of a websocket, and to answer one
MAXIMO_MENSAJE = 50 * 1024 * 1024  # bytes, as server.maxMessageSize
COLA = 2048


class Orden(NamedTuple):
    """One command: what runs it, what it does in a line, and its arguments if it has any."""

    funcion: Callable[[argparse.Namespace], int]
    ayuda: str
    argumentos: Callable[[argparse.ArgumentParser], None] | None = None


def servir(_args: argparse.Namespace) -> int:
    """Listen and serve until told to stop. 0: stopped in order; 1: could not start."""
    ajustes = settings()
    logging.basicConfig(level=ajustes.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        enchufe = _escuchar(ajustes.address, ajustes.port)
    except OSError as error:
        return _fallar(t("marco.puerto_ocupado", host=ajustes.address, puerto=ajustes.port, motivo=error.strerror))
    with enchufe:
        servidor = uvicorn.Server(_configuracion(ajustes))
        try:
            _anunciar(ajustes)
            servidor.run(sockets=[enchufe])
        except OpcionesAjenas as error:
            return _fallar(t("marco.opciones_ajenas", detalle=error))
    return 0 if servidor.started else 1


def _anunciar(ajustes: Settings) -> None:
    print(
        t(
            "marco.servidor_listo",
            direccion=f"{ajustes.base_url}/",
            host=ajustes.address,
            puerto=ajustes.port,
            home=ajustes.home,
        ),
        flush=True,
    )


def _configuracion(ajustes: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        "portal.asgi:app",
        host=ajustes.address,
        port=ajustes.port,
        http=ConexionConPlazo,
        ws="websockets-sansio",
        ws_max_size=MAXIMO_MENSAJE,
        ws_ping_interval=PULSO,
        ws_ping_timeout=PULSO,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,  # addresses carry what people ask for
        server_header=False,
        proxy_headers=bool(ajustes.trusted_proxies),
        forwarded_allow_ips=list(ajustes.trusted_proxies),
        timeout_graceful_shutdown=GRACIA,
    )


def _escuchar(host: str, puerto: int) -> socket.socket:
    """A listening socket. Raises OSError when the address is not ours or somebody has it."""
    enchufe = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        enchufe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        enchufe.bind((host, puerto))
        enchufe.listen(COLA)
        enchufe.settimeout(0)  # non-blocking
    except OSError:
        enchufe.close()
        raise
    return enchufe


def _fallar(mensaje: str) -> int:
    print(mensaje, file=sys.stderr)
    return 1


ORDENES: dict[str, Orden] = {
    "servir": Orden(servir, "Atiende la mesa de partes hasta que se le detenga."),
}


def main(argumentos: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Bad settings are told one per line, by the name of their variable."""
    analizador = argparse.ArgumentParser(prog="python -m portal", description=t("marco.titulo"))
    ordenes = analizador.add_subparsers(dest="orden", required=True, metavar="orden")
    for nombre, orden in ORDENES.items():
        propio = ordenes.add_parser(nombre, help=orden.ayuda, description=orden.ayuda)
        if orden.argumentos:
            orden.argumentos(propio)
    elegido = analizador.parse_args(argumentos)
    try:
        settings()
    except ValidationError as error:
        fallas = [f"  MPV_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
        return _fallar("\n".join([t("marco.ajustes_invalidos"), *fallas]))
    return ORDENES[elegido.orden].funcion(elegido)
