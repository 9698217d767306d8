"""What is shown once a document was filed: number, password, cargo, dates, and what comes next."""

from __future__ import annotations

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.domain.fechas import en_palabras, larga
from portal.domain.texto import frase
from portal.i18n import t
from portal.services.recibos import Recibo
from portal.ui import paginas, piezas, seguimiento
from portal.ui.piezas import Enlace


def listo(recibo: Recibo, institucion: Institucion) -> None:
    """The receipt: number, password, cargo, dates, and what comes next."""
    piezas.confirmacion(
        t("presentar.confirmado"), {t("presentar.numero"): recibo.numero, t("presentar.clave"): recibo.contrasena}
    )
    with st.container(horizontal=True, gap="small"):
        cargo = seguimiento.cargo(recibo.registro_id, numero=recibo.numero, ficha=recibo.ficha)
        piezas.boton_enlace(Enlace(t("presentar.cargo"), cargo, "download"), principal=True)
        if st.button(t("presentar.seguir"), icon=":material/search:"):
            st.switch_page(paginas.pagina("seguimiento"), query_params={"expediente": recibo.numero})
    piezas.aviso(t("presentar.correo_enviado", correo=recibo.correo), t("presentar.correo_detalle"), tono="ambar")
    cuantos = ", ".join(
        p
        for p in (seguimiento.archivos_en_palabras(recibo.archivos), seguimiento.paginas_en_palabras(recibo.paginas))
        if p
    )
    piezas.resumen(
        {
            t("presentar.enviado"): frase(larga(recibo.enviado_at, institucion.zona)),
            t("presentar.presentado"): frase(en_palabras(recibo.presentado_el)),
            t("presentar.plazo"): frase(en_palabras(recibo.plazo_desde)),
            t("presentar.registro"): recibo.registro,
            t("presentar.archivos"): cuantos,
        }
    )
    if institucion.textos.que_sigue:
        st.header(t("presentar.que_sigue"), anchor=False)
        piezas.lista(institucion.textos.que_sigue)
    with st.container(horizontal=True, gap="small"):
        if st.button(t("presentar.ver_tramites")):
            st.switch_page(paginas.pagina("tramites"))
        if st.button(t("presentar.otro"), type="tertiary"):
            st.switch_page(paginas.pagina("presentar"))
