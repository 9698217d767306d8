"""Who reads an expediente: staff, one of its party, or whoever holds its link or its password."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Session

from portal.db.models import ExpedienteRow
from portal.domain.permisos import Permiso
from portal.services import administrados, alcances, configuracion
from portal.services.contexto import Contexto


class Lector(StrEnum):
    """ENLACE holds the link or the password; MIRON too, where the institution shows files only to the party."""

    PERSONAL = "personal"
    PARTE = "parte"
    ENLACE = "enlace"
    MIRON = "miron"

    @property
    def ve_documentos(self) -> bool:
        """Whether what was filed and answered is before them."""
        return self is not Lector.MIRON

    @property
    def identificado(self) -> bool:
        """Whether they may know who works on it, and where (art. 55.9)."""
        return self in {Lector.PERSONAL, Lector.PARTE}


def con_sesion(session: Session, ctx: Contexto, *, administrado_id: int, expediente_id: int) -> Lector | None:
    """Who asks for something of that expediente by their session; None for who has nothing to do with it."""
    if alcances.ve(session, ctx.actor, expediente_id):
        return Lector.PERSONAL
    suyo = ctx.actor.puede(Permiso.VER_TRAMITES_PROPIOS) and administrados.es_de(session, ctx.actor, administrado_id)
    return Lector.PARTE if suyo else None


def con_clave(session: Session, expediente: ExpedienteRow) -> bool:
    """Whether it has a tracking password and link, by what the institution it was filed with decided."""
    return configuracion.institucion(session, expediente.institucion_version).seguimiento.contrasena


def con_enlace(session: Session, expediente: ExpedienteRow) -> Lector:
    """Who holds the link or the password of that expediente, by what the institution it was filed with decided."""
    institucion = configuracion.institucion(session, expediente.institucion_version)
    return Lector.ENLACE if institucion.seguimiento.documentos_sin_cuenta else Lector.MIRON
