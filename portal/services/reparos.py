"""Warnings about a configuration that only this installation knows: texts that changed, offices that nobody directs."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import AsignacionRow, CuentaRow, ImagenRow
from portal.db.queries.personal import HABILITADA, en_vigor
from portal.domain.configuracion import Institucion
from portal.domain.permisos import Permiso
from portal.domain.problemas import Problema, unir
from portal.services.contexto import Contexto

A_LA_VISTA = 5
"""Names that fit in one sentence."""


def de_instalacion(session: Session, ctx: Contexto, nueva: Institucion, vigente: Institucion) -> tuple[Problema, ...]:
    """The warnings about publishing ``nueva`` here, over ``vigente``."""
    return (*_textos(nueva, vigente), *_jefaturas(session, ctx, nueva), *_imagenes(session, nueva))


def _textos(nueva: Institucion, vigente: Institucion) -> Iterator[Problema]:
    """People accepted one wording: another one has another version, and is accepted anew."""
    for cual in ("terminos", "privacidad"):
        texto, antes = getattr(nueva.textos, cual), getattr(vigente.textos, cual)
        if texto.version == antes.version and texto.cuerpo != antes.cuerpo:
            yield Problema("texto_sin_version", unir("textos", cual, "version"), {"version": texto.version})


def _jefaturas(session: Session, ctx: Contexto, nueva: Institucion) -> Iterator[Problema]:
    """Offices in use where nobody holds, today, a rol that routes."""
    dirigen = [rol.id for rol in nueva.escritorio.roles if Permiso.DERIVAR in rol.permisos]
    con_alguien = set(
        session.scalars(
            select(AsignacionRow.dependencia)
            .join(CuentaRow, CuentaRow.id == AsignacionRow.cuenta_id)
            .where(AsignacionRow.rol.in_(dirigen), en_vigor(ctx.reloj()), HABILITADA)
        )
    )
    hoy = ctx.reloj().date()
    solas = [d.nombre for d in nueva.escritorio.dependencias if d.vigente(hoy) and d.id not in con_alguien]
    if solas:
        nombres = ", ".join(solas[:A_LA_VISTA]) + ("…" if len(solas) > A_LA_VISTA else "")
        yield Problema("sin_jefatura", "escritorio.dependencias", {"cuantas": len(solas), "nombres": nombres})


def _imagenes(session: Session, nueva: Institucion) -> Iterator[Problema]:
    if nueva.identidad.logo and session.get(ImagenRow, nueva.identidad.logo) is None:
        yield Problema("sin_imagen", "identidad.logo")
