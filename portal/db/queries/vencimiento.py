"""The most urgent first: what has a term by the day it ends, then what has none, in order of entry."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import ExpedienteRow
from portal.db.queries.caminos import Brazo, Camino, Parte, Pedido, contar, ejecutar, es_sqlite, paso, recorrer

CON_TERMINO = "e.vence_el IS NOT NULL"
SIN_TERMINO = "e.vence_el IS NULL"
_POR_DIA = Brazo("expediente", "id", "t.vence_el IS NOT NULL", "ix_expediente_con_termino")


def urgentes(
    session: Session, p: Pedido, camino: Camino, *, cursor: int | None, al_reves: bool, cuantos: int
) -> list[int]:
    """At most ``cuantos`` ids past ``cursor``, or before it and backwards when ``al_reves``."""
    suyo = None if cursor is None else _vence(session, cursor)
    fases = [True, False] if suyo is not None or cursor is None else [False]
    if al_reves:
        fases = [True] if suyo is not None else [False, True]
    ids: list[int] = []
    for con_termino in fases:
        falta, desde = cuantos - len(ids), cursor if con_termino is (suyo is not None) else None
        if falta and con_termino:
            ids += _con_termino(session, p, (suyo, desde), al_reves=al_reves, cuantos=falta)
        elif falta:
            ids += _sin_termino(session, p, camino, desde, al_reves=al_reves, cuantos=falta)
    return ids


def antes_de(session: Session, p: Pedido, camino: Camino, cursor: int, *, examina: int) -> tuple[int, bool]:
    """How many of the list come before that one, and whether that is only a floor."""
    suyo = _vence(session, cursor)
    limite = p.dato(cursor)
    if suyo is None:
        antes = f"({CON_TERMINO} OR e.id < {limite})"
    else:
        antes = f"(e.vence_el, e.id) < ({p.dato(suyo)}, {limite})"
    return contar(session, p, camino.con(antes), tope=examina, examina=examina)


def _vence(session: Session, expediente_id: int) -> date | None:
    return session.scalar(select(ExpedienteRow.vence_el).where(ExpedienteRow.id == expediente_id))


def _con_termino(
    session: Session, p: Pedido, desde: tuple[date | None, int | None], *, al_reves: bool, cuantos: int
) -> list[int]:
    signo, sentido = ("<", "DESC") if al_reves else (">", "ASC")
    condiciones = [CON_TERMINO]
    if desde[0] is not None and desde[1] is not None:
        condiciones.append(f"(e.vence_el, e.id) {signo} ({p.dato(desde[0])}, {p.dato(desde[1])})")
    orden = f"e.vence_el {sentido}, e.id {sentido}"
    todas = [*p.partes, *map(Parte, condiciones)]
    consulta = paso(_POR_DIA, todas, sqlite=es_sqlite(session), orden=orden, cuantos=cuantos)
    return [fila[0] for fila in ejecutar(session, p, consulta)]


def _sin_termino(
    session: Session, p: Pedido, camino: Camino, desde: int | None, *, al_reves: bool, cuantos: int
) -> list[int]:
    sin = camino.con(SIN_TERMINO)
    resta = p.recortado(None, desde - 1) if al_reves and desde else p.recortado(desde + 1 if desde else None, None)
    return recorrer(session, resta, sin, baja=al_reves, cuantos=cuantos)
