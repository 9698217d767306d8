"""Who files, as their account says it: shown, never asked."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from portal.i18n import t
from portal.services import registro
from portal.services.borradores import BorradorView
from portal.ui import a_nombre_de, piezas, state


def seccion(borrador: BorradorView) -> None:
    """A section of the form, where the institution's has one: for whom, if there is a choice, and their data."""
    if not borrador.institucion.formulario.remitente:
        a_nombre_de.elegir(borrador)
        return
    st.header(piezas.llano(borrador.institucion.formulario.remitente), anchor=False)
    a_nombre_de.elegir(borrador)
    remitente = registro.revisar(state.ctx(), borrador.id).remitente
    mas = {t("crear.telefono"): remitente["telefono"], t("mi_cuenta.direccion"): remitente["direccion"]}
    piezas.resumen(datos(remitente) | {nombre: dato for nombre, dato in mas.items() if dato}, denso=True)
    st.space("xsmall")


def datos(remitente: Mapping[str, str]) -> dict[str, str]:
    """Organisation, person and where they are written."""
    filas = {}
    if remitente["clase"] == "juridica":
        filas[t("presentar.organizacion")] = f"{remitente['nombre']}, {t('crear.ruc')} {remitente['numero_doc']}"
    documento = f"{t('crear.' + remitente['persona_tipo_doc'])} {remitente['persona_numero_doc']}"
    filas[t("presentar.persona")] = f"{remitente['persona']}, {documento}"
    filas[t("presentar.avisos")] = remitente["correo"]
    return filas
