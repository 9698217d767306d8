"""Writers of their own: processes that file through the services, as several servers over one database would."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import perf_counter

from portal.adapters.files_local import FilesLocal
from portal.db.session import Database
from portal.domain.permisos import Rol
from portal.services import borradores, configuracion, registro
from portal.services.contexto import SISTEMA, Actor, Contexto
from tests.factories import presentaciones
from tests.factories.presentaciones import Archivo

MUNDO = multiprocessing.get_context("forkserver")
MUNDO.set_forkserver_preload([__name__])


@dataclass(frozen=True)
class Puesto:
    """One writer's place: the database, the folder of files, and the account that files."""

    url: str
    carpeta: Path
    cuenta_id: int

    @contextmanager
    def contexto(self) -> Iterator[Contexto]:
        """Connections of this process alone."""
        base = Database(self.url)
        actor = Actor(Rol.CIUDADANO, self.cuenta_id, None, "", "Escritor")
        yield contexto(base, self.carpeta).como(actor)
        base.cerrar()


def contexto(base: Database, carpeta: Path) -> Contexto:
    """A context over real files, with the real clock and without passwords."""
    return Contexto(
        db=base,
        almacen=FilesLocal(carpeta),
        credenciales=None,
        reloj=lambda: datetime.now(UTC),
        secreto=lambda nombre: hashlib.sha256(nombre.encode()).digest(),
        base_url="http://localhost:8501",
    )


def abrir_institucion(base: Database, carpeta: Path) -> Contexto:
    """Publish the IGP preset in an empty database."""
    ctx = contexto(base, carpeta)
    configuracion.publicar(ctx.como(SISTEMA), configuracion.preset("igp"), autor="pruebas")
    return ctx


def lanzar(funcion, *args: object) -> BaseProcess:
    """A process that runs ``funcion(*args)``; a function of this module."""
    proceso = MUNDO.Process(target=funcion, args=args, daemon=True)
    proceso.start()
    return proceso


def archivo(octetos: int) -> Archivo:
    """A PDF of that size which nobody filed before."""
    return Archivo(octetos=presentaciones.PDF + secrets.token_bytes(octetos - len(presentaciones.PDF)))


def presentar_varias(puesto: Puesto, cuantas: int, octetos: int, salida: Path, barrera=None) -> None:
    """File ``cuantas`` times; each receipt is a line of ``salida`` the moment it is in hand."""
    with puesto.contexto() as ctx:
        descriptor = os.open(salida, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        if barrera is not None:
            barrera.wait()
        for _ in range(cuantas):
            borrador = presentaciones.borrador(ctx, ctx.actor, archivos=(archivo(octetos),))
            os.write(descriptor, f"{registro.enviar(ctx, borrador).numero}\n".encode())


def medir(puesto: Puesto, cuantas: int, octetos: int, entera: bool, barrera, tiempos) -> None:  # noqa: FBT001 -- arguments of a process
    """File ``cuantas`` times and report when it began and ended; unless ``entera``, files and drafts stand ready."""
    with puesto.contexto() as ctx:
        listos = [] if entera else [_preparado(ctx, octetos) for _ in range(cuantas)]
        bytes_ = [archivo(octetos) for _ in range(cuantas)] if entera else []
        barrera.wait()
        comienzo = perf_counter()
        for borrador in listos:
            registro.enviar(ctx, borrador)
        for uno in bytes_:
            registro.enviar(ctx, presentaciones.borrador(ctx, ctx.actor, archivos=(uno,)))
        tiempos.put((comienzo, perf_counter()))


def _preparado(ctx: Contexto, octetos: int) -> str:
    with ctx.db.transaction() as session:
        borrador = borradores._nuevo(ctx, session)
        borrador.valores = dict(presentaciones.VALORES)
    presentaciones.adjuntar(ctx, borrador.id, archivo(octetos))
    return borrador.id
