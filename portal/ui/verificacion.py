"""What a verified cargo says: on the screen, to compare with a paper, and on a sheet to keep."""

from __future__ import annotations

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.domain.fechas import en_palabras, larga
from portal.domain.tamanos import legible
from portal.domain.texto import frase
from portal.i18n import t
from portal.services.cargos import Verificacion
from portal.ui import piezas, state
from portal.ui.piezas import seguro


def mostrar(v: Verificacion, institucion: Institucion) -> None:
    """The facts of the cargo, in a panel."""
    with st.container(border=True, key="mp-panel-resultado", gap="small"):
        st.html(piezas.etiqueta(_titulo(v), "verde", "verified"))
        emitio = "verificar.emitio_respuesta" if v.sale else "verificar.emitio"
        st.header(piezas.llano(t(emitio, institucion=v.institucion)), anchor=False)
        piezas.nota(t("verificar.compare_papel"))
        piezas.resumen(_datos(v, institucion))
        st.subheader(_de_archivos(v), anchor=False)
        filas = "".join(
            f"<li><b>{seguro(a.nombre)}</b> <small>{legible(a.tamano)}</small><code>{a.sha256}</code></li>"
            for a in v.archivos
        )
        st.html(f'<ul class="mp-huellas">{filas}</ul>')
        piezas.nota(t("verificar.huella"))


def hoja(v: Verificacion, institucion: Institucion, *, codigo: str) -> None:
    """The same on paper: hidden on the screen, and all that is printed."""
    datos = "".join(
        f"<div><dt>{seguro(nombre)}</dt><dd>{seguro(valor)}</dd></div>"
        for nombre, valor in ({t("verificar.codigo"): codigo} | _datos(v, institucion)).items()
    )
    filas = "".join(
        f"<tr><td>{seguro(a.nombre)}<br><code>{a.sha256}</code></td><td>{legible(a.tamano)}</td></tr>"
        for a in v.archivos
    )
    ahora = larga(state.ctx().reloj(), institucion.zona)
    st.html(
        f'<div class="mp-impresion"><header><b>{seguro(v.institucion)}</b>'
        f"<small>{seguro(institucion.identidad.modulo)}</small></header>"
        f"<h2>{_titulo(v)}</h2><dl>{datos}</dl>"
        f"<h3>{_de_archivos(v)}</h3><table><tbody>{filas}</tbody></table><small>{t('verificar.huella')}</small>"
        f"<p><small>{t('verificar.impreso', cuando=ahora, direccion=seguro(state.ctx().base_url))}</small></p></div>"
    )


def _titulo(v: Verificacion) -> str:
    return t("verificar.respuesta_autentica" if v.sale else "verificar.autentico")


def _de_archivos(v: Verificacion) -> str:
    return t("verificar.archivos_respuesta" if v.sale else "verificar.archivos")


def _datos(v: Verificacion, institucion: Institucion) -> dict[str, str]:
    if v.sale:
        return {
            t("presentar.numero"): v.numero,
            t("verificar.salida"): v.registro,
            t("verificar.salio"): frase(larga(v.enviado, institucion.zona)),
            t("verificar.responde"): v.remitente,
            t("verificar.asunto"): v.asunto,
        }
    return {
        t("presentar.numero"): v.numero,
        t("presentar.registro"): v.registro,
        t("presentar.enviado"): frase(larga(v.enviado, institucion.zona)),
        t("presentar.presentado"): frase(en_palabras(v.presentado)),
        t("seguimiento.presento"): v.remitente,
        t("verificar.asunto"): v.asunto,
    }
