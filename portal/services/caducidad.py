"""How long an upload half way is kept: some days since its last byte, and never longer than some more since it began."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from portal.db.models import CargaRow
from portal.domain.errors import PortalError
from portal.domain.permisos import Permiso
from portal.services import sobrantes
from portal.services.contexto import Contexto, Limites, requiere


class CargaVencida(PortalError):
    """The upload stood still for too long: what arrived of it is gone, or is about to be."""

    code = "carga_vencida"


def vence_at(carga: CargaRow, limites: Limites) -> datetime | None:
    """When it will be forgotten unless more of it arrives; None once it arrived whole."""
    if carga.estado != "subiendo":
        return None
    parada = carga.actualizada_at + timedelta(days=limites.dias_parada)
    return min(parada, carga.creada_at + timedelta(days=limites.dias_subida))


def exigir_viva(carga: CargaRow, limites: Limites, *, ahora: datetime) -> None:
    """Raise CargaVencida when its time is over."""
    limite = vence_at(carga, limites)
    if limite is not None and limite <= ahora:
        raise CargaVencida


@requiere(Permiso.SISTEMA)
def limpiar_subidas(ctx: Contexto) -> int:
    """Forget uploads whose time is over, with what arrived of them; how many."""
    ahora = ctx.reloj()
    vencidas = (
        CargaRow.estado == "subiendo",
        or_(
            CargaRow.actualizada_at <= ahora - timedelta(days=ctx.limites.dias_parada),
            CargaRow.creada_at <= ahora - timedelta(days=ctx.limites.dias_subida),
        ),
    )
    with ctx.db.lectura() as session:
        hay = session.scalar(select(CargaRow.id).where(*vencidas).limit(1)) is not None
    if not hay:
        return 0
    with ctx.db.transaction() as session:
        retiradas = sobrantes.retirar(session, *vencidas)
    sobrantes.liberar(ctx.db, ctx.almacen, retiradas)
    return len(retiradas)
