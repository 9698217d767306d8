"""The acts by which an office changes the term to attend: it grants more days once, stops it, and lets it go on.

Each tells the citizen why, and the date that follows. Law: Ley 27444, art. 136 (one extension, before the term ends; in
a procedure with positive silence, stopped at the person's request for thirty business days at most).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.db.models import PlazoRow
from portal.domain import fechas
from portal.domain import plazos as reglas
from portal.domain.errors import PortalError
from portal.domain.estados import Accion, Fase
from portal.domain.permisos import Permiso
from portal.domain.plazos import AmpliacionNoPermitida
from portal.i18n import t
from portal.services import actuaciones, relojes
from portal.services.actuaciones import Actuacion, FaltaMotivo, limpia
from portal.services.contexto import Contexto, requiere

AMPLIACION_MAXIMA = 250
SUSPENSION_MAXIMA = timedelta(days=365)
SUSPENSION_CON_SILENCIO = 30
"""Business days, where positive silence would operate."""
ACTOS = (Accion.AMPLIAR, Accion.SUSPENDER, Accion.REANUDAR)


class PlazoInvalido(PortalError):
    """The term does not admit it; ``facts["motivo"]`` is the catalog key suffix."""

    code = "plazo_invalido"

    @property
    def clave(self) -> str:
        """One sentence for each motivo."""
        return f"error.{self.code}.{self.facts['motivo']}"


@requiere(Permiso.GESTIONAR_PLAZOS)
def ampliar(ctx: Contexto, numero: str, *, visto: int | None, dias: int, motivo: str) -> None:
    """Grant ``dias`` more, of those that the term counts, once and before it ends (art. 136). The citizen reads why.

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, FaltaMotivo, AmpliacionNoPermitida,
    PlazoInvalido.
    """
    motivo = limpia(motivo)
    if not motivo:
        raise FaltaMotivo
    if not 1 <= dias <= AMPLIACION_MAXIMA:
        raise PlazoInvalido(motivo="dias", maximo=AMPLIACION_MAXIMA)
    with ctx.db.transaction() as session:
        actuacion, plazo = _tomar(session, ctx, numero, Accion.AMPLIAR, visto=visto)
        plazo.ampliacion = dias
        relojes.actualizar(session, actuacion.expediente, plazo)
        _hacer(session, ctx, actuacion, Accion.AMPLIAR, plazo, motivo=motivo, datos={"dias": dias})


@requiere(Permiso.GESTIONAR_PLAZOS)
def suspender(ctx: Contexto, numero: str, *, visto: int | None, motivo: str, hasta: date | None = None) -> None:
    """Stop the term today, until the day ``hasta``, that one too, or until somebody lets it go on.

    Where positive silence would operate it says until when, thirty business days at most. Raises NoEncontrado,
    NoAutorizado, EstadoCambio, TransicionNoPermitida, FaltaMotivo, PlazoInvalido.
    """
    motivo = limpia(motivo)
    if not motivo:
        raise FaltaMotivo
    with ctx.db.transaction() as session:
        actuacion, plazo = _tomar(session, ctx, numero, Accion.SUSPENDER, visto=visto)
        _exigir_fecha(session, ctx, plazo, hasta)
        relojes.detener(session, ctx, actuacion.expediente, motivo=motivo, hasta=hasta)
        datos = {"hasta": hasta.isoformat()} if hasta else {}
        _hacer(session, ctx, actuacion, Accion.SUSPENDER, plazo, motivo=motivo, datos=datos)


@requiere(Permiso.GESTIONAR_PLAZOS)
def reanudar(ctx: Contexto, numero: str, *, visto: int | None) -> None:
    """The term goes on tomorrow, with the days that were left.

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, PlazoInvalido.
    """
    with ctx.db.transaction() as session:
        actuacion, plazo = _tomar(session, ctx, numero, Accion.REANUDAR, visto=visto)
        relojes.reanudar(session, ctx, actuacion.expediente)
        _hacer(session, ctx, actuacion, Accion.REANUDAR, plazo)


def negativa(session: Session, ctx: Contexto, actuacion: Actuacion, accion: Accion) -> PortalError | None:
    """Why the term does not admit that act today; None when it does."""
    plazo = relojes.abierto(session, actuacion.expediente.id)
    if plazo is None or actuacion.fase is Fase.OBSERVADO:  # what runs then is the citizen's own (``prorrogas``)
        return PlazoInvalido(motivo="sin_plazo")
    hoy = relojes.hoy(session, ctx)
    parado = relojes.parado(session, plazo, hoy)
    if accion is Accion.REANUDAR:
        return None if parado else PlazoInvalido(motivo="corre")
    if accion is Accion.SUSPENDER and parado:
        return PlazoInvalido(motivo="detenido")
    if accion is Accion.SUSPENDER:
        return PlazoInvalido(motivo="vencido") if plazo.vence_el is not None and hoy > plazo.vence_el else None
    try:
        reglas.ampliar(relojes.contado(session, plazo), 1, hoy=hoy, calendario=relojes.calendario(session, plazo))
    except AmpliacionNoPermitida as problema:
        return problema
    return None


def _tomar(
    session: Session, ctx: Contexto, numero: str, accion: Accion, *, visto: int | None
) -> tuple[Actuacion, PlazoRow]:
    """The expediente held, and its term to attend, which admits the act."""
    actuacion = actuaciones.tomar(session, ctx, numero, accion=accion, visto=visto)
    if (no := negativa(session, ctx, actuacion, accion)) is not None:
        raise no
    plazo = relojes.abierto(session, actuacion.expediente.id)
    if plazo is None:
        raise PlazoInvalido(motivo="sin_plazo")
    return actuacion, plazo


def _exigir_fecha(session: Session, ctx: Contexto, plazo: PlazoRow, hasta: date | None) -> None:
    hoy, dias = relojes.hoy(session, ctx), relojes.calendario(session, plazo)
    if plazo.silencio == "positivo" and (hasta is None or dias.habiles_entre(hoy, hasta) > SUSPENSION_CON_SILENCIO):
        raise PlazoInvalido(motivo="silencio", maximo=SUSPENSION_CON_SILENCIO)
    if hasta is not None and not hoy < hasta <= hoy + SUSPENSION_MAXIMA:
        raise PlazoInvalido(motivo="hasta")


def _hacer(
    session: Session,
    ctx: Contexto,
    actuacion: Actuacion,
    accion: Accion,
    plazo: PlazoRow,
    *,
    motivo: str = "",
    datos: dict[str, Any] | None = None,
) -> None:
    """Write the act down, for the citizen too, and promise the mail that tells the new date.

    A transition of the institution may name another mail: then that one is sent, and only that one.
    """
    vence = fechas.en_palabras(plazo.vence_el) if plazo.vence_el else ""
    nota = t(
        f"plazos.nota.{accion}" if vence else f"plazos.nota.{accion}_sin_fecha", fecha=vence, motivo=motivo
    ).strip()
    hechos = (datos or {}) | {"vence": plazo.vence_el.isoformat() if plazo.vence_el else ""}
    regla = actuaciones.regla_de(actuacion, ctx, accion)
    huecos = {"nota": nota, "motivo": motivo, "plazo": vence}
    movimiento = actuaciones.hacer(
        session, ctx, actuacion, accion, regla=regla, nota=nota, datos=hechos, publico=True, huecos=huecos
    )
    actuaciones.avisar(session, ctx, movimiento, "plazo_cambiado", huecos=huecos)
