"""Files of a draft: on their way up, inspected, accepted or refused; and documents on their way down.

What the database says was received is what is fsynced on disk. No connection is held while bytes travel.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.db.models import BorradorRow, CargaRow, DocumentoRow
from portal.domain.archivos import OffsetDistinto, comprobar_antes, nombre_limpio
from portal.domain.campos import Ranura
from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.firmas import Firma, de_filas
from portal.domain.permisos import Permiso
from portal.services import aceptaciones, caducidad, cuotas, ranuras, sobrantes
from portal.services.borrador_propio import DE_CIUDADANO, BorradorEnviado, carga_propia, propio, propio_o_enviado, tocar
from portal.services.contexto import Almacen, Contexto, requiere
from portal.services.inspeccion import de_la_ranura, inspeccionar, ordenadas, pesos
from portal.services.intentos import red
from portal.services.recepcion import Recepcion

HUERFANA_SEGUNDOS = 3600
NEGADAS_QUE_SE_VEN = 20
"""Refused files that a slot goes on naming; the older ones are forgotten, or sending rubbish would fill the database."""


class DocumentoNoDisponible(PortalError):
    """The store does not have the bytes of a document that was filed: an incident, not a mistake of the reader."""

    code = "documento_no_disponible"


@dataclass(frozen=True)
class CargaView:
    """One file of a draft. ``estado``: subiendo, revisando, lista or rechazada; ``error`` and ``datos`` say why."""

    id: str
    ranura: str
    nombre: str
    tamano: int
    recibido: int
    estado: str
    tipo: str | None
    paginas: int | None
    firmado: bool | None
    error: str | None
    datos: Mapping[str, Any]
    firmas: tuple[Firma, ...] = ()


class Avance(NamedTuple):
    """Bytes of an upload that are safe on disk, bytes announced, and until when it waits for the rest.

    ``por_revisar``: all are there, and it has no verdict: ``terminar`` gives it one.
    """

    recibido: int
    tamano: int
    vence_at: datetime | None
    por_revisar: bool = False


@dataclass(frozen=True)
class DocumentoAbierto:
    """A filed document, ready to be sent to somebody who may have it."""

    ruta: Path
    nombre: str
    tipo: str
    tamano: int
    sha256: str


@requiere(Permiso.CUENTA_PROPIA)
def crear_carga(ctx: Contexto, borrador_id: str, *, ranura: str, nombre: str, tamano: int) -> CargaView:
    """Announce a file of ``tamano`` bytes. In a slot for one file it takes the place of what was not finished.

    Raises NoEncontrado, BorradorEnviado, TextosPorAceptar, SinEspacio, or the ArchivoRechazado known before a byte travels.
    """
    limpio = nombre_limpio(nombre)
    with ctx.db.transaction() as session:
        borrador = _abierto(session, ctx, borrador_id)
        if borrador.clase in DE_CIUDADANO:
            aceptaciones.exigir(session, ctx)
        regla = _ranura(session, borrador, ranura)
        otras = de_la_ranura(session, borrador_id, ranura)
        comprobar_antes(regla, limpio, tamano, pesos(regla, otras))
        cuotas.exigir(session, ctx, tamano)
        negadas = [otra.id for otra in otras if otra.estado == "rechazada"]
        una_sola = [otra.id for otra in otras if regla.maximo == 1 and otra.estado != "lista"]
        sobran = una_sola or negadas[:-NEGADAS_QUE_SE_VEN]
        fila = CargaRow(
            id=secrets.token_hex(16),
            borrador_id=borrador_id,
            ranura=ranura,
            orden=1 + max((otra.orden for otra in otras), default=0),
            nombre=limpio,
            tamano=tamano,
            recibido=0,
            estado="subiendo",
            origen=red(ctx.actor.ip),
            creada_at=ctx.reloj(),
            actualizada_at=ctx.reloj(),
        )
        session.execute(delete(CargaRow).where(CargaRow.id.in_(sobran)))
        session.add(fila)
    _descartar(ctx.almacen, sobran)
    return _view(fila)


@requiere(Permiso.CUENTA_PROPIA)
def offset(ctx: Contexto, carga_id: str) -> Avance:
    """How far it is, without waiting for anything.

    Raises NoEncontrado, BorradorEnviado, CargaVencida.
    """
    with ctx.db.lectura() as session:
        carga = carga_propia(session, ctx, carga_id)
    caducidad.exigir_viva(carga, ctx.limites, ahora=ctx.reloj())
    if carga.estado == "subiendo" and ctx.almacen.tamano_parcial(carga_id) < carga.recibido:
        carga.recibido = _retroceder(ctx, carga_id)
    vence = caducidad.vence_at(carga, ctx.limites)
    return Avance(carga.recibido, carga.tamano, vence, por_revisar=carga.estado == "revisando")


@requiere(Permiso.CUENTA_PROPIA)
def recibir(ctx: Contexto, carga_id: str, *, desde: int) -> AbstractContextManager[Recepcion]:
    """Open an upload to append from ``desde``; call ``terminar`` once it is ``completa``.

    Raises NoEncontrado, OffsetDistinto, CargaVencida, and on entering CargaOcupada, CargaPerdida.
    """
    _exigir_offset(ctx, carga_id, desde)
    return _recepcion(ctx, carga_id, desde)


@requiere(Permiso.CUENTA_PROPIA)
def terminar(ctx: Contexto, carga_id: str) -> CargaView:
    """Inspect an upload whose last byte is safe: it becomes lista, or rechazada with its reason.

    Its answer is the verdict, also when a screen that showed the draft was already inspecting it: the browser asks no more.
    """
    with ctx.db.lectura() as session:
        carga_propia(session, ctx, carga_id)
    inspeccionar(ctx, carga_id, esperar=True)
    with ctx.db.lectura() as session:
        return _view(carga_propia(session, ctx, carga_id))


@requiere(Permiso.CUENTA_PROPIA)
def anexar(ctx: Contexto, carga_id: str, *, desde: int, trozos: Iterable[bytes]) -> CargaView:
    """Append, make safe, and inspect when it was the last piece: ``recibir`` and ``terminar`` for who has the bytes."""
    with recibir(ctx, carga_id, desde=desde) as recepcion:
        try:
            for trozo in trozos:
                recepcion.escribir(trozo)
        finally:
            recepcion.confirmar()
    if recepcion.completa:
        return terminar(ctx, carga_id)
    with ctx.db.lectura() as session:
        return _view(carga_propia(session, ctx, carga_id))


@requiere(Permiso.CUENTA_PROPIA)
def quitar(ctx: Contexto, carga_id: str) -> None:
    """Take a file out of its draft, whatever its state. Raises NoEncontrado, BorradorEnviado."""
    with ctx.db.transaction() as session:
        carga = carga_propia(session, ctx, carga_id)
        _abierto(session, ctx, carga.borrador_id)
        sha256 = session.scalar(delete(CargaRow).where(CargaRow.id == carga_id).returning(CargaRow.sha256))
    _descartar(ctx.almacen, [carga_id])
    if sha256 is not None:
        with ctx.db.transaction() as session:
            sobrantes.soltar(session, ctx.almacen, [sha256])


cancelar = quitar
"""Stopping an upload leaves nothing of it: the same act."""


@requiere(Permiso.CUENTA_PROPIA)
def cargas(ctx: Contexto, borrador_id: str) -> tuple[CargaView, ...]:
    """Every file of a draft, in the order in which they were chosen; those a crash left uninspected are inspected."""
    with ctx.db.lectura() as session:
        propio(session, ctx, borrador_id)
        filas = ordenadas(session, borrador_id)
    pendientes = [fila.id for fila in filas if fila.estado == "revisando"]
    if not pendientes:
        return tuple(_view(fila) for fila in filas)
    for carga_id in pendientes:
        inspeccionar(ctx, carga_id)
    with ctx.db.lectura() as session:
        return tuple(_view(fila) for fila in ordenadas(session, borrador_id))


def en_almacen(almacen: Almacen, documento: DocumentoRow) -> DocumentoAbierto:
    """A document that somebody was authorised to have, or DocumentoNoDisponible: half a file is never handed over."""
    if not almacen.existe(documento.sha256, documento.tamano):
        raise DocumentoNoDisponible(nombre=documento.nombre)
    ruta = almacen.ruta(documento.sha256)
    return DocumentoAbierto(ruta, documento.nombre, documento.tipo, documento.tamano, documento.sha256)


@requiere(Permiso.SISTEMA)
def limpiar_abandonadas(ctx: Contexto) -> int:
    """Forget partial files that no unfinished upload owns (a crash left them) and return how many."""
    viejas = [id_ for id_, escrita in ctx.almacen.parciales() if time.time() - escrita > HUERFANA_SEGUNDOS]
    with ctx.db.lectura() as session:
        vivas = set(session.scalars(select(CargaRow.id).where(CargaRow.estado.in_(["subiendo", "revisando"]))))
    huerfanas = [id_ for id_ in viejas if id_ not in vivas]
    _descartar(ctx.almacen, huerfanas)
    return len(huerfanas)


@contextmanager
def _recepcion(ctx: Contexto, carga_id: str, desde: int) -> Generator[Recepcion]:
    with ctx.almacen.escritor(carga_id, desde) as escritor:
        carga = _exigir_offset(ctx, carga_id, desde)  # again: now nobody else can be writing
        yield Recepcion(ctx, carga_id, escritor, recibido=desde, tamano=carga.tamano)


def _abierto(session: Session, ctx: Contexto, borrador_id: str) -> BorradorRow:
    """The actor's draft, changed now and held until the end: two files at once are counted one after the other."""
    borrador = propio_o_enviado(session, ctx, borrador_id, bloquear=True)
    if borrador.registro_id is not None:
        raise BorradorEnviado
    tocar(borrador, ctx.reloj())
    return borrador


