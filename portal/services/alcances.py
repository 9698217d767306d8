"""What a person of staff may do today, and how far: their asignaciones, over the roles and offices in force.

Two questions every use case of the desk asks. May this person see the expediente? Another's answers as one that does
not exist. May they act on it? An act belongs to the office that has it now. Law: Ley 27444, arts. 72-80.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session

from portal.db.models import AsignacionRow, DestinoRow, ExpedienteRow
from portal.db.queries import personal
from portal.domain.errors import NoAutorizado, NoEncontrado
from portal.domain.permisos import Alcance, Asignacion, Permiso
from portal.services import configuracion
from portal.services.contexto import Actor


def de_cuenta(session: Session, cuenta_id: int, ahora: datetime) -> tuple[Asignacion, ...]:
    """The asignaciones of an account in force at ``ahora``; a rol that the institution no longer has gives nothing."""
    filas = session.scalars(
        select(AsignacionRow)
        .where(AsignacionRow.cuenta_id == cuenta_id, personal.en_vigor(ahora))
        .order_by(AsignacionRow.id)
    ).all()
    if not filas:
        return ()
    escritorio = configuracion.vigente(session)[1].escritorio
    return tuple(
        Asignacion(
            rol.id,
            frozenset(rol.permisos),
            fila.dependencia,
            escritorio.oficinas(fila.dependencia, Alcance(fila.alcance)),
        )
        for fila in filas
        if (rol := escritorio.rol(fila.rol)) is not None
    )


def oficinas(actor: Actor, permiso: Permiso) -> frozenset[str] | None:
    """The offices where ``actor`` holds ``permiso``; None means all of them, an empty set none."""
    juntas: frozenset[str] = frozenset()
    for asignacion in actor.asignaciones:
        if permiso in asignacion.permisos:
            if asignacion.oficinas is None:
                return None
            juntas |= asignacion.oficinas
    return juntas


def alcanza(actor: Actor, permiso: Permiso, dependencia: str) -> bool:
    """Whether the actor holds ``permiso`` in that office."""
    return any(permiso in a.permisos and a.alcanza(dependencia) for a in actor.asignaciones)


def visibles(actor: Actor) -> ColumnElement[bool]:
    """Condition on ``ExpedienteRow``: it is, or was sent, where the actor may read."""
    suyas = oficinas(actor, Permiso.VER_BANDEJA)
    if suyas is None:
        return true()
    if not suyas:
        return false()
    return ExpedienteRow.id.in_(select(DestinoRow.expediente_id).where(DestinoRow.dependencia.in_(sorted(suyas))))


def ve(session: Session, actor: Actor, expediente_id: int) -> bool:
    """Whether the actor may read that expediente, as one of staff."""
    suyo = select(ExpedienteRow.id).where(ExpedienteRow.id == expediente_id, visibles(actor))
    return session.scalar(suyo) is not None


def exigir_ver(session: Session, actor: Actor, expediente: ExpedienteRow | None) -> ExpedienteRow:
    """The expediente, when the actor may read it. Raises NoEncontrado, the same as for one that does not exist."""
    if expediente is None:
        raise NoEncontrado
    if alcanza(actor, Permiso.VER_BANDEJA, expediente.dependencia) or ve(session, actor, expediente.id):
        return expediente
    raise NoEncontrado


def exigir_actuar(session: Session, actor: Actor, permiso: Permiso, expediente: ExpedienteRow | None) -> ExpedienteRow:
    """The expediente, when the actor holds ``permiso`` in the office that has it now.

    Raises NoEncontrado when they may not even see it, NoAutorizado when they see it and may not act.
    """
    visto = exigir_ver(session, actor, expediente)
    if not alcanza(actor, permiso, visto.dependencia):
        raise NoAutorizado(permiso=permiso)
    return visto


def roles(actor: Actor, permiso: Permiso, dependencia: str) -> tuple[str, ...]:
    """The roles by which the actor holds ``permiso`` in that office."""
    return tuple(a.rol for a in actor.asignaciones if permiso in a.permisos and a.alcanza(dependencia))
