"""At the counter: what the person who registers left halfway, to go on with it; and what may be registered already."""

from __future__ import annotations

import streamlit as st

from portal.domain.fechas import corta
from portal.i18n import t
from portal.services import duplicados, ventanilla
from portal.services.borradores import BorradorView
from portal.ui import piezas, repetidos, state


def lista() -> None:
    """Each unfinished one with its button; nothing where there is none."""
    pendientes = ventanilla.sin_terminar(state.ctx())
    if not pendientes:
        return
    with st.expander(t("ventanilla.sin_terminar", cuantos=len(pendientes))):
        for uno in pendientes:
            cuando = corta(uno.guardado_at, state.institucion().zona)
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                piezas.linea(uno.quien, uno.asunto or t("ventanilla.sin_asunto"), cuando)
                st.space("stretch")
                st.button(t("ventanilla.seguir"), key=f"seguir_{uno.id}", on_click=_seguir, args=(uno.id,))


def _seguir(borrador_id: str) -> None:
    """At the first step after who files: what is missing is said there."""
    st.query_params.from_dict({"paso": "documento", "borrador": borrador_id})


def avisar(borrador: BorradorView) -> None:
    """What the same person filed already, of what the counter may see: a notice, never a refusal (art. 124)."""
    with piezas.lugar():
        repetidos.avisar(
            duplicados.en_ventanilla(state.ctx(), borrador.id), borrador.institucion, pantalla="expediente"
        )
