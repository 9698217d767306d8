"""The choices of a list, in a table that is edited in place: a name, with which choice of another list, and whether it is offered."""

from __future__ import annotations

from typing import Any

import streamlit as st

from portal.domain import disenador
from portal.domain.campos import Campo, Opcion
from portal.i18n import t
from portal.ui import piezas, tabla_fichas, tabla_rejilla
from portal.ui.config_formulario_taller import Taller
from portal.ui.tabla_filas import NUMERO, Columna, Estado, Fila, redibujar

LARGO = 120
_NUEVA: Fila = {"de": None, "activa": True}


def dibujar(taller: Taller, campo: Campo) -> None:
    """Draw the choices and save them when every one has its name. Their ids are made from it, once."""
    ruta = taller.llave("opciones", campo.id)
    dadas = [opcion.model_dump(mode="json") for opcion in campo.opciones]
    estado = _al_dia(ruta, dadas)
    st.html(f'<p class="mp-guia">{piezas.seguro(t("diseno.opciones"))}</p>')
    if _vista(ruta, estado) == "tabla":
        tabla_rejilla.dibujar(
            ruta, estado, _columnas(taller, campo), titulo=t("diseno.opciones_de", campo=campo.etiqueta)
        )
    else:
        tabla_fichas.dibujar(
            ruta, estado, _columnas(taller, campo), agregar=t("diseno.agregar_opcion"), nombre="nombre"
        )
    if not estado.filas:
        piezas.aviso(t("diseno.sin_opciones"), tono="ambar")
    _guardar(taller, campo, estado)


def _columnas(taller: Taller, campo: Campo) -> list[Columna]:
    columnas = [Columna("nombre", t("diseno.opcion"), exigida=True, maximo=LARGO)]
    padre = taller.formulario.campo(campo.depende_de) if campo.depende_de else None
    if padre is not None:
        de = {opcion.id: opcion.nombre for opcion in padre.opciones}
        columnas.append(Columna("de", t("diseno.opcion_de", campo=padre.etiqueta), "opcion", opciones=de))
    return [*columnas, Columna("activa", t("diseno.opcion_activa"), "si_no", inicial=True, ancho="small")]


def _al_dia(ruta: str, dadas: list[Fila]) -> Estado:
    """The table as this tab has it; anew when the propuesta says something else."""
    llave = f"tabla_{ruta}"
    estado: Estado | None = st.session_state.get(llave)
    if estado is None or estado.dadas != dadas:
        abierta = estado.abierta if estado else 0
        filas: list[Fila] = [{**fila, NUMERO: i} for i, fila in enumerate(dadas, 1)]
        estado = Estado(
            filas, dadas, 0, vez=estado.vez + 1 if estado else 0, abierta=abierta, siguiente=len(filas) + 1,
            dibujo=[dict(fila) for fila in filas],
        )  # fmt: skip
        st.session_state[llave] = estado
    return estado


def _vista(ruta: str, estado: Estado) -> str:
    """As a spreadsheet, or as cards: these are the ones that are put in another order."""
    vistas = {"tabla": t("tabla.tabla"), "fichas": t("tabla.fichas")}
    en_telefono = "Mobi" in (st.context.headers.get("User-Agent") or "")
    elegida = st.segmented_control(
        t("tabla.ver_como"), list(vistas), format_func=vistas.__getitem__, required=True, label_visibility="collapsed",
        default="fichas" if en_telefono else "tabla", key=f"vista_{ruta}",
    ) or "tabla"  # fmt: skip
    recordada = f"vista_de_{ruta}"
    if st.session_state.get(recordada) != elegida or (
        elegida == "tabla" and tabla_rejilla.clave(ruta, estado.vez) not in st.session_state
    ):
        st.session_state[recordada] = elegida
        redibujar(estado)
    return elegida


def _guardar(taller: Taller, campo: Campo, estado: Estado) -> None:
    usados = {str(fila["id"]) for fila in estado.filas if fila.get("id")}
    for fila in estado.filas:
        if fila.get("nombre") and not fila.get("id"):
            fila["id"] = disenador.nuevo_id(fila["nombre"], usados)
            usados.add(fila["id"])
    if any(not fila.get("nombre") for fila in estado.filas):
        piezas.nota(t("diseno.opcion_sin_nombre"))
        return
    filas = [{clave: valor for clave, valor in {**_NUEVA, **fila}.items() if clave != NUMERO} for fila in estado.filas]
    if _claves(filas) == _claves(estado.dadas):
        return
    estado.dadas = filas
    taller.poner(disenador.nombre(campo), opciones=tuple(Opcion(**fila) for fila in filas))
    st.rerun()


def _claves(filas: list[Fila]) -> list[list[tuple[str, Any]]]:
    return [sorted(fila.items()) for fila in filas]
