"""The administrative log: what staff did to accounts, roles, configuration and lists. Appended, in one chain of hashes.

What happened to an expediente is its own history (``historia``); here is the rest.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import ActoRow
from portal.domain.texto import una_linea
from portal.services import correlativos
from portal.services.contexto import Contexto
from portal.services.historia import GENESIS, sellar

LARGO_SOBRE = 120
TRAMO = 1000


def anotar_acto(session: Session, ctx: Contexto, que: str, sobre: str, datos: dict[str, Any]) -> ActoRow:
    """Append one act of the actor: ``que`` (a fixed word), ``sobre`` whom or what, ``datos`` plain JSON facts, never a secret.

    There is one chain: the turn is held until the transaction ends. Call it last, after every row is held, or two
    transactions may wait for each other.
    """
    correlativos.esperar_turno(session, correlativos.Turno.ANOTAR_ACTO)
    ultimo = session.scalars(select(ActoRow).order_by(ActoRow.id.desc()).limit(1)).one_or_none()
    acto = ActoRow(
        id=ultimo.id + 1 if ultimo else 1,
        que=que,
        sobre=una_linea(sobre, LARGO_SOBRE),
        datos=datos,
        actor_id=ctx.actor.cuenta_id,
        actor=ctx.actor.nombre,
        ocurrido_at=ctx.reloj(),
        huella_anterior=ultimo.huella if ultimo else GENESIS,
    )
    acto.huella = huella(acto)
    session.add(acto)
    session.flush()
    return acto


def huella(a: ActoRow | SimpleNamespace) -> str:
    """SHA-256 of what the act says, of its place and of the one before it."""
    hechos = [a.id, a.que, a.sobre, a.datos, a.actor_id, a.actor, a.ocurrido_at.isoformat(), a.huella_anterior]
    return sellar(hechos)


def intacta(session: Session) -> bool:
    """Whether every act still says what it said, numbered from 1 without gaps, in one unbroken chain."""
    anterior, lugar = GENESIS, 0
    while tramo := session.scalars(select(ActoRow).where(ActoRow.id > lugar).order_by(ActoRow.id).limit(TRAMO)).all():
        for fila in tramo:
            if (fila.id, fila.huella_anterior, fila.huella) != (lugar + 1, anterior, huella(fila)):
                return False
            anterior, lugar = fila.huella, fila.id
        session.expunge_all()
    return True
