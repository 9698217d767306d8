"""The desk's list, asked of the database: one page of ids in order, how many there are, and the rows of those ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, literal, or_, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.db.models import (
    AsignacionRow,
    CuentaRow,
    DestinoRow,
    ExpedienteRow,
    PlazoRow,
    RegistroRow,
)
from portal.domain.bandeja import Bandeja, Orden
from portal.domain.estados import ABIERTAS, Fase

CUENTA_HASTA = 10_000
E_ = ExpedienteRow
_URGENCIA = func.coalesce(E_.vence_el, date(9999, 12, 31))


@dataclass(frozen=True)
class Limite:
    """Until which day (not included) a term counts as about to end, in some offices; None: in all of them."""

    oficinas: frozenset[str] | None
    dia: date


@dataclass(frozen=True)
class Criterio:
    """What is asked of the database. None, or empty, means any.

    ``alcance``: the offices that the actor may read; ``propias``: where they work.
    """

    bandeja: Bandeja
    orden: Orden
    alcance: frozenset[str] | None
    propias: frozenset[str]
    cuenta_id: int
    hoy: date
    limites: tuple[Limite, ...]
    enviado: tuple[datetime | None, datetime | None] = (None, None)
    presentado: tuple[date | None, date | None] = (None, None)
    vence: tuple[date | None, date | None] = (None, None)
    ids: Select[int] | None = None
    enteras: Sequence[str] = field(default=())
    comenzadas: Sequence[str] = field(default=())
    estado: str = ""
    dependencia: str = ""
    responsable: int | None = None
    semaforo: str = ""
    canal: str = ""


def pagina(session: Session, c: Criterio, *, por_hoja: int, antes: int | None, despues: int | None) -> list[int]:
    """At most ``por_hoja`` ids, in the order of the list: after ``antes``, or before ``despues`` (then backwards)."""
    consulta = select(E_.id).where(*_condiciones(c))
    al_reves = antes is None and despues is not None
    cursor = antes if antes is not None else despues
    if cursor is not None:
        consulta = consulta.where(_lugar(c, cursor, antes=al_reves))
    baja = (c.orden is Orden.RECIENTES) is not al_reves
    claves = [*([_URGENCIA] if c.orden is Orden.VENCIMIENTO else []), E_.id]
    return list(session.scalars(consulta.order_by(*(k.desc() if baja else k for k in claves)).limit(por_hoja)))


def esta(session: Session, c: Criterio, expediente_id: int) -> bool:
    """Whether that expediente is in the list."""
    return session.scalar(select(E_.id).where(E_.id == expediente_id, *_condiciones(c))) is not None


def numeros(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The number of each of these expedientes."""
    return {fila.id: fila.numero for fila in session.execute(select(E_.id, E_.numero).where(E_.id.in_(ids)))}


def personal(session: Session, oficinas: frozenset[str] | None, ahora: datetime) -> dict[int, str]:
    """The accounts that work today in some offices, by name."""
    consulta = (
        select(CuentaRow.id, CuentaRow.nombres, CuentaRow.apellidos)
        .join(AsignacionRow, AsignacionRow.cuenta_id == CuentaRow.id)
        .where(AsignacionRow.desde <= ahora, or_(AsignacionRow.hasta.is_(None), AsignacionRow.hasta > ahora))
        .where(en(AsignacionRow.dependencia, oficinas))
        .order_by(CuentaRow.apellidos, CuentaRow.nombres, CuentaRow.id)
    )
    return {fila.id: f"{fila.nombres} {fila.apellidos}" for fila in session.execute(consulta)}


def _lugar(c: Criterio, cursor: int, *, antes: bool) -> ColumnElement[bool]:
    """Before, or after, that one in the order of the list."""
    menor = (c.orden is Orden.RECIENTES) is not antes
    if c.orden is not Orden.VENCIMIENTO:
        return E_.id < cursor if menor else E_.id > cursor
    suya = select(_URGENCIA).where(E_.id == cursor).correlate(None).scalar_subquery()
    lugar, otro = tuple_(_URGENCIA, E_.id), tuple_(suya, literal(cursor))
    return lugar < otro if menor else lugar > otro


