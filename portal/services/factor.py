"""What the second factor of staff is made of. Seed and recovery codes are derived (ADR 0039): no row holds them.

They hang from the server key, the account and its ``totp_version``; a new version kills the old ones.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.db.models import CuentaRow
from portal.services import claves, configuracion
from portal.services.contexto import Contexto

CODIGO = "codigo"
ALTA = "alta"
CUANTOS_CODIGOS = 10
LARGO_SEMILLA = 20  # bytes: what RFC 4226 recommends
SALTO = 1 << 20


def falta(session: Session, totp_at: datetime | None, segundo_at: datetime | None) -> str:
    """What a session of staff has yet to prove: the ``CODIGO`` of its application, the ``ALTA`` of one, or nothing.

    ``totp_at``: since when the account has its application; ``segundo_at``: when the session proved it.
    """
    if totp_at is not None:
        return CODIGO if segundo_at is None or segundo_at < totp_at else ""
    return ALTA if exigido(session) else ""


def exigido(session: Session) -> bool:
    """Whether the institution demands a second factor of its staff."""
    return configuracion.vigente(session)[1].escritorio.segundo_factor


def semilla(ctx: Contexto, cuenta_id: int, version: int) -> bytes:
    """The seed that the application of that account holds."""
    return claves.derivar(ctx, "segundo_factor", cuenta_id, version)[:LARGO_SEMILLA]


def codigos(ctx: Contexto, cuenta_id: int, version: int) -> tuple[str, ...]:
    """The recovery codes that go with that seed, in order."""
    numeros = range(1, CUANTOS_CODIGOS + 1)
    return tuple(claves.legible(claves.derivar(ctx, "recuperacion", cuenta_id, version, n)) for n in numeros)


def version_siguiente(ctx: Contexto, cuenta: CuentaRow) -> int:
    """The version that this session would give the account: later than today's, the same whenever it asks.

    Another session is offered another seed: who only saw one that was never confirmed knows nothing of the one that is.
    """
    azar = claves.derivar(ctx, "version_siguiente", cuenta.id, cuenta.totp_version, ctx.actor.sesion_id)
    return cuenta.totp_version + 1 + int.from_bytes(azar[:8], "big") % SALTO
