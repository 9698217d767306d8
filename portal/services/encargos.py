"""The rules of an asignacion: what may be given, by whom and until when, and how it reads.

Law: Ley 27444, arts. 61-74 (competence, delegation, suplencia).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal.db.models import AsignacionRow, CuentaRow
from portal.db.queries import personal
from portal.domain.configuracion import Institucion
from portal.domain.errors import DatoInvalido, DatosInvalidos, NoAutorizado, PortalError
from portal.domain.fechas import comienzo
from portal.domain.permisos import Alcance, Permiso
from portal.services import alcances
from portal.services.contexto import SISTEMA, Actor

INSTANTE = timedelta(microseconds=1)


class UltimoAdministrador(PortalError):
    """It is the last account that manages staff everywhere and for good; without it nobody could."""

    code = "ultimo_administrador"


class Vigencia(StrEnum):
    """Whether an asignacion counts today."""

    VIGENTE = "vigente"
    FUTURA = "futura"
    TERMINADA = "terminada"


@dataclass(frozen=True)
class Encargo:
    """What is given: a rol in an office. ``alcance`` empty is the rol's usual one; dates are the institution's days.

    ``desde`` None is now; ``hasta``, the last day, None while nobody ends it.
    """

    rol: str
    dependencia: str
    alcance: str = ""
    desde: date | None = None
    hasta: date | None = None


@dataclass(frozen=True)
class AsignacionView:
    """An asignacion as an administrator reads it. ``hasta``: its last day. ``suplente_de``: for whom it stands in."""

    id: int
    cuenta_id: int
    persona: str
    rol: str
    dependencia: str
    alcance: Alcance
    desde: date
    hasta: date | None
    vigencia: Vigencia
    suplente_de: str


def revisar(institucion: Institucion, encargo: Encargo, ahora: datetime) -> Alcance:
    """The scope that is given, when the institution has that rol and that office. Raises DatosInvalidos."""
    escritorio, errores = institucion.escritorio, dict[str, PortalError]()
    rol, hoy = escritorio.rol(encargo.rol), ahora.astimezone(institucion.zona).date()
    if rol is None:
        errores["rol"] = DatoInvalido(campo="rol", motivo="opcion_no_admitida")
    if not escritorio.dependencia(encargo.dependencia).activa:
        errores["dependencia"] = DatoInvalido(campo="dependencia", motivo="opcion_no_admitida")
    if encargo.alcance not in {"", *Alcance}:
        errores["alcance"] = DatoInvalido(campo="alcance", motivo="opcion_no_admitida")
    if encargo.desde is not None and encargo.desde < hoy:
        errores["desde"] = DatoInvalido(campo="desde", motivo="fecha_pasada")
    if encargo.hasta is not None and not (encargo.desde or hoy) <= encargo.hasta < date.max:
        errores["hasta"] = DatoInvalido(campo="hasta", motivo="hasta_antes")
    if errores or rol is None:
        raise DatosInvalidos(errores)
    return Alcance(encargo.alcance) if encargo.alcance else rol.alcance


def fila_de(
    institucion: Institucion, encargo: Encargo, alcance: Alcance, *, cuenta_id: int, por: Actor, ahora: datetime
) -> AsignacionRow:
    """The row of an ``encargo``, not yet written down."""
    return AsignacionRow(
        cuenta_id=cuenta_id,
        rol=encargo.rol,
        dependencia=encargo.dependencia,
        alcance=alcance,
        desde=ahora if encargo.desde is None else max(ahora, comienzo(encargo.desde, institucion.zona)),
        hasta=None if encargo.hasta is None else comienzo(encargo.hasta + timedelta(days=1), institucion.zona),
        creada_por=por.cuenta_id,
    )


def exigir_alcance(actor: Actor, institucion: Institucion, dependencia: str, alcance: Alcance) -> None:
    """Nobody gives or takes away beyond the offices where they manage staff. Raises NoAutorizado."""
    propias = alcances.oficinas(actor, Permiso.GESTIONAR_PERSONAL)
    dadas = institucion.escritorio.oficinas(dependencia, alcance)
    if actor is not SISTEMA and propias is not None and (dadas is None or not dadas <= propias):
        raise NoAutorizado(permiso=Permiso.GESTIONAR_PERSONAL)


def exigir_dentro(institucion: Institucion, titular: AsignacionRow, desde: date, hasta: date) -> None:
    """A suplencia lasts no longer than what it copies. Raises DatosInvalidos."""
    primero, ultimo = _dia(institucion, titular.desde), _ultimo_dia(institucion, titular)
    if desde < primero or (ultimo is not None and hasta > ultimo):
        raise DatosInvalidos({"hasta": DatoInvalido(campo="hasta", motivo="suplencia_fuera")})


def exigir_quien_administre(
    session: Session, institucion: Institucion, ahora: datetime, *, menos_cuenta: int = 0, menos_asignacion: int = 0
) -> None:
    """Somebody else must be left who manages staff everywhere and for good. Raises UltimoAdministrador."""
    quedan = con_permiso(institucion, Permiso.GESTIONAR_PERSONAL, "", ahora).where(
        AsignacionRow.alcance == Alcance.TODAS,
        AsignacionRow.hasta.is_(None),
        AsignacionRow.cuenta_id != menos_cuenta,
        AsignacionRow.id != menos_asignacion,
    )
    if session.execute(quedan.limit(1)).first() is None:
        raise UltimoAdministrador


def es_permanente(institucion: Institucion, fila: AsignacionRow, ahora: datetime) -> bool:
    """Whether by this asignacion somebody manages staff everywhere and for good, today."""
    rol = institucion.escritorio.rol(fila.rol)
    administra = rol is not None and Permiso.GESTIONAR_PERSONAL in rol.permisos
    return administra and fila.alcance == Alcance.TODAS and fila.hasta is None and fila.desde <= ahora


def repetida(session: Session, fila: AsignacionRow) -> bool:
    """Whether the person already holds the same on some of those days."""
    iguales = select(AsignacionRow.id).where(
        AsignacionRow.cuenta_id == fila.cuenta_id,
        AsignacionRow.rol == fila.rol,
        AsignacionRow.dependencia == fila.dependencia,
        AsignacionRow.alcance == fila.alcance,
        or_(AsignacionRow.hasta.is_(None), AsignacionRow.hasta > fila.desde),
    )
    if fila.hasta is not None:
        iguales = iguales.where(AsignacionRow.desde < fila.hasta)
    return session.scalar(iguales.limit(1)) is not None


def con_permiso(
    institucion: Institucion, permiso: Permiso, dependencia: str, ahora: datetime
) -> Select[AsignacionRow, CuentaRow]:
    """Asignaciones in force by which somebody may do ``permiso`` in that office, with their accounts."""
    escritorio = institucion.escritorio
    roles = [rol.id for rol in escritorio.roles if permiso in rol.permisos]
    superiores, actual = list[str](), escritorio.dependencia(dependencia).padre
    while actual is not None:
        superiores.append(actual)
        actual = escritorio.dependencia(actual).padre
    return personal.con_rol(roles, dependencia, superiores, ahora)


def vistas(
    session: Session, institucion: Institucion, filas: Iterable[AsignacionRow], ahora: datetime
) -> tuple[AsignacionView, ...]:
    """As an administrator reads them, in the words in force."""
    filas = list(filas)
    ids = {fila.cuenta_id for fila in filas} | {fila.suplente_de for fila in filas if fila.suplente_de}
    cuentas = session.scalars(select(CuentaRow).where(CuentaRow.id.in_(ids)))
    nombres = {cuenta.id: cuenta.nombre for cuenta in cuentas}
    return tuple(_vista(institucion, fila, nombres, ahora) for fila in filas)


def hechos(fila: AsignacionRow) -> dict[str, Any]:
    """What the administrative log keeps of an asignacion."""
    return {
        "cuenta": fila.cuenta_id,
        "rol": fila.rol,
        "dependencia": fila.dependencia,
        "alcance": str(fila.alcance),
        "suplente_de": fila.suplente_de,
        "desde": fila.desde.isoformat(),
        "hasta": fila.hasta.isoformat() if fila.hasta else None,
    }


def _vista(institucion: Institucion, fila: AsignacionRow, nombres: dict[int, str], ahora: datetime) -> AsignacionView:
    rol = institucion.escritorio.rol(fila.rol)
    terminada = fila.hasta is not None and fila.hasta <= ahora
    return AsignacionView(
        id=fila.id,
        cuenta_id=fila.cuenta_id,
        persona=nombres[fila.cuenta_id],
        rol=rol.nombre if rol else fila.rol,
        dependencia=institucion.escritorio.dependencia(fila.dependencia).nombre,
        alcance=Alcance(fila.alcance),
        desde=_dia(institucion, fila.desde),
        hasta=_ultimo_dia(institucion, fila),
        vigencia=Vigencia.TERMINADA if terminada else Vigencia.VIGENTE if fila.desde <= ahora else Vigencia.FUTURA,
        suplente_de=nombres[fila.suplente_de] if fila.suplente_de else "",
    )


def _dia(institucion: Institucion, instante: datetime) -> date:
    return instante.astimezone(institucion.zona).date()


def _ultimo_dia(institucion: Institucion, fila: AsignacionRow) -> date | None:
    return None if fila.hasta is None else _dia(institucion, fila.hasta - INSTANTE)
