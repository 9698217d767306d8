"""What this person may do now with an expediente: the same questions that each act asks, put beforehand.

What is offered is accepted, and what is not offered is refused, unless somebody acts in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import DestinoRow
from portal.domain.configuracion import Transicion
from portal.domain.errors import TransicionNoPermitida
from portal.domain.estados import TRANSICIONES, Accion, exige_motivo
from portal.domain.permisos import PERMISO_DE, Permiso
from portal.i18n import t
from portal.services import actuaciones, alcances, atenciones, destinos, observables, plazos, prorrogas, tramite
from portal.services.actuaciones import Actuacion
from portal.services.contexto import Contexto, requiere

ENCARGARSE = "encargarse"
CAMBIAR_ESTADO = "cambiar_estado"


@dataclass(frozen=True)
class AccionPosible:
    """One act that the actor may do now. ``caso``: the use case that does it, usually named as the acción.

    ``nombre``: the verb of its button, the institution's where it has one. ``avisa``: whether the citizen gets a mail.
    ``hasta``: the name of the estado it leads to, as the desk says it, empty when it stays. ``transicion``: its id, empty without one.
    ``principal``: the usual one here; at most one is. ``destino_id`` and ``oficina``: for what came to another office.
    """

    accion: Accion
    caso: str
    nombre: str
    exige_motivo: bool
    avisa: bool = False
    hasta: str = ""
    transicion: str = ""
    principal: bool = False
    destino_id: int | None = None
    oficina: str = ""


@requiere(Permiso.VER_BANDEJA)
def posibles(ctx: Contexto, numero: str) -> tuple[AccionPosible, ...]:
    """What the actor may do now with it, in the order of a desk. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        actuacion = actuaciones.mirar(session, ctx, numero)
        return de(session, ctx, actuacion)


def de(session: Session, ctx: Contexto, actuacion: Actuacion) -> tuple[AccionPosible, ...]:
    """The same, of an expediente that the caller has and the actor may see."""
    abiertos = session.scalars(
        select(DestinoRow)
        .where(DestinoRow.expediente_id == actuacion.expediente.id, DestinoRow.cerrado_at.is_(None))
        .order_by(DestinoRow.id)
    ).all()
    responsable = next((d for d in abiertos if d.tipo == destinos.RESPONSABLE), None)
    halladas = [
        *_de_otras_oficinas(ctx, actuacion, [d for d in abiertos if d.tipo != destinos.RESPONSABLE]),
        *_de_la_oficina(session, ctx, actuacion, responsable),
        *_al_ciudadano(session, ctx, actuacion),
    ]
    halladas.sort(key=lambda a: (a.caso != observables.JUZGAR, _ORDEN.index(a.accion)))
    usual = _usual(actuacion, halladas)
    return tuple(replace(a, principal=a is usual) for a in halladas)


def _usual(actuacion: Actuacion, halladas: list[AccionPosible]) -> AccionPosible | None:
    """What was cured is looked at first. At the counter things are routed, elsewhere they are answered.

    Who directs several offices does first what the expediente asks, and then what was sent to another of theirs.
    """
    if halladas and halladas[0].caso == observables.JUZGAR:
        return halladas[0]
    mesa = actuacion.expediente.dependencia == actuacion.vigente.escritorio.mesa.id
    usuales = (Accion.RECIBIR, Accion.INFORMAR, *(_EN_MESA if mesa else _EN_OFICINA), Accion.ENTERARSE)
    candidatas = [a for a in halladas if a.accion in usuales]
    return min(candidatas, key=lambda a: (bool(a.oficina), usuales.index(a.accion)), default=None)


def _de_la_oficina(
    session: Session, ctx: Contexto, actuacion: Actuacion, responsable: DestinoRow | None
) -> Iterator[AccionPosible]:
    """What may be done to the expediente itself, where it is now."""
    for accion in _DE_LA_OFICINA:
        if (actuacion.fase, accion) not in TRANSICIONES:
            continue
        if accion in _CONDICIONES and not _CONDICIONES[accion](responsable):
            continue
        if accion in plazos.ACTOS and plazos.negativa(session, ctx, actuacion, accion) is not None:
            continue
        if alcances.alcanza(ctx.actor, PERMISO_DE[accion], actuacion.expediente.dependencia):
            yield from _formas(ctx, actuacion, accion)
    if (actuacion.fase, Accion.ASIGNAR) in TRANSICIONES and _puede_encargarse(session, ctx, actuacion):
        yield AccionPosible(Accion.ASIGNAR, ENCARGARSE, t("actos.encargarse"), exige_motivo=False)
    if alcances.alcanza(ctx.actor, Permiso.CAMBIAR_ESTADO, actuacion.expediente.dependencia):
        for regla in tramite.reglas_sencillas(actuacion, ctx):
            yield _accion(actuacion, regla.accion, regla, caso=CAMBIAR_ESTADO)


def _al_ciudadano(session: Session, ctx: Contexto, actuacion: Actuacion) -> Iterator[AccionPosible]:
    """What may be asked of the citizen, judged of what they cured, given more days, or ended because they did not."""
    if prorrogas.se_puede(session, ctx, actuacion):
        prorroga = _accion(actuacion, Accion.AMPLIAR, None, caso=prorrogas.PRORROGAR)
        yield replace(prorroga, nombre=t("prorrogas.prorrogar"), avisa=True)
    for accion, caso, regla, nombre in observables.ofrecidas(session, ctx, actuacion):
        una = _accion(actuacion, accion, regla, caso=caso)
        yield replace(una, nombre=nombre, exige_motivo=False) if nombre else una


