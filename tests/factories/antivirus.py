"""clamd: the real one, with a signature base made by hand, and one that answers what the test wants."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + b"$H+H*"
"""The harmless text that every antivirus knows; in two pieces, so that none takes this file for infected."""


@dataclass
class Fingido:
    """Speaks INSTREAM over TCP. ``respuesta``: what it says; ``corta``: after how many bytes; ``calla``: says nothing."""

    respuesta: bytes = b"stream: OK\0"
    corta: int | None = None
    calla: bool = False
    recibido: bytes = b""
    direccion: str = ""
    _fin: threading.Event = field(default_factory=threading.Event)

    def atender(self, linea: socket.socket) -> None:
        with linea, linea.makefile("rb") as entrada:
            assert entrada.read(len(b"zINSTREAM\0")) == b"zINSTREAM\0"
            leido = bytearray()
            while largo := struct.unpack("!I", entrada.read(4))[0]:
                if self.corta is not None and len(leido) + largo > self.corta:
                    break
                leido += entrada.read(largo)
            self.recibido = bytes(leido)
            if self.calla:
                self._fin.wait(10)
                return
            linea.sendall(self.respuesta)


@contextmanager
def fingido(**como: object) -> Iterator[Fingido]:
    """One that listens while the test lasts."""
    uno = Fingido(**como)
    with socket.create_server(("127.0.0.1", 0)) as puerta:
        puerta.settimeout(0.2)
        uno.direccion = f"127.0.0.1:{puerta.getsockname()[1]}"
        hilo = threading.Thread(target=_escuchar, args=(uno, puerta))
        hilo.start()
        yield uno
        uno._fin.set()
        hilo.join()


def _escuchar(uno: Fingido, puerta: socket.socket) -> None:
    while not uno._fin.is_set():
        try:
            linea, _ = puerta.accept()
        except TimeoutError:
            continue
        linea.settimeout(10)
        uno.atender(linea)


@contextmanager
def real(*, mb: int = 4) -> Iterator[str]:
    """The address of Debian's clamd, knowing nothing but EICAR; its three limits are ``mb``. Or a loud skip."""
    programa = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if programa is None:
        if os.environ.get("MPV_TEST_SIN_SALTOS"):  # noqa: TID251 -- a setting of the tests, not of the portal
            pytest.fail("falta clamd y aquí no se permite saltar pruebas")
        pytest.skip("NO PROBADO: falta clamd (en Debian: apt-get install --no-install-recommends clamav-daemon)")
    with tempfile.TemporaryDirectory() as nombre:  # the path of a socket has to be short
        carpeta = Path(nombre)
        (carpeta / "base").mkdir()
        (carpeta / "base" / "prueba.ndb").write_text(f"Prueba.EICAR:0:*:{EICAR.hex()}\n")
        ajustes = carpeta / "clamd.conf"
        ajustes.write_text(
            f"DatabaseDirectory {carpeta}/base\nLocalSocket {carpeta}/s\nForeground yes\nUser {_usuario(carpeta)}\n"
            f"StreamMaxLength {mb}M\nMaxScanSize {mb}M\nMaxFileSize {mb}M\nAlertExceedsMax yes\n"
        )
        proceso = subprocess.Popen(
            [programa, f"--config-file={ajustes}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _esperar(carpeta / "s", proceso)
            yield str(carpeta / "s")
        finally:
            proceso.terminate()
            proceso.wait(20)


def _usuario(carpeta: Path) -> str:
    return carpeta.owner()


def _esperar(puerta: Path, proceso: subprocess.Popen[bytes]) -> None:
    limite = time.monotonic() + 60
    while time.monotonic() < limite:
        assert proceso.poll() is None, "clamd no arrancó"
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as linea:
                linea.connect(str(puerta))
                linea.sendall(b"zPING\0")
                if linea.recv(16) == b"PONG\0":
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("clamd no respondió")
