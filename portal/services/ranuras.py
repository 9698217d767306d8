"""The slots for files of a draft, by its clase: those of the form, one for each thing to cure, or those of an answer."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import BorradorRow, ObservacionItemRow
from portal.domain.campos import Formulario, Ranura
from portal.i18n import t
from portal.services import configuracion

RESPUESTA = "respuesta"
PREFIJO_ITEM = "item_"
LARGO_ETIQUETA = 120


def de(session: Session, borrador: BorradorRow) -> tuple[Ranura, ...]:
    """Every slot that this draft may have, asked or not today."""
    formulario = configuracion.institucion(session, borrador.institucion_version, borrador.procedimiento).formulario
    if borrador.clase == "respuesta":
        return (libre(formulario, RESPUESTA, t("ranuras.respuesta")),)
    if borrador.clase == "subsanacion":
        items = session.scalars(
            select(ObservacionItemRow)
            .where(ObservacionItemRow.observacion_id == borrador.observacion_id)
            .order_by(ObservacionItemRow.orden)
        )
        return tuple(de_item(formulario, item.id, item.orden) for item in items)
    return formulario.ranuras


def una(session: Session, borrador: BorradorRow, ranura_id: str) -> Ranura | None:
    """The slot of that id, if this draft has it."""
    return next((ranura for ranura in de(session, borrador) if ranura.id == ranura_id), None)


def de_item(formulario: Formulario, item_id: int, orden: int) -> Ranura:
    """Where the files go that cure one thing."""
    return libre(formulario, f"{PREFIJO_ITEM}{item_id}", t("ranuras.item", orden=orden))


def libre(formulario: Formulario, ranura_id: str, etiqueta: str) -> Ranura:
    """A slot of any number of files, none needed, which takes what the most generous slot of the form takes."""
    amplia = max(formulario.ranuras, key=lambda r: (r.maximo is None, r.mb_total or r.mb_cada or 0), default=None)
    cambios = {
        "id": ranura_id, "etiqueta": etiqueta[:LARGO_ETIQUETA], "ayuda": "", "minimo": 0, "maximo": None,
        "condicion": None, "accion": t("ranuras.accion"),
    }  # fmt: skip
    return (amplia or Ranura(id=ranura_id, etiqueta=etiqueta)).model_copy(update=cambios)
