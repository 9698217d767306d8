"""Configuración, Correos: the words of each mail, what may stand in its blanks, and how it will be read."""

from __future__ import annotations

from typing import Any

import streamlit as st

from portal.domain.configuracion import Institucion, Plantilla
from portal.domain.plantillas import DEL_SISTEMA, HUECOS_DE, huecos_de, necesarios_de
from portal.i18n import t
from portal.services import redaccion, vistas_previas
from portal.services.propuestas import Propuesta
from portal.ui import piezas, state
from portal.ui import propuesta as en_propuesta
from portal.ui.cola_de_correos import como_llega
from portal.ui.errors import show_refusals

RUTA = "plantillas"
ALTO = 320


def dibujar(propuesta: Propuesta) -> None:
    """One mail at a time: what it says on the left, how it arrives on the right."""
    institucion = propuesta.institucion or state.institucion()
    escritas: list[dict[str, Any]] = en_propuesta.valor(propuesta, RUTA) or []
    propias = {una["id"]: una for una in escritas}
    nombres = {una: nombre(institucion, una) for una in dict.fromkeys([*propias, *HUECOS_DE])}
    piezas.nota(t("config.plantillas_nota"))
    elegida = st.selectbox(
        t("config.plantilla"), list(nombres), format_func=nombres.__getitem__, key="config_plantilla", width=480,
        persist_state="page",
    )  # fmt: skip
    with show_refusals():
        actual = Plantilla(**propias[elegida]) if elegida in propias else _de_la_casa(institucion, elegida)
        texto, vista = st.columns([1, 1], gap="large")
        with texto:
            _editor(propuesta, institucion, escritas, actual, propia=elegida in propias)
        with vista, st.container(key="mp-panel-correo-previo", gap="small"):
            piezas.guia(t("config.asi_llega"))
            mensaje = vistas_previas.de_correo(state.ctx(), institucion, actual)
            st.header(piezas.llano(mensaje.asunto), anchor=False)
            como_llega(mensaje.html)


def nombre(institucion: Institucion, plantilla_id: str) -> str:
    """A mail as people call it: by what it does, or by the act that sends it."""
    actos = sorted({tr.nombre for tr in institucion.transiciones if tr.plantilla == plantilla_id})
    if plantilla_id in HUECOS_DE:
        return t(f"config.correo.{plantilla_id}")
    return t("config.correo_de_acto", actos=", ".join(actos)) if actos else t("config.correo_suelto", cual=plantilla_id)


def _de_la_casa(institucion: Institucion, plantilla_id: str) -> Plantilla:
    return redaccion.plantilla_de(institucion, plantilla_id)


def _editor(
    propuesta: Propuesta, institucion: Institucion, escritas: list[dict[str, Any]], actual: Plantilla, *, propia: bool
) -> None:
    llave = f"plantilla_{actual.id}_{propuesta.revision}"
    asunto = st.text_input(t("config.correo_asunto"), actual.asunto, key=f"{llave}_asunto", max_chars=200)
    cuerpo = st.text_area(t("config.correo_cuerpo"), actual.cuerpo, key=f"{llave}_cuerpo", height=ALTO)
    nueva = Plantilla(id=actual.id, asunto=(asunto or "").strip(), cuerpo=(cuerpo or "").strip())
    if (nueva.asunto, nueva.cuerpo) != (actual.asunto.strip(), actual.cuerpo.strip()):
        otras = [una for una in escritas if una["id"] != actual.id]
        lugar = next((i for i, una in enumerate(escritas) if una["id"] == actual.id), len(otras))
        en_propuesta.guardar(RUTA, [*otras[:lugar], nueva.model_dump(mode="json"), *otras[lugar:]])
    necesarios = necesarios_de(institucion, actual.id)
    piezas.guia(t("config.huecos"))
    piezas.resumen(
        {
            f"{{{hueco}}}": t(f"hueco.{hueco}") + (t("config.hueco_necesario") if hueco in necesarios else "")
            for hueco in sorted(huecos_de(institucion, actual.id))
        },
        denso=True,
    )
    if propia and actual.id in HUECOS_DE and actual.id not in DEL_SISTEMA and st.button(t("config.correo_de_la_casa")):
        en_propuesta.guardar(RUTA, [una for una in escritas if una["id"] != actual.id])
