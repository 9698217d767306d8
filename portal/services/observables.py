"""What may be asked of the citizen now, by whom, and what the citizen may do in turn: the questions of each act, beforehand."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from portal.db.models import ObservacionRow
from portal.domain import observacion as reglas
from portal.domain.configuracion import Transicion
from portal.domain.errors import TransicionNoPermitida
from portal.domain.estados import TRANSICIONES, Accion, Fase
from portal.domain.permisos import Permiso, Rol
from portal.i18n import t
from portal.services import actuaciones, alcances, relojes
from portal.services.actuaciones import Actuacion
from portal.services.contexto import Contexto
from portal.services.observadas import SUBSANADA, items_de, pedida, ultima

CLASE_DE = {Accion.OBSERVAR: reglas.OBSERVACION, Accion.REQUERIR: reglas.REQUERIMIENTO}
ACCION_DE = {clase: accion for accion, clase in CLASE_DE.items()}
JUZGAR, REPETIR = "juzgar", "repetir"
Ofrecida = tuple[Accion, str, Transicion | None, str]
"""Acción, use case, its transition, and the words of its button (empty: the usual ones)."""


def ofrecidas(session: Session, ctx: Contexto, actuacion: Actuacion) -> Iterator[Ofrecida]:
    """What the actor may ask, judge or end now."""
    if not alcances.alcanza(ctx.actor, Permiso.OBSERVAR, actuacion.expediente.dependencia):
        return
    for accion in CLASE_DE:
        if (regla := posible(session, ctx, actuacion, accion, ronda=1)) is not None:
            yield accion, accion, regla, ""
    observacion = ultima(session, actuacion.expediente.id)
    if observacion is None:
        return
    if actuacion.fase is Fase.OBSERVADO and observacion.cerrada_at is None:
        por_tabla = actuaciones.reglas_de(actuacion, ctx, Accion.NO_PRESENTAR)
        if por_tabla and relojes.hoy(session, ctx) > observacion.vence_el:
            yield Accion.NO_PRESENTAR, Accion.NO_PRESENTAR, por_tabla[0], ""
    elif actuacion.fase is Fase.EN_TRAMITE and observacion.resultado == SUBSANADA:
        yield from _de_lo_subsanado(session, ctx, actuacion, observacion)


def _de_lo_subsanado(
    session: Session, ctx: Contexto, actuacion: Actuacion, observacion: ObservacionRow
) -> Iterator[Ofrecida]:
    subsanados = [item.subsanado for item in items_de(session, observacion.id)]
    if None in subsanados:
        yield Accion.AVANZAR, JUZGAR, None, t("observaciones.juzgar")
    elif reglas.repetibles(observacion.ronda, subsanados):
        accion = ACCION_DE[observacion.clase]
        if (regla := posible(session, ctx, actuacion, accion, ronda=observacion.ronda + 1)) is not None:
            yield accion, REPETIR, regla, t("observaciones.repetir")


def posible(session: Session, ctx: Contexto, actuacion: Actuacion, accion: Accion, *, ronda: int) -> Transicion | None:
    """The transition by which the actor may ask for that round, if it was not asked and the citizen can come back."""
    if (actuacion.fase, accion) not in TRANSICIONES or pedida(session, actuacion, CLASE_DE[accion], ronda):
        return None
    return next((tr for tr in actuaciones.reglas_de(actuacion, ctx, accion) if _se_subsana(actuacion, tr)), None)


def _se_subsana(actuacion: Actuacion, regla: Transicion) -> bool:
    """Whether the institution lets the citizen cure from where it leads: nobody is asked what cannot be answered."""
    desde_alli = actuacion.institucion.transiciones_desde(regla.hasta, Rol.CIUDADANO)
    return any(tr.accion is Accion.SUBSANAR for tr in desde_alli)


def regla_del_ciudadano(actuacion: Actuacion, accion: Accion) -> Transicion:
    """What the institution lets a citizen do so. Raises TransicionNoPermitida."""
    suyas = actuacion.institucion.transiciones_desde(actuacion.expediente.estado, Rol.CIUDADANO)
    regla = next((tr for tr in suyas if tr.accion is accion), None)
    if regla is None:
        raise TransicionNoPermitida(fase=actuacion.expediente.fase, accion=accion)
    return regla
