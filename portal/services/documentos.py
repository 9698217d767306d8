"""Filed documents on their way down, for who may have them at that very moment."""

from __future__ import annotations

from sqlalchemy import select

from portal.db.models import DocumentoRow, RegistroRow
from portal.db.types import ID_MAXIMO
from portal.domain.errors import NoEncontrado
from portal.domain.permisos import Permiso
from portal.services import acuses, analisis, consulta, lectores
from portal.services.archivos import DocumentoAbierto, en_almacen
from portal.services.consulta import SeguimientoNoCoincide
from portal.services.contexto import Contexto, requiere
from portal.services.lectores import Lector


@requiere(Permiso.CUENTA_PROPIA)
def abrir(ctx: Contexto, documento_id: int) -> DocumentoAbierto:
    """A filed document, for who acts for its administrado and for staff within reach; of an answer, it is read with this.

    Raises NoEncontrado for others, DocumentoInfectado, DocumentoNoDisponible when the store lost it.
    """
    if documento_id > ID_MAXIMO:
        raise NoEncontrado
    with ctx.db.lectura() as session:
        fila = session.execute(
            select(DocumentoRow, RegistroRow)
            .join(RegistroRow, RegistroRow.id == DocumentoRow.registro_id)
            .where(DocumentoRow.id == documento_id)
        ).one_or_none()
        if fila is None:
            raise NoEncontrado
        documento, registro = fila.DocumentoRow, fila.RegistroRow
        lector = lectores.con_sesion(
            session, ctx, administrado_id=registro.administrado_id, expediente_id=registro.expediente_id
        )
        if lector is None:
            raise NoEncontrado
        analisis.exigir_sano(session, documento)
        abierto, por_acusar = en_almacen(ctx.almacen, documento), acuses.pendiente(session, ctx, registro, lector)
    if por_acusar:
        _acusar(ctx, registro.id, lector)
    return abierto


@requiere(Permiso.PUBLICO)
def abrir_por_ficha(ctx: Contexto, documento_id: int, *, numero: str, ficha: str) -> DocumentoAbierto:
    """A filed document, for who holds the tracking link, where the institution shows them without an account.

    Raises NoEncontrado, DocumentoInfectado, DocumentoNoDisponible.
    """
    try:
        vista = consulta.por_ficha(ctx, numero=numero, ficha=ficha)
    except SeguimientoNoCoincide:
        raise NoEncontrado from None
    if documento_id > ID_MAXIMO:
        raise NoEncontrado
    with ctx.db.lectura() as session:
        fila = session.get(DocumentoRow, documento_id)
        registro = session.get_one(RegistroRow, fila.registro_id) if fila is not None else None
        if fila is None or registro is None or registro.expediente_id != vista.id or not vista.con_documentos:
            raise NoEncontrado
        analisis.exigir_sano(session, fila)
        abierto, por_acusar = en_almacen(ctx.almacen, fila), acuses.pendiente(session, ctx, registro, Lector.ENLACE)
    if por_acusar:
        _acusar(ctx, registro.id, Lector.ENLACE)
    return abierto


def _acusar(ctx: Contexto, registro_id: int, lector: Lector) -> None:
    with ctx.db.transaction() as session:
        acuses.al_abrir(session, ctx, registro_id, lector)
