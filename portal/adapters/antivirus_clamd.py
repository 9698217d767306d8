"""clamd, by its own protocol (INSTREAM over TCP or a local socket). The file is sent; clamd needs no access to it.

clamd answers OK past its limits unless told otherwise, and cuts the line past StreamMaxLength: what it did not read whole is
"no_analizado" here, never "limpio". ``MB`` is what its three limits allow (docs/instalacion.md).
"""

from __future__ import annotations

import contextlib
import re
import socket
import struct
from pathlib import Path

from portal.domain.analisis import AntivirusNoResponde, Dictamen
from portal.domain.tamanos import MB

TROZO = 256 * 1024
SEGUNDOS_CONEXION = 5.0
SEGUNDOS_RESPUESTA = 120.0
LARGO_RESPUESTA = 4096
HALLADO = re.compile(r"^stream: (?P<firma>.+) FOUND$")
LIMITE = re.compile(r"^Heuristics\.Limits\.Exceeded", re.IGNORECASE)


class Clamd:
    """One scanner. ``direccion``: ``host:port`` or the path of its socket; ``mb``: the biggest file it is set to read."""

    def __init__(self, direccion: str, *, mb: int, segundos: float = SEGUNDOS_RESPUESTA) -> None:
        self._direccion = direccion
        self._maximo = mb * MB
        self._segundos = segundos

    def analizar(self, ruta: Path) -> Dictamen:
        """What it says of the file. Raises AntivirusNoResponde."""
        if ruta.stat().st_size > self._maximo:
            return Dictamen("no_analizado", "grande")
        try:
            with self._conexion() as linea:
                self._enviar(linea, ruta)
                respuesta = self._leer(linea)
        except OSError as problema:
            raise AntivirusNoResponde from problema
        return _dictamen(respuesta)

    def _conexion(self) -> socket.socket:
        if self._direccion.startswith("/"):
            linea = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                linea.settimeout(SEGUNDOS_CONEXION)
                linea.connect(self._direccion)
            except OSError:
                linea.close()
                raise
        else:
            anfitrion, _, puerto = self._direccion.rpartition(":")
            linea = socket.create_connection((anfitrion.strip("[]"), int(puerto)), timeout=SEGUNDOS_CONEXION)
        linea.settimeout(self._segundos)
        return linea

    def _enviar(self, linea: socket.socket, ruta: Path) -> None:
        """The whole file, in pieces with their length. A line that clamd cuts is not the end: it said why before."""
        linea.sendall(b"zINSTREAM\0")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError), ruta.open("rb") as archivo:
            while trozo := archivo.read(TROZO):
                linea.sendall(struct.pack("!I", len(trozo)) + trozo)
            linea.sendall(struct.pack("!I", 0))

    def _leer(self, linea: socket.socket) -> str:
        respuesta = bytearray()
        with contextlib.suppress(ConnectionResetError):
            while b"\0" not in respuesta and len(respuesta) < LARGO_RESPUESTA and (mas := linea.recv(LARGO_RESPUESTA)):
                respuesta += mas
        return respuesta.split(b"\0")[0].decode("utf-8", "replace").strip()


def _dictamen(respuesta: str) -> Dictamen:
    """``stream: OK``, ``stream: <name> FOUND``, or an error; anything else is no answer."""
    if respuesta == "stream: OK":
        return Dictamen("limpio")
    if hallado := HALLADO.match(respuesta):
        firma = hallado["firma"]
        return Dictamen("no_analizado", "limite") if LIMITE.match(firma) else Dictamen("infectado", firma)
    if "size limit exceeded" in respuesta:
        return Dictamen("no_analizado", "grande")
    raise AntivirusNoResponde
