"""A filing brought on paper: the counter writes down who files and what, scans it, and registers it as any other.

The same form, files, registers, numbers and legal dates as online; ``canal`` says how it came. Who files at the counter is
an administrado of the counter: nobody's account is ever joined to it here, even one with the same document.
Law: Ley 27444, arts. 117 and 123 to 125 (everything brought is received, with its cargo at once).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import AdministradoRow, BorradorRow, ExpedienteRow, MiembroRow, RegistroRow
from portal.domain.calendario import presentacion
from portal.domain.errors import NoEncontrado
from portal.domain.permisos import Permiso
from portal.i18n import t
from portal.services import (
    asiento,
    borrador_propio,
    cargos,
    claves,
    configuracion,
    lectores,
    recibos,
    remitentes,
)
from portal.services.asiento import Preparado
from portal.services.cargos import Cargo
from portal.services.contexto import Contexto, requiere
from portal.services.historia import Hechos
from portal.services.juicio import juzgar, preparar
from portal.services.recibos import Recibo
from portal.services.registro import Revision
from portal.services.remitentes import Remitente
from portal.services.respuestas import de_papel

CLASE = CANAL = "ventanilla"
MOSTRADOS = 10


@dataclass(frozen=True)
class EnVentanilla:
    """A draft of the counter: its id, and who files."""

    id: str
    quien: Remitente


@dataclass(frozen=True)
class SinTerminar:
    """A draft of the counter to go on with: who files, and what, as far as it was written."""

    id: str
    quien: str
    asunto: str
    guardado_at: datetime


@requiere(Permiso.REGISTRAR_VENTANILLA)
def identificar(ctx: Contexto, escrito: Remitente, *, borrador_id: str = "") -> str:
    """Keep who files: in that draft, or in a new one; its id. Raises DatosInvalidos (every field), NoEncontrado, BorradorEnviado."""
    with ctx.db.transaction() as session:
        quien = remitentes.revisar(escrito)
        suyo = _administrado(session, ctx, quien)
        if borrador_id:
            borrador = _de_ventanilla(session, ctx, borrador_id, bloquear=True)
            borrador.administrado_id = suyo
            borrador_propio.tocar(borrador, ctx.reloj())
        else:
            borrador = borrador_propio.comenzar(session, ctx, CLASE, administrado_id=suyo)
        borrador.valores = {**borrador.valores, **quien.en_borrador()}
        return borrador.id


@requiere(Permiso.REGISTRAR_VENTANILLA)
def ver(ctx: Contexto, borrador_id: str) -> EnVentanilla:
    """A draft of the actor's at the counter. Raises NoEncontrado, BorradorEnviado."""
    with ctx.db.lectura() as session:
        borrador = _de_ventanilla(session, ctx, borrador_id)
        return EnVentanilla(borrador.id, remitentes.de_borrador(borrador.valores))


@requiere(Permiso.REGISTRAR_VENTANILLA)
def sin_terminar(ctx: Contexto) -> tuple[SinTerminar, ...]:
    """The actor's drafts of the counter that were not registered, the last one touched first; at most ``MOSTRADOS``."""
    with ctx.db.lectura() as session:
        filas = session.scalars(
            select(BorradorRow)
            .where(BorradorRow.cuenta_id == ctx.actor.cuenta_id, BorradorRow.clase == CLASE)
            .where(BorradorRow.registro_id.is_(None))
            .order_by(BorradorRow.actualizado_at.desc(), BorradorRow.id)
            .limit(MOSTRADOS)
        ).all()
        suyas = {f.id: configuracion.institucion(session, f.institucion_version, f.procedimiento) for f in filas}
        return tuple(
            SinTerminar(
                id=fila.id,
                quien=remitentes.de_borrador(fila.valores).nombre,
                asunto=de_papel(suyas[fila.id], fila.valores, "asunto"),
                guardado_at=fila.actualizado_at,
            )
            for fila in filas
        )


@requiere(Permiso.REGISTRAR_VENTANILLA)
def revisar(ctx: Contexto, borrador_id: str) -> Revision:
    """Judge it as ``registrar`` would, and change nothing. Raises NoEncontrado, BorradorEnviado."""
    with ctx.db.lectura() as session:
        borrador = _de_ventanilla(session, ctx, borrador_id)
        juicio = juzgar(session, ctx, borrador)
        quien = remitentes.de_borrador(borrador.valores).en_registro()
        return Revision(presentacion(ctx.reloj(), juicio.institucion.dias), quien, juicio.errores)


