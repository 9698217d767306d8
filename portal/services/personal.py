"""Who works here, as an administrator reads it: the list, one person, and how many people each office has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from portal.db.models import AsignacionRow, CuentaRow, ExpedienteRow
from portal.db.queries import personal as consultas
from portal.db.types import ID_MAXIMO
from portal.domain.errors import NoEncontrado
from portal.domain.estados import ABIERTAS
from portal.domain.permisos import Permiso, Rol, clase_de
from portal.domain.texto import palabras
from portal.services import configuracion, encargos
from portal.services.contexto import Contexto, requiere
from portal.services.encargos import AsignacionView

POR_PAGINA = 25


class Situacion(StrEnum):
    """Whether a member of staff may sign in."""

    ACTIVA = "activa"
    POR_ACTIVAR = "por_activar"
    INHABILITADA = "inhabilitada"


@dataclass(frozen=True)
class BusquedaDePersonal:
    """What is asked of the list; empty means any. ``texto``: words of the name or of the e-mail."""

    texto: str = ""
    rol: str = ""
    dependencia: str = ""
    inhabilitadas: bool = False


@dataclass(frozen=True)
class PersonaView:
    """A member of staff, and what they hold today or later."""

    id: int
    correo: str
    nombre: str
    nombres: str
    apellidos: str
    situacion: Situacion
    asignaciones: tuple[AsignacionView, ...]


@dataclass(frozen=True)
class PaginaDePersonal:
    """By surname, ``POR_PAGINA`` at a time."""

    personas: tuple[PersonaView, ...]
    total: int


@dataclass(frozen=True)
class FichaDePersonal:
    """One member of staff: ``anteriores`` are the asignaciones that ended, ``a_cargo`` the open expedientes in their name.

    ``dos_pasos``: they enrolled a second factor. ``propia``: it is who asks.
    """

    persona: PersonaView
    creada_at: datetime
    anteriores: tuple[AsignacionView, ...]
    a_cargo: int
    dos_pasos: bool
    propia: bool


@requiere(Permiso.GESTIONAR_PERSONAL)
def lista(ctx: Contexto, busqueda: BusquedaDePersonal, *, pagina: int = 1) -> PaginaDePersonal:
    """One page of those who match, counted and cut by the database."""
    ahora = ctx.reloj()
    pedida = consultas.Busqueda(
        palabras(busqueda.texto)[:10], busqueda.rol, busqueda.dependencia, busqueda.inhabilitadas
    )
    with ctx.db.lectura() as session:
        _, institucion = configuracion.vigente(session)
        desde = (min(max(pagina, 1), ID_MAXIMO // POR_PAGINA) - 1) * POR_PAGINA
        total, cuentas = consultas.hoja(session, pedida, ahora, desde=desde, cuantas=POR_PAGINA)
        suyas = consultas.asignaciones(session, [cuenta.id for cuenta in cuentas], ahora)
        vistas = encargos.vistas(session, institucion, [a for filas in suyas.values() for a in filas], ahora)
        personas = (_persona(c, tuple(v for v in vistas if v.cuenta_id == c.id)) for c in cuentas)
        return PaginaDePersonal(tuple(personas), total)


@requiere(Permiso.GESTIONAR_PERSONAL)
def ficha(ctx: Contexto, cuenta_id: int) -> FichaDePersonal:
    """One member of staff. Raises NoEncontrado, also for a citizen's account."""
    ahora = ctx.reloj()
    with ctx.db.lectura() as session:
        cuenta = session.get(CuentaRow, cuenta_id) if 0 < cuenta_id <= ID_MAXIMO else None
        if cuenta is None or clase_de(cuenta.rol) is Rol.CIUDADANO:
            raise NoEncontrado
        _, institucion = configuracion.vigente(session)
        todas = session.scalars(
            select(AsignacionRow)
            .where(AsignacionRow.cuenta_id == cuenta.id)
            .order_by(AsignacionRow.desde, AsignacionRow.id)
        ).all()
        vistas = encargos.vistas(session, institucion, todas, ahora)
        abiertos = select(func.count()).where(ExpedienteRow.responsable_id == cuenta.id)
        terminada = encargos.Vigencia.TERMINADA
        return FichaDePersonal(
            persona=_persona(cuenta, tuple(v for v in vistas if v.vigencia is not terminada)),
            creada_at=cuenta.creada_at,
            anteriores=tuple(v for v in reversed(vistas) if v.vigencia is terminada),
            a_cargo=session.scalar(abiertos.where(ExpedienteRow.fase.in_(sorted(ABIERTAS)))) or 0,
            dos_pasos=cuenta.totp_at is not None,
            propia=cuenta.id == ctx.actor.cuenta_id,
        )


@requiere(Permiso.GESTIONAR_PERSONAL)
def por_oficina(ctx: Contexto) -> dict[str, int]:
    """How many people hold a rol in each office today; offices without anybody are not there."""
    with ctx.db.lectura() as session:
        filas = session.execute(
            select(AsignacionRow.dependencia, func.count(AsignacionRow.cuenta_id.distinct()))
            .join(CuentaRow, CuentaRow.id == AsignacionRow.cuenta_id)
            .where(consultas.HABILITADA, consultas.en_vigor(ctx.reloj()))
            .group_by(AsignacionRow.dependencia)
        )
        return {fila[0]: fila[1] for fila in filas}


def _persona(cuenta: CuentaRow, suyas: tuple[AsignacionView, ...]) -> PersonaView:
    situacion = Situacion.ACTIVA if cuenta.activada_at else Situacion.POR_ACTIVAR
    if cuenta.deshabilitada_at is not None:
        situacion = Situacion.INHABILITADA
    return PersonaView(cuenta.id, cuenta.correo, cuenta.nombre, cuenta.nombres, cuenta.apellidos, situacion, suyas)
