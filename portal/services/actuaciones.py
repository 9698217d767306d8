"""The one door through which anything happens to an expediente: held, authorised, written down, and told by mail.

An act takes the expediente (``tomar``), changes what is its own, and writes itself down (``hacer``). What the institution
allows is its table of transitions; what nobody can allow is in ``domain.estados``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import ExpedienteRow, MovimientoRow
from portal.domain.configuracion import Institucion, Transicion
from portal.domain.errors import PortalError, TransicionNoPermitida
from portal.domain.estados import NEUTRAS, Accion, Fase, exige_motivo, siguiente_fase
from portal.domain.permisos import PERMISO_DE, Permiso
from portal.domain.texto import parrafos, una_linea
from portal.services import alcances, configuracion, consulta, correos, destinatarios, historia
from portal.services.contexto import Contexto
from portal.services.historia import Hechos

LARGO_NOTA = 2000


class EstadoCambio(PortalError):
    """Somebody else acted on it since the actor looked; the facts say who did what, and when."""

    code = "estado_cambio"


class FaltaMotivo(PortalError):
    """This act tells why, and nothing was written."""

    code = "falta_motivo"


@dataclass(frozen=True)
class Actuacion:
    """An expediente that is held until the transaction ends, with the version it was filed with and the one in force."""

    expediente: ExpedienteRow
    institucion: Institucion
    vigente: Institucion

    @property
    def fase(self) -> Fase:
        """Where it stands."""
        return Fase(self.expediente.fase)


def tomar(
    session: Session,
    ctx: Contexto,
    numero: str,
    *,
    accion: Accion,
    visto: int | None = None,
    permiso: Permiso | None = None,
) -> Actuacion:
    """Hold the expediente of that exact number for one act of staff.

    ``visto``: how many movimientos the actor's screen showed. Raises NoEncontrado (also for another's), NoAutorizado,
    EstadoCambio, and TransicionNoPermitida when the fase does not admit the act.
    """
    actuacion = retener(session, ctx, numero, permiso or PERMISO_DE[accion])
    exigir_visto(session, actuacion, visto)
    siguiente_fase(actuacion.fase, accion)
    return actuacion


def retener(session: Session, ctx: Contexto, numero: str, permiso: Permiso) -> Actuacion:
    """Hold the expediente of that exact number, for who holds ``permiso`` where it is. Raises NoEncontrado, NoAutorizado."""
    fila = session.scalars(
        select(ExpedienteRow).where(ExpedienteRow.numero == una_linea(numero)).with_for_update()
    ).one_or_none()
    return sostener(session, alcances.exigir_actuar(session, ctx.actor, permiso, fila))


def sostener(session: Session, expediente: ExpedienteRow) -> Actuacion:
    """An expediente that the caller already holds and authorised: of the citizen, or of the system."""
    propia = configuracion.institucion(session, expediente.institucion_version)
    return Actuacion(expediente, propia, configuracion.vigente(session)[1])


def exigir_visto(session: Session, actuacion: Actuacion, visto: int | None) -> None:
    """Raises EstadoCambio when the expediente has other movimientos than the actor saw."""
    if visto is None or actuacion.expediente.movimientos == visto:
        return
    ultimo = session.scalars(
        select(MovimientoRow)
        .where(MovimientoRow.expediente_id == actuacion.expediente.id)
        .order_by(MovimientoRow.orden.desc())
        .limit(1)
    ).one()
    raise EstadoCambio(accion=ultimo.accion, quien=ultimo.actor, cuando=ultimo.ocurrido_at)


def regla_de(
    actuacion: Actuacion, ctx: Contexto, accion: Accion, *, permiso: Permiso | None = None
) -> Transicion | None:
    """What the institution says of that act here, for a rol the actor holds; None for an act that changes no estado.

    Raises TransicionNoPermitida when it changes the estado and the institution does not list it.
    """
    expediente = actuacion.expediente
    suyos = alcances.roles(ctx.actor, permiso or PERMISO_DE[accion], expediente.dependencia)
    posibles = actuacion.institucion.transiciones_desde(expediente.estado, *suyos)
    regla = next((tr for tr in posibles if tr.accion is accion), None)
    if regla is None and accion not in NEUTRAS:
        raise TransicionNoPermitida(fase=expediente.fase, accion=accion)
    return regla


def hacer(
    session: Session,
    ctx: Contexto,
    actuacion: Actuacion,
    accion: Accion,
    *,
    regla: Transicion | None,
    nota: str = "",
    interna: str = "",
    datos: dict[str, Any] | None = None,
    publico: bool | None = None,
) -> MovimientoRow:
    """Write the act down: movimiento, estado and mails. ``regla`` None leaves the estado and writes to nobody.

    ``nota`` is what the citizen reads; where a motivo is due, it is the motivo. ``publico`` overrides the rule's.
    Raises FaltaMotivo, TransicionNoPermitida.
    """
    nota, interna = limpia(nota), limpia(interna)
    siguiente_fase(actuacion.fase, accion)
    if ((regla is not None and regla.motivo) or exige_motivo(accion)) and not (nota or interna):
        raise FaltaMotivo
    expediente, institucion = actuacion.expediente, actuacion.institucion
    visible = publico if publico is not None else regla is not None and regla.publica
    movimiento = historia.anotar(
        session,
        expediente,
        accion=accion,
        hasta=institucion.estado(regla.hasta if regla is not None else expediente.estado),
        actor=ctx.actor,
        nota=nota,
        ahora=ctx.reloj(),
        hechos=Hechos(interna=interna, datos=datos or {}, publico=visible),
    )
    if regla is not None and regla.plantilla is not None:
        avisar(session, ctx, movimiento, regla.plantilla)
    return movimiento


def limpia(texto: str) -> str:
    """A note as it is kept: its paragraphs, at most ``LARGO_NOTA`` signs."""
    return parrafos(texto)[:LARGO_NOTA].strip()


def avisar(session: Session, ctx: Contexto, movimiento: MovimientoRow, plantilla: str) -> None:
    """Promise the mail of a movimiento to whoever is told of that filing today."""
    registro = consulta.registro_de(session, movimiento.expediente_id)
    for lugar, destinatario in enumerate(destinatarios.de_registro(session, registro), start=1):
        correos.encolar(
            session,
            ctx,
            clave=f"movimiento:{movimiento.id}:{lugar}",
            destinatario=destinatario.correo,
            plantilla=plantilla,
            datos={"nombre": destinatario.nombre},
            registro_id=registro.id,
            movimiento_id=movimiento.id,
        )
