"""Drafts: what a person has written so far, saved at every change, so that a reload or a cut loses nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import BorradorRow
from portal.domain.configuracion import Institucion
from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.formulario import MAXIMO_TEXTO, Valor
from portal.domain.permisos import Permiso
from portal.domain.texto import una_linea
from portal.services import administrados, configuracion
from portal.services.contexto import Contexto, requiere


class BorradorEnviado(PortalError):
    """It was sent already; ``facts["numero"]`` may tell as what."""

    code = "borrador_enviado"


@dataclass(frozen=True)
class BorradorView:
    """A draft as the screen needs it."""

    id: str
    institucion: Institucion
    valores: Mapping[str, Valor]
    actualizado_at: datetime


@requiere(Permiso.PRESENTAR)
def abrir(ctx: Contexto) -> BorradorView:
    """The account's newest unsent draft, or a new one with the institution in force."""
    with ctx.db.lectura() as session:  # nearly always there is one: no write lock at every rerun of the screen
        if (fila := _ultimo(ctx, session)) is not None:
            return _view(session, fila)
    with ctx.db.transaction() as session:
        return _view(session, _ultimo(ctx, session) or _nuevo(ctx, session))


@requiere(Permiso.PRESENTAR)
def ver(ctx: Contexto, borrador_id: str) -> BorradorView:
    """One draft of the account. Raises NoEncontrado, or BorradorEnviado."""
    with ctx.db.lectura() as session:
        return _view(session, propio(session, ctx, borrador_id))


@requiere(Permiso.PRESENTAR)
def guardar(ctx: Contexto, borrador_id: str, *, valores: Mapping[str, Valor]) -> datetime:
    """Keep these values (the others stay) and return when. Nothing is judged here: a draft may be wrong."""
    with ctx.db.transaction() as session:
        fila = propio(session, ctx, borrador_id, bloquear=True)
        campos = {campo.id for campo in configuracion.institucion(session, fila.institucion_version).formulario.campos}
        nuevos = {k: v if isinstance(v, bool) else str(v)[:MAXIMO_TEXTO] for k, v in valores.items() if k in campos}
        fila.valores = fila.valores | nuevos
        fila.actualizado_at = ctx.reloj()
        return fila.actualizado_at


def propio(session: Session, ctx: Contexto, borrador_id: str, *, bloquear: bool = False) -> BorradorRow:
    """The draft's row, when it is the actor's and unsent. Raises NoEncontrado, or BorradorEnviado."""
    fila = propio_o_enviado(session, ctx, borrador_id, bloquear=bloquear)
    if fila.registro_id is not None:
        raise BorradorEnviado
    return fila


def propio_o_enviado(session: Session, ctx: Contexto, borrador_id: str, *, bloquear: bool = False) -> BorradorRow:
    """The draft's row, when it is the actor's, who still acts for its administrado; sent or not.

    ``bloquear`` holds it until the transaction ends.
    """
    suyo = (BorradorRow.id == una_linea(borrador_id)) & (BorradorRow.cuenta_id == ctx.actor.cuenta_id)
    consulta = select(BorradorRow).where(suyo, BorradorRow.administrado_id.in_(administrados.de(ctx.actor)))
    fila = session.scalars(consulta.with_for_update() if bloquear else consulta).one_or_none()
    if fila is None:
        raise NoEncontrado
    return fila


def _ultimo(ctx: Contexto, session: Session) -> BorradorRow | None:
    return session.scalars(
        select(BorradorRow)
        .where(BorradorRow.cuenta_id == ctx.actor.cuenta_id, BorradorRow.registro_id.is_(None))
        .where(BorradorRow.administrado_id.in_(administrados.de(ctx.actor)))
        .order_by(BorradorRow.actualizado_at.desc(), BorradorRow.id)
        .limit(1)
    ).one_or_none()


def _nuevo(ctx: Contexto, session: Session) -> BorradorRow:
    version, _ = configuracion.vigente(session)
    ahora = ctx.reloj()
    fila = BorradorRow(
        id=secrets.token_hex(16),
        cuenta_id=ctx.actor.cuenta_id,
        administrado_id=administrados.principal(session, ctx.actor).id,
        institucion_version=version,
        valores={},
        clave_envio=secrets.token_hex(16),
        creado_at=ahora,
        actualizado_at=ahora,
    )
    session.add(fila)
    session.flush()
    return fila


def _view(session: Session, fila: BorradorRow) -> BorradorView:
    return BorradorView(
        id=fila.id,
        institucion=configuracion.institucion(session, fila.institucion_version),
        valores=dict(fila.valores),
        actualizado_at=fila.actualizado_at,
    )
