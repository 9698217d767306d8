"""A tus client on plain sockets, which can be cut at any byte."""

from __future__ import annotations

import base64
import http.client
import io
import os
import random
import socket
import struct
import time
import zipfile
from dataclasses import dataclass, field

from tests.e2e.servidor import Servidor

OCUPADA = 423
INTENTOS = 400
SIN_DESPEDIDA = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends a reset, as a line that dies


def comprimido(azar: random.Random, octetos: int) -> bytes:
    """A ZIP of about so many bytes that nobody sent before."""
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as archivo:
        archivo.writestr("registro.bin", azar.randbytes(octetos))
    return salida.getvalue()


@dataclass
class Subida:
    """One upload of a person, by whatever server of the installation."""

    galleta: str
    borrador: str
    octetos: bytes
    nombre: str = "registros.zip"
    lugar: str = ""
    cortes: int = field(default=0)

    def _cabeceras(self, **mas: str) -> dict[str, str]:
        return {"Cookie": f"mpv_sesion={self.galleta}", "X-MPV": "1", "Tus-Resumable": "1.0.0", **mas}

    def _pedir(self, servidor: Servidor, metodo: str, lugar: str, cuerpo: bytes = b"", **cabeceras: str):
        conexion = http.client.HTTPConnection("localhost", servidor.puerto, timeout=60)
        try:
            conexion.request(metodo, lugar, body=cuerpo or None, headers=self._cabeceras(**cabeceras))
            respuesta = conexion.getresponse()
            respuesta.read()
            return respuesta
        finally:
            conexion.close()

    def anunciar(self, servidor: Servidor) -> Subida:
        """The first request."""
        datos = {"filename": self.nombre, "borrador": self.borrador, "ranura": "anexos"}
        metadatos = ",".join(f"{n} {base64.b64encode(v.encode()).decode()}" for n, v in datos.items())
        respuesta = self._pedir(
            servidor, "POST", "/cargas", **{"Upload-Length": str(len(self.octetos)), "Upload-Metadata": metadatos}
        )
        assert respuesta.status == http.client.CREATED, respuesta.status
        self.lugar = respuesta.headers["Location"]
        return self

    def cuanto(self, servidor: Servidor) -> int:
        """How much of it is safe."""
        respuesta = self._pedir(servidor, "HEAD", self.lugar)
        assert respuesta.status == http.client.OK, respuesta.status
        return int(respuesta.headers["Upload-Offset"])

    def mandar(self, servidor: Servidor, desde: int, hasta: int | None = None) -> http.client.HTTPResponse:
        """A piece, whole; the answer."""
        tipo = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(desde)}
        return self._pedir(servidor, "PATCH", self.lugar, self.octetos[desde:hasta], **tipo)

    def cortar(self, servidor: Servidor, desde: int, en: int, *, brusco: bool) -> None:
        """Announce all that is missing, send it up to byte ``en`` and hang up."""
        with socket.create_connection(("localhost", servidor.puerto), timeout=60) as linea:
            cabeceras = self._cabeceras(
                Host=f"localhost:{servidor.puerto}",
                **{"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(desde)},
                **{"Content-Length": str(len(self.octetos) - desde)},
            )
            texto = "".join(f"{n}: {v}\r\n" for n, v in cabeceras.items())
            linea.sendall(f"PATCH {self.lugar} HTTP/1.1\r\n{texto}\r\n".encode() + self.octetos[desde:en])
            if brusco:
                linea.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, SIN_DESPEDIDA)
            else:
                time.sleep(0.02)
        self.cortes += 1

    def acabar(self, servidor: Servidor) -> str | None:
        """Go on from where it was left, as often as somebody else still holds it; what the server says of the whole."""
        for _ in range(INTENTOS):
            respuesta = self.mandar(servidor, self.cuanto(servidor))
            if respuesta.status == http.client.NO_CONTENT:
                return respuesta.headers["X-MPV-Estado"]
            assert respuesta.status in {OCUPADA, http.client.CONFLICT}, respuesta.status
            time.sleep(0.05)
        raise AssertionError(f"{self.lugar} is held for ever by somebody, pid {os.getpid()}")

    def quitar(self, servidor: Servidor) -> None:
        """Take it out of its draft."""
        assert self._pedir(servidor, "DELETE", self.lugar).status == http.client.NO_CONTENT
