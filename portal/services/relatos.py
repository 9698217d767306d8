"""What happened to an expediente, in one plain sentence for each step: what a citizen reads, not the name of an act.

A fact is told to who may know it: offices and people to the party and to staff, never to whoever only holds the link.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from portal.db.models import MovimientoRow
from portal.domain import fechas
from portal.domain.estados import Accion
from portal.i18n import t


def frase(m: MovimientoRow, *, identificado: bool) -> str:
    """The step in words; an act without facts of its own is told by its name alone."""
    datos = m.datos or {}
    con_datos = _CON_DATOS.get(Accion(m.accion))
    dicho = con_datos(datos, identificado) if con_datos is not None else None
    return dicho or t(f"relato.{m.accion}")


def _derivar(datos: Mapping[str, Any], identificado: bool) -> str | None:  # noqa: FBT001 -- one of a table
    oficina = datos.get("oficina")
    return t("relato.derivar_a", oficina=oficina) if oficina and identificado else None


def _pedir(datos: Mapping[str, Any], _identificado: bool) -> str | None:  # noqa: FBT001 -- one of a table
    cuantos, vence = len(datos.get("items") or ()), datos.get("vence_el")
    if not cuantos or not vence:
        return None
    fecha = fechas.en_palabras(date.fromisoformat(vence))
    clave = "relato.pedir_uno" if cuantos == 1 else "relato.pedir_varios"
    return t(clave, cuantos=cuantos, fecha=fecha)


def _remitir(datos: Mapping[str, Any], _identificado: bool) -> str | None:  # noqa: FBT001 -- one of a table
    return t("relato.remitir_a", entidad=datos["entidad"]) if datos.get("entidad") else None


def _ampliar(datos: Mapping[str, Any], _identificado: bool) -> str | None:  # noqa: FBT001 -- one of a table
    if not datos.get("dias"):
        return None
    return t("relato.prorrogar_dias" if "observacion" in datos else "relato.ampliar_dias", dias=datos["dias"])


def _salida(clave: str) -> Callable[[Mapping[str, Any], bool], str | None]:
    def dicho(datos: Mapping[str, Any], _identificado: bool) -> str | None:  # noqa: FBT001 -- one of a table
        return t(f"relato.{clave}_con", registro=datos["registro"]) if datos.get("registro") else None

    return dicho


_CON_DATOS: Mapping[Accion, Callable[[Mapping[str, Any], bool], str | None]] = {
    Accion.DERIVAR: _derivar,
    Accion.OBSERVAR: _pedir,
    Accion.REQUERIR: _pedir,
    Accion.REMITIR: _remitir,
    Accion.AMPLIAR: _ampliar,
    Accion.ATENDER: _salida("atender"),
    Accion.RESPONDER: _salida("responder"),
    Accion.ACUSAR: _salida("acusar"),
}
