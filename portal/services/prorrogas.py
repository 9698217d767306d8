"""More days for the citizen to cure: given once, before the term ends, by who runs terms or by the office that asked.

What was asked stays as it was. Law: Ley 27444, art. 136 (a term is extended once, by an express decision, before it ends)
and 125.6 (the citizen's days may be more than those of the law, never fewer).
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.db.models import ObservacionRow, PlazoRow
from portal.domain import fechas
from portal.domain import observacion as reglas
from portal.domain import plazos as terminos
from portal.domain.errors import NoAutorizado, TransicionNoPermitida
from portal.domain.estados import Accion, Fase, siguiente_fase
from portal.domain.permisos import Permiso
from portal.domain.plazos import AmpliacionNoPermitida
from portal.i18n import t
from portal.services import actuaciones, alcances, observadas, relojes
from portal.services.actuaciones import Actuacion, FaltaMotivo, limpia
from portal.services.contexto import Contexto, requiere
from portal.services.plazos import PlazoInvalido

PRORROGAR = "prorrogar"
PRORROGA_MAXIMA = reglas.DIAS_MAXIMO
PERMISOS = (Permiso.GESTIONAR_PLAZOS, Permiso.OBSERVAR)


@requiere(Permiso.VER_BANDEJA)
def prorrogar(ctx: Contexto, numero: str, *, visto: int | None, dias: int, motivo: str) -> None:
    """Give the citizen ``dias`` more business days to cure, once and while they may still cure. They are told why.

    For who holds one of ``PERMISOS`` where the expediente is. Raises NoEncontrado, EstadoCambio, NoAutorizado,
    TransicionNoPermitida, FaltaMotivo, PlazoInvalido, AmpliacionNoPermitida.
    """
    motivo = limpia(motivo)
    if not motivo:
        raise FaltaMotivo
    if not 1 <= dias <= PRORROGA_MAXIMA:
        raise PlazoInvalido(motivo="dias", maximo=PRORROGA_MAXIMA)
    with ctx.db.transaction() as session:
        actuacion = actuaciones.retener_visible(session, ctx, numero)
        actuaciones.exigir_visto(session, actuacion, visto)
        permiso = _permiso(ctx, actuacion)
        if permiso is None:
            raise NoAutorizado(permiso=PERMISOS[0])
        siguiente_fase(actuacion.fase, Accion.AMPLIAR)
        pedido = _prorrogable(session, ctx, actuacion)
        _dar(session, ctx, actuacion, pedido, dias=dias, motivo=motivo, permiso=permiso)


def se_puede(session: Session, ctx: Contexto, actuacion: Actuacion) -> bool:
    """Whether the actor may give more days now."""
    if _permiso(ctx, actuacion) is None:
        return False
    try:
        _prorrogable(session, ctx, actuacion)
    except (TransicionNoPermitida, AmpliacionNoPermitida):
        return False
    return True


def _permiso(ctx: Contexto, actuacion: Actuacion) -> Permiso | None:
    """By which of the two the actor may, where the expediente is."""
    lugar = actuacion.expediente.dependencia
    return next((p for p in PERMISOS if alcances.alcanza(ctx.actor, p, lugar)), None)


def _prorrogable(session: Session, ctx: Contexto, actuacion: Actuacion) -> tuple[ObservacionRow, PlazoRow]:
    """What waits for the citizen, and its term. Raises TransicionNoPermitida, AmpliacionNoPermitida."""
    observacion = observadas.abierta(session, actuacion.expediente.id)
    if actuacion.fase is not Fase.OBSERVADO or observacion is None:
        raise TransicionNoPermitida(fase=actuacion.fase, accion=Accion.AMPLIAR)
    corre = relojes.plazos_de(observacion).where(PlazoRow.cerrado_at.is_(None)).limit(1)
    plazo = session.scalars(corre).one_or_none()
    if plazo is None or plazo.ampliacion or relojes.hoy(session, ctx) > observacion.vence_el:
        raise AmpliacionNoPermitida
    return observacion, plazo


def _dar(
    session: Session,
    ctx: Contexto,
    actuacion: Actuacion,
    pedido: tuple[ObservacionRow, PlazoRow],
    *,
    dias: int,
    motivo: str,
    permiso: Permiso,
) -> None:
    """Move both dates together, write it down and promise the mail; who was reminded of the old date is so again."""
    observacion, plazo = pedido
    antes = observacion.vence_el
    plazo.ampliacion = dias
    calendario = relojes.calendario(session, plazo)
    contado = relojes.calcular(session, plazo).vence or antes
    plazo.vence_el = observacion.vence_el = max(contado, terminos.vence(antes, dias, calendario))
    observacion.recordada_at = None
    fecha = fechas.en_palabras(observacion.vence_el)
    huecos = {"plazo": fecha, "motivo": motivo}
    movimiento = actuaciones.hacer(
        session,
        ctx,
        actuacion,
        Accion.AMPLIAR,
        regla=actuaciones.regla_de(actuacion, ctx, Accion.AMPLIAR, permiso=permiso),
        nota=t("prorrogas.nota", fecha=fecha, motivo=motivo),
        datos={
            "dias": dias,
            "vence": observacion.vence_el.isoformat(),
            "observacion": observacion.id,
            "antes": antes.isoformat(),
            "motivo": motivo,
        },
        publico=True,
        huecos=huecos,
    )
    actuaciones.avisar(session, ctx, movimiento, "prorroga", huecos=huecos)
