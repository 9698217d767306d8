"""One's own open sessions: where the account is open now, and ending one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.db.models import CuentaRow, SesionRow
from portal.domain.errors import NoEncontrado
from portal.domain.permisos import Permiso
from portal.services.contexto import Contexto, requiere
from portal.services.sesiones import OCIO, terminar


@dataclass(frozen=True, slots=True)
class SesionView:
    """One of one's own open sessions; ``esta`` is the one that asks, ``agente`` what its browser says it is."""

    id: int
    creada_at: datetime
    vista_at: datetime
    ip: str
    agente: str
    esta: bool


@requiere(Permiso.CUENTA_PROPIA)
def cerrar(ctx: Contexto, sesion_id: int) -> None:
    """End one of one's own sessions. Raises NoEncontrado for any other."""
    with ctx.db.transaction() as session:
        suya = select(SesionRow.id).where(SesionRow.id == sesion_id, SesionRow.cuenta_id == ctx.actor.cuenta_id)
        if session.scalar(suya) is None:
            raise NoEncontrado
        terminar(session, ctx, SesionRow.id == sesion_id)


@requiere(Permiso.CUENTA_PROPIA)
def abiertas(ctx: Contexto) -> tuple[SesionView, ...]:
    """One's own open sessions, the last used first."""
    ahora = ctx.reloj()
    with ctx.db.lectura() as session:
        abiertas = session.scalars(
            select(SesionRow)
            .join(CuentaRow, CuentaRow.id == SesionRow.cuenta_id)
            .where(CuentaRow.id == ctx.actor.cuenta_id, SesionRow.version == CuentaRow.version)
            .where(SesionRow.huella.is_not(None), SesionRow.cerrada_at.is_(None))
            .where(SesionRow.vence_at > ahora, SesionRow.vista_at > ahora - OCIO)
            .order_by(SesionRow.vista_at.desc(), SesionRow.id.desc())
        )
        return tuple(
            SesionView(s.id, s.creada_at, s.vista_at, s.ip, s.agente, s.id == ctx.actor.sesion_id) for s in abiertas
        )
