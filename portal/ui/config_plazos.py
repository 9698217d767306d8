"""Configuración, Plazos y atención: how the desk works by law, its terms, and where what is filed arrives first."""

from __future__ import annotations

from typing import Any

import streamlit as st

from portal.domain.campos import Campo, Formulario
from portal.i18n import t
from portal.services.propuestas import Propuesta
from portal.ui import config_campos as campos
from portal.ui import config_oficinas, piezas, state, tabla_editable
from portal.ui import propuesta as en_propuesta
from portal.ui.tabla_editable import Columna

RUTA = "encaminamientos"
UNIDADES = ("habiles", "calendario")


def dibujar(propuesta: Propuesta) -> None:
    """Mode, terms, exceptions by kind of document, routing."""
    campos.eleccion(
        propuesta, "escritorio.modo", {modo: t(f"config.modo_{modo}") for modo in ("lpag", "correspondencia")},
        ayuda=t("config.modo_ayuda"),
    )  # fmt: skip
    campos.interruptor(propuesta, "escritorio.respuesta_con_documento")
    st.header(t("config.plazos"), anchor=False)
    campos.numero(propuesta, "escritorio.plazos.atencion", 1, 250, vacio=True, ayuda=t("config.atencion_ayuda"))
    campos.texto(propuesta, "escritorio.plazos.base_legal")
    with st.container(horizontal=True, gap="small"):
        with st.container(width=240):
            campos.numero(propuesta, "escritorio.plazos.observar", 1, 2, ayuda=t("config.observar_ayuda"))
        with st.container(width=240):
            campos.numero(propuesta, "escritorio.plazos.subsanar", 2, 30, ayuda=t("config.subsanar_ayuda"))
        with st.container(width=240):
            campos.numero(propuesta, "escritorio.plazos.pedido", 1, 60, ayuda=t("config.pedido_ayuda"))
        with st.container(width=240):
            campos.numero(propuesta, "escritorio.plazos.aviso", 0, 30, ayuda=t("config.aviso_ayuda"))
    campos.interruptor(propuesta, "escritorio.plazos.resumen", ayuda=t("config.resumen_ayuda"))
    _por_tipo(propuesta)
    _encaminamientos(propuesta)


def _formulario(propuesta: Propuesta) -> Formulario:
    return (propuesta.institucion or state.institucion()).formulario


def _por_tipo(propuesta: Propuesta) -> None:
    tipo = _formulario(propuesta).con_papel("tipo")
    if tipo is None:
        return
    st.header(t("config.por_tipo"), anchor=False)
    piezas.nota(t("config.por_tipo_nota"))
    tipos = {opcion.id: opcion.nombre for opcion in tipo.opciones}
    silencios = {"positivo": t("config.silencio_positivo"), "negativo": t("config.silencio_negativo")}
    tabla_editable.tabla(
        propuesta, "escritorio.plazos.por_tipo",
        [
            Columna("tipo", tipo.etiqueta, "opcion", exigida=True, opciones=tipos),
            Columna("dias", t("config.dias_plazo"), "numero", exigida=True, minimo=1, maximo=250, ancho="small"),
            Columna(
                "unidad", t("config.unidad"), "opcion", exigida=True, inicial=UNIDADES[0],
                opciones={u: t(f"config.unidad_{u}") for u in UNIDADES},
            ),
            Columna("silencio", t("config.silencio"), "opcion", opciones={"": t("config.silencio_no"), **silencios}, inicial=""),
            Columna("base_legal", t("config.base_legal"), ancho="large"),
        ],
        titulo=t("config.por_tipo"), agregar=t("config.agregar_por_tipo"), nombre="tipo",
        resumen=lambda fila: t("config.en_dias", dias=fila.get("dias") or ""),
    )  # fmt: skip


def _encaminamientos(propuesta: Propuesta) -> None:
    """Rules in words, in the order in which they are tried; the first that is true decides."""
    st.header(t("config.encaminar"), anchor=False)
    piezas.nota(t("config.encaminar_nota"))
    reglas: list[dict[str, Any]] = en_propuesta.valor(propuesta, RUTA) or []
    oficinas = config_oficinas.elegibles(propuesta.institucion)
    formulario = _formulario(propuesta)
    for i, regla in enumerate(reglas):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"mp-ficha-encaminar-{i}"):
            piezas.linea(f"{i + 1}. {_en_palabras(formulario, regla, oficinas)}")
            st.space("stretch")
            if i and st.button(
                t("tabla.subir"), key=f"subir_encaminar_{i}", type="tertiary", icon=":material/arrow_upward:"
            ):
                en_propuesta.guardar(RUTA, [*reglas[: i - 1], regla, reglas[i - 1], *reglas[i + 1 :]])
            if st.button(t("tabla.quitar"), key=f"quitar_encaminar_{i}", type="tertiary", icon=":material/delete:"):
                en_propuesta.guardar(RUTA, [*reglas[:i], *reglas[i + 1 :]])
    with st.container(key="mp-panel-encaminar", gap="small"):
        _nueva(reglas, formulario, oficinas, propuesta.revision)


def _nueva(reglas: list[dict[str, Any]], formulario: Formulario, oficinas: dict[str, str], vez: int) -> None:
    mirables = {c.id: c for c in formulario.campos if c.clase in {"opcion", "si_no"}}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        campo = st.selectbox(
            t("config.encaminar_si"), ["", *mirables], key=f"encaminar_campo_{vez}", width=300,
            format_func=lambda c: mirables[c].etiqueta if c else t("config.encaminar_siempre"),
        )  # fmt: skip
        valor: str | bool | None = None
        if campo:
            posibles = _posibles(mirables[campo])
            valor = st.selectbox(
                t("config.encaminar_es"), list(posibles), format_func=posibles.__getitem__, width=260,
                key=f"encaminar_valor_{campo}_{vez}",
            )  # fmt: skip
        oficina = st.selectbox(
            t("config.encaminar_a"), list(oficinas), format_func=oficinas.__getitem__, index=None, width=320,
            placeholder=t("formulario.elija"), key=f"encaminar_oficina_{vez}",
        )  # fmt: skip
        if st.button(t("config.agregar_regla"), icon=":material/add:", key=f"encaminar_agregar_{vez}") and oficina:
            condicion = {"campo": campo, "op": "igual", "valor": valor} if campo else None
            en_propuesta.guardar(RUTA, [*reglas, {"dependencia": oficina, "condicion": condicion}])


def _posibles(campo: Campo) -> dict[str | bool, str]:
    if campo.clase == "si_no":
        return {True: t("formulario.si"), False: t("formulario.no")}
    return {opcion.id: opcion.nombre for opcion in campo.opciones}


def _en_palabras(formulario: Formulario, regla: dict[str, Any], oficinas: dict[str, str]) -> str:
    oficina = oficinas.get(regla["dependencia"], regla["dependencia"])
    condicion = regla.get("condicion")
    if not condicion:
        return t("config.regla_siempre", oficina=oficina)
    campo = formulario.campo(condicion["campo"])
    etiqueta = campo.etiqueta if campo else condicion["campo"]
    valor = _posibles(campo).get(condicion["valor"], condicion["valor"]) if campo else condicion["valor"]
    return t("config.regla", campo=etiqueta, valor=valor, oficina=oficina)
