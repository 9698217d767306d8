"""What one account may keep on the disk before it presents anything, and what the disk keeps for everybody else."""

from __future__ import annotations

import logging

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.db.models import BorradorRow, CargaRow
from portal.domain.archivos import SinEspacio
from portal.domain.errors import ArchivoRechazado
from portal.domain.tamanos import MB, comparados, legible
from portal.services.contexto import Contexto
from portal.services.intentos import red

A_MEDIAS = ("subiendo", "revisando")
registro = logging.getLogger(__name__)


class CuotaExcedida(ArchivoRechazado):
    """The drafts of the account would hold too many bytes."""

    code = "archivo_cuota"


class DemasiadasSubidas(ArchivoRechazado):
    """The account left too many uploads half way."""

    code = "archivo_subidas"


class DemasiadasDesdeAqui(ArchivoRechazado):
    """All who came in from one address left too many uploads half way, or too many bytes of them."""

    code = "archivo_direccion"


def exigir(session: Session, ctx: Contexto, tamano: int) -> None:
    """Room for one more file of ``tamano`` bytes in the drafts of the actor.

    Raises CuotaExcedida, DemasiadasSubidas, DemasiadasDesdeAqui, SinEspacio.
    """
    suyas = (
        select(func.coalesce(func.sum(CargaRow.tamano), 0), func.count().filter(CargaRow.estado.in_(A_MEDIAS)))
        .join(BorradorRow, BorradorRow.id == CargaRow.borrador_id)
        .where(BorradorRow.cuenta_id == ctx.actor.cuenta_id, BorradorRow.registro_id.is_(None))
        .where(CargaRow.estado != "rechazada")
    )
    ocupados, a_medias = session.execute(suyas).one()
    limite = ctx.limites.mb_borradores * MB
    if ocupados + tamano > limite:
        total, maximo = comparados(int(ocupados) + tamano, limite)
        raise CuotaExcedida(tamano=legible(tamano), total=total, maximo=maximo)
    if a_medias >= ctx.limites.subidas:
        raise DemasiadasSubidas(cuantos=a_medias, maximo=ctx.limites.subidas)
    _exigir_de_la_direccion(session, ctx, tamano)
    libre = ctx.almacen.libre()
    if libre is not None and libre - tamano < ctx.limites.mb_reserva * MB:
        registro.warning("disk reserve reached: %s free, %s offered", legible(libre), legible(tamano))
        raise SinEspacio


def _exigir_de_la_direccion(session: Session, ctx: Contexto, tamano: int) -> None:
    """An office behind one address has room for hundreds; accounts made by the dozen share it. The figures are not told."""
    origen = red(ctx.actor.ip)
    if not origen:
        return
    suyas = select(func.coalesce(func.sum(CargaRow.tamano), 0), func.count()).where(
        CargaRow.origen == origen,
        text("carga.estado = 'subiendo'"),  # written out: with a parameter SQLite would read every carga there ever was
    )
    octetos, cuantas = session.execute(suyas).one()
    if cuantas >= ctx.limites.subidas_direccion or octetos + tamano > ctx.limites.mb_direccion * MB:
        registro.warning("uploads half way from one address: %s, %s", cuantas, legible(int(octetos)))
        raise DemasiadasDesdeAqui