def _exigir_offset(ctx: Contexto, carga_id: str, desde: int) -> CargaRow:
    with ctx.db.lectura() as session:
        carga = carga_propia(session, ctx, carga_id)
    if carga.estado != "subiendo" or carga.recibido != desde:
        raise OffsetDistinto(recibido=carga.recibido)
    caducidad.exigir_viva(carga, ctx.limites, ahora=ctx.reloj())
    return carga


def _retroceder(ctx: Contexto, carga_id: str) -> int:
    """The disk has less than the database says (a restored backup): go on from what there is."""
    hay = ctx.almacen.tamano_parcial(carga_id)
    with ctx.db.transaction() as session:
        session.execute(
            update(CargaRow)
            .where(CargaRow.id == carga_id, CargaRow.estado == "subiendo", CargaRow.recibido > hay)
            .values(recibido=hay)
        )
    return hay


def _ranura(session: Session, borrador: BorradorRow, ranura_id: str) -> Ranura:
    ranura = ranuras.una(session, borrador, ranura_id)
    if ranura is None:
        raise NoEncontrado
    return ranura


def _descartar(almacen: Almacen, cargas_: Iterable[str]) -> None:
    for carga_id in cargas_:
        almacen.descartar(carga_id)


def _view(fila: CargaRow) -> CargaView:
    return CargaView(
        id=fila.id,
        ranura=fila.ranura,
        nombre=fila.nombre,
        tamano=fila.tamano,
        recibido=fila.recibido,
        estado=fila.estado,
        tipo=fila.tipo,
        paginas=fila.paginas,
        firmado=fila.firmado,
        error=fila.error,
        datos=fila.error_datos or {},
        firmas=de_filas(fila.firmas),
    )
