"""The citizen withdraws: from this procedure, or from the claim itself, which cannot be brought again.

Law: Ley 27444, arts. 189 (desistimiento of the procedure or of the claim, before it is answered), 190 (of acts), 115 (who
represents somebody else needs a special power for it).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.db.models import ExpedienteRow
from portal.domain.errors import PortalError, TransicionNoPermitida
from portal.domain.estados import Accion, siguiente_fase
from portal.domain.permisos import Permiso
from portal.i18n import t
from portal.services import aceptaciones, actuaciones, consulta, observables, posteriores, registro
from portal.services.contexto import Contexto, requiere
from portal.services.posteriores import Posterior

CLASE = "desistimiento"
PROCEDIMIENTO, PRETENSION = "procedimiento", "pretension"


class ClaseDeDesistimiento(PortalError):
    """Which of the two must be said; when in doubt the law takes the procedure, but we ask."""

    code = "clase_de_desistimiento"


@dataclass(frozen=True)
class Desistimiento:
    """What was registered."""

    numero: str
    registro: str
    registro_id: int
    enviado_at: datetime


@requiere(Permiso.PRESENTAR)
def desistir(ctx: Contexto, numero: str, *, clase: str, motivo: str = "") -> Desistimiento:
    """Withdraw an own expediente that is not over: it ends at once. ``clase``: procedimiento or pretension.

    Raises NoEncontrado, TransicionNoPermitida (it is over), ClaseDeDesistimiento, TextosPorAceptar.
    """
    if clase not in {PROCEDIMIENTO, PRETENSION}:
        raise ClaseDeDesistimiento
    with ctx.db.transaction() as session:
        aceptaciones.exigir(session, ctx)
        expediente = consulta.exigir_propio(session, ctx, numero, bloquear=True)
        siguiente_fase(actuaciones.sostener(session, expediente).fase, Accion.DESISTIR)
        return _desistir(session, ctx, expediente, clase, actuaciones.limpia(motivo))


@requiere(Permiso.VER_TRAMITES_PROPIOS)
def se_puede(ctx: Contexto, numero: str) -> bool:
    """Whether the own expediente of that number can be withdrawn now. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        actuacion = actuaciones.sostener(session, consulta.exigir_propio(session, ctx, numero))
        try:
            siguiente_fase(actuacion.fase, Accion.DESISTIR)
            observables.regla_del_ciudadano(actuacion, Accion.DESISTIR)
        except TransicionNoPermitida:
            return False
        return ctx.actor.puede(Permiso.PRESENTAR)


def _desistir(session: Session, ctx: Contexto, expediente: ExpedienteRow, clase: str, motivo: str) -> Desistimiento:
    actuacion = actuaciones.sostener(session, expediente)
    regla = observables.regla_del_ciudadano(actuacion, Accion.DESISTIR)
    original = consulta.registro_de(session, expediente.id)
    remitente = registro.quien_es(session, ctx, ctx.actor.cuenta_id or 0, expediente.administrado_id)
    que = Posterior(
        clase=CLASE,
        asunto=t("desistir.asunto_registro", asunto=original.asunto)[:1000],
        tipo_documento=t(f"desistir.de_{clase}"),
        remitente=remitente,
        por=remitente["persona"],
        valores={"clase": clase, "motivo": motivo},
    )
    hecho = posteriores.asentar(session, ctx, expediente, que)
    actuaciones.hacer(
        session,
        ctx,
        actuacion,
        Accion.DESISTIR,
        regla=regla,
        nota=t(f"desistir.de_{clase}"),
        interna=motivo,
        datos={"clase": clase, "registro": hecho.numero},
        huecos={"registro": hecho.numero},
    )
    return Desistimiento(expediente.numero, hecho.numero, hecho.id, hecho.enviado_at)
