"""Filings: drafts with files really stored, ready to be sent, and sent ones."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portal.db.models import CargaRow
from portal.domain.formulario import Valor
from portal.services import borradores, registro
from portal.services.contexto import Actor, Contexto
from portal.services.registro import Recibo

PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
VALORES: dict[str, Valor] = {"tipo": "carta", "numero": "0005-2026/ABC", "asunto": "Solicito información sísmica"}


def lima(texto: str) -> datetime:
    """``"2026-12-31 23:59:59"`` on a clock in Lima, as the UTC instant it is."""
    return datetime.fromisoformat(texto).replace(tzinfo=ZoneInfo("America/Lima")).astimezone(UTC)


class Archivo(NamedTuple):
    """One file to attach: the slot it goes to and its bytes; its name, type and pages are as measured elsewhere."""

    ranura: str = "principal"
    octetos: bytes = PDF
    nombre: str = "carta.pdf"
    tipo: str = "pdf"
    paginas: int | None = 7


PRINCIPAL = (Archivo(),)


def adjuntar(ctx: Contexto, borrador_id: str, archivo: Archivo, *, orden: int = 1, estado: str = "lista") -> str:
    """Store the bytes as the upload does and note them in the draft; the SHA-256."""
    carga_id = secrets.token_hex(16)
    ctx.almacen.anexar(carga_id, 0, [archivo.octetos])
    sha256 = ctx.almacen.guardar(carga_id)
    tamano = len(archivo.octetos)
    with ctx.db.transaction() as session:
        session.add(
            CargaRow(
                id=carga_id,
                borrador_id=borrador_id,
                ranura=archivo.ranura,
                orden=orden,
                nombre=archivo.nombre,
                tamano=tamano,
                recibido=tamano,
                estado=estado,
                sha256=sha256 if estado == "lista" else None,
                tipo=archivo.tipo,
                paginas=archivo.paginas,
                firmado=False,
                creada_at=ctx.reloj(),
                actualizada_at=ctx.reloj(),
            )
        )
    ctx.almacen.descartar(carga_id)
    return sha256


def borrador(
    ctx: Contexto,
    actor: Actor,
    *,
    valores: Mapping[str, Valor] | None = None,
    archivos: tuple[Archivo, ...] = PRINCIPAL,
    **cambios: Valor,
) -> str:
    """A draft with everything it needs; ``cambios`` replace some values. Its id."""
    propio = ctx.como(actor)
    borrador_id = borradores.abrir(propio).id
    borradores.guardar(propio, borrador_id, valores={**(VALORES if valores is None else valores), **cambios})
    for orden, archivo in enumerate(archivos, 1):
        adjuntar(ctx, borrador_id, archivo, orden=orden)
    return borrador_id


def presentar(
    ctx: Contexto,
    actor: Actor,
    *,
    valores: Mapping[str, Valor] | None = None,
    archivos: tuple[Archivo, ...] = PRINCIPAL,
    **cambios: Valor,
) -> Recibo:
    """File once: a draft written, its files stored, sent."""
    return registro.enviar(ctx.como(actor), borrador(ctx, actor, valores=valores, archivos=archivos, **cambios))
