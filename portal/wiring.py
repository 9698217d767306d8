"""Composition root: the database, the files, the keys and the mail worker, made once per process."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from portal.adapters.antivirus_clamd import Clamd
from portal.adapters.credenciales import Autenticador
from portal.adapters.files_local import FilesLocal
from portal.adapters.mail_yagmail import Cartero
from portal.db.session import Database
from portal.domain.errors import PortalError
from portal.i18n import explain
from portal.services import instalacion, sesiones
from portal.services.analista import Analista
from portal.services.contexto import SISTEMA, Contexto, Limites
from portal.services.servidor_de_correo import Carteros
from portal.services.trabajador import Trabajador
from portal.settings import secreto, settings

if TYPE_CHECKING:
    from starlette.requests import Request

COOKIE = "mpv_sesion"


def ahora() -> datetime:
    """The server's clock, aware and UTC."""
    return datetime.now(UTC)


@cache
def contexto() -> Contexto:
    """The context of nobody: the public's. ``como`` gives it an actor."""
    s = settings()
    return Contexto(
        db=Database(s.database_url),
        almacen=FilesLocal(_carpeta(s.storage_url)),
        credenciales=Autenticador(secreto("pimienta")),
        reloj=ahora,
        secreto=cache(secreto),
        base_url=s.base_url,
        demo=s.demo,
        correo_fijado=s.smtp_url or "",
        limites=Limites(
            mb_borradores=s.drafts_mb,
            subidas=s.open_uploads,
            mb_reserva=s.disk_reserve_mb,
            subidas_direccion=s.address_uploads,
            mb_direccion=s.address_mb,
            dias_parada=s.upload_idle_days,
            dias_subida=s.upload_total_days,
        ),
    )


def _carpeta(storage_url: str) -> Path:
    """The folder of a ``file:`` address; object storage is another adapter, chosen here when it exists."""
    return Path(url2pathname(urlsplit(storage_url).path))


def contexto_de(request: Request, *, usa: bool = True) -> Contexto:
    """The context of one HTTP request, its actor read from the cookie and the session row.

    ``usa=False``: the request is no use of the session, which grows old as without it.
    """
    ctx = contexto()
    ip = request.client.host if request.client else ""
    return ctx.como(sesiones.actor_de(ctx, request.cookies.get(COOKIE), ip=ip, usa=usa))


@cache
def trabajador() -> Trabajador:
    """The mail worker of this process, not yet started."""
    s = settings()
    fijo = Cartero(s.smtp_url, remitente=s.smtp_from) if s.smtp_url else None
    ctx = contexto().como(SISTEMA)
    return Trabajador(ctx, Carteros(ctx, fijo))


@cache
def analista() -> Analista | None:
    """The antivirus worker of this process, not yet started; None where no antivirus is set."""
    s = settings()
    return Analista(contexto().como(SISTEMA), Clamd(s.clamd, mb=s.clamd_mb)) if s.clamd else None


def trabajar() -> None:
    """Start what works beside the screens: mail, and the antivirus if there is one."""
    trabajador().arrancar()
    if (suyo := analista()) is not None:
        suyo.arrancar()


def arrancar() -> None:
    """Called when the server starts: what the first sign-in needs, and the worker, unless another process has that job.

    Without an institution every screen is the assistant of the first time. Raises RuntimeError, in words, when this
    process may not serve this database: whoever started it, by whatever command.
    """
    try:
        instalacion.exigir_su_clase(contexto().como(SISTEMA))
    except PortalError as negativa:
        raise RuntimeError(explain(negativa)) from negativa
    contexto().credenciales.calentar()
    if settings().worker == "interno":
        trabajar()


def detener() -> None:
    """Called when the server stops: finish the mail at hand, close the database."""
    if trabajador.cache_info().currsize:
        trabajador().detener()
    if analista.cache_info().currsize and (suyo := analista()) is not None:
        suyo.detener()
    if contexto.cache_info().currsize:
        contexto().db.cerrar()
