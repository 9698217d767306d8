"""Configuración, Oficinas: sedes, centros de gestión and the tree of dependencias; which of them is the counter."""

from __future__ import annotations

from typing import Any

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.i18n import t
from portal.services.propuestas import Propuesta
from portal.ui import piezas, state, tabla_editable
from portal.ui import propuesta as en_propuesta
from portal.ui.personal import nombre_de, ramas
from portal.ui.tabla_editable import Columna
from portal.ui.tabla_filas import Fila

RUTA = "escritorio.dependencias"
SEDES, CENTROS = "escritorio.sedes", "escritorio.centros"


def dibujar(propuesta: Propuesta) -> None:
    """Offices first, since they are what changes most; places after."""
    piezas.nota(t("config.oficinas_nota"))
    vistas = ("dependencias", "sedes", "centros")
    vista = st.segmented_control(
        t("config.oficinas_vista"), vistas, format_func=lambda v: t(f"config.oficinas_{v}"), default=vistas[0],
        required=True, label_visibility="collapsed", key="config_oficinas_vista", persist_state="page",
    )  # fmt: skip
    if vista == "sedes":
        _sedes(propuesta)
    elif vista == "centros":
        _centros(propuesta)
    else:
        _dependencias(propuesta)


def _dependencias(propuesta: Propuesta) -> None:
    filas = en_propuesta.valor(propuesta, RUTA) or []
    nombres = {fila["id"]: fila["nombre"] for fila in filas}
    _mesa(propuesta, filas)
    filas = tabla_editable.tabla(
        propuesta, RUTA,
        [
            Columna("nombre", t("config.nombre"), exigida=True, maximo=120, ancho="large"),
            Columna("sigla", t("config.sigla"), maximo=20, ancho="small"),
            Columna("padre", t("config.padre"), "opcion", opciones=nombres),
            Columna("sede", t("config.sede"), "opcion", opciones=_nombres(propuesta, SEDES)),
            Columna("centro", t("config.centro"), "opcion", opciones=_nombres(propuesta, CENTROS)),
            Columna("publica", t("config.publica"), "si_no", inicial=True, ayuda=t("config.publica_ayuda")),
            Columna("activa", t("config.activa"), "si_no", inicial=True, ayuda=t("config.activa_ayuda")),
            Columna("correo", t("config.correo_oficina"), ayuda=t("config.correo_oficina_ayuda")),
            Columna("desde", t("config.desde"), "fecha"),
            Columna("hasta", t("config.hasta"), "fecha"),
        ],
        titulo=t("config.oficinas_dependencias"), agregar=t("config.agregar_dependencia"), con_id=True,
        resumen=lambda fila: " · ".join(p for p in (fila.get("sigla"), nombres.get(fila.get("padre"))) if p),
    )  # fmt: skip
    _conservar_publicadas(filas)
    if (institucion := propuesta.institucion) is not None:
        st.header(t("config.arbol"), anchor=False)
        st.html(ramas(institucion.escritorio, {}))


def _mesa(propuesta: Propuesta, filas: list[Fila]) -> None:
    """Exactly one office is the counter: it is chosen, and never two by mistake."""
    activas = {fila["id"]: fila["nombre"] for fila in filas if fila.get("activa", True)}
    actual = next((fila["id"] for fila in filas if fila.get("mesa")), None)
    llave = f"config_mesa_{propuesta.revision}"
    elegida = st.selectbox(
        t("config.mesa"), list(activas), index=list(activas).index(actual) if actual in activas else None,
        format_func=activas.__getitem__, placeholder=t("formulario.elija"), key=llave, width=420,
    )  # fmt: skip
    piezas.ayuda(llave, t("config.mesa_ayuda"))
    if elegida and elegida != actual:
        en_propuesta.guardar(RUTA, [fila | {"mesa": fila["id"] == elegida} for fila in filas])


def _conservar_publicadas(filas: list[Fila]) -> None:
    """What was published once has history: taken out of the table it comes back, and takes nothing new."""
    quedan = {fila.get("id") for fila in filas}
    quitadas = [d for d in state.institucion().escritorio.dependencias if d.id not in quedan]
    if quitadas:
        inactivas = [d.model_copy(update={"activa": False, "mesa": False}).model_dump(mode="json") for d in quitadas]
        st.session_state[en_propuesta.HECHO] = t("config.conservadas", cuales=", ".join(d.nombre for d in quitadas))
        en_propuesta.guardar(RUTA, [*filas, *inactivas])


def _sedes(propuesta: Propuesta) -> None:
    piezas.nota(t("config.sedes_nota"))
    tabla_editable.tabla(
        propuesta, SEDES,
        [
            Columna("nombre", t("config.nombre"), exigida=True, maximo=120, ancho="large"),
            Columna("direccion", t("config.direccion"), ancho="large"),
            Columna("horario", t("config.horario"), ayuda=t("config.horario_ayuda")),
            Columna("telefono", t("config.telefono_sede")),
        ],
        titulo=t("config.oficinas_sedes"), agregar=t("config.agregar_sede"), con_id=True,
        resumen=lambda fila: str(fila.get("direccion") or ""),
    )  # fmt: skip


def _centros(propuesta: Propuesta) -> None:
    piezas.nota(t("config.centros_nota"))
    tabla_editable.tabla(
        propuesta, CENTROS,
        [
            Columna("nombre", t("config.nombre"), exigida=True, maximo=120, ancho="large"),
            Columna("sede", t("config.sede"), "opcion", opciones=_nombres(propuesta, SEDES)),
            Columna("activo", t("config.activo"), "si_no", inicial=True),
        ],
        titulo=t("config.oficinas_centros"), agregar=t("config.agregar_centro"), con_id=True,
    )  # fmt: skip


def _nombres(propuesta: Propuesta, ruta: str) -> dict[str, str]:
    filas: list[dict[str, Any]] = en_propuesta.valor(propuesta, ruta) or []
    return {fila["id"]: fila["nombre"] for fila in filas}


def elegibles(institucion: Institucion | None) -> dict[str, str]:
    """The offices in use by id, for whoever routes to one."""
    escritorio = (institucion or state.institucion()).escritorio
    return {d.id: nombre_de(d) for d in escritorio.dependencias if d.activa}
