"""Facts of this installation that must not be mistaken: whether its database is ready, real, or a demonstration."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.db.migrations import al_dia, migrar, vacia
from portal.db.models import CuentaRow, InstalacionRow, InstitucionVersionRow
from portal.domain.errors import PortalError
from portal.domain.permisos import Permiso
from portal.services import configuracion
from portal.services.contexto import Contexto, requiere

DEMO = "demo"


class BaseInaccesible(PortalError):
    """The database cannot be opened; ``facts["motivo"]`` is what its engine said."""

    code = "base_inaccesible"


class BaseSinMigrar(PortalError):
    """Its tables are not those of this version."""

    code = "base_sin_migrar"


class BaseDeDemostracion(PortalError):
    """Sample data where a real installation was asked for."""

    code = "base_de_demostracion"


class BaseReal(PortalError):
    """Real data where a demonstration was asked for."""

    code = "base_real"


@requiere(Permiso.SISTEMA)
def poner_al_dia(ctx: Contexto) -> None:
    """Create the tables or bring them to this version. Raises BaseInaccesible."""
    try:
        migrar(_url(ctx))
    except DBAPIError as problema:
        raise BaseInaccesible(motivo=_motivo(problema)) from problema


@requiere(Permiso.SISTEMA)
def estrenar(ctx: Contexto) -> None:
    """Create the tables of a database in which there is none; any other is left as it is. Raises BaseInaccesible."""
    try:
        if vacia(_url(ctx)):
            migrar(_url(ctx))
    except DBAPIError as problema:
        raise BaseInaccesible(motivo=_motivo(problema)) from problema


@requiere(Permiso.SISTEMA)
def exigir_su_clase(ctx: Contexto) -> None:
    """Raise unless the database is up to date and of the kind this process was started for, real or demonstration.

    A database in which nothing happened yet is of any kind. Raises BaseInaccesible, BaseSinMigrar, BaseDeDemostracion,
    BaseReal.
    """
    try:
        migrada = al_dia(_url(ctx))
    except DBAPIError as problema:
        raise BaseInaccesible(motivo=_motivo(problema)) from problema
    if not migrada:
        raise BaseSinMigrar
    with ctx.db.lectura() as session:
        es_demo = session.get(InstalacionRow, DEMO) is not None
        if es_demo and not ctx.demo:
            raise BaseDeDemostracion
        if ctx.demo and not es_demo and _usada(session):
            raise BaseReal


@requiere(Permiso.SISTEMA)
def exigir_apta(ctx: Contexto) -> None:
    """Raise unless this process may serve this database: as ``exigir_su_clase``, and with an institution in it.

    Raises SinInstitucion besides.
    """
    exigir_su_clase(ctx)
    with ctx.db.lectura() as session:
        configuracion.vigente(session)


@requiere(Permiso.SISTEMA)
def marcar_demo(ctx: Contexto) -> None:
    """Say for ever that this database is a demonstration. Raises BaseReal when it has been used for anything else."""
    with ctx.db.transaction() as session:
        if session.get(InstalacionRow, DEMO) is not None:
            return
        if _usada(session):
            raise BaseReal
        session.add(InstalacionRow(clave=DEMO, valor=ctx.reloj().isoformat()))


def _usada(session: Session) -> bool:
    """Whether anything was published or anybody registered here."""
    consultas = (select(tabla.id).limit(1) for tabla in (InstitucionVersionRow, CuentaRow))
    return any(session.scalar(consulta) is not None for consulta in consultas)


def _url(ctx: Contexto) -> str:
    return ctx.db.engine.url.render_as_string(hide_password=False)


def _motivo(problema: DBAPIError) -> str:
    return " ".join(str(problema.orig).split()).rstrip(".?")
