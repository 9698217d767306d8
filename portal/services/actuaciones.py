"""The one door through which anything happens to an expediente: held, authorised, written down, and told by mail.

An act takes the expediente (``tomar``), changes what is its own, and writes itself down (``hacer``). What the institution
allows is its table of transitions; what nobody can allow is in ``domain.estados``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import DestinoRow, ExpedienteRow, MovimientoRow
from portal.domain import fechas
from portal.domain.configuracion import Institucion, Transicion
from portal.domain.errors import NoAutorizado, PortalError, TransicionNoPermitida
from portal.domain.estados import FINALES, Accion, Fase, da_por_recibido, es_neutra, exige_motivo, siguiente_fase
from portal.domain.permisos import PERMISO_DE, Permiso
from portal.domain.texto import parrafos, una_linea
from portal.i18n import t
from portal.services import (
    alcances,
    configuracion,
    consulta,
    correos,
    destinatarios,
    destinos,
    historia,
    procedimientos,
)
from portal.services.contexto import Contexto
from portal.services.historia import Hechos

LARGO_NOTA = 2000


class EstadoCambio(PortalError):
    """Somebody else acted on it since the actor looked; the facts say who did what, and when, in words."""

    code = "estado_cambio"


class YaHecho(PortalError):
    """It was done before; the facts say who did what, and when, in words. Nothing is done twice."""

    code = "ya_hecho"


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
    actuacion = retener(session, ctx, numero, permiso or PERMISO_DE[accion], visto=visto)
    siguiente_fase(actuacion.fase, accion)
    return actuacion


def tomar_destino(
    session: Session, ctx: Contexto, numero: str, destino_id: int, *, accion: Accion, visto: int | None = None
) -> tuple[Actuacion, DestinoRow]:
    """Hold the expediente for an act of an office to which a copy or a request was sent.

    Raises as ``tomar`` does; NoEncontrado also for a destino of another expediente, YaHecho when it is closed.
    """
    actuacion = retener_visible(session, ctx, numero)
    destino = destinos.uno(session, actuacion.expediente.id, destino_id)
    if not alcances.alcanza(ctx.actor, PERMISO_DE[accion], destino.dependencia):
        raise NoAutorizado(permiso=PERMISO_DE[accion])
    if destino.cerrado_at is not None:
        raise ya_hecho(actuacion, accion, destinos.nombre_de(session, destino.cerrado_por), destino.cerrado_at)
    exigir_visto(session, actuacion, visto)
    siguiente_fase(actuacion.fase, accion)
    return actuacion, destino


def retener(session: Session, ctx: Contexto, numero: str, permiso: Permiso, *, visto: int | None = None) -> Actuacion:
    """Hold the expediente of that exact number, for who holds ``permiso`` where it is.

    Who saw it there and finds it gone is told who took it where, not that they may not. Raises NoEncontrado,
    EstadoCambio, NoAutorizado.
    """
    actuacion = retener_visible(session, ctx, numero)
    exigir_visto(session, actuacion, visto)
    alcances.exigir_actuar(session, ctx.actor, permiso, actuacion.expediente)
    return actuacion


def retener_visible(session: Session, ctx: Contexto, numero: str) -> Actuacion:
    """Hold the expediente of that exact number, for who may see it. Raises NoEncontrado."""
    fila = session.scalars(
        select(ExpedienteRow).where(ExpedienteRow.numero == una_linea(numero)).with_for_update()
    ).one_or_none()
    return sostener(session, alcances.exigir_ver(session, ctx.actor, fila))


def mirar(session: Session, ctx: Contexto, numero: str, permiso: Permiso | None = None) -> Actuacion:
    """The same without holding it, for who may see it, or holds ``permiso`` where it is. Raises NoEncontrado, NoAutorizado."""
    fila = session.scalars(select(ExpedienteRow).where(ExpedienteRow.numero == una_linea(numero))).one_or_none()
    if permiso is None:
        return sostener(session, alcances.exigir_ver(session, ctx.actor, fila))
    return sostener(session, alcances.exigir_actuar(session, ctx.actor, permiso, fila))


def sostener(session: Session, expediente: ExpedienteRow) -> Actuacion:
    """An expediente that the caller already holds and authorised: of the citizen, or of the system."""
    propia = procedimientos.institucion_de(session, expediente)
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
    raise EstadoCambio(**_hecho(actuacion, Accion(ultimo.accion), ultimo.actor, ultimo.ocurrido_at))


def ya_hecho(actuacion: Actuacion, accion: Accion, quien: str, cuando: datetime) -> YaHecho:
    """The refusal that says who did it before, and when."""
    return YaHecho(**_hecho(actuacion, accion, quien, cuando))


def _hecho(actuacion: Actuacion, accion: Accion, quien: str, cuando: datetime) -> dict[str, object]:
    """Who did what, and when, in the words of a refusal."""
    return {
        "quien": quien or t("actos.alguien"),
        "accion": t(f"accion.{accion}"),
        "cuando": fechas.corta(cuando, actuacion.vigente.zona),
    }


def reglas_de(
    actuacion: Actuacion, ctx: Contexto, accion: Accion, *, permiso: Permiso | None = None
) -> tuple[Transicion, ...]:
    """What the institution says of that act here, for the roles that the actor holds: one transition for each estado."""
    suyos = _roles(actuacion, ctx, accion, permiso or PERMISO_DE[accion])
    posibles = actuacion.institucion.transiciones_desde(actuacion.expediente.estado, *suyos)
    return tuple(tr for tr in posibles if tr.accion is accion)


def regla_de(
    actuacion: Actuacion,
    ctx: Contexto,
    accion: Accion,
    *,
    permiso: Permiso | None = None,
    transicion: str | None = None,
) -> Transicion | None:
    """The transition of that act here, the first or the one of that id; None for an act that changes no estado.

    Raises TransicionNoPermitida when it changes the estado and the institution does not list it for the actor's roles.
    """
    reglas = reglas_de(actuacion, ctx, accion, permiso=permiso)
    regla = next((tr for tr in reglas if transicion in {None, tr.id}), None)
    if regla is None and (transicion is not None or not es_neutra(actuacion.fase, accion)):
        raise TransicionNoPermitida(fase=actuacion.expediente.fase, accion=accion)
    return regla


def _roles(actuacion: Actuacion, ctx: Contexto, accion: Accion, permiso: Permiso) -> tuple[str, ...]:
    """The roles by which the actor may do it here.

    Nobody rejects at the counter, nor from it (art. 124.1); what was filed and not routed is not answered there either.
    """
    dependencia, escritorio = actuacion.expediente.dependencia, actuacion.vigente.escritorio
    if accion is Accion.ATENDER and actuacion.fase is Fase.REGISTRADO and dependencia == escritorio.mesa.id:
        return ()
    if accion is not Accion.RECHAZAR or escritorio.mesa_rechaza:
        return alcances.roles(ctx.actor, permiso, dependencia)
    if dependencia == escritorio.mesa.id:
        return ()
    fuera = (a for a in ctx.actor.asignaciones if a.dependencia != escritorio.mesa.id)
    return tuple(a.rol for a in fuera if permiso in a.permisos and a.alcanza(dependencia))


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
    dependencia: str = "",
    huecos: Mapping[str, str] | None = None,
) -> MovimientoRow:
    """Write the act down: movimiento, estado and mails. ``regla`` None leaves the estado and writes to nobody.

    ``nota`` is what the citizen reads; where a motivo is due, it is the motivo. ``publico`` overrides the rule's.
    ``dependencia``: the office that acts, when it is not the one that has it. ``huecos``: further blanks of the mail.
    Whoever acts on it received it; what ends, ends for every office that had something to do and stops every term.
    Raises FaltaMotivo, TransicionNoPermitida.
    """
    nota, interna = limpia(nota), limpia(interna)
    siguiente_fase(actuacion.fase, accion)
    if ((regla is not None and regla.motivo) or exige_motivo(accion)) and not (nota or interna):
        raise FaltaMotivo
    expediente, institucion = actuacion.expediente, actuacion.institucion
    if expediente.por_recibir and da_por_recibido(accion):
        destinos.dar_por_recibido(session, ctx, expediente)
    abierto = actuacion.fase not in FINALES
    visible = publico if publico is not None else regla is not None and regla.publica
    movimiento = historia.anotar(
        session,
        expediente,
        accion=accion,
        hasta=institucion.estado(regla.hasta if regla is not None else expediente.estado),
        actor=ctx.actor,
        nota=nota,
        ahora=ctx.reloj(),
        hechos=Hechos(interna=interna, datos=datos or {}, publico=visible, dependencia=dependencia),
    )
    if abierto and actuacion.fase in FINALES:
        destinos.terminar(session, ctx, expediente)
    if regla is not None and regla.plantilla is not None:
        avisar(session, ctx, movimiento, regla.plantilla, huecos=huecos)
    return movimiento


def hechos_de(actuacion: Actuacion, destino: DestinoRow) -> dict[str, Any]:
    """The facts of an act of the office of ``destino``, with the name that it has today."""
    oficina = actuacion.vigente.escritorio.dependencia(destino.dependencia).nombre
    return {"destino": destino.id, "tipo": destino.tipo, "oficina": oficina}


def limpia(texto: str) -> str:
    """A note as it is kept: its paragraphs, at most ``LARGO_NOTA`` signs."""
    return parrafos(texto)[:LARGO_NOTA].strip()


def avisar(
    session: Session,
    ctx: Contexto,
    movimiento: MovimientoRow,
    plantilla: str,
    *,
    huecos: Mapping[str, str] | None = None,
    clave: str = "",
) -> None:
    """Promise the mail of a movimiento to whoever is told of that filing today; ``huecos`` fill or replace its blanks.

    Each is promised once for each ``clave``: without one, that of the movimiento itself.
    """
    registro = consulta.registro_de(session, movimiento.expediente_id)
    for lugar, destinatario in enumerate(destinatarios.de_registro(session, registro), start=1):
        correos.encolar(
            session,
            ctx,
            clave=f"{clave or f'movimiento:{movimiento.id}'}:{lugar}",
            destinatario=destinatario.correo,
            plantilla=plantilla,
            datos={**(huecos or {}), "nombre": destinatario.nombre},
            registro_id=registro.id,
            movimiento_id=movimiento.id,
        )
