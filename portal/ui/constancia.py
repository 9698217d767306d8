"""What is shown once a document was filed: number, password, cargo, dates, and what comes next."""

from __future__ import annotations

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.domain.fechas import en_palabras, larga
from portal.domain.texto import frase
from portal.i18n import t
from portal.services import consulta
from portal.services.consulta import ExpedienteView
from portal.services.recibos import Recibo
from portal.ui import botones, compartir, impresion, medidas, paginas, piezas, plazo, seguimiento, state
from portal.ui.piezas import Enlace
from portal.ui.vocabulario import dicho, rotulo


def listo(recibo: Recibo, institucion: Institucion) -> None:
    """The receipt. Its address shows it again later, to who may see it then."""
    vista = consulta.propio(state.ctx(), recibo.numero)
    datos = con_su_clave(recibo)
    botones.confirmacion(t("presentar.confirmado"), datos, key="constancia")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        piezas.boton_enlace(
            Enlace(t("presentar.cargo"), seguimiento.cargo_propio(recibo.registro_id), "download"), principal=True
        )
        botones.imprimir(t("constancia.imprimir"), key="imprimir_constancia")
        con_clave = bool(recibo.contrasena) and st.checkbox(t("constancia.con_clave"), key="imprimir_clave")
    st.space("xsmall")
    piezas.aviso(t("presentar.correo_enviado", correo=recibo.correo), _guarde(recibo, institucion), tono="ambar")
    compartir.reenviar(recibo.numero, con_clave=vista.con_clave)
    st.space("small")
    st.header(t("presentar.que_sigue"), anchor=False)
    _fechas(vista, institucion)
    piezas.lista([p for p in (*institucion.textos.que_sigue, plazo.hasta_cuando(vista.plazo)) if p])
    plazo.por_que(vista.plazo)
    st.space("small")
    _resumen(recibo, vista, institucion)
    _salidas(recibo, institucion)
    impresion.hoja(t("impresion.constancia"), vista, institucion, contrasena=recibo.contrasena if con_clave else "")


def con_su_clave(recibo: Recibo) -> dict[str, str]:
    """The number, and the tracking password of who has one."""
    datos = {t("presentar.numero"): recibo.numero, t("presentar.clave"): recibo.contrasena}
    return {nombre: dato for nombre, dato in datos.items() if dato}


def _guarde(recibo: Recibo, institucion: Institucion) -> str:
    """What to keep of the mail, or where it is followed without it."""
    if recibo.contrasena:
        return t("presentar.correo_detalle")
    return t("constancia.sin_clave", donde=dicho(institucion.vocabulario, "pagina.tramites"))


def _fechas(vista: ExpedienteView, institucion: Institucion) -> None:
    """The day it counts as presented, and from when terms run."""
    piezas.aviso(
        t("constancia.presentado", fecha=en_palabras(vista.presentado_el)),
        t(
            "constancia.plazos",
            fecha=en_palabras(vista.plazo_desde),
            base_legal=institucion.calendario.base_legal,
        ),
        tono="fuerte",
    )


def _resumen(recibo: Recibo, vista: ExpedienteView, institucion: Institucion) -> None:
    st.header(t("constancia.resumen"), anchor=False)
    cuantos = ", ".join(
        p for p in (medidas.archivos_en_palabras(recibo.archivos), medidas.paginas_en_palabras(recibo.paginas)) if p
    )
    piezas.resumen(
        {
            t("presentar.enviado"): frase(larga(recibo.enviado_at, institucion.zona)),
            t("presentar.registro"): recibo.registro,
            t("impresion.asunto"): vista.asunto,
            t("presentar.archivos"): cuantos,
        }
    )


def _salidas(recibo: Recibo, institucion: Institucion) -> None:
    """No dead end: the tracking, the tray, another one."""
    with st.container(horizontal=True, gap="small"):
        if st.button(t("presentar.seguir"), icon=":material/search:"):
            st.switch_page(paginas.pagina("seguimiento"), query_params={"expediente": recibo.numero})
        if st.button(rotulo(institucion.vocabulario, "presentar.ver_tramites"), icon=":material/folder_open:"):
            st.switch_page(paginas.pagina("tramites"))
        if st.button(rotulo(institucion.vocabulario, "presentar.otro"), type="tertiary", icon=":material/add:"):
            st.switch_page(paginas.pagina("presentar"))
