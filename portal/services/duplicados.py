"""What was perhaps filed already: the same file, or the same number of the same type. A warning, never a refusal.

Law: Ley 27444 art. 124: the counter receives everything; a person may have good reasons to send it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from portal.db.models import AdministradoRow, BorradorRow, CargaRow, DocumentoRow, ExpedienteRow, RegistroRow
from portal.domain.configuracion import Institucion
from portal.domain.permisos import Permiso
from portal.domain.texto import palabras, parrafos, plegar, una_linea
from portal.services import adjuntos, administrados, alcances, configuracion
from portal.services.borrador_propio import propio
from portal.services.contexto import Contexto, requiere
from portal.services.posteriores import ENTRADA
from portal.services.respuestas import de_papel

MOSTRADOS = 5
RECIENTES = 1000
"""How far back one looks, however many there are: filings of the administrado, and copies of a file among everybody's."""
SIN_NUMERO = frozenset({"", "sn", "sinnumero", "sinnro", "ninguno", "notiene", "no"})


@dataclass(frozen=True)
class Enviado:
    """Something sent before: ``que`` is the name of the file, or the number of the document."""

    que: str
    numero: str
    enviado_at: datetime


@dataclass(frozen=True)
class Duplicados:
    """What a draft has in common with what was sent, and with itself (names of files that are the same bytes)."""

    archivos: tuple[Enviado, ...]
    numeros: tuple[Enviado, ...]
    repetidos: tuple[tuple[str, ...], ...]


@requiere(Permiso.PRESENTAR)
def buscar(ctx: Contexto, borrador_id: str) -> Duplicados:
    """Compare an unsent draft with what its administrado sent. Raises NoEncontrado, BorradorEnviado."""
    with ctx.db.lectura() as session:
        borrador = propio(session, ctx, borrador_id)
        suyo = administrados.es_de(session, ctx.actor, borrador.administrado_id)
        de_quien = RegistroRow.administrado_id == borrador.administrado_id
        return _comparar(session, borrador, de_quien if suyo else None)


@requiere(Permiso.REGISTRAR_VENTANILLA)
def en_ventanilla(ctx: Contexto, borrador_id: str) -> Duplicados:
    """Compare an unsent draft of the counter with what was filed with the same document, online too, within reach.

    Raises NoEncontrado, BorradorEnviado.
    """
    with ctx.db.lectura() as session:
        borrador = propio(session, ctx, borrador_id)
        suyo = session.get_one(AdministradoRow, borrador.administrado_id)
        iguales = select(AdministradoRow.id).where(
            AdministradoRow.tipo_doc == suyo.tipo_doc, AdministradoRow.numero_doc == suyo.numero_doc
        )
        return _comparar(session, borrador, RegistroRow.administrado_id.in_(iguales) & alcances.visibles(ctx.actor))


def _comparar(session: Session, borrador: BorradorRow, de_quien: ColumnElement[bool] | None) -> Duplicados:
    """With the filings that are so; None: only with itself."""
    institucion = configuracion.institucion(session, borrador.institucion_version, borrador.procedimiento)
    cargas = adjuntos.de_ranuras_visibles(institucion, borrador.valores, adjuntos.de(session, borrador.id))
    listas = [carga for carga in cargas if carga.sha256 is not None]
    return Duplicados(
        archivos=_archivos(session, de_quien, listas) if de_quien is not None and listas else (),
        numeros=_numeros(session, de_quien, borrador, institucion) if de_quien is not None else (),
        repetidos=_repetidos(listas),
    )


def _enviados(de_quien: ColumnElement[bool]) -> Select[str, datetime]:
    """Number and instant of what they sent, newest first; what was sent to them as an answer is not their own."""
    return (
        select(ExpedienteRow.numero, RegistroRow.enviado_at)
        .select_from(RegistroRow)
        .join(ExpedienteRow, ExpedienteRow.id == RegistroRow.expediente_id)
        .where(de_quien, RegistroRow.sentido == ENTRADA)
        .order_by(RegistroRow.id.desc())
        .limit(MOSTRADOS)
    )


def _archivos(session: Session, de_quien: ColumnElement[bool], listas: Sequence[CargaRow]) -> tuple[Enviado, ...]:
    nombres = {carga.sha256: carga.nombre for carga in listas}
    copias = (
        select(DocumentoRow.registro_id, DocumentoRow.sha256)
        .where(DocumentoRow.sha256.in_(nombres))
        .order_by(DocumentoRow.id.desc())
        .limit(RECIENTES)
        .subquery()
    )
    consulta = _enviados(de_quien).join(copias, copias.c.registro_id == RegistroRow.id).add_columns(copias.c.sha256)
    hallados = [Enviado(nombres[sha256], numero, cuando) for numero, cuando, sha256 in session.execute(consulta)]
    return tuple(dict.fromkeys(hallados))


def _numeros(
    session: Session, de_quien: ColumnElement[bool], borrador: BorradorRow, institucion: Institucion
) -> tuple[Enviado, ...]:
    formulario = institucion.formulario
    del_numero = formulario.con_papel("numero")
    if del_numero is None:
        return ()
    crudo = str(borrador.valores.get(del_numero.id, ""))
    escrito = parrafos(crudo) if del_numero.clase == "texto_largo" else una_linea(crudo, max(len(crudo), 1))
    if "".join(palabras(escrito)) in SIN_NUMERO:
        return ()
    tipo = de_papel(institucion, borrador.valores, "tipo")
    recientes = (
        select(RegistroRow.id)
        .join(ExpedienteRow, ExpedienteRow.id == RegistroRow.expediente_id)
        .where(de_quien, RegistroRow.clase == "presentacion")
        .order_by(RegistroRow.id.desc())
        .limit(RECIENTES)
        .subquery()
    )
    iguales = (RegistroRow.numero_plegado == plegar(escrito), RegistroRow.tipo_documento == tipo)
    consulta = _enviados(de_quien).join(recientes, recientes.c.id == RegistroRow.id).where(*iguales)
    return tuple(Enviado(escrito, numero, cuando) for numero, cuando in session.execute(consulta))


def _repetidos(listas: Sequence[CargaRow]) -> tuple[tuple[str, ...], ...]:
    por_huella: dict[str | None, list[str]] = {}
    for carga in listas:
        por_huella.setdefault(carga.sha256, []).append(carga.nombre)
    return tuple(tuple(nombres) for nombres in por_huella.values() if len(nombres) > 1)
