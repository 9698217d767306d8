"""What was asked of the institution, procedure by procedure: which one an expediente is of, and what it promises in words."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import ExpedienteRow, RegistroRow
from portal.domain.configuracion import Institucion
from portal.domain.procedimientos import Procedimiento
from portal.i18n import t
from portal.services import configuracion


def de_expediente(session: Session, expediente_id: int) -> str:
    """The id of the procedure it was filed for; empty for a letter."""
    suyo = select(RegistroRow.procedimiento).where(
        RegistroRow.expediente_id == expediente_id, RegistroRow.clase == "presentacion"
    )
    return session.scalar(suyo.limit(1)) or ""


def institucion_de(session: Session, expediente: ExpedienteRow) -> Institucion:
    """The version it was filed with, as its procedure sees it. Asks nothing where no procedure has a form of its own."""
    suya = configuracion.institucion(session, expediente.institucion_version)
    if all(cada.formulario is None for cada in suya.procedimientos):
        return suya
    return suya.para(de_expediente(session, expediente.id))


def nombre(institucion: Institucion, procedimiento_id: str) -> str:
    """How that procedure is called; empty for none."""
    suyo = institucion.procedimiento(procedimiento_id)
    return suyo.nombre if suyo is not None else ""


def costo(procedimiento: Procedimiento) -> str:
    """What it costs: free, an amount, or nothing when the institution does not say."""
    if procedimiento.costo is None:
        return ""
    return (
        t("procedimientos.soles", monto=f"{procedimiento.costo:.2f}")
        if procedimiento.costo
        else t("procedimientos.gratis")
    )


def plazo(procedimiento: Procedimiento) -> str:
    """In how long it is answered, as in "30 días hábiles"; approved at once; or nothing when no term is its own."""
    if procedimiento.calificacion == "automatica":
        return t("procedimientos.automatica")
    if procedimiento.plazo is None:
        return ""
    cuantos = "uno" if procedimiento.plazo == 1 else "varios"
    return t(f"procedimientos.{procedimiento.unidad}.{cuantos}", cuantos=procedimiento.plazo)


def silencio(procedimiento: Procedimiento) -> str:
    """What follows when it is not answered in time (Ley 27444, arts. 35 and 38); empty when the institution does not say."""
    return t(f"procedimientos.silencio.{procedimiento.silencio}") if procedimiento.silencio else ""


def promesa(institucion: Institucion, procedimiento_id: str) -> str:
    """Its term and its silence in one line."""
    suyo = institucion.procedimiento(procedimiento_id)
    return " ".join(f"{parte}." for parte in (plazo(suyo), silencio(suyo)) if parte) if suyo is not None else ""
