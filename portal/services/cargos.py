"""The cargo: the receipt that proves what was filed, when, and the day it counts as presented.

Its facts are those committed with the registro; the PDF is made of them on demand and is the same every time.
Law: Ley 27444, arts. 117.2, 123 and 124.2 (the cargo is worth as much as the original).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.adapters import cargo_typst
from portal.db.models import DocumentoRow, ExpedienteRow, ObservacionItemRow, ObservacionRow, RegistroRow
from portal.db.types import ID_MAXIMO
from portal.domain import fechas, texto
from portal.domain.errors import NoEncontrado
from portal.domain.permisos import Permiso
from portal.services import administrados, alcances, cargo_datos, claves, configuracion, constancia_salida, lectores
from portal.services.contexto import Contexto, requiere

PLANTILLA = Path(__file__).parent / "plantillas" / "cargo.typ"


@dataclass(frozen=True)
class Cargo:
    """The facts of one cargo, ready to be typeset. ``archivo`` is its file name."""

    archivo: str
    datos: Mapping[str, Any]
    emitido: datetime


@dataclass(frozen=True)
class ArchivoVerificado:
    """A file as it was filed, by which a copy can be compared."""

    nombre: str
    tamano: int
    sha256: str


@dataclass(frozen=True)
class Verificacion:
    """What anybody who holds a cargo may confirm. A natural person's name is abbreviated. ``sale``: the institution's own."""

    institucion: str
    numero: str
    registro: str
    enviado: datetime
    enviado_en_palabras: str
    presentado: date
    remitente: str
    asunto: str
    sale: bool
    archivos: tuple[ArchivoVerificado, ...]


@requiere(Permiso.PUBLICO)
def cargo_pdf(ctx: Contexto, registro_id: int) -> tuple[str, bytes]:
    """File name and PDF, for whoever acts for its administrado today, and for staff within reach. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        registro = session.get(RegistroRow, _posible(registro_id))
        if registro is None or not (
            alcances.ve(session, ctx.actor, registro.expediente_id)
            or administrados.es_de(session, ctx.actor, registro.administrado_id)
        ):
            raise NoEncontrado(que=registro_id)
        cargo = reunir(session, ctx, registro_id)
    return cargo.archivo, componer(cargo)


@requiere(Permiso.PUBLICO)
def cargo_por_seguimiento(ctx: Contexto, registro_id: int, *, numero: str, ficha: str) -> tuple[str, bytes]:
    """File name and PDF, for whoever holds the tracking link of its expediente. Raises NoEncontrado.

    That of an answer names the office and the person: only where its files are shown without an account (art. 55.9).
    """
    with ctx.db.lectura() as session:
        expediente = session.scalar(
            select(ExpedienteRow)
            .join(RegistroRow, RegistroRow.expediente_id == ExpedienteRow.id)
            .where(RegistroRow.id == _posible(registro_id), ExpedienteRow.numero == numero)
        )
        sujeto = (expediente.id, expediente.clave_version) if expediente else (0, 0)  # same work for both refusals
        if not claves.iguales(claves.ficha_de_seguimiento(ctx, *sujeto), ficha) or expediente is None:
            raise NoEncontrado(que=numero)
        if not lectores.con_clave(session, expediente):
            raise NoEncontrado(que=numero)
        if _sale(session, registro_id) and not lectores.con_enlace(session, expediente).ve_documentos:
            raise NoEncontrado(que=numero)
        cargo = reunir(session, ctx, registro_id)
    return cargo.archivo, componer(cargo)


