"""What a person gets in the second of filing, and again whenever asked: numbers, tracking password, legal dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.adapters import qr
from portal.db.models import DocumentoRow, ExpedienteRow, RegistroRow
from portal.services import cargo_datos, claves, lectores
from portal.services.contexto import Contexto


@dataclass(frozen=True)
class Recibo:
    """What the person gets in the same second. ``contrasena``: the tracking password; empty where there is none."""

    registro_id: int
    numero: str
    registro: str
    contrasena: str
    ficha: str
    correo: str
    enviado_at: datetime
    presentado_el: date
    plazo_desde: date
    archivos: int
    paginas: int


def registrado(session: Session, registro_id: int) -> tuple[RegistroRow, ExpedienteRow]:
    """A registro and its expediente."""
    registro = session.get_one(RegistroRow, registro_id)
    return registro, session.get_one(ExpedienteRow, registro.expediente_id)


def componer(session: Session, ctx: Contexto, registro: RegistroRow, expediente: ExpedienteRow) -> Recibo:
    """The receipt of what was filed at any earlier time."""
    archivos = session.scalar(
        select(func.count()).select_from(DocumentoRow).where(DocumentoRow.registro_id == registro.id)
    )
    con_clave = lectores.con_clave(session, expediente)
    return expedido(registro, expediente, ctx, archivos=archivos or 0, con_clave=con_clave)


def expedido(
    registro: RegistroRow, expediente: ExpedienteRow, ctx: Contexto, *, archivos: int, con_clave: bool
) -> Recibo:
    """The receipt, its secrets derived anew: the same at any later time."""
    return Recibo(
        registro_id=registro.id,
        numero=expediente.numero,
        registro=registro.numero,
        contrasena=claves.clave_de_seguimiento(ctx, expediente.id, expediente.clave_version) if con_clave else "",
        ficha=claves.ficha_de_seguimiento(ctx, expediente.id, expediente.clave_version) if con_clave else "",
        correo=registro.remitente["correo"],
        enviado_at=registro.enviado_at,
        presentado_el=registro.presentado_el,
        plazo_desde=registro.plazo_desde,
        archivos=archivos,
        paginas=registro.paginas,
    )


def qr_de_verificacion(base_url: str, codigo: str) -> tuple[str, str]:
    """The address that confirms a cargo, and its QR as SVG: the same as on the cargo."""
    direccion = cargo_datos.direccion_de_verificacion(base_url, codigo)
    return direccion, qr.svg(direccion)
