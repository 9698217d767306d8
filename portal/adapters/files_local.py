"""Files on a local disk: partial uploads by carga id, whole files by their SHA-256, nothing named by a person.

Order of durability (measured with power cuts): bytes -> fsync -> name -> fsync of the folder -> the caller's row.
``guardar`` gives the file its final name and leaves the partial one too (a hard link), so that a process that
dies before its row is committed starts again from the partial: ``descartar`` it after the commit.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from portal.domain.archivos import CargaOcupada, CargaPerdida

if sys.platform != "win32":
    import fcntl

CARGA = re.compile(r"[0-9a-f]{32}")
SHA256 = re.compile(r"[0-9a-f]{64}")
SOLO_DUENO = 0o700
SOLO_LECTURA = 0o400
BINARIO = getattr(os, "O_BINARY", 0)


class Escritor:
    """One upload open for appending. ``escribir`` hands bytes to the system, ``confirmar`` makes them safe."""

    def __init__(self, archivo: FileIO, desde: int) -> None:
        self._archivo = archivo
        self._recortado = False
        self.posicion = desde

    def escribir(self, trozo: bytes | bytearray) -> None:
        """Append; what lay beyond the start was never acknowledged and is cut off. Raises OSError on a full disk."""
        if not self._recortado:
            self._archivo.truncate(self.posicion)
            self._archivo.seek(self.posicion)
            self._recortado = True
        resto = memoryview(trozo)
        while resto:  # one system call may take less than it was given
            escritos = self._archivo.write(resto)
            resto = resto[escritos:]
            self.posicion += escritos

    def confirmar(self) -> int:
        """Bytes that now survive a power cut."""
        os.fsync(self._archivo.fileno())
        return self.posicion


class FilesLocal:
    """The store under one folder. Several processes may use it at once."""

    def __init__(self, raiz: Path) -> None:
        self._parciales = raiz / "parciales"
        self._archivos = raiz / "archivos"
        for carpeta in (raiz, self._parciales, self._archivos):
            carpeta.mkdir(mode=SOLO_DUENO, parents=True, exist_ok=True)

    @contextmanager
    def escritor(self, carga_id: str, desde: int) -> Generator[Escritor]:
        """Open to append from ``desde``, held against everybody else; nothing changes before the first ``escribir``.

        Raises CargaOcupada when another request holds it, CargaPerdida when the disk has less than ``desde``.
        """
        descriptor = os.open(self._parcial(carga_id), os.O_RDWR | os.O_CREAT | BINARIO, 0o600)
        with FileIO(descriptor, "r+b") as archivo:
            _apropiarse(archivo)
            try:
                if os.fstat(archivo.fileno()).st_size < desde:
                    raise CargaPerdida
                yield Escritor(archivo, desde)
            finally:
                _soltar(archivo)

    def anexar(self, carga_id: str, desde: int, trozos: Iterable[bytes]) -> int:
        """Append all of ``trozos`` from ``desde`` and return the new size, safe on disk."""
        with self.escritor(carga_id, desde) as escritor:
            try:
                for trozo in trozos:
                    escritor.escribir(trozo)
            finally:
                total = escritor.confirmar()
        return total

    def tamano_parcial(self, carga_id: str) -> int:
        """Bytes on disk; 0 when nothing arrived."""
        try:
            return self._parcial(carga_id).stat().st_size
        except FileNotFoundError:
            return 0

    @contextmanager
    def parcial(self, carga_id: str) -> Generator[Path]:
        """A path from which the partial file can be read."""
        yield self._parcial(carga_id)

    def huella_parcial(self, carga_id: str) -> str:
        """SHA-256 of what arrived, taken from the disk: right whatever cuts, restarts or processes came before.

        Raises FileNotFoundError.
        """
        return _huella(self._parcial(carga_id))

    def guardar(self, carga_id: str, sha256: str | None = None) -> str:
        """Keep the whole file under its SHA-256 and return it. May be repeated. Raises FileNotFoundError.

        ``sha256``: what ``huella_parcial`` said of these same bytes, so that they are not read twice.
        """
        parcial = self._parcial(carga_id)
        sha256 = sha256 or _huella(parcial)
        with parcial.open("rb") as archivo:
            os.fsync(archivo.fileno())
            tamano = os.fstat(archivo.fileno()).st_size
        destino = self.ruta(sha256)
        self._crear_carpeta(destino.parent)
        if not (destino.is_file() and destino.stat().st_size == tamano):
            _enlazar(parcial, destino)
        _fsync_carpeta(destino.parent)
        return sha256

    def descartar(self, carga_id: str) -> None:
        """Forget the partial file; a whole one stays."""
        self._parcial(carga_id).unlink(missing_ok=True)

    def retirar(self, sha256: str) -> None:
        """Remove a whole file that nobody names. The caller has made sure that it was never filed."""
        self.ruta(sha256).unlink(missing_ok=True)

    def parciales(self) -> Iterator[tuple[str, float]]:
        """Every partial file: carga id, and when it was last written (seconds since 1970)."""
        for ruta in self._parciales.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if CARGA.fullmatch(ruta.name):
                    yield ruta.name, ruta.stat().st_mtime

    def enteros(self, parte: str) -> Iterator[tuple[str, int, float]]:
        """Whole files whose SHA-256 begins with ``parte`` (two digits): it, bytes, last written (seconds since 1970)."""
        for ruta in (self._archivos / parte).glob("*/*"):
            with contextlib.suppress(FileNotFoundError):
                if SHA256.fullmatch(ruta.name):
                    hecho = ruta.stat()
                    yield ruta.name, hecho.st_size, hecho.st_mtime

    def huella(self, sha256: str) -> str:
        """What the bytes on the disk add up to now. Raises FileNotFoundError, or OSError when the disk cannot read them."""
        return _huella(self.ruta(sha256))

    def barrer(self, parte: str, antes: float) -> None:
        """Remove copies that a crash left half done among those files, if nobody wrote them since ``antes``."""
        for ruta in (self._archivos / parte).glob("*/tmp*"):
            with contextlib.suppress(FileNotFoundError):
                if ruta.stat().st_mtime <= antes:
                    ruta.unlink()

    def libre(self) -> int | None:
        """Bytes that may still be written here; None where the store has no end."""
        return shutil.disk_usage(self._archivos).free

    def existe(self, sha256: str, tamano: int | None = None) -> bool:
        """Whether the whole file is here; where its ``tamano`` is said, that a broken disk left no piece of it out."""
        ruta = self.ruta(sha256)
        return ruta.is_file() and tamano in {None, ruta.stat().st_size}

    def ruta(self, sha256: str) -> Path:
        """Where a whole file lives. Raises ValueError when that is not a SHA-256."""
        if not SHA256.fullmatch(sha256):
            raise ValueError("not a SHA-256")
        return self._archivos / sha256[:2] / sha256[2:4] / sha256

    def _parcial(self, carga_id: str) -> Path:
        if not CARGA.fullmatch(carga_id):
            raise ValueError("not a carga id")
        return self._parciales / carga_id

    def _crear_carpeta(self, carpeta: Path) -> None:
        """Make it and its parents, each entry fsynced: a folder lost in a power cut takes its files along."""
        for cada in (carpeta.parent, carpeta):
            if not cada.is_dir():
                cada.mkdir(mode=SOLO_DUENO, exist_ok=True)
            _fsync_carpeta(cada.parent)


def _huella(ruta: Path) -> str:
    with ruta.open("rb") as archivo:
        return hashlib.file_digest(archivo, "sha256").hexdigest()


def _apropiarse(archivo: FileIO) -> None:
    """Hold the file against other processes; the system lets go when we die."""
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(archivo.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CargaOcupada from None


def _soltar(archivo: FileIO) -> None:
    """Closing alone is not enough: a program being started just then shares the lock until it runs."""
    if sys.platform != "win32":
        fcntl.flock(archivo.fileno(), fcntl.LOCK_UN)


def _enlazar(parcial: Path, destino: Path) -> None:
    """Give the bytes their final name in one step, by link or, where the disk has none, by a finished copy."""
    if os.name == "posix":
        parcial.chmod(SOLO_LECTURA)
    try:
        os.link(parcial, destino)
    except FileExistsError:  # another process was first, or the one there is shorter than it should be
        if destino.stat().st_size != parcial.stat().st_size:
            _copiar(parcial, destino)
    except OSError:
        _copiar(parcial, destino)


def _copiar(origen: Path, destino: Path) -> None:
    descriptor, temporal = tempfile.mkstemp(dir=destino.parent)
    with os.fdopen(descriptor, "wb") as salida, origen.open("rb") as entrada:
        shutil.copyfileobj(entrada, salida, 1024 * 1024)
        salida.flush()
        os.fsync(salida.fileno())
    Path(temporal).replace(destino)


def _fsync_carpeta(carpeta: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(carpeta, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
