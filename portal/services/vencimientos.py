"""Drafts that nobody touches: their owner is told some days before, once, and then they go, with their files.

A draft goes only when its warning is old enough: where the worker stood still for a month, people still get their days.
What was sent is never looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Text, and_, cast, exists, or_, select
from sqlalchemy.orm import Session

from portal.db.models import BorradorRow, CargaRow, CuentaRow
from portal.domain import fechas
from portal.domain.permisos import Permiso
from portal.i18n import t
from portal.services import administrados, borradores, configuracion, correos, sobrantes
from portal.services.contexto import Actor, Contexto, requiere

EN_BLANCO = timedelta(days=1)
DE_UNA_VEZ = 500
"""Rows of one round; the rest wait for the next hour."""


@requiere(Permiso.SISTEMA)
def avisar(ctx: Contexto) -> int:
    """Promise a mail for each draft that will expire soon and has not been told; how many."""

    def por_vencer(ahora: datetime, dias: int, aviso: int) -> ColumnElement[bool]:
        return and_(
            BorradorRow.clase == "presentacion",
            BorradorRow.avisado_at.is_(None),
            BorradorRow.actualizado_at <= ahora - timedelta(days=dias - aviso),
        )

    return sum(_avisar(ctx, borrador_id, cuales) for borrador_id, cuales in _los_que(ctx, por_vencer))


@requiere(Permiso.SISTEMA)
def limpiar(ctx: Contexto) -> int:
    """Remove the drafts that expired, and those in blank that were left behind; how many."""

    def vencidos(ahora: datetime, dias: int, aviso: int) -> ColumnElement[bool]:
        return or_(
            and_(
                BorradorRow.actualizado_at <= ahora - timedelta(days=dias),
                or_(BorradorRow.clase != "presentacion", BorradorRow.avisado_at <= ahora - timedelta(days=aviso)),
            ),
            and_(
                BorradorRow.actualizado_at <= ahora - EN_BLANCO,
                cast(BorradorRow.valores, Text) == "{}",
                ~exists().where(CargaRow.borrador_id == BorradorRow.id),
            ),
        )

    return sum(_retirar(ctx, borrador_id, cuales) for borrador_id, cuales in _los_que(ctx, vencidos))


def _los_que(
    ctx: Contexto, cuales: Callable[[datetime, int, int], ColumnElement[bool]]
) -> Sequence[tuple[str, ColumnElement[bool]]]:
    """Ids of unsent drafts, each with the condition to ask again once it is held. Each keeps the days of its version."""
    halladas: list[tuple[str, ColumnElement[bool]]] = []
    with ctx.db.lectura() as session:
        sin_enviar = BorradorRow.registro_id.is_(None)
        for version in session.scalars(select(BorradorRow.institucion_version).where(sin_enviar).distinct()).all():
            regla = configuracion.institucion(session, version).borradores
            condicion = and_(
                sin_enviar,
                BorradorRow.institucion_version == version,
                cuales(ctx.reloj(), regla.dias, regla.aviso_dias),
            )
            ids = session.scalars(select(BorradorRow.id).where(condicion).limit(DE_UNA_VEZ))
            halladas += [(id_, condicion) for id_ in ids]
    return halladas


def _tomar(session: Session, borrador_id: str, cuales: ColumnElement[bool]) -> BorradorRow | None:
    """The row, held, if it is still one of them: its owner may have written in it, or sent it, just now."""
    consulta = select(BorradorRow).where(BorradorRow.id == borrador_id, cuales)
    return session.scalars(consulta.with_for_update()).one_or_none()


def _avisar(ctx: Contexto, borrador_id: str, cuales: ColumnElement[bool]) -> bool:
    with ctx.db.transaction() as session:
        fila = _tomar(session, borrador_id, cuales)
        if fila is None:
            return False
        fila.avisado_at = ctx.reloj()
        cargas = session.scalars(select(CargaRow).where(CargaRow.borrador_id == fila.id)).all()
        actor = Actor(cuenta_id=fila.cuenta_id)
        if borradores.vacio(fila, cargas) or not administrados.es_de(session, actor, fila.administrado_id):
            return False
        institucion = configuracion.institucion(session, fila.institucion_version, fila.procedimiento)
        cuenta = session.get_one(CuentaRow, fila.cuenta_id)
        vence = borradores.vencimiento(fila, institucion.borradores).astimezone(institucion.zona).date()
        correos.encolar(
            session,
            ctx,
            clave=f"borrador:{fila.id}:{vence.isoformat()}",
            destinatario=cuenta.correo,
            plantilla="borrador_por_vencer",
            datos={
                "nombre": cuenta.nombres,
                "asunto": borradores.titulo(fila, institucion) or t("borradores.sin_asunto"),
                "vence": fechas.en_palabras(vence),
                "borrador": fila.id,
            },
        )
        return True


def _retirar(ctx: Contexto, borrador_id: str, cuales: ColumnElement[bool]) -> bool:
    with ctx.db.transaction() as session:
        fila = _tomar(session, borrador_id, cuales)
        if fila is None:
            return False
        retiradas = sobrantes.retirar(session, CargaRow.borrador_id == fila.id)
        session.delete(fila)
    sobrantes.liberar(ctx.db, ctx.almacen, retiradas)
    return True
