"""Drafts: what a person has written so far, saved at every change, so that a reload or a cut loses nothing.

An account may have several, each with its address. One without words and without files is nobody's draft yet: it is
not listed, does not count, and is used again instead of piling up.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from portal.db.models import AdministradoRow, BorradorRow, CargaRow, CuentaRow
from portal.domain.configuracion import Borradores, Institucion
from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.formulario import (
    MAXIMO_TEXTO,
    Entorno,
    Valor,
    con_iniciales,
    sin_lo_que_ya_no_se_ofrece,
    validar,
)
from portal.domain.permisos import Permiso
from portal.domain.texto import una_linea
from portal.services import adjuntos, administrados, configuracion, procedimientos, sobrantes
from portal.services.borrador_propio import propio, tocar
from portal.services.contexto import Contexto, requiere
from portal.services.respuestas import entorno

EN_BLANCO = 3
"""Untouched drafts an account may have open, one in each tab; more tabs share the oldest."""


class DemasiadosBorradores(PortalError):
    """The account has as many unsent drafts as it may; ``facts["maximo"]``."""

    code = "demasiados_borradores"


@dataclass(frozen=True)
class BorradorView:
    """A draft as the screen needs it. ``institucion``: as its ``procedimiento`` sees it; ``entorno``: as of this moment.

    ``intacto``: nobody wrote anything in its form.
    """

    id: str
    institucion: Institucion
    procedimiento: str
    intacto: bool
    valores: Mapping[str, Valor]
    entorno: Entorno
    administrado_id: int
    actualizado_at: datetime
    vence_at: datetime


@dataclass(frozen=True)
class BorradorEnLista:
    """An unsent draft among others. ``paso``: documento, archivos or revisar, the first that is not complete."""

    id: str
    asunto: str
    procedimiento: str
    a_nombre_de: str
    paso: str
    archivos: int
    actualizado_at: datetime
    vence_at: datetime


@requiere(Permiso.PRESENTAR)
def abrir(ctx: Contexto) -> BorradorView:
    """The account's newest unsent draft, or a new one with the institution in force. Raises SinAdministrado."""
    with ctx.db.lectura() as session:  # nearly always there is one: no write lock at every rerun of the screen
        if (fila := _ultimo(ctx, session)) is not None:
            return _view(ctx, session, fila)
    with ctx.db.transaction() as session:
        return _view(ctx, session, _ultimo(ctx, session) or _nuevo(ctx, session))


@requiere(Permiso.PRESENTAR)
def empezar(ctx: Contexto) -> BorradorView:
    """A draft in blank, beside those there are. Raises DemasiadosBorradores, SinAdministrado."""
    with ctx.db.transaction() as session:
        suya = select(CuentaRow.id).where(CuentaRow.id == ctx.actor.cuenta_id)
        session.execute(suya.with_for_update())  # two tabs at once are counted one after the other
        maximo = configuracion.vigente(session)[1].borradores.maximo
        filas = _sin_enviar(ctx, session)
        con_cargas = _cargas(session, filas)
        en_blanco = [fila for fila in filas if vacio(fila, con_cargas[fila.id])]
        if len(filas) - len(en_blanco) >= maximo:
            raise DemasiadosBorradores(maximo=maximo)
        if len(en_blanco) < EN_BLANCO:
            return _view(ctx, session, _nuevo(ctx, session))
        return _view(ctx, session, _estrenar(ctx, session, en_blanco[-1]))


@requiere(Permiso.PRESENTAR)
def pendientes(ctx: Contexto) -> tuple[BorradorEnLista, ...]:
    """The account's unsent drafts with something in them, the last changed first."""
    with ctx.db.lectura() as session:
        filas = _sin_enviar(ctx, session)
        cargas = _cargas(session, filas)
        nombres = select(AdministradoRow.id, AdministradoRow.nombre)
        suyos = nombres.where(AdministradoRow.id.in_({fila.administrado_id for fila in filas}))
        de_quien = {fila.id: fila.nombre for fila in session.execute(suyos)}
        return tuple(
            _en_lista(ctx, session, fila, cargas[fila.id], de_quien[fila.administrado_id])
            for fila in filas
            if not vacio(fila, cargas[fila.id])
        )


