"""What every use case receives: the database, the files, the clock, the keys and who is acting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from portal.db.session import Database
from portal.domain.errors import NoAutorizado, SegundoFactorPendiente, SesionRequerida
from portal.domain.permisos import PERMISOS, SIN_PROBAR, Asignacion, Permiso, Rol

P = ParamSpec("P")
R = TypeVar("R")


class Escritor(Protocol):
    """One upload open for appending: ``escribir`` hands bytes over, ``confirmar`` makes them safe and counts them."""

    def escribir(self, trozo: bytes | bytearray) -> None: ...
    def confirmar(self) -> int: ...


class Almacen(Protocol):
    """Where bytes live. Partial uploads by their carga id, whole files by their SHA-256.

    ``guardar`` may be repeated; the partial file stays until ``descartar``, after the commit.
    """

    def escritor(self, carga_id: str, desde: int) -> AbstractContextManager[Escritor]: ...
    def anexar(self, carga_id: str, desde: int, trozos: Iterable[bytes]) -> int: ...
    def tamano_parcial(self, carga_id: str) -> int: ...
    def parcial(self, carga_id: str) -> AbstractContextManager[Path]: ...
    def huella_parcial(self, carga_id: str) -> str: ...
    def guardar(self, carga_id: str, sha256: str | None = None) -> str: ...
    def descartar(self, carga_id: str) -> None: ...
    def parciales(self) -> Iterator[tuple[str, float]]: ...
    def retirar(self, sha256: str) -> None: ...
    def enteros(self, parte: str) -> Iterator[tuple[str, int, float]]: ...
    def huella(self, sha256: str) -> str: ...
    def barrer(self, parte: str, antes: float) -> None: ...
    def existe(self, sha256: str, tamano: int | None = None) -> bool: ...
    def libre(self) -> int | None: ...
    def ruta(self, sha256: str) -> Path: ...


class Credenciales(Protocol):
    """Hash and check of passwords; slow on purpose."""

    def calentar(self) -> None: ...
    def cifrar(self, contrasena: str) -> str: ...
    def comprobar(self, correo: str, contrasena: str, clave: str | None) -> bool: ...


@dataclass(frozen=True)
class Actor:
    """Who is acting, as the session row said in this very run. Never kept between runs.

    ``terminos`` and ``privacidad`` are the versions that the account accepted last. ``asignaciones``: of staff, today's;
    none while their second factor is ``por_probar``: "codigo", or "alta" when it is demanded and they have none yet.
    """

    rol: Rol = Rol.ANONIMO
    cuenta_id: int | None = None
    sesion_id: int | None = None
    correo: str = ""
    nombre: str = "Público"
    ip: str = ""
    terminos: str = ""
    privacidad: str = ""
    asignaciones: tuple[Asignacion, ...] = ()
    por_probar: str = ""

    def puede(self, permiso: Permiso) -> bool:
        """Whether the actor holds ``permiso`` anywhere; where, each service asks ``alcances``."""
        if self.por_probar:
            return permiso in SIN_PROBAR
        return permiso in PERMISOS[self.rol] or any(permiso in a.permisos for a in self.asignaciones)


ANONIMO = Actor()
SISTEMA = Actor(nombre="Sistema")


@dataclass(frozen=True)
class Limites:
    """What the server bears: MB in the unsent drafts of an account, its uploads half way, MB that stay free on the disk.

    Of all who came in from one address: their uploads half way, and the MB these announced. An upload half way is kept
    ``dias_parada`` since its last byte, ``dias_subida`` in all.
    """

    mb_borradores: int = 2048
    subidas: int = 100
    mb_reserva: int = 512
    subidas_direccion: int = 300
    mb_direccion: int = 8192
    dias_parada: int = 7
    dias_subida: int = 30


@dataclass(frozen=True)
class Contexto:
    """Built once per process by wiring, and once per run for its actor with ``como``.

    ``correo_fijado``: the mail server that the environment says, if any; else an administrator gives it on a screen.
    """

    db: Database
    almacen: Almacen
    credenciales: Credenciales
    reloj: Callable[[], datetime]
    secreto: Callable[[str], bytes]
    base_url: str
    demo: bool = False
    correo_fijado: str = field(default="", repr=False)
    limites: Limites = field(default=Limites())
    actor: Actor = field(default=ANONIMO)

    def como(self, actor: Actor) -> Contexto:
        """The same context for another actor."""
        return replace(self, actor=actor)


CASOS_DE_USO: dict[str, Permiso] = {}
"""Every public service function and the permiso it demands; a test walks it."""


def requiere(
    permiso: Permiso,
) -> Callable[[Callable[Concatenate[Contexto, P], R]], Callable[Concatenate[Contexto, P], R]]:
    """Declare, and check before anything else, what a use case demands of ``ctx.actor``.

    Raises SesionRequerida when nobody is signed in, SegundoFactorPendiente when the second factor is yet to be proved,
    NoAutorizado when somebody is signed in and may not.
    """

    def decorar(caso: Callable[Concatenate[Contexto, P], R]) -> Callable[Concatenate[Contexto, P], R]:
        CASOS_DE_USO[f"{caso.__module__}.{caso.__qualname__}"] = permiso

        @wraps(caso)
        def con_permiso(ctx: Contexto, /, *args: P.args, **kwargs: P.kwargs) -> R:
            autorizar(ctx.actor, permiso)
            return caso(ctx, *args, **kwargs)

        return con_permiso

    return decorar


def autorizar(actor: Actor, permiso: Permiso) -> None:
    """Let pass, or raise as ``requiere`` says. The system itself may only do what is declared SISTEMA."""
    if permiso is Permiso.SISTEMA and actor is SISTEMA:
        return
    if actor.puede(permiso):
        return
    if actor.rol is Rol.ANONIMO:
        raise SesionRequerida
    if actor.por_probar:
        raise SegundoFactorPendiente
    raise NoAutorizado(permiso=permiso)
