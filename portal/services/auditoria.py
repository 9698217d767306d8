"""Whether everything still says what it said: each row of each chain is read and compared, in bounded memory.

What is found: a movimiento or an act that was changed, removed (in the middle, at the end, a whole expediente) or moved;
an expediente that says another estado than its history; a number that nobody has; a seal that no longer fits. Who owns the
database can take the locks off; not write a seal (``sellos``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, select, type_coerce
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, aliased

from portal.db.base import Base
from portal.db.models import ActoRow, CorrelativoRow, ExpedienteRow, MovimientoRow, RegistroRow, SelloRow
from portal.domain import fechas, texto
from portal.domain.errors import NoEncontrado
from portal.domain.permisos import Permiso
from portal.services import actos, historia, sellos
from portal.services.comprobacion import Comprobacion, Cuenta, Falla
from portal.services.contexto import Contexto, requiere
from portal.services.historia import GENESIS
from portal.services.sellos import TRAMO, Tramo


@requiere(Permiso.SISTEMA)
def verificar(ctx: Contexto, *, sello: str = "") -> Comprobacion:
    """Read every chain, counter and seal. ``sello``: the hash of a seal kept elsewhere, that must be among ours."""
    cuenta = Cuenta()
    with ctx.db.lectura() as session:
        if not ctx.db.es_sqlite:  # one picture for all that is asked, while people go on working
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        for parte in (_historias, _perdidos, _numeros, _actos):
            cuenta.anotar(_legible(parte(session, cuenta)))
        cuenta.anotar(_legible(_sellos(ctx, session, cuenta, sello)))
    return cuenta.resultado()


@requiere(Permiso.VER_AUDITORIA)
def verificar_expediente(ctx: Contexto, numero: str) -> Comprobacion:
    """The history of one expediente. Raises NoEncontrado."""
    cuenta, numero = Cuenta(), texto.una_linea(numero, 40)
    with ctx.db.lectura() as session:
        suyo = session.scalar(select(ExpedienteRow.id).where(ExpedienteRow.numero == numero))
        if suyo is None:
            raise NoEncontrado(que=numero)
        cuenta.anotar(_legible(_historias(session, cuenta, MovimientoRow.expediente_id == suyo)))
        cuenta.anotar(_sin_historia(session, ExpedienteRow.id == suyo))
    return cuenta.resultado()


def _legible(fallas: Iterator[Falla]) -> Iterator[Falla]:
    """The same; what cannot even be read is a fault too, and ends this part."""
    try:
        yield from fallas
    except (ValueError, TypeError, SQLAlchemyError) as problema:
        yield Falla("ilegible", {"detalle": type(problema).__name__})


def _historias(session: Session, cuenta: Cuenta, *solo: ColumnElement[bool]) -> Iterator[Falla]:
    """Every movimiento, expediente by expediente."""
    del_expediente = (
        ExpedienteRow.numero,
        ExpedienteRow.movimientos.label("contados"),
        ExpedienteRow.estado.label("estado_ahora"),
        ExpedienteRow.fase.label("fase_ahora"),
    )
    pedido = select(*_crudas(MovimientoRow), *del_expediente).join(
        ExpedienteRow, ExpedienteRow.id == MovimientoRow.expediente_id
    )
    pedido = pedido.where(*solo).order_by(MovimientoRow.expediente_id, MovimientoRow.orden)
    for _, suyos in groupby(_filas(session, pedido), key=lambda fila: fila.expediente_id):
        cuenta.expedientes += 1
        yield from _historia(suyos, cuenta)


def _historia(suyos: Iterable[SimpleNamespace], cuenta: Cuenta) -> Iterator[Falla]:
    """One chain, from its first movimiento to the last one that the expediente counts."""
    anterior, esperado, fila = SimpleNamespace(huella=GENESIS, id=0), 1, SimpleNamespace()
    for fila in suyos:
        cuenta.movimientos += 1
        aqui = {"numero": fila.numero, "orden": fila.orden}
        if fila.orden != esperado:
            yield Falla("falta_movimiento", aqui | {"orden": esperado})
        elif fila.huella_anterior != anterior.huella:
            yield Falla("movimiento_suelto", aqui)
        if _cambiada(fila, historia.huella):
            yield Falla("movimiento_cambiado", aqui)
        elif fila.id < anterior.id:
            yield Falla("movimiento_desordenado", aqui)
        anterior, esperado = fila, fila.orden + 1
    if fila.contados != fila.orden:
        cual = "faltan_ultimos" if fila.contados > fila.orden else "sobran_ultimos"
        yield Falla(cual, {"numero": fila.numero, "hay": fila.orden, "contados": fila.contados})
    elif (fila.hasta, fila.fase) != (fila.estado_ahora, fila.fase_ahora):
        yield Falla("otro_estado", {"numero": fila.numero, "estado": fila.estado_ahora, "historia": fila.hasta})


def _perdidos(session: Session, _cuenta: Cuenta) -> Iterator[Falla]:
    """Expedientes without history, and history without its expediente."""
    yield from _sin_historia(session)
    existe = select(ExpedienteRow.id).where(ExpedienteRow.id == MovimientoRow.expediente_id).exists()
    for fila in session.scalars(select(MovimientoRow.expediente_id).where(~existe).distinct()):
        yield Falla("sin_expediente", {"expediente": fila})


def _sin_historia(session: Session, *solo: ColumnElement[bool]) -> Iterator[Falla]:
    tiene = select(MovimientoRow.id).where(MovimientoRow.expediente_id == ExpedienteRow.id).exists()
    for numero in session.scalars(select(ExpedienteRow.numero).where(~tiene, *solo).order_by(ExpedienteRow.id)):
        yield Falla("sin_historia", {"numero": numero})


def _numeros(session: Session, _cuenta: Cuenta) -> Iterator[Falla]:
    """Numbers are given without gaps: each one that was given is somebody's."""
    dados = {(c.serie, c.anio): c.ultimo for c in session.scalars(select(CorrelativoRow))}
    e = ExpedienteRow
    hay = {
        (f"E{serie}", anio): (cuantos, mayor)
        for serie, anio, cuantos, mayor in session.execute(
            select(e.serie, e.anio, func.count(), func.max(e.correlativo)).group_by(e.serie, e.anio)
        )
    }
    for serie, anio in sorted({clave for clave in dados if clave[0].startswith("E")} | hay.keys()):
        ultimo, (cuantos, mayor) = dados.get((serie, anio), 0), hay.get((serie, anio), (0, 0))
        if mayor > ultimo:
            yield Falla("contador", {"anio": anio, "ultimo": ultimo, "mayor": mayor})
        elif cuantos < ultimo:
            yield Falla("falta_expediente", {"anio": anio, "correlativo": _primer_hueco(session, serie[1:], anio)})
    for letra, sentido in (("R", "entrada"), ("S", "salida")):
        numerados = sum(ultimo for (serie, _), ultimo in dados.items() if serie.startswith(letra))
        registros = session.scalar(select(func.count(RegistroRow.id)).where(RegistroRow.sentido == sentido)) or 0
        if registros != numerados:
            yield Falla(f"registros_{sentido}", {"hay": registros, "numerados": numerados})