@requiere(Permiso.CUENTA_PROPIA)
def ver(ctx: Contexto, borrador_id: str) -> BorradorView:
    """One draft of the account. Raises NoEncontrado, or BorradorEnviado."""
    with ctx.db.lectura() as session:
        return _view(ctx, session, propio(session, ctx, borrador_id))


@requiere(Permiso.CUENTA_PROPIA)
def guardar(ctx: Contexto, borrador_id: str, *, valores: Mapping[str, Valor]) -> BorradorView:
    """Keep these values (the others stay) and return the draft with them. Nothing is judged: a draft may be wrong."""
    with ctx.db.transaction() as session:
        antes = _view(ctx, session, propio(session, ctx, borrador_id, bloquear=True))
        ahora = ctx.reloj()
        campos = {campo.id for campo in antes.institucion.formulario.campos}
        nuevos = {k: v if isinstance(v, bool) else str(v)[:MAXIMO_TEXTO] for k, v in valores.items() if k in campos}
        todos = sin_lo_que_ya_no_se_ofrece(antes.institucion.formulario, {**antes.valores, **nuevos}, antes.entorno)
        session.execute(_GUARDAR, {"borrador": antes.id, "nuevos": todos, "ahora": ahora})
        vence = ahora + timedelta(days=antes.institucion.borradores.dias)
        intacto = _intacto(antes.institucion, todos)
        return replace(antes, valores=todos, intacto=intacto, actualizado_at=ahora, vence_at=vence)


@requiere(Permiso.PRESENTAR)
def primera_vez(ctx: Contexto) -> bool:
    """Whether the account never sent anything."""
    enviado = select(BorradorRow.id).where(
        BorradorRow.cuenta_id == ctx.actor.cuenta_id, BorradorRow.registro_id.is_not(None)
    )
    with ctx.db.lectura() as session:
        return session.scalar(enviado.limit(1)) is None


@requiere(Permiso.PRESENTAR)
def a_nombre_de(ctx: Contexto, borrador_id: str, *, administrado_id: int) -> None:
    """For whom it will be filed: anybody the account acts for today. Raises NoEncontrado, BorradorEnviado."""
    with ctx.db.transaction() as session:
        fila = propio(session, ctx, borrador_id, bloquear=True)
        if fila.clase != "presentacion" or not administrados.es_de(session, ctx.actor, administrado_id):
            raise NoEncontrado
        fila.administrado_id = administrado_id
        tocar(fila, ctx.reloj())


@requiere(Permiso.CUENTA_PROPIA)
def elegir(ctx: Contexto, borrador_id: str, *, procedimiento: str) -> None:
    """What is asked for: one of the procedures that the institution offers, or none. What was written stays where it fits.

    Raises NoEncontrado, BorradorEnviado.
    """
    with ctx.db.transaction() as session:
        fila = propio(session, ctx, borrador_id, bloquear=True)
        suyo = configuracion.institucion(session, fila.institucion_version).procedimiento(procedimiento)
        if fila.clase not in {"presentacion", "ventanilla"} or (procedimiento and (suyo is None or not suyo.activo)):
            raise NoEncontrado
        fila.procedimiento = procedimiento
        tocar(fila, ctx.reloj())


@requiere(Permiso.CUENTA_PROPIA)
def descartar(ctx: Contexto, borrador_id: str) -> None:
    """Throw a draft away with its files, which give their disk back. Raises NoEncontrado, BorradorEnviado."""
    with ctx.db.transaction() as session:
        fila = propio(session, ctx, borrador_id, bloquear=True)
        retiradas = sobrantes.retirar(session, CargaRow.borrador_id == fila.id)
        session.delete(fila)
    sobrantes.liberar(ctx.db, ctx.almacen, retiradas)


def vacio(fila: BorradorRow, cargas: Sequence[CargaRow]) -> bool:
    """Whether nothing was written nor attached yet."""
    return not any(fila.valores.values()) and not cargas


def vencimiento(fila: BorradorRow, regla: Borradores) -> datetime:
    """Until when it is kept if nobody touches it: never less than the days promised in the warning."""
    vence = fila.actualizado_at + timedelta(days=regla.dias)
    return vence if fila.avisado_at is None else max(vence, fila.avisado_at + timedelta(days=regla.aviso_dias))


