"""``python -m portal <orden>``: a table of small functions, one per command. A new command adds a row to ``ORDENES``."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

import uvicorn
from pydantic import ValidationError

from portal import ordenes, presets, terminal, verificaciones
from portal.domain.errors import PortalError
from portal.i18n import explain, t
from portal.ordenes import fallar
from portal.routes.conexiones import ConexionConPlazo
from portal.settings import Settings, settings, usar_demo
from portal.ui.opciones import OpcionesAjenas

GRACIA = 10  # seconds for requests under way when told to stop
PULSO = 20  # seconds between pings of a websocket, and to answer one
MAXIMO_MENSAJE = 2 * 1024 * 1024  # bytes of what a browser sends: a screen full of text is a fiftieth of it
COLA = 2048
SOLO_DUENO = 0o077  # the database, its journals and what is exported hold personal data
INTERRUMPIDA = 130  # exit code of a program stopped by Ctrl+C


class Orden(NamedTuple):
    """One command: what runs it, and its arguments if it has any."""

    funcion: Callable[[argparse.Namespace], int]
    argumentos: Callable[[argparse.ArgumentParser], None] | None = None


def servir(_args: argparse.Namespace) -> int:
    """Listen and serve until told to stop. 0: stopped in order; 1: could not start."""
    return _atender(settings(), antes=ordenes.preparar_servicio)


def demo(args: argparse.Namespace) -> int:
    """Make a demonstration institution, the first time, and serve it on loopback."""
    ajustes = usar_demo()
    if not args.sin_servir:
        return _atender(ajustes, antes=ordenes.preparar_demo)
    ordenes.preparar_demo()
    return 0


def _argumentos_de_demo(propio: argparse.ArgumentParser) -> None:
    propio.add_argument("--sin-servir", action="store_true", help=t("ordenes.demo_sin_servir"))


def _atender(ajustes: Settings, *, antes: Callable[[], None]) -> int:
    """Serve, after what must be checked or prepared once the port is ours: two servers never prepare at once."""
    ordenes.registrar_sucesos()
    try:
        enchufe = _escuchar(ajustes.address, ajustes.port)
    except OSError as error:
        return fallar(
            t("marco.puerto_ocupado", host=ajustes.address, puerto=ajustes.port, motivo=terminal.motivo(error))
        )
    with enchufe:
        antes()
        servidor = uvicorn.Server(_configuracion(ajustes))
        try:
            _anunciar(ajustes)
            servidor.run(sockets=[enchufe])
        except OpcionesAjenas as error:
            return fallar(t("marco.opciones_ajenas", detalle=error))
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
        if sys.platform != "win32":  # there it would let two servers have the port at once
            enchufe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        enchufe.bind((host, puerto))
        enchufe.listen(COLA)
        enchufe.settimeout(0)  # non-blocking
    except OSError:
        enchufe.close()
        raise
    return enchufe


ORDENES: dict[str, Orden] = {
    "servir": Orden(servir),
    "demo": Orden(demo, _argumentos_de_demo),
    "migrar": Orden(ordenes.migrar),
    "preset": Orden(presets.preset, presets.argumentos_de_preset),
    "crear-admin": Orden(ordenes.crear_admin, ordenes.argumentos_de_cuenta),
    "crear-usuario": Orden(ordenes.crear_usuario, ordenes.argumentos_de_usuario),
    "cerrar-cuenta": Orden(ordenes.cerrar_cuenta, ordenes.argumentos_de_cierre),
    "segundo-factor": Orden(ordenes.segundo_factor, ordenes.argumentos_de_segundo_factor),
    "trabajador": Orden(ordenes.trabajador),
    "calendario": Orden(ordenes.calendario, ordenes.argumentos_de_calendario),
    "respaldo": Orden(ordenes.respaldo, ordenes.argumentos_de_respaldo),
    "verificar": Orden(verificaciones.verificar, verificaciones.argumentos_de_verificar),
}
"""The help of each is ``ordenes.<name>`` in the catalog."""


def analizador() -> argparse.ArgumentParser:
    """What understands the command line: each command with its arguments and its help."""
    terminal.hablar()
    entero = argparse.ArgumentParser(prog="python -m portal", description=t("marco.titulo"))
    partes = entero.add_subparsers(dest="orden", required=True, metavar="orden")
    for nombre, orden in ORDENES.items():
        ayuda = t(f"ordenes.{nombre.replace('-', '_')}")
        propio = partes.add_parser(nombre, help=ayuda, description=ayuda)
        if orden.argumentos:
            orden.argumentos(propio)
    return entero


def main(argumentos: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Bad settings are told one per line, by the name of their variable.

    A refusal is told in its words, on the error output.
    """
    elegido = analizador().parse_args(argumentos)
    os.umask(SOLO_DUENO)
    try:
        settings()
    except ValidationError as error:
        fallas = "\n  ".join(terminal.ajustes_por_corregir(error))
        return fallar(f"{t('marco.ajustes_invalidos')}\n  {fallas}")
    try:
        return ORDENES[elegido.orden].funcion(elegido)
    except PortalError as negativa:
        return fallar(explain(negativa))
    except KeyboardInterrupt:
        return INTERRUMPIDA
