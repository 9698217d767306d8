"""That an answer was opened: by whom of its party, how and when. The first opening is a step of the expediente.

Opened is: its text shown on the tracking, or one of its files asked for. Staff open nothing: they sent it.
Law: Ley 27444, arts. 20.4 and 25 (an electronic notice counts from its receipt), 27.2 (who shows that they know of it).
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import AcuseRow, ExpedienteRow, RegistroRow
from portal.db.types import ID_MAXIMO
from portal.domain.errors import NoEncontrado
from portal.domain.estados import Accion
from portal.domain.permisos import Permiso
from portal.services import actuaciones, administrados, claves, consulta, lectores
from portal.services.consulta import SeguimientoNoCoincide
from portal.services.contexto import Contexto, requiere
from portal.services.lectores import Lector
from portal.services.registros import LARGO_IP, RESPUESTA, lo_abrio


@requiere(Permiso.VER_TRAMITES_PROPIOS)
def leer(ctx: Contexto, numero: str, registro_id: int) -> None:
    """One of its party opens an answer: from then on they read it. Raises NoEncontrado for another's as for none."""
    with ctx.db.transaction() as session:
        expediente = consulta.por_numero(session, numero)
        if expediente is None or not administrados.es_de(session, ctx.actor, expediente.administrado_id):
            raise NoEncontrado
        _anotar(session, ctx, _respuesta(session, expediente, registro_id), expediente, Lector.PARTE)


@requiere(Permiso.PUBLICO)
def leer_por_ficha(ctx: Contexto, registro_id: int, *, numero: str, ficha: str) -> None:
    """Whoever holds the tracking link opens an answer, where the institution shows them without an account.

    Raises SeguimientoNoCoincide; NoEncontrado where it does not, or there is no such answer.
    """
    with ctx.db.transaction() as session:
        expediente = consulta.por_numero(session, numero)
        sujeto = (expediente.id, expediente.clave_version) if expediente else (0, 0)  # same work for both refusals
        if not claves.iguales(ficha, claves.ficha_de_seguimiento(ctx, *sujeto)) or expediente is None:
            raise SeguimientoNoCoincide
        lector = lectores.con_enlace(session, expediente)
        if not lector.ve_documentos or not lectores.con_clave(session, expediente):
            raise NoEncontrado
        _anotar(session, ctx, _respuesta(session, expediente, registro_id), expediente, lector)


def pendiente(session: Session, ctx: Contexto, registro: RegistroRow, lector: Lector) -> bool:
    """Whether its opening by this reader is something new to write down."""
    if registro.clase != RESPUESTA or lector is Lector.PERSONAL or ctx.actor.puede(Permiso.VER_BANDEJA):
        return False
    acuses = session.scalars(select(AcuseRow).where(AcuseRow.registro_id == registro.id))
    return not any(lo_abrio(ctx.actor, acuse, lector) for acuse in acuses)


def al_abrir(session: Session, ctx: Contexto, registro_id: int, lector: Lector) -> None:
    """One of its files was asked for by who may have it."""
    registro = session.get_one(RegistroRow, registro_id)
    _anotar(session, ctx, registro, session.get_one(ExpedienteRow, registro.expediente_id), lector)


def _respuesta(session: Session, expediente: ExpedienteRow, registro_id: int) -> RegistroRow:
    """The answer of that id, of that expediente. Raises NoEncontrado."""
    registro = session.get(RegistroRow, registro_id) if 0 < registro_id <= ID_MAXIMO else None
    if registro is None or (registro.expediente_id, registro.clase) != (expediente.id, RESPUESTA):
        raise NoEncontrado
    return registro


def _anotar(session: Session, ctx: Contexto, registro: RegistroRow, expediente: ExpedienteRow, lector: Lector) -> None:
    """Once for each reader, one after the other; the first one of all is a movimiento."""
    session.refresh(expediente, with_for_update=True)
    if not pendiente(session, ctx, registro, lector):
        return
    suyos = select(AcuseRow.id).where(AcuseRow.registro_id == registro.id).limit(1)
    primero = session.scalar(suyos) is None
    session.add(
        AcuseRow(
            registro_id=registro.id,
            cuenta_id=ctx.actor.cuenta_id if lector is Lector.PARTE else None,
            via="bandeja" if lector is Lector.PARTE else "enlace",
            ip=ctx.actor.ip[:LARGO_IP],
            ocurrido_at=ctx.reloj(),
        )
    )
    if not primero:
        return
    actuacion = actuaciones.sostener(session, expediente)
    datos = {"registro": registro.numero, "registro_id": registro.id, "via": lector.value}
    actuaciones.hacer(session, ctx, actuacion, Accion.ACUSAR, regla=None, datos=datos, publico=True)
