"""Expediente: its data, its documents, its history, and what can be done to it now."""

from __future__ import annotations

import streamlit as st

from portal.domain.fechas import corta
from portal.i18n import explain, t
from portal.services import consulta, tramite
from portal.services.consulta import ExpedienteView, TransicionView
from portal.ui import filtros, paginas, piezas, seguimiento, state
from portal.ui.errors import show_refusals

ctx = state.ctx()
institucion = state.institucion()


def dialogo(vista: ExpedienteView, tr: TransicionView) -> None:
    """One act: what happens, what the citizen will read, and the verb."""

    @st.dialog(t("expediente.dialogo", accion=tr.nombre, numero=vista.numero))
    def cuerpo() -> None:
        clave = "expediente.consecuencia_avisa" if tr.avisa else "expediente.consecuencia"
        piezas.nota(t(clave, estado=tr.hasta))
        etiqueta = t("expediente.motivo") if tr.exige_motivo else t("expediente.nota")
        llave = f"nota_{tr.id}"
        with st.container(gap="xxsmall"):
            nota = st.text_area(etiqueta, key=llave, max_chars=tramite.LARGO_NOTA, height=120)
            falta = st.container()
        fila = st.container(horizontal=True, gap="small")
        if fila.button(tr.nombre, type="primary", key=f"hacer_{tr.id}"):
            with falta, show_refusals():
                try:
                    tramite.cambiar_estado(ctx, vista.numero, transicion=tr.id, desde=vista.estado_id, nota=nota or "")
                    st.session_state["hecho"] = t("expediente.hecho", numero=vista.numero, estado=tr.hasta)
                    st.rerun()
                except tramite.FaltaMotivo as refusal:
                    piezas.error_de_campo(llave, {llave: explain(refusal)}, urgente=True)
        if fila.button(t("expediente.cancelar"), key=f"cancelar_{tr.id}"):
            st.rerun()

    cuerpo()


def acciones(vista: ExpedienteView) -> None:
    """Only what is possible now; the first is the usual one."""
    if not vista.transiciones:
        piezas.nota(t("expediente.sin_acciones"))
    for i, tr in enumerate(vista.transiciones):
        if st.button(tr.nombre, type="secondary" if i else "primary", width="stretch", key=f"accion_{tr.id}"):
            dialogo(vista, tr)


def datos(vista: ExpedienteView) -> None:
    """Who, what, when."""
    quien = vista.remitente
    documento = f"{t('crear.' + quien['tipo_doc'])} {quien['numero_doc']}"
    filas = {
        t("expediente.remitente"): f"{quien['nombre']}, {documento}",
        t("expediente.persona"): vista.por,
        t("expediente.contacto"): " · ".join(p for p in (quien["correo"], quien["telefono"]) if p),
        t("expediente.tipo"): vista.tipo_documento,
        t("expediente.numero"): vista.numero_documento,
        t("seguimiento.registro"): vista.registro,
        t("seguimiento.enviado"): corta(vista.enviado_at, institucion.zona),
        t("seguimiento.presentado"): f"{vista.presentado_el:%d/%m/%Y}",
        t("seguimiento.antecedente"): seguimiento.antecedente(vista),
        **dict(vista.otros_datos),
        t("expediente.archivos"): seguimiento.archivos(vista),
    }
    piezas.resumen({nombre: valor for nombre, valor in filas.items() if valor}, denso=True)


def mostrar(vista: ExpedienteView) -> None:
    """State and subject, the data at the left, what to do and what was done at the right."""
    with piezas.lugar():
        if "hecho" in st.session_state:
            piezas.aviso(st.session_state.pop("hecho"), tono="fuerte", urgente=True)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        piezas.linea(t("seguimiento.expediente", numero=vista.numero))
        st.html(seguimiento.etiqueta(vista.estado, vista.fase), width="content")
    st.title(piezas.llano(vista.asunto), anchor=False)
    izquierda, derecha = st.columns([7, 5], gap="large")
    with izquierda:
        st.header(t("expediente.datos"), anchor=False)
        datos(vista)
    with derecha:
        with st.container(key="mp-lamina-acciones", gap="small"):
            st.header(t("expediente.acciones"), anchor=False)
            acciones(vista)
            piezas.boton_enlace(
                piezas.Enlace(t("seguimiento.cargo"), seguimiento.cargo_propio(vista.registro_id), "download")
            )
        st.space("small")
        st.header(t("expediente.hoja"), anchor=False)
        piezas.linea_de_tiempo(seguimiento.recorrido(vista, institucion), denso=True)


with st.container(key="mp-enlaces-volver"):
    st.page_link(
        paginas.pagina("bandeja"),
        label=t("expediente.volver"),
        icon=":material/arrow_back:",
        query_params=filtros.direccion(),
    )
numero = st.query_params.get("expediente", "")
titulo = st.container()
vista = None
if numero:
    with show_refusals():
        vista = consulta.de_bandeja(ctx, numero)
if vista:
    mostrar(vista)
else:
    titulo.title(t("pagina.expediente"), anchor=False)
    piezas.nota(t("expediente.no_elegido"))
