"""Where an expediente is and was: opening, receiving and closing the destinos, inside the transaction of an act.

The caller holds the expediente. An open expediente has exactly one open ``responsable``, and repeats it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import CuentaRow, DestinoRow, ExpedienteRow, ObservacionRow, PlazoRow
from portal.domain.configuracion import Institucion
from portal.domain.errors import NoEncontrado
from portal.domain.estados import Fase
from portal.domain.plazos import Unidad, vence
from portal.services import consulta, relojes
from portal.services.contexto import Contexto

RESPONSABLE, ATENCION, COPIA = "responsable", "atencion", "copia"
DERIVADO, DEVUELTO, ATENDIDO, ENTERADO = "derivado", "devuelto", "atendido", "enterado"
ARCHIVADO, ANULADO = "archivado", "anulado"
_CIERRES = {Fase.ARCHIVADO: ARCHIVADO, Fase.ANULADO: ANULADO}


def abierto(session: Session, expediente_id: int) -> DestinoRow | None:
    """Its open ``responsable``: where it is now; None once it ended."""
    return session.scalars(
        select(DestinoRow).where(
            DestinoRow.expediente_id == expediente_id,
            DestinoRow.tipo == RESPONSABLE,
            DestinoRow.cerrado_at.is_(None),
        )
    ).one_or_none()


def uno(session: Session, expediente_id: int, destino_id: int) -> DestinoRow:
    """The destino of that id, of that expediente. Raises NoEncontrado."""
    destino = session.get(DestinoRow, destino_id)
    if destino is None or destino.expediente_id != expediente_id:
        raise NoEncontrado
    return destino


def abrir(
    session: Session,
    ctx: Contexto,
    expediente: ExpedienteRow,
    *,
    vigente: Institucion,
    tipo: str,
    origen: str,
    dependencia: str,
    movimiento_id: int | None,
    pedido: str = "",
    proveido: str = "",
    dias: int | None = None,
) -> DestinoRow:
    """Send it to an office; a ``responsable`` takes the expediente with it. ``dias``: business days of that office."""
    ahora = ctx.reloj()
    destino = DestinoRow(
        expediente_id=expediente.id,
        movimiento_id=movimiento_id,
        origen=origen,
        dependencia=dependencia,
        tipo=tipo,
        pedido=pedido,
        proveido=proveido,
        vence_el=hasta_cuando(vigente, dependencia, ahora, dias),
        creado_at=ahora,
    )
    session.add(destino)
    session.flush()
    if dias is not None:
        dar_plazo(session, ctx, expediente, vigente=vigente, dias=dias, destino=destino)
    if tipo == RESPONSABLE:
        expediente.dependencia, expediente.por_recibir, expediente.responsable_id = dependencia, True, None
    return destino


def hasta_cuando(vigente: Institucion, dependencia: str, ahora: datetime, dias: int | None) -> date | None:
    """The last day of a term of ``dias`` business days, by the calendar of the sede of that office, from tomorrow on."""
    if dias is None:
        return None
    return vence(ahora.astimezone(vigente.zona).date(), dias, vigente.dias_de(dependencia))


def dar_plazo(
    session: Session,
    ctx: Contexto,
    expediente: ExpedienteRow,
    *,
    vigente: Institucion,
    dias: int,
    destino: DestinoRow | None = None,
) -> None:
    """Start a term of ``dias`` business days: of a destino, or the institution's to attend the expediente."""
    ahora = ctx.reloj()
    dependencia = expediente.dependencia if destino is None else destino.dependencia
    vence_el = hasta_cuando(vigente, dependencia, ahora, dias)
    session.add(
        PlazoRow(
            expediente_id=expediente.id,
            clase="atencion" if destino is None else "pedido",
            destino_id=None if destino is None else destino.id,
            dependencia=dependencia,
            acto=ahora.astimezone(vigente.zona).date(),
            cantidad=dias,
            unidad=Unidad.HABILES,
            vence_el=vence_el,
            creado_at=ahora,
        )
    )
    if destino is None:
        expediente.vence_el = vence_el


def recibir(session: Session, ctx: Contexto, expediente: ExpedienteRow, destino: DestinoRow) -> None:
    """It arrived at that office. At the counter, for the first time, it is the third instant of its registro."""
    destino.recibido_at, destino.recibido_por = ctx.reloj(), ctx.actor.cuenta_id
    if destino.tipo != RESPONSABLE:
        return
    expediente.por_recibir = False
    registro = consulta.registro_de(session, expediente.id)
    if registro.recibido_at is None:
        registro.recibido_at = destino.recibido_at


def cerrar(session: Session, ctx: Contexto, destino: DestinoRow, cierre: str) -> None:
    """That office is done with it; the term it had ends with it."""
    ahora = ctx.reloj()
    destino.cerrado_at, destino.cerrado_por, destino.cierre = ahora, ctx.actor.cuenta_id, cierre
    suyos = select(PlazoRow).where(PlazoRow.expediente_id == destino.expediente_id)  # by the index that there is
    for plazo in session.scalars(suyos.where(PlazoRow.destino_id == destino.id, PlazoRow.cerrado_at.is_(None))).all():
        plazo.cerrado_at = ahora


def dar_por_recibido(session: Session, ctx: Contexto, expediente: ExpedienteRow) -> None:
    """Whoever acts on it has it before them, whether or not they said so."""
    destino = abierto(session, expediente.id)
    if destino is not None and destino.recibido_at is None:
        recibir(session, ctx, expediente, destino)


def terminar(session: Session, ctx: Contexto, expediente: ExpedienteRow) -> None:
    """It ended: nobody has it, nobody owes an answer, no term runs, nothing is asked of the citizen.

    The expediente goes on saying which office had it last. Copies may still be read.
    """
    ahora, cierre = ctx.reloj(), _CIERRES.get(Fase(expediente.fase), ATENDIDO)
    deben = select(DestinoRow).where(
        DestinoRow.expediente_id == expediente.id, DestinoRow.tipo != COPIA, DestinoRow.cerrado_at.is_(None)
    )
    for destino in session.scalars(deben).all():
        cerrar(session, ctx, destino, cierre if destino.tipo == RESPONSABLE else ANULADO)
    relojes.cerrar(session, ctx, expediente)
    pedidas = select(ObservacionRow).where(
        ObservacionRow.expediente_id == expediente.id, ObservacionRow.cerrada_at.is_(None)
    )
    for observacion in session.scalars(pedidas).all():
        observacion.cerrada_at, observacion.resultado = ahora, "retirada"
    expediente.por_recibir = False


def origen_de(session: Session, expediente_id: int, dependencia: str, antes_de: int) -> str:
    """Who had sent it to that office the last time it had it; empty when it came from outside."""
    anterior = session.scalars(
        select(DestinoRow)
        .where(
            DestinoRow.expediente_id == expediente_id,
            DestinoRow.tipo == RESPONSABLE,
            DestinoRow.dependencia == dependencia,
            DestinoRow.id < antes_de,
        )
        .order_by(DestinoRow.id.desc())
        .limit(1)
    ).one_or_none()
    return anterior.origen if anterior is not None else ""


def nombre_de(session: Session, cuenta_id: int | None) -> str:
    """How the person of that account is called; empty for nobody."""
    cuenta = session.get(CuentaRow, cuenta_id) if cuenta_id is not None else None
    return cuenta.nombre if cuenta is not None else ""
