"""Configuración, Roles: what each rol of staff may do, and how far it reaches unless an asignacion says otherwise."""

from __future__ import annotations

from portal.domain.permisos import DE_PERSONAL, Alcance, Permiso
from portal.i18n import t
from portal.services.propuestas import Propuesta
from portal.ui import config_campos as campos
from portal.ui import piezas, tabla_editable
from portal.ui.personal import PROPIOS
from portal.ui.tabla_editable import Columna
from portal.ui.tabla_filas import Fila


def dibujar(propuesta: Propuesta) -> None:
    """The roles, and whether staff must prove a second factor."""
    piezas.nota(t("config.roles_nota"))
    palabras = {str(p): t(f"permiso.{p}") for p in Permiso if p in DE_PERSONAL and f"{p}" not in PROPIOS}
    palabras |= {propio: t(f"permiso.{propio}") for propio in sorted(PROPIOS)}

    def resumen(fila: Fila) -> str:
        puede = [palabras[p] for p in fila.get("permisos") or () if p in palabras and p not in PROPIOS]
        return ", ".join(puede[:4]) + (t("config.y_mas", cuantos=len(puede) - 4) if len(puede) > 4 else "")  # noqa: PLR2004 -- four fit in a line

    tabla_editable.tabla(
        propuesta, "escritorio.roles",
        [
            Columna("nombre", t("config.nombre"), exigida=True, maximo=80),
            Columna(
                "alcance", t("config.alcance"), "opcion", exigida=True, inicial=Alcance.PROPIA.value,
                opciones={str(a): t(f"alcance.{a}") for a in Alcance},
            ),
            Columna(
                "permisos", t("config.permisos"), "opciones", exigida=True, opciones=palabras, ancho="large",
                inicial=sorted(PROPIOS),
            ),
        ],
        titulo=t("config.roles"), agregar=t("config.agregar_rol"), con_id=True, resumen=resumen,
    )  # fmt: skip
    campos.interruptor(propuesta, "escritorio.segundo_factor", ayuda=t("config.segundo_factor_ayuda"))
