"""Corregir: what was asked of an own expediente, item by item; reviewed, and sent once."""

from __future__ import annotations

import streamlit as st

from portal.domain.errors import NoEncontrado
from portal.i18n import t
from portal.services import subsanaciones
from portal.services.subsanaciones import NadaQueSubsanar, SubsanacionTardia
from portal.ui import paginas, piezas, state, subsanar
from portal.ui.errors import show_refusals
from portal.ui.marco import dos_columnas

ctx = state.ctx()
numero = st.query_params.get("expediente", "")
envio = st.query_params.get("envio", "")


def hacer() -> bool:
    """The receipt, the review, or what is being written; whether there is still something to write."""
    if envio and (hecha := subsanaciones.hecha(ctx, envio)) is not None:
        subsanar.listo(hecha)
        return False
    hoja = subsanaciones.abrir(ctx, numero)
    if st.query_params.get("paso") == "revisar":
        subsanar.revisar(hoja)
    else:
        subsanar.escribir(hoja)
    return True


with st.container(key="mp-enlaces-volver"):
    st.page_link(
        paginas.pagina("seguimiento" if numero else "tramites"),
        label=t("subsanar.volver" if numero else "seguimiento.volver"),
        icon=":material/arrow_back:",
        query_params={"expediente": numero} if numero else None,
    )
escribe = False
principal, lado = dos_columnas()
with principal, show_refusals():
    try:
        escribe = hacer()
    except NoEncontrado as negativa:
        subsanar.no_se_puede("", negativa)
    except (NadaQueSubsanar, SubsanacionTardia) as negativa:
        subsanar.no_se_puede(numero, negativa)
with lado, st.container(key="mp-lamina-ayuda", gap="small"):
    st.header(t("presentar.parar" if escribe else "seguimiento.demora"), anchor=False)
    if escribe:
        piezas.nota(t("subsanar.parar"))
    piezas.nota(t("presentar.dudas", ayuda=state.institucion().textos.ayuda))
