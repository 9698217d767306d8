"""The queue behind the outbox: who sends which mail, when to insist, when to give up.

A mail is leased by one conditional change, so that several workers never send it at once; a worker that dies lets go of
it when the lease ends. Only the holder of the lease may say how it went.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import select, update

from portal.db.models import CorreoSalienteRow
from portal.services.contexto import Contexto

PENDIENTE = "pendiente"
EN_CAMINO = "enviando"  # leased; ``proximo_at`` is when the lease ends
ENVIADO = "enviado"
CAPTURADO = "capturado"  # there is no SMTP server: kept for the administrator's screen
FALLIDO = "fallido"  # a person must look at it
CADUCADO = "caducado"  # its link no longer serves: not worth sending

ARRIENDO = timedelta(minutes=5)
PRIMERA_ESPERA = timedelta(seconds=30)
ESPERA_MAXIMA = timedelta(hours=1)
INTENTOS_MAXIMOS = 120  # five days of insisting (RFC 5321, 4.5.4.1)
_azar = secrets.SystemRandom()


def message_id(ctx: Contexto) -> str:
    """A new ``Message-ID``, fixed for the life of a row: it makes a duplicate recognisable."""
    return f"<{secrets.token_hex(16)}@{urlsplit(ctx.base_url).hostname or 'localhost'}>"


def tomar(ctx: Contexto) -> CorreoSalienteRow | None:
    """Lease the mail that has been due longest, or None."""
    ahora = ctx.reloj()
    debido = CorreoSalienteRow.estado.in_((PENDIENTE, EN_CAMINO)) & (CorreoSalienteRow.proximo_at <= ahora)
    with ctx.db.lectura() as session:  # the usual answer is "none", and asking takes no write lock
        if session.scalar(select(CorreoSalienteRow.id).where(debido).limit(1)) is None:
            return None
    siguiente = (
        select(CorreoSalienteRow)
        .where(debido)
        .order_by(CorreoSalienteRow.proximo_at, CorreoSalienteRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with ctx.db.transaction() as session:
        fila = session.scalar(siguiente)
        if fila is not None:
            fila.estado, fila.proximo_at, fila.intentos = EN_CAMINO, ahora + ARRIENDO, fila.intentos + 1
        return fila


def posponer(ctx: Contexto, fila: CorreoSalienteRow, error: str) -> None:
    """Give the lease back: try again later, each time later, until it has been tried for five days."""
    if fila.intentos >= INTENTOS_MAXIMOS:
        return cerrar(ctx, fila, FALLIDO, error=error)
    espera = min(PRIMERA_ESPERA * 2 ** min(fila.intentos - 1, 10), ESPERA_MAXIMA) * _azar.uniform(0.75, 1.25)
    return _anotar(ctx, fila, estado=PENDIENTE, error=error, proximo_at=ctx.reloj() + espera)


def cerrar(
    ctx: Contexto, fila: CorreoSalienteRow, estado: str, *, error: str | None = None, captura: str | None = None
) -> None:
    """Say how a leased mail ended."""
    enviado_at = ctx.reloj() if estado == ENVIADO else None
    _anotar(ctx, fila, estado=estado, error=error, captura=captura, enviado_at=enviado_at)


def redirigir(ctx: Contexto, fila: CorreoSalienteRow, destinatario: str, nombre: str) -> None:
    """A leased mail goes to somebody else, who is called ``nombre``."""
    fila.destinatario, fila.datos = destinatario, fila.datos | {"nombre": nombre}
    _anotar(ctx, fila, destinatario=fila.destinatario, datos=fila.datos)


def _anotar(ctx: Contexto, fila: CorreoSalienteRow, **cambios: object) -> None:
    """Change the row only if this lease is still the one in force."""
    mia = (CorreoSalienteRow.id == fila.id) & (CorreoSalienteRow.estado == EN_CAMINO)
    with ctx.db.transaction() as session:
        session.execute(
            update(CorreoSalienteRow).where(mia, CorreoSalienteRow.proximo_at == fila.proximo_at).values(**cambios)
        )
