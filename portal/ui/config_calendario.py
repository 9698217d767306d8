"""Configuración, Días hábiles: which days do not count, by which norm, and until what hour a filing is of that day."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import streamlit as st

from portal.domain.calendario import ReglaFeriado, feriados, presentacion
from portal.domain.configuracion import Feriado, Institucion
from portal.domain.fechas import en_palabras
from portal.domain.texto import frase
from portal.i18n import t
from portal.services import configuracion
from portal.services.propuestas import Propuesta
from portal.ui import config_campos as campos
from portal.ui import piezas, state, tabla_editable
from portal.ui import propuesta as en_propuesta
from portal.ui.tabla_editable import Columna

CIERRE = "calendario.cierre"
DE_MUESTRA = "igp"
"""The preset whose table of national holidays, each with its norm, is the one of the product."""
LAS_SEIS = time(18, 0)


def dibujar(propuesta: Propuesta) -> None:
    """The whole part."""
    st.header(t("config.corte"), anchor=False)
    _corte(propuesta)
    _ensayo(propuesta.leida)
    st.header(t("config.feriados"), anchor=False)
    piezas.nota(t("config.feriados_nota"))
    _sembrar(propuesta)
    tabla_editable.tabla(
        propuesta, "calendario.feriados",
        [
            Columna("nombre", t("config.feriado"), exigida=True, ancho="medium"),
            Columna("dia", t("config.dia"), "numero", minimo=1, maximo=31, ancho="small"),
            Columna("mes", t("config.mes"), "numero", minimo=1, maximo=12, ancho="small"),
            Columna("pascua", t("config.pascua"), "numero", minimo=-60, maximo=70, ayuda=t("config.pascua_ayuda"),
                ancho="small"),
            Columna("base_legal", t("config.norma"), exigida=True, ancho="medium"),
            Columna("desde", t("config.desde_anio"), "numero", minimo=0, maximo=2060, inicial=0, ancho="small"),
            Columna("hasta", t("config.hasta_anio"), "numero", minimo=2015, maximo=2060, ancho="small"),
        ],
        titulo=t("config.feriados"), agregar=t("config.agregar_feriado"), resumen=_cuando,
    )  # fmt: skip
    st.header(t("config.dias"), anchor=False)
    piezas.nota(t("config.dias_nota"))
    sedes = {s["id"]: s["nombre"] for s in en_propuesta.valor(propuesta, "escritorio.sedes") or ()}
    de_sede = [Columna("sedes", t("config.sedes"), "opciones", opciones=sedes, ayuda=t("config.sedes_ayuda"))]
    tabla_editable.tabla(
        propuesta, "calendario.dias",
        [
            Columna("fecha", t("config.fecha"), "fecha", exigida=True, ancho="small"),
            Columna("nombre", t("config.dia_nombre"), exigida=True, ancho="medium", inicial=t("config.dia_no_laborable")),
            Columna("base_legal", t("config.norma"), exigida=True, ancho="medium"),
            *(de_sede if sedes else ()),
        ],
        titulo=t("config.dias"), agregar=t("config.agregar_dia"), resumen=_dia,
    )  # fmt: skip
    _el_anio(propuesta.leida)


# --- The cut-off rule ----------------------------------------------------------------


def _corte(propuesta: Propuesta) -> None:
    """Until midnight, or until an hour: the second one with what it may bring."""
    cierre = en_propuesta.valor(propuesta, CIERRE)
    eleccion = st.radio(
        t("config.corte_pregunta"), ("dia", "hora"), index=1 if cierre else 0, key=f"config_corte_{bool(cierre)}",
        format_func=lambda cual: t(f"config.corte_{cual}"),
    )  # fmt: skip
    if eleccion == "dia" and cierre:
        en_propuesta.guardar(CIERRE, None)
    if eleccion == "hora":
        piezas.aviso(t("config.corte_advertencia"), t("config.corte_advertencia_detalle"), tono="ambar")
        if not cierre:
            with st.container(horizontal=True, gap="small"):
                if st.button(t("config.corte_aplicar")):
                    en_propuesta.guardar(CIERRE, "16:30:00")
                st.button(t("config.corte_dejar"), type="tertiary", on_click=_dejar)
            return
        campos.campo(
            propuesta, CIERRE, lambda **k: st.time_input(t("config.campo.calendario.cierre"), width=200, step=900, **k),
            como=campos.HORA,
        )  # fmt: skip
    campos.texto(propuesta, "calendario.base_legal", exigido=True, ayuda=t("config.corte_base_ayuda"))


def _dejar() -> None:
    st.session_state.pop("config_corte_False", None)


def _ensayo(institucion: Institucion | None) -> None:
    """What the rule does with one sending: today at six in the evening, or whenever is asked."""
    if institucion is None:
        return
    hoy = state.ctx().reloj().astimezone(institucion.zona).date()
    with st.container(key="mp-lamina-ensayo", gap="small"):
        piezas.guia(t("config.ensayo"))
        with st.container(horizontal=True, gap="small"):
            dia = st.date_input(
                t("config.ensayo_dia"), value=hoy, format="DD/MM/YYYY", key="config_ensayo_dia", width=200
            )
            hora = st.time_input(t("config.ensayo_hora"), value=LAS_SEIS, key="config_ensayo_hora", width=160, step=900)
        if isinstance(dia, date) and hora is not None:
            _ensayado(institucion, datetime.combine(dia, hora, tzinfo=institucion.zona))


def _ensayado(institucion: Institucion, enviado: datetime) -> None:
    dicha = presentacion(enviado, institucion.dias)
    motivos = [
        t("config.salta", dia=frase(en_palabras(s.fecha)), motivo=t(f"config.salta_{s.clase}", norma=_norma(s)))
        for s in dicha.saltados
    ]
    piezas.aviso(
        t("config.ensayado", fecha=en_palabras(dicha.presentado)),
        " ".join(motivos) or t("config.ensayado_mismo"), tono="fuerte",
    )  # fmt: skip


def _norma(saltado: Any) -> str:  # noqa: ANN401 -- a day that did not count
    return ", ".join(parte for parte in (saltado.nombre, saltado.base_legal) if parte)


# --- The days ------------------------------------------------------------------------


def _cuando(fila: dict[str, Any]) -> str:
    """When a holiday returns, in words."""
    pascua = fila.get("pascua")
    cuando = (
        t("config.de_pascua", dias=pascua) if pascua is not None
        else t("config.de_fecha", dia=fila.get("dia") or "?", mes=fila.get("mes") or "?")
    )  # fmt: skip
    return " · ".join(parte for parte in (cuando, str(fila.get("base_legal") or "")) if parte)


def _dia(fila: dict[str, Any]) -> str:
    fecha = f"{date.fromisoformat(fila['fecha']):%d/%m/%Y}" if fila.get("fecha") else ""
    return " · ".join(parte for parte in (fecha, fila.get("base_legal") or "") if parte)


def _sembrar(propuesta: Propuesta) -> None:
    """The national holidays that are not in the table, added in one press."""
    tiene = [Feriado.model_validate(f) for f in en_propuesta.valor(propuesta, "calendario.feriados") or ()]
    suyos = {(f.mes, f.dia, f.pascua) for f in tiene}
    nacionales = configuracion.preset(DE_MUESTRA).calendario.feriados
    faltan = [f for f in nacionales if (f.mes, f.dia, f.pascua) not in suyos]
    if not faltan:
        piezas.nota(t("config.nacionales_estan", cuantos=len(nacionales)))
    elif st.button(t("config.sembrar", cuantos=len(faltan)), icon=":material/event:"):
        en_propuesta.guardar("calendario.feriados", [*tiene, *faltan])


def _el_anio(institucion: Institucion | None) -> None:
    """All the days of one year that do not count, to be read against the official list."""
    if institucion is None:
        return
    este = state.ctx().reloj().astimezone(institucion.zona).year
    with st.expander(t("config.ver_anio")):
        anio = st.selectbox(t("config.anio"), range(este, este + 3), key="config_anio_calendario", width=160)
        reglas = [ReglaFeriado(**f.model_dump()) for f in institucion.calendario.feriados]
        dias = {d.fecha: (d.nombre, d.base_legal) for d in feriados(reglas, [anio]).values()}
        dias |= {d.fecha: (d.nombre, d.base_legal) for d in institucion.calendario.dias if d.fecha.year == anio}
        piezas.guia(t("config.no_habiles", cuantos=len(dias), anio=anio))
        filas = {frase(en_palabras(f)): f"{nombre} ({norma})" for f, (nombre, norma) in sorted(dias.items())}
        piezas.resumen(filas, denso=False)