@requiere(Permiso.REGISTRAR_VENTANILLA)
def registrar(ctx: Contexto, borrador_id: str) -> Recibo:
    """Register it now. The same draft again gives the same number.

    Raises NoEncontrado, DatosInvalidos, ArchivoPerdido.
    """
    with ctx.db.transaction() as session:
        borrador = borrador_propio.propio_o_enviado(session, ctx, borrador_id, bloquear=True)
        if borrador.clase != CLASE:
            raise NoEncontrado
        if borrador.registro_id is not None:
            return recibos.componer(session, ctx, *recibos.registrado(session, borrador.registro_id))
        listo = _preparar(ctx, session, borrador)
        registro, expediente = asiento.asentar(session, ctx, borrador, listo)
    con_clave = listo.institucion.seguimiento.contrasena
    return recibos.expedido(registro, expediente, ctx, archivos=len(listo.cargas), con_clave=con_clave)


@requiere(Permiso.REGISTRAR_VENTANILLA)
def recibo(ctx: Contexto, borrador_id: str) -> Recibo | None:
    """The receipt of a draft of the actor's that was registered, or None. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        borrador = borrador_propio.propio_o_enviado(session, ctx, borrador_id)
        if borrador.clase != CLASE or borrador.registro_id is None:
            return None
        return recibos.componer(session, ctx, *recibos.registrado(session, borrador.registro_id))


@requiere(Permiso.REGISTRAR_VENTANILLA)
def cargo_pdf(ctx: Contexto, numero: str) -> tuple[str, bytes]:
    """File name and PDF of the cargo, with the tracking password, to hand over at once.

    Only for who registered it at the counter: nobody else of staff gets a citizen's password. Raises NoEncontrado.
    """
    with ctx.db.lectura() as session:
        hallado = session.execute(
            select(RegistroRow, ExpedienteRow)
            .join(ExpedienteRow, ExpedienteRow.id == RegistroRow.expediente_id)
            .where(ExpedienteRow.numero == numero, RegistroRow.clase == "presentacion", RegistroRow.canal == CANAL)
            .where(RegistroRow.cuenta_id == ctx.actor.cuenta_id)
        ).one_or_none()
        if hallado is None:
            raise NoEncontrado(que=numero)
        registro, expediente = hallado
        cargo = cargos.reunir(session, ctx, registro.id)
        con_clave = lectores.con_clave(session, expediente)
    if not con_clave:
        return cargo.archivo, cargos.componer(cargo)
    clave = claves.clave_de_seguimiento(ctx, expediente.id, expediente.clave_version)
    momento = dict(cargo.datos["momento"])
    momento["datos"] = [*momento["datos"], [t("ventanilla.clave"), clave]]
    return cargo.archivo, cargos.componer(Cargo(cargo.archivo, {**cargo.datos, "momento": momento}, cargo.emitido))


def _preparar(ctx: Contexto, session: Session, borrador: BorradorRow) -> Preparado:
    """Judge a draft. Raises DatosInvalidos, ArchivoPerdido."""
    quien = remitentes.de_borrador(borrador.valores)
    return preparar(
        session,
        ctx,
        borrador,
        juzgar(session, ctx, borrador),
        remitente=quien.en_registro(),
        canal=CANAL,
        folios=int(quien.folios),
        hechos=Hechos(datos={"canal": CANAL, "folios": int(quien.folios), "custodia": bool(quien.custodia)}),
    )


def _administrado(session: Session, ctx: Contexto, quien: Remitente) -> int:
    """The administrado of the counter with that document, or a new one; never one that somebody's account acts for."""
    tipo, numero = quien.documento
    de_alguien = select(MiembroRow.id).where(MiembroRow.administrado_id == AdministradoRow.id)
    suyo = session.scalars(
        select(AdministradoRow.id)
        .where(AdministradoRow.tipo_doc == tipo, AdministradoRow.numero_doc == numero, ~de_alguien.exists())
        .order_by(AdministradoRow.id)
        .limit(1)
    ).one_or_none()
    if suyo is not None:
        return suyo
    nuevo = AdministradoRow(
        clase=quien.clase,
        tipo_doc=tipo,
        numero_doc=numero,
        nombre=quien.nombre,
        direccion=quien.direccion,
        creado_at=ctx.reloj(),
    )
    session.add(nuevo)
    session.flush()
    return nuevo.id


def _de_ventanilla(session: Session, ctx: Contexto, borrador_id: str, *, bloquear: bool = False) -> BorradorRow:
    borrador = borrador_propio.propio(session, ctx, borrador_id, bloquear=bloquear)
    if borrador.clase != CLASE:
        raise NoEncontrado
    return borrador