def _formas(ctx: Contexto, actuacion: Actuacion, accion: Accion) -> Iterator[AccionPosible]:
    """One for each estado to which the institution lets it lead; one that stays, where none is needed."""
    if accion in _SIN_TABLA:
        yield _accion(actuacion, accion, None)
        return
    reglas = actuaciones.reglas_de(actuacion, ctx, accion)
    for regla in reglas if accion in _CON_ELECCION else reglas[:1]:
        yield _accion(actuacion, accion, regla)
    if not reglas:
        try:
            yield _accion(actuacion, accion, actuaciones.regla_de(actuacion, ctx, accion))
        except TransicionNoPermitida:
            return


def _accion(actuacion: Actuacion, accion: Accion, regla: Transicion | None, *, caso: str = "") -> AccionPosible:
    if regla is None:
        return AccionPosible(accion, caso or accion, t(f"accion.{accion}"), exige_motivo(accion))
    return AccionPosible(
        accion,
        caso or accion,
        regla.nombre,
        exige_motivo=regla.motivo or exige_motivo(accion),
        avisa=regla.plantilla is not None,
        hasta="" if regla.hasta == actuacion.expediente.estado else actuacion.institucion.estado(regla.hasta).nombre,
        transicion=regla.id,
    )


def _puede_encargarse(session: Session, ctx: Contexto, actuacion: Actuacion) -> bool:
    """Nobody has it in charge, and the actor works in the office that has it."""
    expediente = actuacion.expediente
    return (
        expediente.responsable_id is None
        and alcances.alcanza(ctx.actor, Permiso.TRABAJAR, expediente.dependencia)
        and ctx.actor.cuenta_id in tramite.personal_de(session, ctx, actuacion)
    )


def _de_otras_oficinas(ctx: Contexto, actuacion: Actuacion, abiertos: list[DestinoRow]) -> Iterator[AccionPosible]:
    """What the offices within reach may do with the copies and requests that came to them."""
    for destino in abiertos:
        for accion in (Accion.RECIBIR, Accion.DEVOLVER, *atenciones.TIPO_DE):
            if (
                (actuacion.fase, accion) in TRANSICIONES
                and _corresponde(accion, destino)
                and alcances.alcanza(ctx.actor, PERMISO_DE[accion], destino.dependencia)
            ):
                oficina = actuacion.vigente.escritorio.dependencia(destino.dependencia).nombre
                yield replace(_accion(actuacion, accion, None), destino_id=destino.id, oficina=oficina)


def _corresponde(accion: Accion, destino: DestinoRow) -> bool:
    if accion in atenciones.TIPO_DE:
        return destino.tipo == atenciones.TIPO_DE[accion]
    return _CONDICIONES[accion](destino)


_CONDICIONES: dict[Accion, Callable[[DestinoRow | None], bool]] = {
    Accion.RECIBIR: lambda d: d is not None and d.recibido_at is None,
    Accion.DEVOLVER: lambda d: d is not None and bool(d.origen) and d.tipo != destinos.COPIA,
    Accion.DERIVAR: lambda d: d is not None,
    Accion.ASIGNAR: lambda d: d is not None,
}
_SIN_TABLA = frozenset({Accion.DEVOLVER, Accion.ASIGNAR, Accion.AVANZAR})
_CON_ELECCION = frozenset(
    {Accion.ATENDER, Accion.RECHAZAR, Accion.REMITIR, Accion.ARCHIVAR, Accion.REABRIR, Accion.ANULAR, Accion.ABANDONAR}
)
_DE_LA_OFICINA = (
    Accion.RECIBIR, Accion.DERIVAR, Accion.ATENDER, Accion.RESPONDER, Accion.ASIGNAR, Accion.AVANZAR, Accion.DEVOLVER,
    Accion.ARCHIVAR, Accion.REABRIR, Accion.REMITIR, Accion.RECHAZAR, Accion.ABANDONAR, Accion.ANULAR,
    *plazos.ACTOS,
)  # fmt: skip
_EN_MESA = (Accion.DERIVAR, Accion.INICIAR, Accion.ATENDER, Accion.ARCHIVAR)
_EN_OFICINA = (Accion.ATENDER, Accion.RESPONDER, Accion.DERIVAR, Accion.INICIAR, Accion.ARCHIVAR)
_ORDEN = (
    Accion.RECIBIR, Accion.INFORMAR, Accion.ENTERARSE, Accion.DERIVAR, Accion.ATENDER, Accion.RESPONDER, Accion.OBSERVAR,
    Accion.REQUERIR, Accion.ASIGNAR, Accion.INICIAR, Accion.AVANZAR, Accion.AMPLIAR, Accion.SUSPENDER, Accion.REANUDAR,
    Accion.DEVOLVER, Accion.ARCHIVAR, Accion.REABRIR, Accion.NO_PRESENTAR, Accion.REMITIR, Accion.RECHAZAR,
    Accion.ABANDONAR, Accion.ANULAR, Accion.ACUMULAR,
)  # fmt: skip
