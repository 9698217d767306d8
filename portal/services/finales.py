"""How an expediente ends, and how it comes back: rejected, sent to another entity, filed away, void, abandoned, reopened.

Law: Ley 27444, arts. 124.1 (the counter rejects nothing), 130 (what belongs to another entity is sent there, and the
person is told), 153 (nothing is erased), 191 (abandonment after thirty days without the person's impulse).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.derivacion import DIAS_MAXIMO, DerivacionInvalida
from portal.domain.estados import Accion
from portal.domain.permisos import Permiso
from portal.domain.texto import una_linea
from portal.i18n import t
from portal.services import actuaciones, destinos
from portal.services.actuaciones import Actuacion, FaltaMotivo, limpia
from portal.services.contexto import Contexto, requiere


@requiere(Permiso.RECHAZAR)
def rechazar(ctx: Contexto, numero: str, *, visto: int | None, motivo: str, transicion: str | None = None) -> None:
    """The office that deals with it rejects it; the citizen reads the motivo. Never at the counter.

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, FaltaMotivo.
    """
    with ctx.db.transaction() as session:
        _hacer(session, ctx, numero, Accion.RECHAZAR, visto=visto, nota=motivo, transicion=transicion)


@requiere(Permiso.REMITIR)
def remitir(
    ctx: Contexto, numero: str, *, visto: int | None, entidad: str, motivo: str, transicion: str | None = None
) -> None:
    """Send it to the entity that is competent, and tell the citizen which and why (art. 130).

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida; FaltaMotivo also without the entity.
    """
    entidad, motivo = una_linea(entidad), limpia(motivo)
    if not entidad or not motivo:
        raise FaltaMotivo
    with ctx.db.transaction() as session:
        _hacer(
            session,
            ctx,
            numero,
            Accion.REMITIR,
            visto=visto,
            nota=motivo,
            transicion=transicion,
            datos={"entidad": entidad},
            huecos={"entidad": entidad, "motivo": t("actos.remision", entidad=entidad, motivo=motivo)},
        )


@requiere(Permiso.ARCHIVAR)
def archivar(ctx: Contexto, numero: str, *, visto: int | None, nota: str = "", transicion: str | None = None) -> None:
    """File away what ended; ``nota`` is for staff.

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, FaltaMotivo where the institution asks for it.
    """
    with ctx.db.transaction() as session:
        _hacer(session, ctx, numero, Accion.ARCHIVAR, visto=visto, interna=nota, transicion=transicion)


@requiere(Permiso.ANULAR)
def anular(ctx: Contexto, numero: str, *, visto: int | None, motivo: str, transicion: str | None = None) -> None:
    """Leave without effect what was registered by mistake; its number stays and leads nowhere. The citizen reads why.

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, FaltaMotivo.
    """
    with ctx.db.transaction() as session:
        _hacer(session, ctx, numero, Accion.ANULAR, visto=visto, nota=motivo, transicion=transicion)


@requiere(Permiso.RESPONDER)
def abandonar(ctx: Contexto, numero: str, *, visto: int | None, motivo: str, transicion: str | None = None) -> None:
    """Declare it abandoned: the citizen did not move it for thirty days (art. 191). Raises as ``rechazar``."""
    with ctx.db.transaction() as session:
        _hacer(session, ctx, numero, Accion.ABANDONAR, visto=visto, nota=motivo, transicion=transicion)


@requiere(Permiso.REABRIR)
def reabrir(
    ctx: Contexto,
    numero: str,
    *,
    visto: int | None,
    motivo: str,
    dias: int | None = None,
    transicion: str | None = None,
) -> None:
    """Take up again what ended, in the office that had it last, or at the counter once that one is not in use.

    ``dias``: business days to attend it, counted from tomorrow; without them no term runs. Raises NoEncontrado,
    NoAutorizado, EstadoCambio, TransicionNoPermitida, FaltaMotivo, DerivacionInvalida for a term that cannot be.
    """
    if dias is not None and not 1 <= dias <= DIAS_MAXIMO:
        raise DerivacionInvalida(motivo="dias", maximo=DIAS_MAXIMO)
    with ctx.db.transaction() as session:
        actuacion = _hacer(session, ctx, numero, Accion.REABRIR, visto=visto, nota=motivo, transicion=transicion)
        _volver_a_su_oficina(session, ctx, actuacion)
        if dias is not None:
            destinos.dar_plazo(session, ctx, actuacion.expediente, vigente=actuacion.vigente, dias=dias)


def _volver_a_su_oficina(session: Session, ctx: Contexto, actuacion: Actuacion) -> None:
    expediente, escritorio = actuacion.expediente, actuacion.vigente.escritorio
    if destinos.abierto(session, expediente.id) is not None:  # it ended before offices had their own dates
        return
    suya = escritorio.dependencia(expediente.dependencia)
    destino = destinos.abrir(
        session,
        ctx,
        expediente,
        vigente=actuacion.vigente,
        tipo=destinos.RESPONSABLE,
        origen="",
        dependencia=suya.id if suya.activa else escritorio.mesa.id,
        movimiento_id=None,
    )
    if suya.activa:
        destinos.recibir(session, ctx, expediente, destino)


def _hacer(
    session: Session,
    ctx: Contexto,
    numero: str,
    accion: Accion,
    *,
    visto: int | None,
    nota: str = "",
    interna: str = "",
    transicion: str | None = None,
    datos: dict[str, Any] | None = None,
    huecos: Mapping[str, str] | None = None,
) -> Actuacion:
    """Hold it, ask the institution's table, and write the act down."""
    actuacion = actuaciones.tomar(session, ctx, numero, accion=accion, visto=visto)
    regla = actuaciones.regla_de(actuacion, ctx, accion, transicion=transicion)
    actuaciones.hacer(
        session, ctx, actuacion, accion, regla=regla, nota=nota, interna=interna, datos=datos, huecos=huecos
    )
    return actuacion
