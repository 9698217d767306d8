"""Hourly housekeeping: what ended long ago and nobody will ask for. History and documents are never touched."""

from __future__ import annotations

from portal.domain.permisos import Permiso
from portal.services import (
    archivos,
    avisos_ciudadano,
    caducidad,
    custodia,
    imagenes,
    intentos,
    sellos,
    sesiones,
    vencimientos,
)
from portal.services.contexto import Contexto, requiere


@requiere(Permiso.SISTEMA)
def limpiar(ctx: Contexto) -> dict[str, int]:
    """Forget ended sessions, old failure counts, expired drafts, partial files without an owner and replaced emblems; how many of each.

    The day is sealed too, once: ``sellos``.
    """
    return {
        "sesiones": sesiones.limpiar(ctx),
        "intentos": intentos.limpiar(ctx),
        "avisos": vencimientos.avisar(ctx),
        "recordatorios": avisos_ciudadano.recordar(ctx),
        "propuestas": avisos_ciudadano.proponer(ctx),
        "borradores": vencimientos.limpiar(ctx),
        "subidas": caducidad.limpiar_subidas(ctx),
        "parciales": archivos.limpiar_abandonadas(ctx),
        "sobrantes": custodia.recoger(ctx),
        "imagenes": imagenes.recoger(ctx),
        "sellos": sellos.sellar_dia(ctx),
    }
