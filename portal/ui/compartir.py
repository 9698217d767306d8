"""What opens the tracking to somebody without the account: seen, mailed again, changed, copied. For its owner only."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from portal.i18n import t
from portal.services import seguimientos
from portal.ui import botones, piezas, state
from portal.ui.errors import show_refusals

CAMBIADA = "seguimiento_cambiado"


def reenviar(numero: str, *, con_clave: bool, ancho: Literal["content", "stretch"] = "content") -> None:
    """The button that mails the cargo again, and what became of it."""
    if st.button(t("compartir.reenviar"), icon=":material/forward_to_inbox:", key="reenviar_correo", width=ancho):
        with show_refusals():
            correo = seguimientos.reenviar(state.ctx(), numero)
            hecho = t("compartir.reenviado" if con_clave else "compartir.reenviado_cargo", correo=correo)
            piezas.aviso(hecho, t("compartir.cuantas"), tono="fuerte", urgente=True)


def panel(numero: str, *, con_archivos: bool, con_clave: bool) -> None:
    """All that the owner may do with the tracking password. ``con_archivos``: whether it shows the files too.

    Without one (``con_clave``), only the mail can be asked for again.
    """
    if not con_clave:
        reenviar(numero, con_clave=False, ancho="stretch")
        return
    st.header(t("compartir.titulo"), anchor=False)
    piezas.nota(t("compartir.nota_con_archivos" if con_archivos else "compartir.nota"))
    if st.button(t("compartir.ver"), icon=":material/visibility:", width="stretch"):
        _ver(numero)
    reenviar(numero, con_clave=True, ancho="stretch")
    if st.button(t("compartir.cambiar"), icon=":material/key:", width="stretch"):
        _cambiar(numero)
    _dicho()


def _dicho() -> None:
    """What was just done in the dialog that closed, beside the button that opened it."""
    if correo := st.session_state.pop(CAMBIADA, ""):
        piezas.aviso(
            t("compartir.cambiada"), t("compartir.cambiada_detalle", correo=correo), tono="fuerte", urgente=True
        )


def _ver(numero: str) -> None:
    @st.dialog(t("compartir.ver_titulo"))
    def cuerpo() -> None:
        with show_refusals():
            suyos = seguimientos.accesos(state.ctx(), numero)
            datos = {t("presentar.numero"): suyos.numero, t("presentar.clave"): suyos.contrasena}
            botones.copiables(datos, key="claves_de_seguimiento")
            piezas.nota(t("compartir.ver_nota"))
            botones.copiar(
                t("compartir.copiar_enlace"), t("compartir.enlace"), suyos.enlace, key="enlace_de_seguimiento"
            )

    cuerpo()


def _cambiar(numero: str) -> None:
    @st.dialog(t("compartir.cambiar_titulo"))
    def cuerpo() -> None:
        piezas.parrafos(t("compartir.cambiar_detalle"))
        negativa = st.container()
        fila = st.container(horizontal=True, gap="small")
        if fila.button(t("compartir.cambiar_hacer"), type="primary", key="cambiar_clave"):
            with negativa, show_refusals():
                st.session_state[CAMBIADA] = seguimientos.cambiar_clave(state.ctx(), numero).correo
                st.rerun()
        if fila.button(t("compartir.cancelar"), key="no_cambiar_clave"):
            st.rerun()

    cuerpo()
