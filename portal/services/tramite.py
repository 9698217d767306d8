"""The one door through which an expediente changes its estado."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import ExpedienteRow, MovimientoRow
from portal.domain.configuracion import Institucion, Transicion
from portal.domain.errors import PortalError, TransicionNoPermitida
from portal.domain.estados import Fase, exige_motivo, siguiente_fase
from portal.domain.permisos import Permiso
from portal.domain.texto import parrafos, una_linea
from portal.services import alcances, configuracion, consulta, correos, destinatarios, historia
from portal.services.contexto import Contexto, requiere

LARGO_NOTA = 2000


class EstadoCambio(PortalError):
    """Somebody else changed it since the actor looked."""

    code = "estado_cambio"


class FaltaMotivo(PortalError):
    """This transition tells the citizen why, and nothing was written."""

    code = "falta_motivo"


@requiere(Permiso.CAMBIAR_ESTADO)
def cambiar_estado(ctx: Contexto, numero: str, *, transicion: str, desde: str, nota: str = "") -> None:
    """Take ``numero`` from estado ``desde`` along ``transicion``: movimiento and mail with it.

    ``nota`` is what the citizen reads; where the transition asks for a motivo, it is the motivo. Raises NoEncontrado,
    EstadoCambio when it is no longer in ``desde``, TransicionNoPermitida, FaltaMotivo.
    """
    nota = parrafos(nota)[:LARGO_NOTA].strip()
    numero = una_linea(numero)
    with ctx.db.transaction() as session:
        expediente = session.scalars(
            select(ExpedienteRow).where(ExpedienteRow.numero == numero).with_for_update()
        ).one_or_none()
        expediente = alcances.exigir_actuar(session, ctx.actor, Permiso.CAMBIAR_ESTADO, expediente)
        if expediente.estado != desde:
            raise EstadoCambio
        institucion = configuracion.institucion(session, expediente.institucion_version)
        regla = _regla(ctx, institucion, expediente, transicion)
        if (regla.motivo or exige_motivo(regla.accion)) and not nota:
            raise FaltaMotivo
        movimiento = historia.anotar(
            session,
            expediente,
            accion=regla.accion,
            hasta=institucion.estado(regla.hasta),
            actor=ctx.actor,
            nota=nota,
            ahora=ctx.reloj(),
        )
        if regla.plantilla is not None:
            _avisar(ctx, session, movimiento, regla.plantilla)


def _regla(ctx: Contexto, institucion: Institucion, expediente: ExpedienteRow, transicion: str) -> Transicion:
    """The transition, when the institution allows it to this rol here and the law of the fases does too."""
    suyos = alcances.roles(ctx.actor, Permiso.CAMBIAR_ESTADO, expediente.dependencia)
    posibles = institucion.transiciones_desde(expediente.estado, *suyos)
    regla = next((tr for tr in posibles if tr.id == transicion), None)
    if regla is None:
        raise TransicionNoPermitida(fase=expediente.fase, accion=transicion)
    siguiente_fase(Fase(expediente.fase), regla.accion)
    return regla


def _avisar(ctx: Contexto, session: Session, movimiento: MovimientoRow, plantilla: str) -> None:
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
