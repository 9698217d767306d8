"""What the form asked of a filing and whether it came, as the clerk checks it: worked out from the form, ticked by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import DocumentoRow, RegistroRow
from portal.domain.configuracion import Institucion
from portal.domain.formulario import ranuras_visibles, validar
from portal.services.respuestas import entorno


@dataclass(frozen=True)
class Comprobable:
    """One thing asked. ``clave`` says how it stands: esta, falta, opcional, completos, incompletos, firmado, sin_firma."""

    etiqueta: str
    clave: str
    archivos: int = 0
    paginas: int = 0


def de(session: Session, institucion: Institucion, registro_id: int) -> tuple[Comprobable, ...]:
    """The data, each slot of the form that was asked of that registro, and the digital signature.

    ``institucion``: its version, as its procedure sees it. It is judged as of the day it was sent.
    """
    registro = session.get_one(RegistroRow, registro_id)
    documentos = session.scalars(select(DocumentoRow).where(DocumentoRow.registro_id == registro_id)).all()
    _, errores = validar(institucion.formulario, registro.valores, entorno(institucion, registro.enviado_at))
    ranuras = ranuras_visibles(institucion.formulario, registro.valores)
    return (
        Comprobable("", "incompletos" if errores else "completos"),
        *(_de_ranura(r.etiqueta, r.minimo, [d for d in documentos if d.ranura == r.id]) for r in ranuras),
        Comprobable("", "firmado" if any(d.firmado for d in documentos) else "sin_firma"),
    )


def _de_ranura(etiqueta: str, minimo: int, suyos: Sequence[DocumentoRow]) -> Comprobable:
    if len(suyos) >= max(minimo, 1):
        return Comprobable(etiqueta, "esta", len(suyos), sum(d.paginas or 0 for d in suyos))
    return Comprobable(etiqueta, "falta" if minimo else "opcional", len(suyos))
