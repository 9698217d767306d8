"""Filing: from draft to registro, expediente, number and promised mail, in one transaction.

Law: Ley 27444 arts. 117 (register and cargo), 124 (receive everything), 131-134 (terms), 157 (unique numbering).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from portal.db.models import (
    AdministradoRow,
    BorradorRow,
    CuentaRow,
    ExpedienteRow,
)
from portal.domain.calendario import Presentacion, presentacion
from portal.domain.configuracion import Institucion
from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.numeracion import interpretar
from portal.domain.permisos import Permiso
from portal.services import aceptaciones, adjuntos, administrados, asiento, recibos
from portal.services.asiento import Preparado
from portal.services.borrador_propio import propio, propio_o_enviado
from portal.services.contexto import Contexto, requiere
from portal.services.juicio import juzgar, preparar
from portal.services.recibos import Recibo
from portal.services.respuestas import de_papel


@dataclass(frozen=True)
class Revision:
    """What the review step shows: the legal date if sent now, who files, and what is still wrong."""

    presentacion: Presentacion
    remitente: Mapping[str, str]
    errores: Mapping[str, PortalError]


@requiere(Permiso.PRESENTAR)
def revisar(ctx: Contexto, borrador_id: str) -> Revision:
    """Judge a draft as ``enviar`` would, and change nothing. Raises NoEncontrado, BorradorEnviado."""
    with ctx.db.lectura() as session:
        borrador = _que_abre_expediente(propio(session, ctx, borrador_id))
        juicio = juzgar(session, ctx, borrador)
        remitente = remitente_de(session, ctx, borrador)
        return Revision(presentacion(ctx.reloj(), juicio.institucion.dias), remitente, juicio.errores)


@requiere(Permiso.PRESENTAR)
def enviar(ctx: Contexto, borrador_id: str) -> Recibo:
    """File a draft. The same draft again, from a double click or a retry, gives the same number.

    The files are on disk under their SHA-256 before; the number, the registro, the expediente, its first movimiento
    and the mail are kept together or not at all. Raises NoEncontrado, TextosPorAceptar, DatosInvalidos, ArchivoPerdido.
    """
    with ctx.db.lectura() as session:  # all that can be judged beforehand does not hold up who files next
        borrador = _que_abre_expediente(propio_o_enviado(session, ctx, borrador_id))
        listo = _preparar(ctx, session, borrador) if borrador.registro_id is None else None
    with ctx.db.transaction() as session:
        borrador = propio_o_enviado(session, ctx, borrador_id, bloquear=True)
        if borrador.registro_id is not None:
            return recibos.componer(session, ctx, *recibos.registrado(session, borrador.registro_id))
        if listo is None or not _sigue_igual(ctx, session, borrador, listo):
            listo = _preparar(ctx, session, borrador)
        registro, expediente = asiento.asentar(session, ctx, borrador, listo)
    con_clave = listo.institucion.seguimiento.contrasena
    return recibos.expedido(registro, expediente, ctx, archivos=len(listo.cargas), con_clave=con_clave)


@requiere(Permiso.PRESENTAR)
def recibo(ctx: Contexto, borrador_id: str) -> Recibo | None:
    """The receipt of a draft that was sent, or None: a reload of the confirmation shows it again."""
    with ctx.db.lectura() as session:
        borrador = _que_abre_expediente(propio_o_enviado(session, ctx, borrador_id))
        if borrador.registro_id is None:
            return None
        return recibos.componer(session, ctx, *recibos.registrado(session, borrador.registro_id))


def _que_abre_expediente(borrador: BorradorRow) -> BorradorRow:
    """A cure or an answer joins an expediente: it is not sent by this door. Raises NoEncontrado."""
    if borrador.clase != "presentacion":
        raise NoEncontrado
    return borrador


def _preparar(ctx: Contexto, session: Session, borrador: BorradorRow) -> Preparado:
    """Judge a draft. Raises TextosPorAceptar, DatosInvalidos, ArchivoPerdido, NoEncontrado."""
    aceptaciones.exigir(session, ctx)
    juicio = juzgar(session, ctx, borrador)
    citado = de_papel(juicio.institucion, juicio.valores, "antecedente")
    return preparar(
        session,
        ctx,
        borrador,
        juicio,
        remitente=remitente_de(session, ctx, borrador),
        antecedente_id=_antecedente(ctx, session, juicio.institucion, citado),
    )


def _sigue_igual(ctx: Contexto, session: Session, borrador: BorradorRow, listo: Preparado) -> bool:
    """Whether the draft is still the one that was judged, and the account still acts for its administrado."""
    return (
        borrador.valores == listo.escrito
        and adjuntos.en_pie(session, borrador.id) == listo.adjuntado
        and administrados.es_de(session, ctx.actor, borrador.administrado_id)
    )


def remitente_de(session: Session, ctx: Contexto, borrador: BorradorRow) -> dict[str, str]:
    """Who files a draft, as they are today. Raises NoEncontrado."""
    return quien_es(session, ctx, borrador.cuenta_id, borrador.administrado_id)


def quien_es(session: Session, ctx: Contexto, cuenta_id: int, administrado_id: int) -> dict[str, str]:
    """Who files, as they are today: the registro keeps this even if the account changes later. Raises NoEncontrado."""
    cuenta = session.get_one(CuentaRow, cuenta_id)
    administrado = session.scalars(
        select(AdministradoRow).where(
            AdministradoRow.id == administrado_id, AdministradoRow.id.in_(administrados.de(ctx.actor))
        )
    ).one_or_none()
    if administrado is None:  # the account no longer acts for it
        raise NoEncontrado
    return {
        "clase": administrado.clase,
        "tipo_doc": administrado.tipo_doc,
        "numero_doc": administrado.numero_doc,
        "nombre": administrado.nombre,
        "direccion": administrado.direccion,
        "persona": cuenta.nombre,
        "persona_tipo_doc": cuenta.tipo_doc,
        "persona_numero_doc": cuenta.numero_doc,
        "telefono": cuenta.telefono,
        "correo": cuenta.correo,
    }


def _antecedente(ctx: Contexto, session: Session, institucion: Institucion, texto: str) -> int | None:
    """The expediente cited, only when the account may see it: otherwise the text stays a text, and nothing is told."""
    if not texto:
        return None
    numeracion = institucion.numeracion
    leido = interpretar(numeracion.expediente, texto)
    citado = [ExpedienteRow.numero == texto]  # as it is printed: numbered by an older pattern, too
    if leido is not None:
        suyo = tuple_(ExpedienteRow.serie, ExpedienteRow.anio, ExpedienteRow.correlativo)
        correlativo, anio = leido
        citado.append(suyo == (numeracion.serie, anio, correlativo))
    return session.scalars(
        select(ExpedienteRow.id)
        .where(or_(*citado), ExpedienteRow.administrado_id.in_(administrados.de(ctx.actor)))
        .order_by(citado[0].desc())
        .limit(1)
    ).one_or_none()
