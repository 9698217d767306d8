"""The form as the citizen sees it, beside the designer: on a phone or on a desk, and it answers."""

from __future__ import annotations

import streamlit as st

from portal.domain.campos import Ranura
from portal.domain.formulario import ranuras_visibles
from portal.i18n import t
from portal.ui import formulario, piezas
from portal.ui.config_formulario_lista import rotulo_de_ranura
from portal.ui.config_formulario_taller import Taller

ANCHO = "diseno_ancho"
CAMBIO = "diseno_ancho_cambio"
TELEFONO = 360


def en_escritorio() -> bool:
    """Whether it is seen as wide as on a desk."""
    return bool(st.session_state.get(ANCHO) == "escritorio")


def _otro_ancho() -> None:
    st.session_state[CAMBIO] = True


@st.fragment
def dibujar(taller: Taller) -> None:
    """The live view. What is written in it stays in this tab, and draws only this again."""
    with st.container(horizontal=True, vertical_alignment="center", key="mp-vista-arriba"):
        st.html(f'<p class="mp-guia">{piezas.seguro(t("diseno.vista_previa"))}</p>', width="content")
        st.space("stretch")
        ancho = st.segmented_control(
            t("diseno.ancho"), ("telefono", "escritorio"), format_func=lambda a: t(f"diseno.ancho_{a}"), default="telefono",
            required=True, label_visibility="collapsed", key=ANCHO, on_change=_otro_ancho,
        )  # fmt: skip
    if st.session_state.pop(CAMBIO, False):
        st.rerun()  # on a desk the view takes half the screen, as wide as the citizen's own
    with st.container(key=f"mp-vista-{ancho}", gap="small", width=TELEFONO if ancho == "telefono" else "stretch"):
        clave = f"diseno_{taller.ambito}"
        formulario.vista_previa(taller.formulario, taller.institucion, clave)
        valores = st.session_state.get(f"vista_{clave}", {})
        ranuras = ranuras_visibles(taller.formulario, valores)
        if ranuras:
            st.header(piezas.llano(taller.formulario.titulo_archivos), anchor=False)
        for ranura in ranuras:
            _ranura(ranura)


def _ranura(ranura: Ranura) -> None:
    """A slot as it will be, without taking any file."""
    opcional = ranura.etiqueta if ranura.minimo else t("formulario.opcional", etiqueta=ranura.etiqueta)
    st.html(
        f'<div class="mp-cargador"><p class="mp-etiqueta">{piezas.seguro(opcional)}</p>'
        f'<p class="mp-ayuda">{piezas.seguro(ranura.ayuda)}</p>'
        f'<div class="mp-soltar"><span class="mp-boton">{piezas.icono("upload_file")} {piezas.seguro(ranura.accion)}</span>'
        f'<span class="mp-nota">{piezas.seguro(rotulo_de_ranura(ranura))}</span></div></div>'
    )
