"""The moment between the last byte and the verdict: measure, judge, keep under the SHA-256, record.

May be cut anywhere and repeated: the partial file stays until the verdict is committed.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.adapters.pdf_inspector import inspector
from portal.db.models import BorradorRow, CargaRow
from portal.domain.archivos import CargaPerdida, Medido, comprobar
from portal.domain.campos import Ranura
from portal.domain.errors import ArchivoRechazado
from portal.domain.marcas import marcas
from portal.services import ranuras, sobrantes
from portal.services.contexto import Contexto

_en_curso: set[str] = set()
_candado = threading.Condition()


def inspeccionar(ctx: Contexto, carga_id: str, *, esperar: bool = False) -> None:
    """Give an upload in ``revisando`` its verdict; nothing when it has one.

    While another thread is at it: nothing either, or with ``esperar``, come back when it has it.
    """
    with _turno(carga_id, esperar=esperar) as mio:
        if not mio:
            return
        with ctx.db.lectura() as session:
            carga = session.get(CargaRow, carga_id)
            if carga is None or carga.estado != "revisando":
                return
            borrador = session.get_one(BorradorRow, carga.borrador_id)
            ranura, otras = _regla(session, borrador, carga), de_la_ranura(session, borrador.id, carga.ranura)
        ya = pesos(ranura, [otra for otra in otras if otra.id != carga_id])
        veredicto = _juzgar(ctx, carga, ranura, ya, str(borrador.cuenta_id))
        _asentar(ctx, carga, ranura, veredicto)


def de_la_ranura(session: Session, borrador_id: str, ranura: str) -> Sequence[CargaRow]:
    """The files of one slot of a draft."""
    return [fila for fila in ordenadas(session, borrador_id) if fila.ranura == ranura]


def ordenadas(session: Session, borrador_id: str) -> Sequence[CargaRow]:
    """The files of a draft, in the order in which they were chosen."""
    return session.scalars(
        select(CargaRow).where(CargaRow.borrador_id == borrador_id).order_by(CargaRow.orden, CargaRow.creada_at)
    ).all()


def pesos(ranura: Ranura, otras: Sequence[CargaRow]) -> list[int]:
    """Bytes of the files that a new one stands beside. In a slot for one file it replaces them instead."""
    return [] if ranura.maximo == 1 else [otra.tamano for otra in otras if otra.estado != "rechazada"]


@contextmanager
def _turno(carga_id: str, *, esperar: bool) -> Generator[bool]:
    with _candado:
        if esperar:
            _candado.wait_for(lambda: carga_id not in _en_curso)
        mio = carga_id not in _en_curso
        _en_curso.add(carga_id)
    try:
        yield mio
    finally:
        if mio:
            with _candado:
                _en_curso.discard(carga_id)
                _candado.notify_all()


def _regla(session: Session, borrador: BorradorRow, carga: CargaRow) -> Ranura:
    ranura = ranuras.una(session, borrador, carga.ranura)
    assert ranura is not None  # noqa: S101 -- a version never changes, and the upload was announced with it
    return ranura


def _juzgar(ctx: Contexto, carga: CargaRow, ranura: Ranura, ya: Sequence[int], quien: str) -> dict[str, Any]:
    """The columns of the verdict. An accepted file is already safe under its SHA-256."""
    try:
        with ThreadPoolExecutor(
            1, thread_name_prefix="huella"
        ) as otro:  # 500 MB take as long to hash as to be looked at
            huella = otro.submit(ctx.almacen.huella_parcial, carga.id)
            medido = _medir(ctx, carga, quien)
            comprobar(ranura, medido, ya=ya)
            sha256 = _guardar(ctx, carga.id, huella)
    except (ArchivoRechazado, CargaPerdida) as negativa:
        return {"estado": "rechazada", "error": negativa.clave.removeprefix("error."), "error_datos": negativa.facts}
    return {
        "estado": "lista",
        "sha256": sha256,
        "tipo": medido.tipo,
        "paginas": medido.paginas,
        "firmado": medido.firmado,
        "marcas": marcas(medido),
        "firmas": [dict(firma) for firma in medido.firmas],
    }


def _guardar(ctx: Contexto, carga_id: str, huella: Future[str]) -> str:
    try:
        return ctx.almacen.guardar(carga_id, huella.result())
    except FileNotFoundError as problema:  # taken out of the draft while it was being measured
        raise CargaPerdida from problema


def _medir(ctx: Contexto, carga: CargaRow, quien: str) -> Medido:
    if ctx.almacen.tamano_parcial(carga.id) != carga.tamano:
        raise CargaPerdida
    with ctx.almacen.parcial(carga.id) as ruta:
        try:
            return inspector().medir(ruta, nombre=carga.nombre, quien=quien)
        except FileNotFoundError as problema:  # taken out of the draft just now
            raise CargaPerdida from problema


def _asentar(ctx: Contexto, carga: CargaRow, ranura: Ranura, veredicto: dict[str, Any]) -> None:
    """Record it, once: whoever comes second, here or in another process, changes nothing."""
    sha256: str | None = veredicto.get("sha256")
    with ctx.db.transaction() as session:
        sobrantes.esperar_turno(session)
        if sha256 is not None and not ctx.almacen.existe(sha256) and ctx.almacen.tamano_parcial(carga.id):
            ctx.almacen.guardar(carga.id)  # whoever had the same file took it out just now
        tocadas = session.scalars(
            update(CargaRow)
            .where(CargaRow.id == carga.id, CargaRow.estado == "revisando")
            .values(**veredicto, actualizada_at=ctx.reloj())
            .returning(CargaRow.id)
        ).all()
        reemplaza = bool(tocadas) and ranura.maximo == 1 and veredicto["estado"] == "lista"
        reemplazadas = _reemplazadas(session, carga) if reemplaza else []
    for carga_id in (carga.id, *(fila.id for fila in reemplazadas)):
        ctx.almacen.descartar(carga_id)
    if reemplazadas or not tocadas:
        with ctx.db.transaction() as session:
            sobrantes.soltar(session, ctx.almacen, [sha256, *(fila.sha256 for fila in reemplazadas)])


def _reemplazadas(session: Session, carga: CargaRow) -> Sequence[CargaRow]:
    """Take out of a slot for one file what was there before."""
    return session.scalars(
        delete(CargaRow)
        .where(
            CargaRow.borrador_id == carga.borrador_id,
            CargaRow.ranura == carga.ranura,
            CargaRow.orden < carga.orden,
        )
        .returning(CargaRow)
    ).all()
