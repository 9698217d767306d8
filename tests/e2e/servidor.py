"""The product as an institution runs it: its commands in processes of their own, on a free port and an own folder."""

from __future__ import annotations

import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from portal.adapters.credenciales import Autenticador
from portal.adapters.files_local import FilesLocal
from portal.db.session import Database
from portal.domain.permisos import Rol
from portal.services import usuarios
from portal.services.contexto import SISTEMA, Contexto
from portal.settings import PROYECTO, secreto

ARRANQUE_SEGUNDOS = 180.0  # of a machine that does much else
DESPEDIDA_SEGUNDOS = 60.0
NOMBRE = ("Carmen", "Salas Prado")
INSTALADAS: dict[str, Path] = {}
"""By preset, the database of an installation made by the commands, before anybody used it."""


def puerto_libre() -> int:
    """A port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as libre:
        return int(libre.getsockname()[1])


@dataclass(frozen=True)
class Acceso:
    """How to sign in."""

    correo: str
    contrasena: str


@dataclass
class Servidor:
    """One installation. ``base``: path of its address; ``anfitrion``: the host people type; ``desde``: working directory.

    ``modo``: the command that serves it, "servir" or "demo". ``bd``: the address of its database, if not its own file.
    """

    casa: Path
    correo: int
    base: str = ""
    anfitrion: str = "localhost"
    desde: Path = PROYECTO
    modo: str = "servir"
    bd: str = ""
    puerto: int = field(default_factory=puerto_libre)
    proceso: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """What stands before every address, without a slash at the end."""
        return f"http://{self.anfitrion}:{self.puerto}{self.base}"

    @property
    def entorno(self) -> dict[str, str]:
        """Nothing of ours but what is said here; the folder of the project is the only thing Python is told."""
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "PYTHONPATH": str(PROYECTO),
            "MPV_HOME": str(self.casa),
            "MPV_PORT": str(self.puerto),
            "MPV_BASE_URL": self.url,
            "MPV_SMTP_URL": f"smtp://127.0.0.1:{self.correo}?tls=none",
            "MPV_SMTP_FROM": "mesadepartes@igp.gob.pe",
            "MPV_LOG_LEVEL": "warning",
            **({"MPV_DATABASE_URL": self.bd} if self.bd else {}),
        }

    @cached_property
    def ctx(self) -> Contexto:
        """The same installation seen from this process: its database, files and keys. What it hashes is cheap to check."""
        return Contexto(
            db=Database(self.bd or f"sqlite:///{self.casa / 'mpv.db'}"),
            almacen=FilesLocal(self.casa / "archivos"),
            credenciales=Autenticador(secreto("pimienta", home=self.casa), rondas=4),
            reloj=lambda: datetime.now(UTC),
            secreto=lambda nombre: secreto(nombre, home=self.casa),
            base_url=self.url,
        )

    def orden(self, *argumentos: str) -> str:
        """Run ``python -m portal …``; what it printed. Fails with its complaint."""
        hecho = subprocess.run(
            [sys.executable, "-m", "portal", *argumentos],
            cwd=self.desde, env=self.entorno, capture_output=True, text=True, timeout=ARRANQUE_SEGUNDOS, check=False,
        )  # fmt: skip
        assert hecho.returncode == 0, hecho.stderr
        return hecho.stdout

    def instalar(self, preset: str = "igp") -> Servidor:
        """Tables and institution, by the commands of the manual; the same again is a copy."""
        base, copia = self.casa / "mpv.db", self.casa.with_name(f"{self.casa.name}.instalada")
        if preset in INSTALADAS and not self.bd:
            shutil.copy(INSTALADAS[preset], base)
            return self
        self.orden("migrar")
        self.orden("preset", "cargar", preset)
        if self.bd:
            return self
        shutil.copy(base, copia)
        INSTALADAS[preset] = copia
        return self

    def contratar(self, rol: Rol, correo: str, **donde: str) -> Acceso:
        """An account of staff, by the service: three seconds less than its command. ``donde``: dependencia, alcance."""
        return Acceso(*usuarios.crear_personal(self.ctx.como(SISTEMA), correo, *NOMBRE, rol, **donde))

    def contratar_con_orden(self, rol: Rol, correo: str) -> Acceso:
        """The same by its command, which prints the password once."""
        nombre = ("--nombres", NOMBRE[0], "--apellidos", NOMBRE[1])
        dicho = self.orden("crear-usuario", "--rol", rol, "--correo", correo, *nombre)
        dada = re.search(r"\b\w{5}(?:-\w{5}){3}\b", dicho)
        assert dada, dicho
        return Acceso(correo, dada[0])

    def arrancar(self) -> Servidor:
        """Serve, and wait until it answers."""
        return self.lanzar().esperar()

    def lanzar(self) -> Servidor:
        """Begin to serve."""
        with (self.casa / "servidor.log").open("a", encoding="utf-8") as registro:
            self.proceso = subprocess.Popen(
                [sys.executable, "-m", "portal", self.modo],
                cwd=self.desde, env=self.entorno, stdout=registro, stderr=registro, text=True,
            )  # fmt: skip
        return self

    def esperar(self) -> Servidor:
        """Until it answers."""
        assert self.proceso is not None
        limite = time.monotonic() + ARRANQUE_SEGUNDOS
        while not self._sano():
            assert self.proceso.poll() is None, self.registro()
            assert time.monotonic() < limite, self.registro()
            time.sleep(0.05)
        return self

    def _sano(self) -> bool:
        conexion = http.client.HTTPConnection("127.0.0.1", self.puerto, timeout=2)
        try:
            conexion.request("GET", f"{self.base}/salud")
            return conexion.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            conexion.close()

    def gemelo(self) -> Servidor:
        """The same installation, to be served by another process on another port."""
        return replace(self, puerto=puerto_libre(), proceso=None)

    def matar(self) -> None:
        """As a power cut would: nothing gets a chance to tidy up."""
        assert self.proceso is not None
        self.proceso.send_signal(signal.SIGKILL)
        self.proceso.wait(DESPEDIDA_SEGUNDOS)

    def detener(self) -> None:
        """Stop in order. A process that needs to be killed is, and then it is said."""
        if "ctx" in self.__dict__:
            self.ctx.db.cerrar()
        if self.proceso is not None and self.proceso.poll() is None:
            self.proceso.terminate()
            try:
                self.proceso.wait(DESPEDIDA_SEGUNDOS)
            except subprocess.TimeoutExpired:
                self.matar()
                raise

    def registro(self) -> str:
        """What the server wrote: failures of screens and services end here."""
        return (self.casa / "servidor.log").read_text(encoding="utf-8")

    def pedir(self, ruta: str, *, metodo: str = "GET", **cabeceras: str) -> http.client.HTTPResponse:
        """One plain request without a browser; the answer, read."""
        conexion = http.client.HTTPConnection("127.0.0.1", self.puerto, timeout=10)
        nombre = urlsplit(self.url).netloc
        conexion.request(metodo, f"{self.base}{ruta}", headers={"Host": nombre, **cabeceras})
        respuesta = conexion.getresponse()
        respuesta.read()
        conexion.close()
        return respuesta
