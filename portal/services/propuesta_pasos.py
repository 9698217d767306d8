"""The steps of the propuesta: the one row, what each change said before and after, and who touched what since when."""

from __future__ import annotations

import json

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.db.models import PropuestaCambioRow, PropuestaRow
from portal.domain.errors import PortalError
from portal.domain.estudio import estudiar
from portal.services import configuracion, correlativos, partes
from portal.services.contexto import Contexto


class PropuestaAjena(PortalError):
    """Another person changed the same since it was looked at: ``quien``, ``cuando``, ``parte``. Nothing was overwritten."""

    code = "propuesta_ajena"


UNICA = select(PropuestaRow).order_by(PropuestaRow.id).limit(1)


def abierta(session: Session, ctx: Contexto) -> PropuestaRow:
    """The one row, held until the transaction ends; made from what is in force where there is none."""
    correlativos.esperar_turno(session, correlativos.Turno.CONFIGURAR)
    fila = session.scalar(UNICA.with_for_update())
    if fila is None:
        base, actual = configuracion.vigente(session)
        ahora = ctx.reloj()
        fila = PropuestaRow(
            base=base, contenido=configuracion.canonico(actual), revision=0, abierta_at=ahora, cambiada_at=ahora
        )
        session.add(fila)
        session.flush()
    elif (leida := estudiar(json.loads(fila.contenido)).leida) is not None:
        fila.contenido = configuracion.canonico(leida)  # what a newer portal has, and the one that wrote it had not
    return fila


def exigir_vista(session: Session, ctx: Contexto, fila: PropuestaRow, visto: int, parte: str) -> None:
    """Pass when nobody else touched ``parte`` since revision ``visto``; or PropuestaAjena with who did it last."""
    posteriores = session.scalars(
        select(PropuestaCambioRow)
        .where(PropuestaCambioRow.propuesta_id == fila.id, PropuestaCambioRow.revision > visto)
        .order_by(PropuestaCambioRow.revision.desc())
    )
    for cambio in posteriores:
        if cambio.actor_id != ctx.actor.cuenta_id and partes.se_tocan(cambio.parte, parte):
            raise PropuestaAjena(quien=cambio.actor, cuando=cambio.ocurrido_at, parte=cambio.parte)


def anotar(
    session: Session, ctx: Contexto, fila: PropuestaRow, parte: str, valor: object, *, deshecho: bool = False
) -> None:
    """Replace the part and write down what it said, in the next revision; nothing when it says so already."""
    contenido = json.loads(fila.contenido)
    antes = partes.leer(contenido, parte)
    if antes == valor and not deshecho:
        return
    fila.revision += 1
    fila.cambiada_at = ctx.reloj()
    fila.contenido = _texto(partes.poner(contenido, parte, valor))
    session.add(
        PropuestaCambioRow(
            propuesta_id=fila.id,
            revision=fila.revision,
            parte=parte,
            antes=_texto(antes),
            despues=_texto(valor),
            actor_id=ctx.actor.cuenta_id,
            actor=ctx.actor.nombre,
            ocurrido_at=fila.cambiada_at,
            deshecho=deshecho,
        )
    )
    session.flush()


def por_deshacer(fila: PropuestaRow) -> Select[PropuestaCambioRow]:
    """The changes that were not taken back."""
    return select(PropuestaCambioRow).where(
        PropuestaCambioRow.propuesta_id == fila.id, PropuestaCambioRow.deshecho.is_(False)
    )


def _texto(valor: object) -> str:
    return json.dumps(valor, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