def contar(session: Session, c: Criterio, *, hasta: int | None = None) -> int:
    """Exact up to CUENTA_HASTA; CUENTA_HASTA + 1 means more than that. ``hasta``: until that one of the list, included."""
    consulta = select(E_.id).where(*_condiciones(c))
    if hasta is not None:
        consulta = consulta.where(or_(E_.id == hasta, _lugar(c, hasta, antes=True)))
    algunos = consulta.limit(CUENTA_HASTA + 1).subquery()
    return session.scalar(select(func.count()).select_from(algunos)) or 0


def filas(session: Session, ids: Sequence[int]) -> dict[int, Row[tuple[object, ...]]]:
    """What a row shows of each of these expedientes."""
    detenido = (
        select(PlazoRow.id)
        .where(PlazoRow.expediente_id == E_.id, PlazoRow.clase == "atencion")
        .where(PlazoRow.cerrado_at.is_(None), PlazoRow.vence_el.is_(None))
        .exists()
    )
    consulta = (
        select(
            E_.id, E_.numero, E_.asunto, RegistroRow.remitente, RegistroRow.numero_documento, RegistroRow.tipo_documento,
            E_.dependencia, E_.responsable_id, CuentaRow.nombres, CuentaRow.apellidos, E_.estado, E_.fase, E_.vence_el,
            E_.abierto_at, RegistroRow.presentado_el, E_.canal, E_.movimientos, E_.por_recibir, E_.institucion_version,
            detenido.label("detenido"),
        )
        .join(RegistroRow, and_(RegistroRow.expediente_id == E_.id, RegistroRow.clase == "presentacion"))
        .outerjoin(CuentaRow, CuentaRow.id == E_.responsable_id)
        .where(E_.id.in_(ids))
    )  # fmt: skip
    return {fila.id: fila for fila in session.execute(consulta)}


def destinos(session: Session, ids: Sequence[int], oficinas: frozenset[str] | None) -> dict[int, list[DestinoRow]]:
    """The open destinos of these expedientes in some offices, in order."""
    consulta = select(DestinoRow).where(DestinoRow.expediente_id.in_(ids), DestinoRow.cerrado_at.is_(None))
    juntos: dict[int, list[DestinoRow]] = {}
    for destino in session.scalars(consulta.where(en(DestinoRow.dependencia, oficinas)).order_by(DestinoRow.id)):
        juntos.setdefault(destino.expediente_id, []).append(destino)
    return juntos


def en(columna: InstrumentedAttribute[str], oficinas: frozenset[str] | None) -> ColumnElement[bool]:
    """Whether the office is one of these; None is all of them."""
    return true() if oficinas is None else columna.in_(sorted(oficinas)) if oficinas else false()


def _condiciones(c: Criterio) -> list[ColumnElement[bool]]:
    filtros = [_alcance(c), _bandeja(c)]
    for columna, (desde, hasta) in ((E_.presentado_el, c.presentado), (E_.vence_el, c.vence)):
        filtros += [columna >= desde] if desde is not None else []
        filtros += [columna <= hasta] if hasta is not None else []
    desde_at, hasta_at = c.enviado
    filtros += [E_.abierto_at >= desde_at] if desde_at is not None else []
    filtros += [E_.abierto_at < hasta_at] if hasta_at is not None else []
    filtros += [E_.id.in_(c.ids)] if c.ids is not None else []
    filtros += [E_.palabras.contains(f" {termino} ", autoescape=True) for termino in c.enteras]
    filtros += [E_.palabras.contains(f" {termino}", autoescape=True) for termino in c.comenzadas]
    filtros += [E_.estado == c.estado] if c.estado else []
    filtros += [E_.dependencia == c.dependencia] if c.dependencia else []
    filtros += [E_.responsable_id == c.responsable] if c.responsable is not None else []
    filtros += [E_.canal == c.canal] if c.canal else []
    filtros += [_semaforo(c)] if c.semaforo else []
    return filtros


def _alcance(c: Criterio) -> ColumnElement[bool]:
    if c.alcance is None:
        return true()
    return _con_destino(en(DestinoRow.dependencia, c.alcance))


