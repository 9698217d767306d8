"""Warnings about a configuration that only this installation knows: texts that changed, offices that nobody directs."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import AjusteRow, AsignacionRow, CorrelativoRow, CuentaRow, ImagenRow
from portal.db.queries.personal import HABILITADA, en_vigor
from portal.domain.configuracion import Institucion
from portal.domain.permisos import Permiso
from portal.domain.problemas import Problema, unir
from portal.services.contexto import Contexto
from portal.services.servidor_de_correo import CLAVE

A_LA_VISTA = 5
"""Names that fit in one sentence."""


def de_instalacion(session: Session, ctx: Contexto, nueva: Institucion, vigente: Institucion) -> tuple[Problema, ...]:
    """The warnings about publishing ``nueva`` here, over ``vigente``."""
    return (
        *_textos(nueva, vigente), *_jefaturas(session, ctx, nueva), *_imagenes(session, nueva), *_inicios(session, nueva),
        *_correo(session, ctx),
    )  # fmt: skip


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


def _inicios(session: Session, nueva: Institucion) -> Iterator[Problema]:
    """A series that already gave a number that year goes on from there."""
    for inicio in nueva.numeracion.inicios:
        llave = (f"{inicio.que[0].upper()}{nueva.numeracion.serie}", inicio.anio)
        if (dado := session.get(CorrelativoRow, llave)) is not None:
            hechos = {"que": inicio.que, "anio": inicio.anio, "desde": inicio.desde, "ultimo": dado.ultimo}
            yield Problema("inicio_sin_efecto", "numeracion.inicios", hechos)


def _correo(session: Session, ctx: Contexto) -> Iterator[Problema]:
    """Without a mail server nobody gets what is promised: the cargo, the links, the deadlines."""
    ajuste = session.get(AjusteRow, CLAVE)
    if ajuste is None and not ctx.correo_fijado and not ctx.demo:
        yield Problema("sin_correo", "plantillas")
