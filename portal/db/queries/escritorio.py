"""The desk's list, asked of the database: one page of ids in order, how many there are, and the rows of those ids.

Ids grow with the instant of sending (filings take turns), so days of sending are a range of ids, and pages are cut by id.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from portal.db.models import AsignacionRow, CuentaRow, ExpedienteRow
from portal.db.queries import partes, tramo, vencimiento
from portal.db.queries.caminos import (
    BRAZOS_MAXIMO,
    SIN_ORDEN,
    Camino,
    Pedido,
    contar,
    ejecutar,
    elegir,
    enteros,
    es_sqlite,
    recorrer,
)
from portal.db.queries.criterio import Criterio
from portal.db.queries.personal import en_vigor
from portal.domain.bandeja import Bandeja, Orden

CUENTA_HASTA = 10_000
CORTA = 3_000
"""A list whose walk is no longer, by indexes alone, is read whole and counted exactly; a third where each must be read."""
EXAMINA = 2_000
"""How many rows of a longer one are looked at to count it: past them the count is a floor. A third, as above."""
_A_LA_MEDIDA = """
SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true),
       set_config('max_parallel_workers_per_gather', '0', true)
"""
E_ = ExpedienteRow


class Lista:
    """A list that was asked for. A short one is read whole, ids only; of a long one, each page as it is asked."""

    def __init__(self, session: Session, c: Criterio) -> None:
        self.session, self.c = session, c
        self.pedido = _pedido(session, c)
        self.ids: list[int] | None = []
        self.camino = Camino((), (), 0)
        if not self.pedido.vacio:
            self.camino = elegir(session, self.pedido)
            self.ids = self._entera()

    def _entera(self) -> list[int] | None:
        """All of it, when it is short."""
        corta = SIN_ORDEN if not self.camino.ordenado and not self.camino.resto else self._de(CORTA)
        if self.camino.largo > corta:
            return None
        return enteros(self.session, self.pedido, self.camino, orden=self.c.orden, tope=2 * corta)

    def pagina(self, *, por_hoja: int, antes: int | None = None, despues: int | None = None) -> list[int]:
        """At most ``por_hoja`` ids, in the order of the list: after ``antes``, or before ``despues`` (then backwards)."""
        al_reves = antes is None and despues is not None
        cursor = despues if al_reves else antes
        if self.ids is not None and (cursor is None or cursor in self.ids):
            lugar = -1 if cursor is None else self.ids.index(cursor)
            return self.ids[lugar + 1 :][:por_hoja] if not al_reves else self.ids[:lugar][::-1][:por_hoja]
        if self.c.orden is Orden.VENCIMIENTO:
            return vencimiento.urgentes(
                self.session, self.pedido, self.camino, cursor=cursor, al_reves=al_reves, cuantos=por_hoja
            )
        baja = (self.c.orden is Orden.RECIENTES) is not al_reves
        return recorrer(self.session, self._desde(cursor, baja=baja), self.camino, baja=baja, cuantos=por_hoja)

    def total(self) -> tuple[int, bool]:
        """How many there are, and whether that is only a floor."""
        if self.ids is not None:
            return len(self.ids), False
        unica = self.pedido.partes[0] if len(self.pedido.partes) == 1 else None
        if (
            unica is not None and 0 < len(unica.brazos) <= BRAZOS_MAXIMO
        ):  # counted by its index, whatever walk is followed
            camino = Camino(unica.brazos, (), self.camino.largo)
            return contar(self.session, self.pedido, camino, tope=CUENTA_HASTA, examina=CUENTA_HASTA)
        return contar(self.session, self.pedido, self.camino, tope=CUENTA_HASTA, examina=self._de(EXAMINA))

    def posicion(self, expediente_id: int) -> int | None:
        """The place of that one, from 1; None when it is not in the list, or too far down it to be told."""
        if self.ids is not None:
            return self.ids.index(expediente_id) + 1 if expediente_id in self.ids else None
        aqui = self.pedido.recortado(expediente_id, expediente_id)
        if not recorrer(self.session, aqui, self.camino, baja=True, cuantos=1):
            return None
        if self.c.orden is Orden.VENCIMIENTO:
            antes = vencimiento.antes_de(
                self.session, self.pedido, self.camino, expediente_id, examina=self._de(EXAMINA)
            )
        else:
            previos = self._desde(expediente_id, baja=self.c.orden is not Orden.RECIENTES)
            antes = contar(self.session, previos, self.camino, tope=CUENTA_HASTA, examina=self._de(EXAMINA))
        return None if antes[1] else antes[0] + 1

    def _de(self, cuantas: int) -> int:
        """So many rows, or a third of them where each must be read."""
        return cuantas if self.camino.por_indices else cuantas // 3

    def _desde(self, cursor: int | None, *, baja: bool) -> Pedido:
        """What is left of the list past ``cursor``, downwards or upwards."""
        if cursor is None:
            return self.pedido
        return self.pedido.recortado(None, cursor - 1) if baja else self.pedido.recortado(cursor + 1, None)


def preparar(session: Session) -> None:
    """Have PostgreSQL plan each question for its own words: one plan for rare and common ones serves neither."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql(_A_LA_MEDIDA)