@requiere(Permiso.PUBLICO)
def verificar(ctx: Contexto, codigo: str) -> Verificacion:
    """What the cargo with this code says, however the code was typed. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        registro = session.scalar(
            select(RegistroRow).where(RegistroRow.codigo_verificacion == claves.normalizar(codigo))
        )
        if registro is None:
            raise NoEncontrado(que=texto.una_linea(codigo, 40))
        expediente = session.get_one(ExpedienteRow, registro.expediente_id)
        institucion = configuracion.institucion(session, expediente.institucion_version)
        archivos = tuple(ArchivoVerificado(d.nombre, d.tamano, d.sha256) for d in _documentos(session, registro.id))
    nombre = registro.remitente["nombre"]
    return Verificacion(
        institucion=institucion.identidad.nombre,
        numero=expediente.numero,
        registro=registro.numero,
        enviado=registro.enviado_at,
        enviado_en_palabras=fechas.larga(registro.enviado_at, institucion.zona),
        presentado=registro.presentado_el,
        remitente=abreviado(nombre) if registro.remitente["clase"] == "natural" else nombre,
        asunto=registro.asunto,
        sale=registro.sentido == "salida",
        archivos=archivos,
    )


def reunir(session: Session, ctx: Contexto, registro_id: int) -> Cargo:
    """The facts of a cargo. The caller has authorised; nothing secret is among them. Raises NoEncontrado."""
    registro = session.get(RegistroRow, registro_id)
    if registro is None:
        raise NoEncontrado(que=registro_id)
    expediente = session.get_one(ExpedienteRow, registro.expediente_id)
    institucion = configuracion.institucion(session, expediente.institucion_version, registro.procedimiento)
    documentos = _documentos(session, registro_id)
    if registro.sentido == "salida":
        original = _original(session, expediente.id)
        datos = constancia_salida.reunir(institucion, expediente, registro, original, documentos, base_url=ctx.base_url)
        return Cargo(f"constancia-{_de_archivo(registro.numero)}.pdf", datos, registro.enviado_at)
    datos = cargo_datos.reunir(
        institucion, expediente, registro, documentos, base_url=ctx.base_url, corregido=_corregido(session, registro)
    )
    numero = expediente.numero if registro.clase == "presentacion" else registro.numero
    return Cargo(f"cargo-{_de_archivo(numero)}.pdf", datos, registro.enviado_at)


def componer(cargo: Cargo) -> bytes:
    """The PDF (tagged, PDF/UA-1). Outside any transaction: it takes milliseconds of processor."""
    return cargo_typst.componer(PLANTILLA, cargo.datos, fecha=cargo.emitido)


def abreviado(nombre: str) -> str:
    """``María Elena Quispe Huamán`` -> ``María E. Q. H.``: enough to recognise, too little to look somebody up."""
    primera, *otras = nombre.split() or [""]
    return " ".join([primera, *(f"{palabra[0]}." for palabra in otras)])


def _corregido(session: Session, registro: RegistroRow) -> list[tuple[str, str]]:
    """What was asked and what was written for it, item by item, of a cure."""
    items = (
        select(ObservacionItemRow)
        .join(ObservacionRow, ObservacionRow.id == ObservacionItemRow.observacion_id)
        .where(ObservacionRow.expediente_id == registro.expediente_id, ObservacionRow.registro_id == registro.id)
        .order_by(ObservacionItemRow.orden)
    )
    return [(item.texto, item.respuesta) for item in session.scalars(items)]


def _sale(session: Session, registro_id: int) -> bool:
    return session.get_one(RegistroRow, registro_id).sentido == "salida"


def _original(session: Session, expediente_id: int) -> RegistroRow:
    """What opened the expediente."""
    return session.scalars(
        select(RegistroRow).where(RegistroRow.expediente_id == expediente_id, RegistroRow.clase == "presentacion")
    ).one()


def _de_archivo(numero: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in numero)


def _posible(registro_id: int) -> int:
    """An id that the database can hold. Raises NoEncontrado."""
    if not 0 < registro_id <= ID_MAXIMO:
        raise NoEncontrado(que=registro_id)
    return registro_id


def _documentos(session: Session, registro_id: int) -> tuple[DocumentoRow, ...]:
    return tuple(
        session.scalars(
            select(DocumentoRow).where(DocumentoRow.registro_id == registro_id).order_by(DocumentoRow.orden)
        )
    )
