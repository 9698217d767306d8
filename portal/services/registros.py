"""What joined an expediente after it was opened, as each reader may see it: cures, a desistimiento, answers.

An answer is read by opening it, and that it was opened is written down (``acuses``): until then its reader sees that it
is there, when it left and with how many files. Law: Ley 27444, art. 55.9 (the party knows who answers, nobody else does).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import AcuseRow, AnalisisRow, DocumentoRow, ExpedienteRow, RegistroRow
from portal.domain.firmas import Firma, de_filas
from portal.services.contexto import Actor, Contexto
from portal.services.lectores import Lector
from portal.services.posteriores import SALIDA

RESPUESTA = "respuesta"
LARGO_IP = 45


@dataclass(frozen=True)
class DocumentoView:
    """One file that was filed. ``marcas``: of ``domain.marcas``, for staff. ``analisis``: what the antivirus said, if any."""

    id: int
    etiqueta: str
    nombre: str
    tamano: int
    paginas: int | None
    sha256: str
    tipo: str
    marcas: tuple[str, ...] = ()
    firmas: tuple[Firma, ...] = ()
    analisis: str = ""


@dataclass(frozen=True)
class RegistroView:
    """One of them. ``abierto``: what it says and brings is before this reader; otherwise ``archivos`` says how many files.

    ``se_abre``: an answer that this reader may open now. ``acusado_at``: when one of its party opened it first.
    """

    id: int
    numero: str
    clase: str
    sale: bool
    asunto: str
    tipo_documento: str
    numero_documento: str
    por: str
    oficina: str
    enviado_at: datetime
    presentado_el: date
    codigo_verificacion: str
    archivos: int
    texto: str
    documentos: tuple[DocumentoView, ...]
    abierto: bool
    se_abre: bool
    acusado_at: datetime | None


def documentos_de(session: Session, *registros: int) -> Mapping[int, Sequence[DocumentoView]]:
    """The files of each of these, in the order in which they were filed, for who may know of them."""
    hallados: dict[int, list[DocumentoView]] = {registro: [] for registro in registros}
    filas = session.execute(
        select(DocumentoRow, AnalisisRow.estado)
        .outerjoin(AnalisisRow, AnalisisRow.sha256 == DocumentoRow.sha256)
        .where(DocumentoRow.registro_id.in_(registros))
        .order_by(DocumentoRow.registro_id, DocumentoRow.orden)
    )
    for fila in filas:
        hallados[fila.DocumentoRow.registro_id].append(_documento(fila.DocumentoRow, fila.estado or ""))
    return hallados


def _documento(d: DocumentoRow, analisis: str) -> DocumentoView:
    return DocumentoView(
        id=d.id,
        etiqueta=d.etiqueta,
        nombre=d.nombre,
        tamano=d.tamano,
        paginas=d.paginas,
        sha256=d.sha256,
        tipo=d.tipo,
        marcas=tuple(d.marcas or ()),
        firmas=de_filas(d.firmas),
        analisis=analisis,
    )


def posteriores(session: Session, ctx: Contexto, expediente: ExpedienteRow, lector: Lector) -> tuple[RegistroView, ...]:
    """All but the one that opened it, oldest first. The caller authorised ``lector``."""
    filas = session.scalars(
        select(RegistroRow)
        .where(RegistroRow.expediente_id == expediente.id, RegistroRow.clase != "presentacion")
        .order_by(RegistroRow.id)
    ).all()
    if not filas:
        return ()
    documentos = documentos_de(session, *(fila.id for fila in filas))
    acuses = session.scalars(select(AcuseRow).where(AcuseRow.registro_id.in_(documentos)).order_by(AcuseRow.id)).all()
    return tuple(
        _view(ctx, fila, documentos[fila.id], [a for a in acuses if a.registro_id == fila.id], lector) for fila in filas
    )


def _view(
    ctx: Contexto,
    fila: RegistroRow,
    documentos: Sequence[DocumentoView],
    acuses: Sequence[AcuseRow],
    lector: Lector,
) -> RegistroView:
    suyo = fila.clase != RESPUESTA or lector is Lector.PERSONAL or any(lo_abrio(ctx.actor, a, lector) for a in acuses)
    abierto = lector.ve_documentos and suyo
    return RegistroView(
        id=fila.id,
        numero=fila.numero,
        clase=fila.clase,
        sale=fila.sentido == SALIDA,
        asunto=fila.asunto,
        tipo_documento=fila.tipo_documento,
        numero_documento=fila.numero_documento,
        por=fila.por if lector.identificado else "",
        oficina=str(fila.valores.get("oficina", "")) if lector.identificado else "",
        enviado_at=fila.enviado_at,
        presentado_el=fila.presentado_el,
        codigo_verificacion=fila.codigo_verificacion if lector.ve_documentos else "",
        archivos=len(documentos),
        texto=str(fila.valores.get("texto", "")) if abierto else "",
        documentos=tuple(documentos) if abierto else (),
        abierto=abierto,
        se_abre=lector.ve_documentos and not suyo,
        acusado_at=acuses[0].ocurrido_at if acuses else None,
    )


def lo_abrio(actor: Actor, acuse: AcuseRow, lector: Lector) -> bool:
    """Whether this very reader opened it: an account, or whoever holds the link, from this address."""
    if lector is Lector.PARTE:
        return acuse.cuenta_id == actor.cuenta_id
    return acuse.cuenta_id is None and acuse.ip == actor.ip[:LARGO_IP]
