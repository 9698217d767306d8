"""Whose a draft is, and for how long: the door through which everything that is not sent yet is reached."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from portal.db.models import BorradorRow, CargaRow
from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.permisos import Permiso
from portal.domain.texto import una_linea
from portal.services import administrados, configuracion, procedimientos
from portal.services.contexto import Contexto

ID_DE_CARGA = re.compile(r"[0-9a-f]{32}")
DE_CIUDADANO = frozenset({"presentacion", "subsanacion"})
"""Clases that belong to who acts for their administrado; the others are of staff (``PERMISO_DE_CLASE``)."""
PERMISO_DE_CLASE = {"respuesta": Permiso.RESPONDER, "ventanilla": Permiso.REGISTRAR_VENTANILLA}


class BorradorEnviado(PortalError):
    """It was sent already; ``facts["numero"]`` may tell as what."""

    code = "borrador_enviado"


def propio(session: Session, ctx: Contexto, borrador_id: str, *, bloquear: bool = False) -> BorradorRow:
    """The draft's row, when it is the actor's and unsent. Raises NoEncontrado, or BorradorEnviado."""
    fila = propio_o_enviado(session, ctx, borrador_id, bloquear=bloquear)
    if fila.registro_id is not None:
        raise BorradorEnviado
    return fila


def propio_o_enviado(session: Session, ctx: Contexto, borrador_id: str, *, bloquear: bool = False) -> BorradorRow:
    """The draft's row, when it is the actor's, sent or not: who still acts for its administrado, or still does that work.

    ``bloquear`` holds it until the transaction ends.
    """
    de_quien = {"borrador": una_linea(borrador_id), "cuenta": ctx.actor.cuenta_id}
    fila = session.scalars(_SUYO_BLOQUEADO if bloquear else _SUYO, de_quien).one_or_none()
    if fila is None or not ctx.actor.puede(PERMISO_DE_CLASE.get(fila.clase, Permiso.PRESENTAR)):
        raise NoEncontrado
    return fila


def comenzar(
    session: Session,
    ctx: Contexto,
    clase: str,
    *,
    administrado_id: int,
    expediente_id: int | None = None,
    observacion_id: int | None = None,
) -> BorradorRow:
    """A draft of another ``clase`` than a presentacion, of the actor, with the institution in force; the caller authorised it."""
    fila = BorradorRow(
        id=secrets.token_hex(16),
        cuenta_id=ctx.actor.cuenta_id,
        administrado_id=administrado_id,
        institucion_version=configuracion.vigente(session)[0],
        valores={},
        clave_envio=secrets.token_hex(16),
        clase=clase,
        expediente_id=expediente_id,
        observacion_id=observacion_id,
        procedimiento=procedimientos.de_expediente(session, expediente_id) if expediente_id is not None else "",
        creado_at=ctx.reloj(),
        actualizado_at=ctx.reloj(),
    )
    session.add(fila)
    session.flush()
    return fila


def carga_propia(session: Session, ctx: Contexto, carga_id: str) -> CargaRow:
    """An upload of an unsent draft of the actor. Raises NoEncontrado, BorradorEnviado."""
    carga = session.get(CargaRow, carga_id) if ID_DE_CARGA.fullmatch(carga_id) else None
    if carga is None:
        raise NoEncontrado
    propio(session, ctx, carga.borrador_id)
    return carga


def tocar(fila: BorradorRow, ahora: datetime) -> datetime:
    """Somebody changed it just now: its days begin again, and so does its warning."""
    fila.actualizado_at, fila.avisado_at = ahora, None
    return ahora


# Written once, since making a statement costs as much as executing it: each change of a field asks it.
_SUYO = select(BorradorRow).where(
    BorradorRow.id == bindparam("borrador"),
    BorradorRow.cuenta_id == bindparam("cuenta"),
    or_(BorradorRow.clase.in_(PERMISO_DE_CLASE), BorradorRow.administrado_id.in_(administrados.DE_CUENTA)),
)
_SUYO_BLOQUEADO = _SUYO.with_for_update()
