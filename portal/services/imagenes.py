"""The images of the institution (its emblem): small, safe, known by their SHA-256, served to everybody for ever."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from portal.adapters import imagen_pillow
from portal.adapters.imagen_pillow import Ilegible, Imagen
from portal.db.models import ImagenRow, InstitucionVersionRow, PropuestaCambioRow, PropuestaRow
from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.permisos import Permiso
from portal.services.contexto import Contexto, requiere

LADO_MAXIMO = 1200
"""Pixels; a larger picture is made smaller."""
TAMANO_MAXIMO = 512 * 1024
SUBIDA_MAXIMA = 8 * 1024 * 1024
"""What is read at all, before it is made small."""
LARGO_HUELLA = 64
HUELLA = re.compile(rf"[0-9a-f]{{{LARGO_HUELLA}}}")
GRACIA = timedelta(days=7)
"""How long a picture waits to be named by the propuesta for which it was brought."""
MIMES = {"png": "image/png", "jpg": "image/jpeg"}


class ImagenInvalida(PortalError):
    """Not a PNG or JPEG that can be seen."""

    code = "imagen_invalida"


class ImagenGrande(PortalError):
    """Even made small it is over the limit; ``maximo`` in kB."""

    code = "imagen_grande"


@dataclass(frozen=True)
class ImagenView:
    """Its bytes, and what a browser is told that they are."""

    mime: str
    contenido: bytes


@requiere(Permiso.CONFIGURAR)
def guardar(ctx: Contexto, contenido: bytes) -> str:
    """Keep a picture, without metadata and at most ``LADO_MAXIMO`` pixels wide; its SHA-256, for ``identidad.logo``.

    Raises ImagenInvalida, ImagenGrande.
    """
    if len(contenido) > SUBIDA_MAXIMA:
        raise ImagenGrande(maximo=SUBIDA_MAXIMA // 1024)
    try:
        limpia = imagen_pillow.limpiar(contenido, lado=LADO_MAXIMO)
    except Ilegible:
        raise ImagenInvalida from None
    if len(limpia.contenido) > TAMANO_MAXIMO:
        raise ImagenGrande(maximo=TAMANO_MAXIMO // 1024)
    with ctx.db.transaction() as session:
        return agregar(session, ctx, limpia)


@requiere(Permiso.PUBLICO)
def leer(ctx: Contexto, huella: str) -> ImagenView:
    """One picture. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        fila = session.get(ImagenRow, huella) if HUELLA.fullmatch(huella) else None
        if fila is None:
            raise NoEncontrado(que=huella[:LARGO_HUELLA])
        return ImagenView(MIMES[fila.tipo], fila.contenido)


def examinar(contenido: bytes) -> Imagen:
    """A picture that was made here, as a package brings it: kept as it is. Raises ImagenInvalida, ImagenGrande."""
    if len(contenido) > TAMANO_MAXIMO:
        raise ImagenGrande(maximo=TAMANO_MAXIMO // 1024)
    try:
        imagen = imagen_pillow.medir(contenido, lado=LADO_MAXIMO)
    except Ilegible:
        raise ImagenInvalida from None
    if max(imagen.ancho, imagen.alto) > LADO_MAXIMO:
        raise ImagenInvalida
    return imagen


def agregar(session: Session, ctx: Contexto, imagen: Imagen) -> str:
    """Keep it in this transaction, once; its SHA-256. Brought again, it is as new: it is about to be named."""
    huella = hashlib.sha256(imagen.contenido).hexdigest()
    fila = session.get(ImagenRow, huella)
    if fila is None:
        session.add(ImagenRow(huella=huella, tipo=imagen.tipo, contenido=imagen.contenido, creada_at=ctx.reloj()))
    else:
        fila.creada_at = ctx.reloj()
    session.flush()
    return huella


@requiere(Permiso.SISTEMA)
def recoger(ctx: Contexto) -> int:
    """Forget the pictures that no version, no propuesta and none of its changes names, a week after they came; how many.

    A package brings its own pictures with it, and needs none of these.
    """
    nombrada = [
        select(texto).where(texto.contains(ImagenRow.huella)).exists()
        for texto in (
            InstitucionVersionRow.contenido, PropuestaRow.contenido, PropuestaCambioRow.antes, PropuestaCambioRow.despues,
        )
    ]  # fmt: skip
    with ctx.db.transaction() as session:
        sobran = delete(ImagenRow).where(ImagenRow.creada_at < ctx.reloj() - GRACIA, ~or_(*nombrada))
        return len(session.scalars(sobran.returning(ImagenRow.huella)).all())