def _pedido(session: Session, c: Criterio) -> Pedido:
    p = Pedido()
    tramo.acotar(session, p, c)
    if p.vacio:
        return p
    p.partes += [
        *partes.bandeja(p, c),
        *partes.terminos(session, p, c),
        *partes.columnas(session, p, c),
        *partes.semaforo(p, c),
        *partes.alcance(session, p, c),
    ]
    return p


def numeros(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The number of each of these expedientes."""
    return {fila.id: fila.numero for fila in session.execute(select(E_.id, E_.numero).where(E_.id.in_(ids)))}


def visibles(session: Session, condicion: ColumnElement[bool], ids: Sequence[int]) -> frozenset[int]:
    """Which of these expedientes fulfil the condition."""
    return frozenset(session.scalars(select(E_.id).where(E_.id.in_(ids), condicion)))


def personal(session: Session, oficinas: frozenset[str] | None, ahora: datetime) -> dict[int, str]:
    """The accounts that work today in some offices, by name."""
    consulta = (
        select(CuentaRow.id, CuentaRow.nombres, CuentaRow.apellidos)
        .join(AsignacionRow, AsignacionRow.cuenta_id == CuentaRow.id)
        .where(en_vigor(ahora))
        .where(*en(AsignacionRow.dependencia, oficinas))
        .order_by(CuentaRow.apellidos, CuentaRow.nombres, CuentaRow.id)
    )
    return {fila.id: f"{fila.nombres} {fila.apellidos}" for fila in session.execute(consulta)}


class FilaCruda(NamedTuple):
    """What a row shows of an expediente, with the open destino by which it is in the offices of who looks."""

    id: int
    numero: str
    asunto: str
    remitente: str
    numero_documento: str
    tipo: str
    dependencia: str
    responsable_id: int | None
    nombres: str | None
    apellidos: str | None
    estado: str
    fase: str
    vence_el: date | str | None
    enviado_at: datetime | str
    presentado_el: date | str
    canal: str
    movimientos: int
    por_recibir: bool
    version: int
    detenido: bool
    destino_id: int | None
    destino_tipo: str | None
    destino_vence: date | str | None
    destino_recibido: datetime | str | None


_FILAS = """
SELECT e.id, e.numero, e.asunto, r.remitente ->> 'nombre', r.numero_documento, r.tipo_documento, e.dependencia,
       e.responsable_id, c.nombres, c.apellidos, e.estado, e.fase, e.vence_el, e.abierto_at, r.presentado_el, e.canal,
       e.movimientos, e.por_recibir, e.institucion_version,
       e.vence_el IS NULL AND EXISTS (SELECT 1 FROM plazo z WHERE z.expediente_id = e.id AND z.clase = 'atencion'
                                      AND z.cerrado_at IS NULL AND z.vence_el IS NULL),
       d.id, d.tipo, d.vence_el, d.recibido_at
FROM expediente e
JOIN registro r ON r.expediente_id = e.id AND r.clase = 'presentacion'
LEFT JOIN cuenta c ON c.id = e.responsable_id
LEFT JOIN destino d ON d.id = (
    SELECT o.id FROM destino o WHERE o.expediente_id = e.id AND o.cerrado_at IS NULL AND {suyos}
    ORDER BY CASE WHEN o.recibido_at IS NULL THEN :primero_sin_recibir ELSE 0 END,
             CASE o.tipo WHEN 'responsable' THEN 0 WHEN 'atencion' THEN 1 ELSE 2 END, o.id LIMIT 1)
WHERE e.id {entre}
"""


def filas(session: Session, c: Criterio, ids: Sequence[int]) -> dict[int, FilaCruda]:
    """What a row shows of each of these expedientes. Of several destinos, the one that gives most to do in this tray."""
    p = Pedido()
    oficinas = ", ".join(p.dato(oficina) for oficina in sorted(c.propias))
    p.datos["primero_sin_recibir"] = -1 if c.bandeja is Bandeja.POR_RECIBIR else 0
    if es_sqlite(session):
        p.datos["ids"], entre = json.dumps(ids), "IN (SELECT value FROM json_each(:ids))"
    else:
        p.datos["ids"], entre = list(ids), "= ANY(:ids)"
    orden = _FILAS.format(suyos=f"o.dependencia IN ({oficinas})" if oficinas else "1 = 0", entre=entre)
    return {fila[0]: FilaCruda(*fila) for fila in ejecutar(session, p, orden)}


def en(columna: InstrumentedAttribute[str], oficinas: frozenset[str] | None) -> list[ColumnElement[bool]]:
    """The condition that the office is one of these; none when it may be any."""
    return [] if oficinas is None else [columna.in_(sorted(oficinas))]
