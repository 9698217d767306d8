"""What comes out on paper: one sheet that the screen hides and the printer shows instead of everything else.

The tracking password is on it only when the person asked.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import tzinfo

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.domain.fechas import corta, en_palabras, larga
from portal.domain.tamanos import legible
from portal.domain.texto import frase
from portal.i18n import t
from portal.services import recibos
from portal.services.consulta import ExpedienteView
from portal.ui import state
from portal.ui.piezas import seguro


def hoja(
    titulo: str, vista: ExpedienteView, institucion: Institucion, *, contrasena: str = "", recorrido: bool = False
) -> None:
    """The sheet of one expediente. ``contrasena``: printed when given; ``recorrido``: with its history."""
    partes = [
        _cabeza(institucion),
        f"<h2>{seguro(titulo)}</h2>",
        _datos(_principales(vista, contrasena), "grande"),
        f"<p><b>{seguro(vista.estado)}.</b> {seguro(vista.explicacion)} {seguro(vista.que_sigue)}</p>"
        if recorrido
        else "",
        _datos(_hechos(vista, institucion.zona), ""),
        _recorrido(vista, institucion.zona) if recorrido else "",
        _archivos(vista),
        _verificacion(vista),
        _pie(institucion),
    ]
    st.html(f'<div class="mp-impresion">{"".join(partes)}</div>')


def quien(vista: ExpedienteView) -> str:
    """Who filed, and for which organisation; nothing for who may not know."""
    if vista.remitente.get("clase") != "juridica":
        return vista.por
    return t("tramites.por_de", remitente=vista.remitente["nombre"], persona=vista.por)


def _cabeza(institucion: Institucion) -> str:
    identidad = institucion.identidad
    anio = state.ctx().reloj().astimezone(institucion.zona).year
    frases = "".join(f"<small>«{seguro(f)}»</small>" for f in identidad.frases_de(anio))
    datos = " · ".join(seguro(d) for d in (t("cargo.ruc", ruc=identidad.ruc), identidad.lugar, identidad.web) if d)
    return (
        f'<div class="cabeza">{frases}<b>{seguro(identidad.nombre)}</b><small>{seguro(identidad.modulo)}</small>'
        f"<small>{datos}</small></div>"
    )


def _principales(vista: ExpedienteView, contrasena: str) -> dict[str, str]:
    return {
        t("presentar.numero"): vista.numero,
        t("presentar.registro"): vista.registro,
        t("presentar.clave"): contrasena,
    }


def _hechos(vista: ExpedienteView, zona: tzinfo) -> dict[str, str]:
    return {
        t("presentar.enviado"): frase(larga(vista.enviado_at, zona)),
        t("presentar.presentado"): frase(en_palabras(vista.presentado_el)),
        t("presentar.plazo"): frase(en_palabras(vista.plazo_desde)),
        t("impresion.responde"): frase(en_palabras(vista.responde_hasta)) if vista.responde_hasta else "",
        t("seguimiento.presento"): quien(vista),
        t("impresion.tipo"): ", ".join(p for p in (vista.tipo_documento, vista.numero_documento) if p),
        t("impresion.asunto"): vista.asunto,
        t("seguimiento.antecedente"): vista.antecedente,
    }


def _datos(filas: Mapping[str, str], clase: str) -> str:
    dichas = "".join(f"<div><dt>{seguro(k)}</dt><dd>{seguro(v)}</dd></div>" for k, v in filas.items() if v)
    return f'<dl class="{clase}">{dichas}</dl>'


def _recorrido(vista: ExpedienteView, zona: tzinfo) -> str:
    filas = "".join(
        f"<tr><td>{corta(m.ocurrido_at, zona)}</td><td>{seguro(m.frase)}</td><td>{seguro(m.nota)}</td></tr>"
        for m in vista.movimientos
    )
    columnas = "".join(f"<th>{t(f'impresion.{c}')}</th>" for c in ("cuando", "paso", "nota"))
    return (
        f"<h3>{t('seguimiento.recorrido')}</h3><table><thead><tr>{columnas}</tr></thead><tbody>{filas}</tbody></table>"
    )


def _archivos(vista: ExpedienteView) -> str:
    if not vista.documentos:
        return f"<p>{t('impresion.archivos_ocultos', cuantos=vista.documentos_ocultos)}</p>"
    filas = "".join(
        f"<tr><td>{seguro(d.nombre)}<br><code>{d.sha256}</code></td><td>{legible(d.tamano)}</td>"
        f"<td>{'–' if d.paginas is None else d.paginas}</td></tr>"
        for d in vista.documentos
    )
    columnas = "".join(f"<th>{t(f'impresion.{c}')}</th>" for c in ("archivo", "tamano", "paginas"))
    return (
        f"<h3>{t('impresion.archivos')}</h3><table><thead><tr>{columnas}</tr></thead><tbody>{filas}</tbody></table>"
        f"<small>{t('impresion.huella')}</small>"
    )


def _verificacion(vista: ExpedienteView) -> str:
    direccion, dibujo = recibos.qr_de_verificacion(state.ctx().base_url, vista.codigo_verificacion)
    qr = base64.b64encode(dibujo.encode()).decode()
    return (
        f'<div class="qr"><img alt="" src="data:image/svg+xml;base64,{qr}"><p>{t("impresion.verifique")}<br>'
        f"<b>{seguro(vista.codigo_verificacion)}</b><br>{seguro(direccion.partition('?')[0])}</p></div>"
    )


def _pie(institucion: Institucion) -> str:
    ahora = larga(state.ctx().reloj(), institucion.zona)
    return f'<div class="final">{t("impresion.impreso", cuando=ahora)}</div>'
