"""Configuración, Versiones: all that was published, what each has of different from today, and putting one back."""

from __future__ import annotations

import streamlit as st

from portal.domain.errors import PortalError
from portal.i18n import explain, t
from portal.services import paquetes_institucion, propuestas, versiones
from portal.services.propuestas import Propuesta, Version
from portal.ui import config_cambios, entrega, piezas, state
from portal.ui import propuesta as en_propuesta
from portal.ui.errors import NEGATIVA
from portal.ui.piezas import Enlace

A_LA_VISTA = 12


def dibujar(propuesta: Propuesta) -> None:
    """The list, the newest first."""
    piezas.nota(t("config.versiones_nota"))
    todas = propuestas.versiones(state.ctx())
    hojas = max(1, -(-len(todas) // A_LA_VISTA))
    lugar = st.container(gap=None)
    hoja = st.pagination(hojas, key="config_hoja_versiones") if hojas > 1 else 1
    with lugar:
        for version in todas[(hoja - 1) * A_LA_VISTA : hoja * A_LA_VISTA]:
            _fila(propuesta, version)
    _paquete(propuesta)


def _paquete(propuesta: Propuesta) -> None:
    """The whole institution in one file, out and in."""
    st.header(t("config.paquete"), anchor=False)
    piezas.nota(t("config.paquete_nota"))
    with st.container(horizontal=True, gap="small"):
        piezas.boton_enlace(Enlace(t("config.bajar_paquete"), state.url("/configuracion/paquete.zip"), "download"))
        entrega.entrega(
            t("config.subir_paquete"), f"/configuracion/paquete?visto={propuesta.revision}", acepta=".zip",
            maximo=paquetes_institucion.MAXIMO, key="config_paquete", al_llegar=_llego,
        )  # fmt: skip


def _llego(_revision: str) -> None:
    st.session_state[en_propuesta.HECHO] = t("config.paquete_llego")


def _fila(propuesta: Propuesta, version: Version) -> None:
    with st.container(key=f"mp-ficha-version-{version.id}", horizontal=True, vertical_alignment="center", gap="small"):
        marca = piezas.etiqueta(t("config.vigente"), "verde") if version.vigente else ""
        cuando = t("config.version_de", fecha=en_propuesta.cuando(version.publicada_at), autor=version.autor)
        nota = f"<small>{piezas.seguro(version.nota)}</small>" if version.nota else ""
        st.html(
            f'<div class="mp-celda"><b>{piezas.seguro(t("config.version", numero=version.id))}</b> {marca}'
            f"<small>{piezas.seguro(cuando)}</small>{nota}</div>"
        )
        if version.vigente:
            return
        ayuda = {
            "ver": t("config.ver_version_ayuda", numero=version.id),
            "volver": t("config.restaurar_ayuda", numero=version.id),
        }
        if st.button(t("config.ver_version"), key=f"ver_version_{version.id}", type="tertiary", help=ayuda["ver"]):
            ver(version.id)
        st.button(
            t("config.restaurar"), key=f"restaurar_{version.id}", type="tertiary", help=ayuda["volver"],
            icon=":material/history:", on_click=_restaurar, args=(version.id, propuesta.revision),
        )  # fmt: skip


def _restaurar(version: int, visto: int) -> None:
    if en_propuesta.VISTA not in st.session_state:
        return
    try:
        propuestas.restaurar(state.ctx(), version, visto=visto)
    except PortalError as negativa:
        st.session_state[NEGATIVA] = explain(negativa)
    else:
        st.session_state[en_propuesta.HECHO] = t("config.restaurada", numero=version)


@st.dialog(t("config.ver_version"), width="large")
def ver(version: int) -> None:
    """What would change if that version came back."""
    piezas.nota(t("config.ver_version_nota", numero=version))
    config_cambios.tabla_de_cambios(versiones.diferencias_con(state.ctx(), version))
