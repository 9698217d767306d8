"""In the tracking: what waits for the citizen's cure and the way to it, and the way out for who withdraws."""

from __future__ import annotations

import streamlit as st

from portal.domain.fechas import en_palabras
from portal.domain.permisos import Permiso, Rol
from portal.i18n import t
from portal.services import desistimientos, observadas
from portal.services.actuaciones import LARGO_NOTA
from portal.services.consulta import ExpedienteView
from portal.ui import paginas, piezas, state
from portal.ui.errors import HECHO, show_refusals
from portal.ui.piezas import Enlace


def vencido(vista: ExpedienteView) -> bool:
    """Whether the days to cure are over, and nobody ended it yet."""
    hoy = state.ctx().reloj().astimezone(state.institucion().zona).date()
    return vista.corrige_hasta is not None and hoy > vista.corrige_hasta


def panel(vista: ExpedienteView, *, propia: bool) -> None:
    """In the tracking: what waits for a cure, and the way to it; the items only for who acts for who filed."""
    if vista.corrige_hasta is None or vencido(vista):
        return
    if not propia:
        piezas.aviso(t("subsanar.panel", fecha=en_palabras(vista.corrige_hasta)), t("subsanar.ajeno"), tono="ambar")
        if state.ctx().actor.rol is Rol.ANONIMO:
            _ir(vista.numero, t("subsanar.ingrese"))
        return
    abierta = next((o for o in observadas.propias(state.ctx(), vista.numero) if not o.resultado), None)
    if abierta is None:
        return
    piezas.aviso(t("subsanar.panel", fecha=en_palabras(abierta.vence_el)), t("subsanar.conserva"), tono="ambar")
    piezas.lista([item.texto for item in abierta.items])
    _ir(vista.numero, t("subsanar.corregir"))


def en_bandeja() -> None:
    """Above the tray: a line for each expediente that waits for a cure, the most urgent first."""
    ctx = state.ctx()
    if not ctx.actor.puede(Permiso.PRESENTAR):
        return
    for numero, hasta in observadas.por_corregir(ctx):
        with st.container(key=f"mp-enlaces-corregir-{numero}"):
            st.page_link(
                paginas.pagina("subsanar"),
                label=t("subsanar.en_bandeja", numero=numero, fecha=f"{hasta:%d/%m/%Y}"),
                icon=":material/edit_note:",
                query_params={"expediente": numero},
            )


def _ir(numero: str, nombre: str) -> None:
    direccion = state.url(f"/{paginas.PANTALLAS['subsanar'].direccion}?expediente={numero}")
    piezas.boton_enlace(Enlace(nombre, direccion, "arrow_forward"), principal=True)


def retirar(vista: ExpedienteView) -> None:
    """The button that withdraws an own expediente, while it is not over."""
    if not desistimientos.se_puede(state.ctx(), vista.numero):
        return
    if st.button(t("desistir.boton"), type="tertiary", icon=":material/undo:", key="retirar_tramite"):
        _confirmar(vista)


def _confirmar(vista: ExpedienteView) -> None:
    @st.dialog(t("desistir.titulo", numero=vista.numero))
    def preguntar() -> None:
        piezas.nota(t("desistir.que_pasa"))
        clase = st.radio(
            t("desistir.que"),
            [desistimientos.PROCEDIMIENTO, desistimientos.PRETENSION],
            index=None,
            format_func=lambda i: t(f"desistir.de_{i}"),
            captions=[t("desistir.procedimiento_detalle"), t("desistir.pretension_detalle")],
            key="desistir_clase",
        )
        motivo = st.text_area(t("desistir.motivo"), key="desistir_motivo", max_chars=LARGO_NOTA, height=80) or ""
        falta = st.container()
        with st.container(horizontal=True, gap="small"):
            if st.button(t("desistir.hacer"), type="primary", key="desistir_hacer"):
                with falta, show_refusals():
                    hecho = desistimientos.desistir(state.ctx(), vista.numero, clase=clase or "", motivo=motivo)
                    st.session_state[HECHO] = t("desistir.hecho", registro=hecho.registro)
                    st.rerun()
            if st.button(t("desistir.conservar"), key="desistir_conservar"):
                st.rerun()

    preguntar()
