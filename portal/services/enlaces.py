"""Mailed links: single use, with an end, bound to a purpose and an account. The token is derived, and stored nowhere.

It travels as ``<id>.<token>``. A GET never consumes it (mail scanners follow links): a screen asks, a button consumes.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.db.models import EnlaceRow
from portal.domain.errors import PortalError
from portal.services import claves
from portal.services.contexto import Contexto


class Proposito(StrEnum):
    """What a mailed link is for."""

    ACTIVACION = "activacion"
    RECUPERACION = "recuperacion"
    CORREO_NUEVO = "correo_nuevo"
    CORREO_ANULAR = "correo_anular"


DE_LA_CLAVE = (Proposito.ACTIVACION, Proposito.RECUPERACION, Proposito.CORREO_NUEVO)
"""What ends when the password changes. Not ``CORREO_ANULAR``: who took an account over must not end the way back."""


class EstadoEnlace(StrEnum):
    """What a link is worth now."""

    VIGENTE = "vigente"
    USADO = "usado"
    VENCIDO = "vencido"
    DESCONOCIDO = "desconocido"


class EnlaceNoVigente(PortalError):
    """The link cannot be used; ``facts["estado"]`` says why, and the subclass carries the words."""

    code = "enlace_desconocido"


class EnlaceUsado(EnlaceNoVigente):
    """It did its work already."""

    code = "enlace_usado"


class EnlaceVencido(EnlaceNoVigente):
    """Its time passed, or a newer one replaced it."""

    code = "enlace_vencido"


_NEGATIVAS: dict[EstadoEnlace, type[EnlaceNoVigente]] = {
    EstadoEnlace.USADO: EnlaceUsado,
    EstadoEnlace.VENCIDO: EnlaceVencido,
    EstadoEnlace.DESCONOCIDO: EnlaceNoVigente,
}


def nuevo(
    session: Session, ctx: Contexto, cuenta_id: int, proposito: Proposito, horas: int, *, dato: str = ""
) -> EnlaceRow:
    """A link valid for ``horas``; the older ones of that account and purpose end now, unless they undo something.

    ``dato``: the e-mail it is about.
    """
    if proposito is not Proposito.CORREO_ANULAR:
        matar(session, ctx, cuenta_id, proposito)
    ahora = ctx.reloj()
    enlace = EnlaceRow(
        proposito=proposito,
        cuenta_id=cuenta_id,
        semilla=secrets.token_hex(32),
        dato=dato,
        creado_at=ahora,
        vence_at=ahora + timedelta(hours=horas),
    )
    session.add(enlace)
    session.flush()
    return enlace


def matar(session: Session, ctx: Contexto, cuenta_id: int, *propositos: Proposito) -> None:
    """End the unused links of that account for these purposes."""
    ahora = ctx.reloj()
    session.execute(
        update(EnlaceRow)
        .where(EnlaceRow.cuenta_id == cuenta_id, EnlaceRow.proposito.in_(propositos))
        .where(EnlaceRow.usado_at.is_(None), EnlaceRow.vence_at > ahora)
        .values(vence_at=ahora)
    )


def texto(ctx: Contexto, enlace: EnlaceRow) -> str:
    """The token as it goes into the mail, derived at the moment of sending."""
    return f"{enlace.id}.{claves.token(ctx, f'enlace:{enlace.proposito}', enlace.id, enlace.semilla)}"


def estado(session: Session, ctx: Contexto, token: str, proposito: Proposito) -> EstadoEnlace:
    """What ``token`` is worth for ``proposito``. Changes nothing."""
    enlace = _buscar(session, ctx, token, proposito)
    return EstadoEnlace.DESCONOCIDO if enlace is None else _estado(enlace, ctx.reloj())


def cuenta_de(session: Session, ctx: Contexto, token: str, proposito: Proposito) -> int:
    """The account of a live link, which stays live. Raises EnlaceUsado, EnlaceVencido or EnlaceNoVigente."""
    return vigente(session, ctx, token, proposito).cuenta_id


def vigente(session: Session, ctx: Contexto, token: str, proposito: Proposito) -> EnlaceRow:
    """A live link, which stays live. Raises EnlaceUsado, EnlaceVencido or EnlaceNoVigente."""
    enlace = _buscar(session, ctx, token, proposito)
    situacion = EstadoEnlace.DESCONOCIDO if enlace is None else _estado(enlace, ctx.reloj())
    if enlace is None or situacion is not EstadoEnlace.VIGENTE:
        raise _NEGATIVAS[situacion](estado=situacion)
    return enlace


def consumir(session: Session, ctx: Contexto, token: str, proposito: Proposito) -> int:
    """Use the link up, once even among parallel tries, and give its account. Raises as ``cuenta_de``."""
    cuenta_id = cuenta_de(session, ctx, token, proposito)
    ahora = ctx.reloj()
    usado = session.scalar(
        update(EnlaceRow)
        .where(EnlaceRow.id == claves.id_de(token), EnlaceRow.usado_at.is_(None), EnlaceRow.vence_at > ahora)
        .values(usado_at=ahora)
        .returning(EnlaceRow.id)
        .execution_options(synchronize_session=False)
    )
    if usado is None:
        raise EnlaceUsado(estado=EstadoEnlace.USADO)
    return cuenta_id


def _estado(enlace: EnlaceRow, ahora: datetime) -> EstadoEnlace:
    if enlace.usado_at is not None:
        return EstadoEnlace.USADO
    return EstadoEnlace.VIGENTE if enlace.vence_at > ahora else EstadoEnlace.VENCIDO


def _buscar(session: Session, ctx: Contexto, token: str, proposito: Proposito) -> EnlaceRow | None:
    """The row that ``token`` proves to have been mailed for ``proposito``."""
    numero = claves.id_de(token)
    enlace = session.get(EnlaceRow, numero) if numero else None
    if enlace is None or enlace.proposito != proposito:
        return None
    return enlace if claves.iguales(texto(ctx, enlace), token.strip()) else None
