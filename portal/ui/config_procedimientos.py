"""Configuración, Procedimientos: what can be asked for, with requirements, term, silence, cost and office."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import streamlit as st

from portal.i18n import t
from portal.services.propuestas import Propuesta
from portal.ui import config_oficinas, piezas
from portal.ui import propuesta as en_propuesta
from portal.ui.tabla_editable import id_de

RUTA = "procedimientos"
NUEVO = ""
ELEGIDO = "config_procedimiento"
CLASES = ("correspondencia", "servicio", "tupa")
UNIDADES = ("habiles", "calendario")
CALIFICACIONES = ("", "automatica", "evaluacion_previa")
SILENCIOS = ("", "positivo", "negativo")


def dibujar(propuesta: Propuesta) -> None:
    """The list, and the one that is being written."""
    filas: list[dict[str, Any]] = en_propuesta.valor(propuesta, RUTA) or []
    piezas.nota(t("config.procedimientos_nota"))
    if not filas:
        piezas.vacio(t("config.procedimientos_vacio"), t("config.procedimientos_vacio_detalle"))
    nombres = {fila["id"]: fila["nombre"] for fila in filas}
    if st.session_state.get(ELEGIDO) not in {NUEVO, *nombres}:
        st.session_state[ELEGIDO] = next(iter(nombres), NUEVO)
    elegido = st.selectbox(
        t("config.procedimiento"), [*nombres, NUEVO], key=ELEGIDO, width=520,
        format_func=lambda cual: nombres.get(cual, t("config.procedimiento_nuevo")),
    )  # fmt: skip
    actual = next((fila for fila in filas if fila["id"] == elegido), {})
    with st.form(f"procedimiento_{elegido}_{propuesta.revision}"):
        escrito = _campos(propuesta, actual)
        guardado = st.form_submit_button(t("config.guardar"), type="primary")
    if guardado:
        _guardar(filas, actual, escrito)
    if actual:
        _orden(filas, actual)


def _campos(propuesta: Propuesta, actual: dict[str, Any]) -> dict[str, Any]:
    oficinas = {"": t("config.sin_oficina")} | config_oficinas.elegibles(propuesta.institucion)
    escrito: dict[str, Any] = {
        "nombre": st.text_input(t("config.nombre"), actual.get("nombre", ""), max_chars=200),
        "clase": _elegir("clase", CLASES, actual.get("clase", CLASES[0])),
        "descripcion": st.text_area(t("config.descripcion"), actual.get("descripcion", ""), max_chars=1000, height=90),
        "requisitos": st.text_area(t("config.requisitos"), _en_lineas(actual.get("requisitos") or ()), height=140),
    }
    piezas.nota(t("config.requisitos_nota"))
    with st.container(horizontal=True, gap="small"):
        escrito["plazo"] = st.number_input(t("config.plazo"), 1, 250, actual.get("plazo"), width=180, step=1)
        escrito["unidad"] = _elegir("unidad", UNIDADES, actual.get("unidad", UNIDADES[0]))
        costo = actual.get("costo")
        escrito["costo"] = st.number_input(
            t("config.costo"), 0.0, 9_999_999.0, float(costo) if costo is not None else None, width=200, step=0.10,
            format="%.2f",
        )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        escrito["calificacion"] = _elegir("calificacion", CALIFICACIONES, actual.get("calificacion", ""))
        escrito["silencio"] = _elegir("silencio", SILENCIOS, actual.get("silencio", ""))
    escrito["dependencia"] = st.selectbox(
        t("config.oficina_atiende"), list(oficinas), format_func=oficinas.__getitem__, width=480,
        index=list(oficinas).index(actual["dependencia"]) if actual.get("dependencia") in oficinas else 0,
    )  # fmt: skip
    escrito["base_legal"] = st.text_input(t("config.base_legal"), actual.get("base_legal", ""), max_chars=400)
    escrito["activo"] = st.toggle(t("config.procedimiento_activo"), actual.get("activo", True))
    return escrito


def _elegir(dato: str, opciones: tuple[str, ...], actual: str) -> str:
    return str(
        st.selectbox(
            t(f"config.{dato}"), opciones, index=opciones.index(actual) if actual in opciones else 0, width=260,
            format_func=lambda o: t(f"config.{dato}_{o or 'no'}"),
        )
    )  # fmt: skip


def _guardar(filas: list[dict[str, Any]], actual: dict[str, Any], escrito: dict[str, Any]) -> None:
    if not escrito["nombre"].strip():
        piezas.aviso(t("config.falta_nombre"), tono="rojo", urgente=True)
        return
    usados = {fila["id"] for fila in filas}
    nuevo = {
        **actual,
        **escrito,
        "id": actual.get("id") or id_de(escrito["nombre"], usados),
        "nombre": escrito["nombre"].strip(),
        "requisitos": _de_lineas(escrito["requisitos"], actual.get("requisitos") or ()),
        "costo": str(Decimal(str(escrito["costo"])).quantize(Decimal("0.01")))
        if escrito["costo"] is not None
        else None,
        "dependencia": escrito["dependencia"] or None,
    }
    otras = [nuevo if fila["id"] == nuevo["id"] else fila for fila in filas]
    listas = otras if actual else [*filas, nuevo]
    if en_propuesta.guardar(RUTA, listas, redibujar=False):
        st.session_state.pop(ELEGIDO, None)
        st.session_state[en_propuesta.HECHO] = t("config.procedimiento_guardado", cual=nuevo["nombre"])
    st.rerun()


def _orden(filas: list[dict[str, Any]], actual: dict[str, Any]) -> None:
    lugar = filas.index(actual)
    with st.container(horizontal=True, gap="small"):
        if lugar and st.button(t("tabla.subir"), icon=":material/arrow_upward:", type="tertiary"):
            en_propuesta.guardar(RUTA, [*filas[: lugar - 1], actual, filas[lugar - 1], *filas[lugar + 1 :]])
        if st.button(t("tabla.quitar"), icon=":material/delete:", type="tertiary"):
            en_propuesta.guardar(RUTA, [fila for fila in filas if fila is not actual])


def _en_lineas(requisitos: Any) -> str:  # noqa: ANN401 -- JSON
    return "\n".join(f"{r['texto']} | {r['base_legal']}".removesuffix(" | ") for r in requisitos)


def _de_lineas(escrito: str, antes: Any) -> list[dict[str, Any]]:  # noqa: ANN401 -- JSON
    """A requirement for each line, with its base legal after a bar; one whose words did not change keeps its id."""
    conocidos = {r["texto"]: r for r in antes}
    usados = {r["id"] for r in antes}
    hechos = []
    for linea in filter(None, (linea.strip() for linea in escrito.splitlines())):
        texto, _, base = (parte.strip() for parte in linea.partition("|"))
        cual = conocidos.get(texto, {}).get("id") or id_de(texto, usados)
        usados.add(cual)
        hechos.append({**conocidos.get(texto, {}), "id": cual, "texto": texto, "base_legal": base})
    return hechos
