"""Something asked of a citizen, and their cure."""

from __future__ import annotations

from sqlalchemy import select

from portal.db.models import ObservacionItemRow, ObservacionRow, RegistroRow
from portal.services import observaciones, subsanaciones
from portal.services.contexto import Contexto
from portal.services.observaciones import ItemNuevo
from portal.services.subsanaciones import SubsanacionHecha
from tests.factories import cuentas, escritorio, presentaciones
from tests.factories.presentaciones import Archivo

DOS = (ItemNuevo("El documento no está firmado.", "principal"), ItemNuevo("Falta el anexo 2."))


def observado(ctx: Contexto, mesa: Contexto, *, items: tuple[ItemNuevo, ...] = DOS) -> tuple[str, Contexto]:
    """The number of something filed and observed by the counter, and its owner."""
    dueno = ctx.como(cuentas.ciudadano(ctx))
    numero = presentaciones.presentar(ctx, dueno.actor).numero
    observaciones.observar(mesa, numero, visto=1, items=items)
    return numero, dueno


def subsanar(dueno: Contexto, numero: str, *, solo: int | None = None, con_archivo: bool = True) -> SubsanacionHecha:
    """Answer each item, or only the one of that place, and send."""
    hoja = subsanaciones.abrir(dueno, numero)
    for orden, item in enumerate(hoja.pedido.items, 1):
        if solo in {None, orden}:
            subsanaciones.guardar(dueno, hoja.borrador_id, item=item.id, respuesta=f"Corregido {orden}")
            if con_archivo:
                presentaciones.adjuntar(dueno, hoja.borrador_id, Archivo(f"item_{item.id}", nombre=f"{orden}.pdf"))
    return subsanaciones.enviar(dueno, hoja.borrador_id)


def filas(ctx: Contexto, numero: str) -> list[ObservacionRow]:
    """Everything that was asked in it, oldest first."""
    with ctx.db.lectura() as session:
        e = escritorio.expediente(ctx, numero)
        suyas = select(ObservacionRow).where(ObservacionRow.expediente_id == e.id)
        return list(session.scalars(suyas.order_by(ObservacionRow.id)))


def items(ctx: Contexto, numero: str) -> list[ObservacionItemRow]:
    """The items of the newest thing that was asked, in their order."""
    with ctx.db.lectura() as session:
        suyos = select(ObservacionItemRow).where(ObservacionItemRow.observacion_id == filas(ctx, numero)[-1].id)
        return list(session.scalars(suyos.order_by(ObservacionItemRow.orden)))


def items_por_id(ctx: Contexto, observacion_id: int) -> dict[int, ObservacionItemRow]:
    """The items of one act of asking."""
    with ctx.db.lectura() as session:
        suyos = select(ObservacionItemRow).where(ObservacionItemRow.observacion_id == observacion_id)
        return {i.id: i for i in session.scalars(suyos)}


def registros(ctx: Contexto, numero: str) -> list[RegistroRow]:
    """Every entry of the general register of it, oldest first."""
    with ctx.db.lectura() as session:
        e = escritorio.expediente(ctx, numero)
        suyos = select(RegistroRow).where(RegistroRow.expediente_id == e.id)
        return list(session.scalars(suyos.order_by(RegistroRow.id)))


def juzgar(quien: Contexto, numero: str, *juicios: str) -> None:
    """Judge the last cure, item by item in their order: ``bien`` or ``mal``."""
    suyos = items(quien, numero)
    subsanados = {i.id: juicio == "bien" for i, juicio in zip(suyos, juicios, strict=True)}
    observaciones.juzgar(quien, numero, visto=None, subsanados=subsanados)
