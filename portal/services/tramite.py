"""Acts that only change the estado of an expediente, by a transition of the institution's table."""

from __future__ import annotations

from portal.domain.configuracion import Transicion
from portal.domain.errors import TransicionNoPermitida
from portal.domain.permisos import Permiso
from portal.services import actuaciones, alcances
from portal.services.actuaciones import LARGO_NOTA, Actuacion, EstadoCambio, FaltaMotivo
from portal.services.contexto import Contexto, requiere

__all__ = ["LARGO_NOTA", "EstadoCambio", "FaltaMotivo", "cambiar_estado"]


@requiere(Permiso.CAMBIAR_ESTADO)
def cambiar_estado(ctx: Contexto, numero: str, *, transicion: str, desde: str, nota: str = "") -> None:
    """Take ``numero`` from estado ``desde`` along ``transicion``: movimiento and mail with it.

    ``nota`` is what the citizen reads; where the transition asks for a motivo, it is the motivo. Raises NoEncontrado,
    NoAutorizado, EstadoCambio when it is no longer in ``desde``, TransicionNoPermitida, FaltaMotivo.
    """
    with ctx.db.transaction() as session:
        actuacion = actuaciones.retener(session, ctx, numero, Permiso.CAMBIAR_ESTADO)
        if actuacion.expediente.estado != desde:
            actuaciones.exigir_visto(session, actuacion, -1)
        regla = _regla(ctx, actuacion, transicion)
        actuaciones.hacer(session, ctx, actuacion, regla.accion, regla=regla, nota=nota)


def _regla(ctx: Contexto, actuacion: Actuacion, transicion: str) -> Transicion:
    """The transition of that id, when the institution allows it to a rol the actor holds here."""
    expediente = actuacion.expediente
    suyos = alcances.roles(ctx.actor, Permiso.CAMBIAR_ESTADO, expediente.dependencia)
    posibles = actuacion.institucion.transiciones_desde(expediente.estado, *suyos)
    regla = next((tr for tr in posibles if tr.id == transicion), None)
    if regla is None:
        raise TransicionNoPermitida(fase=expediente.fase, accion=transicion)
    return regla