def titulo(fila: BorradorRow, institucion: Institucion) -> str:
    """Its asunto on one line, or nothing."""
    campo = institucion.formulario.con_papel("asunto")
    return una_linea(str(fila.valores.get(campo.id, ""))) if campo else ""


def _sin_enviar(ctx: Contexto, session: Session) -> Sequence[BorradorRow]:
    return session.scalars(
        select(BorradorRow)
        .where(BorradorRow.cuenta_id == ctx.actor.cuenta_id, BorradorRow.registro_id.is_(None))
        .where(BorradorRow.clase == "presentacion")
        .where(BorradorRow.administrado_id.in_(administrados.de(ctx.actor)))
        .order_by(BorradorRow.actualizado_at.desc(), BorradorRow.id)
    ).all()


def _cargas(session: Session, filas: Sequence[BorradorRow]) -> dict[str, list[CargaRow]]:
    """The files of each of these drafts, the refused ones too."""
    por_borrador: dict[str, list[CargaRow]] = {fila.id: [] for fila in filas}
    for carga in session.scalars(select(CargaRow).where(CargaRow.borrador_id.in_(por_borrador))):
        por_borrador[carga.borrador_id].append(carga)
    return por_borrador


def _ultimo(ctx: Contexto, session: Session) -> BorradorRow | None:
    return next(iter(_sin_enviar(ctx, session)), None)


def _nuevo(ctx: Contexto, session: Session) -> BorradorRow:
    fila = BorradorRow(
        id=secrets.token_hex(16),
        cuenta_id=ctx.actor.cuenta_id,
        valores={},
        clave_envio=secrets.token_hex(16),
    )
    session.add(_estrenar(ctx, session, fila))
    session.flush()
    return fila


def _estrenar(ctx: Contexto, session: Session, fila: BorradorRow) -> BorradorRow:
    """Begun now, with the institution in force, for whom the account filed last."""
    fila.valores, fila.procedimiento = {}, ""
    fila.institucion_version, _ = configuracion.vigente(session)
    fila.administrado_id = administrados.de_costumbre(session, ctx.actor)
    fila.creado_at = tocar(fila, ctx.reloj())
    return fila


def _en_lista(
    ctx: Contexto, session: Session, fila: BorradorRow, cargas: Sequence[CargaRow], de_quien: str
) -> BorradorEnLista:
    institucion = configuracion.institucion(session, fila.institucion_version, fila.procedimiento)
    en_pie = [carga for carga in cargas if carga.estado != "rechazada"]
    _, mal_escrito = validar(institucion.formulario, fila.valores, entorno(institucion, ctx.reloj()))
    mal_adjuntado = adjuntos.errores(institucion, fila.valores, en_pie)
    return BorradorEnLista(
        id=fila.id,
        asunto=titulo(fila, institucion),
        procedimiento=procedimientos.nombre(institucion, fila.procedimiento),
        a_nombre_de=de_quien,
        paso="documento" if mal_escrito else "archivos" if mal_adjuntado else "revisar",
        archivos=len(en_pie),
        actualizado_at=fila.actualizado_at,
        vence_at=vencimiento(fila, institucion.borradores),
    )


def _view(ctx: Contexto, session: Session, fila: BorradorRow) -> BorradorView:
    institucion = configuracion.institucion(session, fila.institucion_version, fila.procedimiento)
    alrededor = entorno(institucion, ctx.reloj())
    return BorradorView(
        id=fila.id,
        institucion=institucion,
        procedimiento=fila.procedimiento,
        intacto=_intacto(institucion, fila.valores),
        valores=con_iniciales(institucion.formulario, fila.valores, alrededor),
        entorno=alrededor,
        administrado_id=fila.administrado_id,
        actualizado_at=fila.actualizado_at,
        vence_at=vencimiento(fila, institucion.borradores),
    )


def _intacto(institucion: Institucion, valores: Mapping[str, Valor]) -> bool:
    return not any(valores.get(campo.id) for campo in institucion.formulario.campos)


# Written once, since making a statement costs as much as executing it.
_TABLA = cast("Table", BorradorRow.__table__)
_GUARDAR = (
    update(_TABLA)
    .where(_TABLA.c.id == bindparam("borrador"))
    .values(valores=bindparam("nuevos"), actualizado_at=bindparam("ahora"), avisado_at=None)
)  # as ``tocar`` does
