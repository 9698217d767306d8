"""The list of filings of some administrados: the citizen's tray. That of the desk: ``escritorio``.

Ids grow with the instant of sending (filings take turns), so a date range is a range of ids, and pages are cut by id.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from portal.db.models import AnalisisRow, CorrelativoRow, DocumentoRow, ExpedientePalabraRow, ExpedienteRow, RegistroRow

CUENTA_HASTA = 10_000
_ULTIMA_LETRA = "\U0010ffff"


@dataclass(frozen=True)
class Criterio:
    """What is asked of the database. Empty means any. ``correlativo``: a number written without its year."""

    administrados: Select[int] | None = None
    desde: datetime | None = None
    hasta: datetime | None = None
    expediente: str = ""
    expediente_leido: tuple[int, int] | None = None
    correlativo: int | None = None
    numero: str = ""
    palabras: Sequence[str] = field(default=())


@dataclass(frozen=True)
class FilaCruda:
    """One filing with its expediente and its first file, unless the antivirus condemned it: nobody opens that."""

    registro: RegistroRow
    expediente: ExpedienteRow
    documento: DocumentoRow | None


@dataclass(frozen=True)
class Hoja:
    """One page, newest first; ``mas_recientes`` and ``mas_antiguos`` say whether there is more on each side."""

    filas: tuple[FilaCruda, ...]
    total: int
    mas_recientes: bool
    mas_antiguos: bool


def hoja(
    session: Session, criterio: Criterio, *, por_hoja: int, antes: int | None = None, despues: int | None = None
) -> Hoja:
    """The page of filings older than id ``antes``, or newer than ``despues``, or the newest."""
    filtros = _filtros(session, criterio)
    consulta = _pares(filtros).limit(por_hoja + 1)
    if despues is not None:
        pares = session.execute(consulta.where(RegistroRow.id > despues).order_by(RegistroRow.id)).all()
        hay_mas, pares = len(pares) > por_hoja, list(reversed(pares[:por_hoja]))
        mas_recientes, mas_antiguos = hay_mas, True
    else:
        if antes is not None:
            consulta = consulta.where(RegistroRow.id < antes)
        pares = session.execute(consulta.order_by(RegistroRow.id.desc())).all()
        hay_mas, pares = len(pares) > por_hoja, list(pares[:por_hoja])
        mas_recientes, mas_antiguos = antes is not None, hay_mas
    return Hoja(_filas(session, pares), _contar(session, criterio, filtros), mas_recientes, mas_antiguos)


def todas(session: Session, criterio: Criterio, *, maximo: int, tramo: int = 500) -> Iterator[FilaCruda]:
    """The newest ``maximo`` filings, newest first, read ``tramo`` at a time; the rows of past ones are let go."""
    consulta = _pares(_filtros(session, criterio)).order_by(RegistroRow.id.desc())
    sigue, leidas = consulta, 0
    while leidas < maximo:
        pares = session.execute(sigue.limit(min(tramo, maximo - leidas))).all()
        if not pares:
            return
        leidas += len(pares)
        sigue = consulta.where(RegistroRow.id < pares[-1][0].id)
        yield from _filas(session, pares)
        session.expunge_all()


def _pares(filtros: Sequence[ColumnElement[bool]]) -> Select[RegistroRow, ExpedienteRow]:
    return (
        select(RegistroRow, ExpedienteRow)
        .join(ExpedienteRow, ExpedienteRow.id == RegistroRow.expediente_id)
        .where(*filtros)
    )


def _filas(session: Session, pares: Sequence[Row[RegistroRow, ExpedienteRow]]) -> tuple[FilaCruda, ...]:
    documentos = _primeros_documentos(session, [registro.id for registro, _ in pares])
    return tuple(FilaCruda(r, e, documentos.get(r.id)) for r, e in pares)


def _filtros(session: Session, c: Criterio) -> list[ColumnElement[bool]]:
    filtros: list[ColumnElement[bool]] = [RegistroRow.clase == "presentacion"]
    propia = c.administrados is not None
    suya = (
        RegistroRow.id + 0 if propia else RegistroRow.id
    )  # a person's own are few: they are not sought by their dates
    if c.administrados is not None:
        filtros.append(RegistroRow.administrado_id.in_(c.administrados))
    if c.desde is not None:
        primero = session.scalar(
            select(RegistroRow.id)
            .where(RegistroRow.enviado_at >= c.desde)
            .order_by(RegistroRow.enviado_at, RegistroRow.id)
            .limit(1)
        )
        filtros.append(false() if primero is None else suya >= primero)
    if c.hasta is not None:
        ultimo = session.scalar(
            select(RegistroRow.id)
            .where(RegistroRow.enviado_at < c.hasta)
            .order_by(RegistroRow.enviado_at.desc(), RegistroRow.id.desc())
            .limit(1)
        )
        filtros.append(false() if ultimo is None else suya <= ultimo)
    if c.expediente:
        filtros.append(RegistroRow.expediente_id.in_(_expedientes(session, c)))
    if c.numero:
        filtros.append(RegistroRow.numero_plegado.contains(c.numero, autoescape=True))
    filtros.extend(_con_palabra(palabra, leida=propia) for palabra in c.palabras)
    return filtros


def _con_palabra(palabra: str, *, leida: bool) -> ColumnElement[bool]:
    """Whether a word of the asunto begins so: read in the expediente itself, or sought in the index of all of them."""
    if leida:
        return ExpedienteRow.palabras.contains(f" {palabra}", autoescape=True)
    indice = ExpedientePalabraRow.palabra
    hallados = select(ExpedientePalabraRow.expediente_id).where(indice >= palabra, indice < palabra + _ULTIMA_LETRA)
    return RegistroRow.expediente_id.in_(hallados)


def _expedientes(session: Session, c: Criterio) -> Select[int]:
    """Those whose number was written: exactly, as the pattern in force reads it, or without its year, of every year."""
    coincide = ExpedienteRow.numero == c.expediente
    if c.expediente_leido is not None:
        correlativo, anio = c.expediente_leido
        coincide = or_(coincide, and_(ExpedienteRow.anio == anio, ExpedienteRow.correlativo == correlativo))
    if c.correlativo is not None:  # the years that were numbered are few, and with them it is sought in the index
        anios = session.scalars(select(CorrelativoRow.anio).distinct()).all()
        coincide = or_(coincide, and_(ExpedienteRow.anio.in_(anios), ExpedienteRow.correlativo == c.correlativo))
    return select(ExpedienteRow.id).where(coincide)


def _contar(session: Session, c: Criterio, filtros: Sequence[ColumnElement[bool]]) -> int:
    """Exact up to CUENTA_HASTA; CUENTA_HASTA + 1 means more than that."""
    visitas = select(RegistroRow.id)
    if c.administrados is not None and c.palabras:
        visitas = visitas.join(ExpedienteRow, ExpedienteRow.id == RegistroRow.expediente_id)
    algunas = visitas.where(*filtros).limit(CUENTA_HASTA + 1).subquery()
    return session.scalar(select(func.count()).select_from(algunas)) or 0


def _primeros_documentos(session: Session, registros: Sequence[int]) -> dict[int, DocumentoRow]:
    infectado = exists().where(AnalisisRow.sha256 == DocumentoRow.sha256, AnalisisRow.estado == "infectado")
    filas = session.scalars(
        select(DocumentoRow).where(DocumentoRow.registro_id.in_(registros), DocumentoRow.orden == 1, ~infectado)
    )
    return {fila.registro_id: fila for fila in filas}
