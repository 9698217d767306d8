"""Starlette endpoints of the portal, all below the base path. A new module adds itself to ``MODULOS``."""

from __future__ import annotations

from starlette.routing import BaseRoute

from portal.routes import (
    cargas,
    cargos,
    cotejo,
    descargas,
    entregas,
    estaticos,
    exportaciones,
    hojas,
    imagenes,
    indice,
    listas,
    paquetes,
    salud,
    sesion,
)

MODULOS = (
    salud,
    estaticos,
    indice,
    sesion,
    cargas,
    descargas,
    cargos,
    exportaciones,
    cotejo,
    hojas,
    listas,
    paquetes,
    imagenes,
    entregas,
)


def rutas(base_path: str) -> list[BaseRoute]:
    """Every route of ours; ``base_path`` is ``""`` or ``"/servicios/mpv"`` (Streamlit's own prefix is set apart)."""
    return [ruta for modulo in MODULOS for ruta in modulo.rutas(base_path)]