def _primer_hueco(session: Session, serie: str, anio: int) -> int:
    """The smallest number of that series that nobody has."""
    uno, otro = ExpedienteRow, aliased(ExpedienteRow)
    suyos = select(func.min(uno.correlativo)).where(uno.serie == serie, uno.anio == anio)
    sigue = select(otro.id).where(otro.serie == serie, otro.anio == anio, otro.correlativo == uno.correlativo + 1)
    primero = session.scalar(suyos)
    return 1 if primero != 1 else (session.scalar(suyos.where(~sigue.exists())) or 0) + 1


def _actos(session: Session, cuenta: Cuenta) -> Iterator[Falla]:
    """The one chain of administrative acts, numbered from 1."""
    anterior, lugar = GENESIS, 0
    for fila in _filas(session, select(*_crudas(ActoRow)).order_by(ActoRow.id)):
        cuenta.actos += 1
        if fila.id != lugar + 1:
            yield Falla("falta_acto", {"acto": lugar + 1})
        elif fila.huella_anterior != anterior:
            yield Falla("acto_suelto", {"acto": fila.id})
        if _cambiada(fila, actos.huella):
            yield Falla("acto_cambiado", {"acto": fila.id})
        anterior, lugar = fila.huella, fila.id


def _sellos(ctx: Contexto, session: Session, cuenta: Cuenta, guardado: str) -> Iterator[Falla]:
    """Every seal, made again from what it covers."""
    cabeza = select(ActoRow.huella).where(ActoRow.id == SelloRow.hasta_acto).scalar_subquery()
    filas = [(sello, de_actos or GENESIS) for sello, de_actos in session.execute(
        select(SelloRow, cabeza).order_by(SelloRow.id)
    )]  # fmt: skip
    cuenta.sellos = len(filas)
    if guardado and guardado not in {sello.huella for sello, _ in filas}:
        yield Falla("sello_ausente", {"huella": guardado})
    movimientos, pendiente = iter(sellos.en_orden(session)), None
    anterior: SelloRow | SimpleNamespace = SimpleNamespace(id=0, huella=GENESIS)
    for sello, de_actos in filas:
        tramo = Tramo()
        while (pendiente := pendiente or next(movimientos, None)) and pendiente[0] <= sello.hasta_movimiento:
            tramo.agregar(*pendiente)
            pendiente = None
        dia = {"dia": fechas.en_palabras(sello.dia)}
        if sello.id != anterior.id + 1 or sello.huella_anterior != anterior.huella:
            yield Falla("falta_sello", dia)
        if sello.huella != sellos.huella(sello, tramo, de_actos, ctx=ctx):
            yield Falla("sello_roto", dia)
        anterior, cuenta.ultimo_sello = sello, f"{sello.dia.isoformat()} {sello.huella}"
    cuenta.sin_sellar = (pendiente is not None) + sum(1 for _ in movimientos)


def _cambiada(fila: SimpleNamespace, huella: Callable[[Any], str]) -> bool:
    """Whether a row says something else than what was hashed; also when it cannot be read any more."""
    try:
        if isinstance(fila.datos, str):
            fila.datos = json.loads(fila.datos)
        fila.ocurrido_at = _instante(fila.ocurrido_at)
        return bool(fila.huella != huella(fila))
    except (ValueError, TypeError, AttributeError):
        return True


def _instante(momento: str | datetime) -> datetime:
    """Aware and UTC, as it was when it was hashed."""
    leido = datetime.fromisoformat(momento) if isinstance(momento, str) else momento
    return leido.replace(tzinfo=UTC) if leido.tzinfo is None else leido.astimezone(UTC)


def _crudas(modelo: type[Base]) -> list[ColumnElement[Any]]:
    """The columns as the driver gives them where reading them could fail: somebody may have written anything."""
    tabla = Base.metadata.tables[modelo.__tablename__]
    dudosas = {"datos", "ocurrido_at"}
    return [type_coerce(c, String).label(c.key) if c.key in dudosas else c for c in tabla.columns]


def _filas(session: Session, pedido: Select[Any]) -> Iterator[SimpleNamespace]:
    for fila in session.execute(pedido.execution_options(yield_per=TRAMO)):
        yield SimpleNamespace(**fila._mapping)  # noqa: SLF001 -- the documented way to the names of a row
