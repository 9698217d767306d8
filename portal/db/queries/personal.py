"""Lists of staff: who works here, who holds what, and who may do one thing in one office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.db.models import AsignacionRow, CuentaRow
from portal.domain.permisos import Alcance, Rol

CON_TILDE = (("áÁàÀ", "a"), ("éÉèÈ", "e"), ("íÍ", "i"), ("óÓ", "o"), ("úÚüÜ", "u"), ("ñÑ", "n"))
"""What names are written with; the embedded engine lowers plain letters only."""
DEL_PERSONAL = CuentaRow.rol != Rol.CIUDADANO
HABILITADA = CuentaRow.deshabilitada_at.is_(None)


@dataclass(frozen=True)
class Busqueda:
    """What is asked of the list; empty means any. ``palabras`` are folded. ``inhabilitadas``: those too."""

    palabras: tuple[str, ...] = ()
    rol: str = ""
    dependencia: str = ""
    inhabilitadas: bool = False


def en_vigor(ahora: datetime) -> ColumnElement[bool]:
    """Condition on ``AsignacionRow``: it counts at ``ahora``."""
    return and_(AsignacionRow.desde <= ahora, sin_terminar(ahora))


def sin_terminar(ahora: datetime) -> ColumnElement[bool]:
    """Condition on ``AsignacionRow``: it counts at ``ahora``, or will."""
    return or_(AsignacionRow.hasta.is_(None), AsignacionRow.hasta > ahora)


def hoja(
    session: Session, busqueda: Busqueda, ahora: datetime, *, desde: int, cuantas: int
) -> tuple[int, list[CuentaRow]]:
    """How many accounts of staff there are, and ``cuantas`` of them, by surname."""
    filtros = _filtros(busqueda, ahora)
    total = session.scalar(select(func.count()).select_from(CuentaRow).where(*filtros)) or 0
    orden = (func.lower(CuentaRow.apellidos), func.lower(CuentaRow.nombres), CuentaRow.id)
    filas = session.scalars(select(CuentaRow).where(*filtros).order_by(*orden).offset(desde).limit(cuantas))
    return total, list(filas)


def asignaciones(session: Session, cuentas: Iterable[int], ahora: datetime) -> dict[int, list[AsignacionRow]]:
    """Those of each account that count at ``ahora`` or later, oldest first."""
    suyas: dict[int, list[AsignacionRow]] = {cuenta: [] for cuenta in cuentas}
    filas = session.scalars(
        select(AsignacionRow)
        .where(AsignacionRow.cuenta_id.in_(suyas), sin_terminar(ahora))
        .order_by(AsignacionRow.desde, AsignacionRow.id)
    )
    for fila in filas:
        suyas[fila.cuenta_id].append(fila)
    return suyas


def con_rol(
    roles: Iterable[str], dependencia: str, superiores: Iterable[str], ahora: datetime
) -> Select[AsignacionRow, CuentaRow]:
    """Asignaciones in force of any of ``roles`` that reach ``dependencia``, with their accounts that may sign in."""
    alcanza = or_(
        AsignacionRow.alcance == Alcance.TODAS,
        AsignacionRow.dependencia == dependencia,
        and_(AsignacionRow.alcance == Alcance.DESCENDIENTES, AsignacionRow.dependencia.in_(list(superiores))),
    )
    return (
        select(AsignacionRow, CuentaRow)
        .join(CuentaRow, CuentaRow.id == AsignacionRow.cuenta_id)
        .where(DEL_PERSONAL, HABILITADA, CuentaRow.activada_at.is_not(None))
        .where(AsignacionRow.rol.in_(list(roles)), alcanza, en_vigor(ahora))
    )


def _filtros(b: Busqueda, ahora: datetime) -> list[ColumnElement[bool]]:
    filtros: list[ColumnElement[bool]] = [DEL_PERSONAL]
    if not b.inhabilitadas:
        filtros.append(HABILITADA)
    texto = _plegado(CuentaRow.nombres + " " + CuentaRow.apellidos + " " + CuentaRow.correo)
    filtros += [texto.contains(palabra, autoescape=True) for palabra in b.palabras]
    if b.rol or b.dependencia:
        suyas = select(AsignacionRow.cuenta_id).where(sin_terminar(ahora))
        if b.rol:
            suyas = suyas.where(AsignacionRow.rol == b.rol)
        if b.dependencia:
            suyas = suyas.where(AsignacionRow.dependencia == b.dependencia)
        filtros.append(CuentaRow.id.in_(suyas))
    return filtros


def _plegado(texto: ColumnElement[str]) -> ColumnElement[str]:
    for letras, llana in CON_TILDE:
        for letra in letras:
            texto = func.replace(texto, letra, llana)
    return func.lower(texto)
