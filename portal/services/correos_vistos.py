"""The outbox as administrators read it: by state and address, a page at a time, secrets masked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.db.models import CorreoSalienteRow
from portal.domain.permisos import Permiso
from portal.domain.texto import una_linea
from portal.services import cola, configuracion, huecos
from portal.services.contexto import Contexto, requiere
from portal.services.correos import Correccion, correccion, fila_de, redactado
from portal.services.redaccion import Mensaje, PlantillaInvalida

POR_PAGINA = 25
LARGO_BUSCADO = 254
ESTADOS = {
    "espera": (cola.PENDIENTE, cola.EN_CAMINO),
    "enviados": (cola.ENVIADO, cola.CAPTURADO),
    "fallidos": (cola.FALLIDO,),
    "caducados": (cola.CADUCADO,),
}
"""What an administrator asks for, in the words of the queue."""


@dataclass(frozen=True)
class CorreoView:
    """One mail of the outbox, as an administrator reads it. ``texto`` and ``correccion`` are told of one alone."""

    id: int
    asunto: str
    texto: str
    destinatario: str
    plantilla: str
    estado: str
    error: str | None
    creado: datetime
    enviado: datetime | None
    intentos: int
    html: str = ""
    correccion: Correccion = Correccion.DE_SU_CUENTA


@dataclass(frozen=True)
class PaginaDeCorreos:
    """The newest mails first, ``POR_PAGINA`` at a time."""

    correos: tuple[CorreoView, ...]
    total: int
    pagina: int


@requiere(Permiso.VER_CORREOS)
def correos_recientes(ctx: Contexto, *, pagina: int = 1, estado: str = "", para: str = "") -> PaginaDeCorreos:
    """The outbox, newest first; secrets masked. ``estado``: one of ``ESTADOS``; ``para``: how an address begins."""
    condiciones: list[ColumnElement[bool]] = (
        [CorreoSalienteRow.estado.in_(ESTADOS[estado])] if estado in ESTADOS else []
    )
    if buscado := una_linea(para, LARGO_BUSCADO).lower():
        condiciones.append(CorreoSalienteRow.destinatario.startswith(buscado, autoescape=True))
    with ctx.db.lectura() as session:
        total = session.scalar(select(func.count()).select_from(CorreoSalienteRow).where(*condiciones)) or 0
        consulta = select(CorreoSalienteRow).where(*condiciones).order_by(CorreoSalienteRow.id.desc())
        filas = session.scalars(consulta.limit(POR_PAGINA).offset((max(pagina, 1) - 1) * POR_PAGINA))
        correos = tuple(_view(fila, _en_palabras(session, ctx, fila)) for fila in filas)
    return PaginaDeCorreos(correos, total, max(pagina, 1))


@requiere(Permiso.VER_CORREOS)
def cuentas_por_estado(ctx: Contexto) -> dict[str, int]:
    """How many mails wait, left, failed or expired, by the names of ``ESTADOS``."""
    with ctx.db.lectura() as session:
        filas = session.execute(select(CorreoSalienteRow.estado, func.count()).group_by(CorreoSalienteRow.estado)).all()
    por_estado = {fila[0]: fila[1] for fila in filas}
    return {nombre: sum(por_estado.get(uno, 0) for uno in suyos) for nombre, suyos in ESTADOS.items()}


@requiere(Permiso.VER_CORREOS)
def ver_correo(ctx: Contexto, correo_id: int) -> CorreoView:
    """One mail with its text; links and passwords masked, except in the demonstration. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        fila = fila_de(session, correo_id)
        visto = _en_palabras(session, ctx, fila)
        como = correccion(session, ctx, fila)
        return replace(_view(fila, visto), texto=visto.texto, html=visto.html, correccion=como)


def _en_palabras(session: Session, ctx: Contexto, fila: CorreoSalienteRow) -> Mensaje:
    """The mail as the administrator's screen shows it; a template that cannot be filled shows as its name."""
    institucion = configuracion.institucion(session, fila.institucion_version)
    hechos = huecos.reunir(session, ctx, fila, institucion, con_secretos=ctx.demo)
    try:
        mensaje = redactado(fila, institucion, hechos)
    except PlantillaInvalida:
        return Mensaje(fila.plantilla, fila.captura or "", "")
    return replace(mensaje, texto=fila.captura or mensaje.texto)


def _view(fila: CorreoSalienteRow, visto: Mensaje) -> CorreoView:
    return CorreoView(
        id=fila.id,
        asunto=visto.asunto,
        texto="",
        destinatario=fila.destinatario,
        plantilla=fila.plantilla,
        estado=fila.estado,
        error=fila.error,
        creado=fila.creado_at,
        enviado=fila.enviado_at,
        intentos=fila.intentos,
    )