def _con_destino(*condiciones: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(DestinoRow.id).where(DestinoRow.expediente_id == E_.id, *condiciones).exists()


def _vivo() -> ColumnElement[bool]:
    return E_.fase.in_(sorted(ABIERTAS))


def _bandeja(c: Criterio) -> ColumnElement[bool]:  # noqa: PLR0911 -- one answer for each tray
    abierto = DestinoRow.cerrado_at.is_(None)
    suyo = en(DestinoRow.dependencia, c.propias)
    ajeno = DestinoRow.tipo != "responsable"
    aqui = en(E_.dependencia, c.alcance)
    match c.bandeja:
        case Bandeja.POR_RECIBIR:
            por_recibir = DestinoRow.recibido_at.is_(None)
            return or_(
                and_(_vivo(), en(E_.dependencia, c.propias), E_.por_recibir),
                _con_destino(abierto, suyo, ajeno, por_recibir),
            )
        case Bandeja.EN_MI_OFICINA:
            recibido = DestinoRow.recibido_at.is_not(None)
            return or_(
                and_(_vivo(), en(E_.dependencia, c.propias), E_.por_recibir.is_(False)),
                _con_destino(abierto, suyo, ajeno, recibido),
            )
        case Bandeja.MIOS:
            mio = DestinoRow.responsable_id == c.cuenta_id
            return or_(and_(_vivo(), E_.responsable_id == c.cuenta_id), _con_destino(abierto, ajeno, mio))
        case Bandeja.DERIVADOS:
            return and_(_vivo(), _con_destino(abierto, en(DestinoRow.origen, c.propias)))
        case Bandeja.POR_VENCER:
            return or_(
                and_(_vivo(), aqui, _por_vencer(c)),
                _con_destino(abierto, ajeno, en(DestinoRow.dependencia, c.alcance), *_por_vencer_destino(c)),
            )
        case Bandeja.VENCIDOS:
            tarde = (DestinoRow.tipo == "atencion", DestinoRow.vence_el < c.hoy)
            return or_(
                and_(_vivo(), aqui, E_.vence_el < c.hoy),
                _con_destino(abierto, en(DestinoRow.dependencia, c.alcance), *tarde),
            )
        case Bandeja.OBSERVADOS:
            return and_(E_.fase == Fase.OBSERVADO, aqui)
        case Bandeja.ARCHIVADOS:
            return and_(E_.fase == Fase.ARCHIVADO, aqui)
        case Bandeja.TODAS:
            return true()


def _por_vencer(c: Criterio) -> ColumnElement[bool]:
    antes = [and_(en(E_.dependencia, limite.oficinas), E_.vence_el < limite.dia) for limite in c.limites]
    return and_(E_.vence_el >= c.hoy, or_(*antes))


def _por_vencer_destino(c: Criterio) -> tuple[ColumnElement[bool], ...]:
    antes = [
        and_(en(DestinoRow.dependencia, limite.oficinas), DestinoRow.vence_el < limite.dia) for limite in c.limites
    ]
    return DestinoRow.tipo == "atencion", DestinoRow.vence_el >= c.hoy, or_(*antes)


def _semaforo(c: Criterio) -> ColumnElement[bool]:
    """As ``plazos.semaforo`` says of each row."""
    parado = (
        select(PlazoRow.id)
        .where(PlazoRow.expediente_id == E_.id, PlazoRow.clase == "atencion")
        .where(PlazoRow.cerrado_at.is_(None), PlazoRow.vence_el.is_(None))
        .exists()
    )
    detenido = and_(_vivo(), or_(E_.fase == Fase.OBSERVADO, and_(E_.vence_el.is_(None), parado)))
    corre = and_(_vivo(), E_.fase != Fase.OBSERVADO, E_.vence_el.is_not(None))
    match c.semaforo:
        case "vencido":
            return and_(corre, E_.vence_el < c.hoy)
        case "por_vencer":
            return and_(corre, _por_vencer(c))
        case "en_plazo":
            return and_(corre, E_.vence_el >= c.hoy, ~_por_vencer(c))
        case "detenido":
            return detenido
        case _:
            return and_(~detenido, ~corre)
