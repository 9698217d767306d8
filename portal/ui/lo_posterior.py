"""What joined an expediente later, on the screens: the answers, which are opened, and what the citizen sent after."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.domain.fechas import corta, en_palabras, larga
from portal.domain.permisos import Rol
from portal.domain.texto import frase
from portal.i18n import t
from portal.services import acuses
from portal.services.consulta import ExpedienteView
from portal.services.registros import RESPUESTA, DocumentoView, RegistroView
from portal.ui import distintivos, medidas, paginas, piezas, state
from portal.ui.errors import show_refusals
from portal.ui.piezas import Enlace, Html


def archivo(documento: DocumentoView, permiso: str = "") -> Html:
    """The link of one file, and what it weighs. ``permiso``: the query of the tracking link, for who comes by it."""
    if documento.analisis == distintivos.INFECTADO:
        return distintivos.tacha(documento.nombre)
    enlace = piezas.enlace(Enlace(documento.nombre, state.url(f"/documentos/{documento.id}{permiso}")))
    medida = piezas.seguro(medidas.detalle(documento.tamano, documento.paginas))
    return Html(f'{enlace}<br><span class="mp-suave">{medida}</span>')


def respuestas(vista: ExpedienteView, institucion: Institucion, *, permiso: str) -> None:
    """The answers on the tracking, the last one first; ``permiso`` is empty for the own tray."""
    suyas = [registro for registro in reversed(vista.registros) if registro.clase == RESPUESTA]
    if not suyas:
        return
    st.space("small")
    with st.container(key="mp-lamina-respuestas", gap="small"):
        st.header(t(f"posterior.titulo_{_cual(suyas)}"), anchor=False)
        for lugar, registro in enumerate(suyas):
            if lugar:
                st.divider()
            _respuesta(vista, registro, institucion, permiso=permiso)


def _cual(suyas: list[RegistroView]) -> str:
    """How the panel is called: one that waits to be read is announced."""
    if len(suyas) > 1:
        return "varias"
    return "una" if suyas[0].abierto else "nueva"


def _respuesta(vista: ExpedienteView, registro: RegistroView, institucion: Institucion, *, permiso: str) -> None:
    with st.container(gap="xxsmall"):
        piezas.guia(t("posterior.numero", numero=registro.numero, fecha=en_palabras(registro.presentado_el)))
        if registro.oficina:
            piezas.nota(t("posterior.de", oficina=registro.oficina, persona=registro.por))
    if registro.abierto:
        _abierta(registro, institucion, permiso=permiso)
    elif registro.se_abre:
        _por_abrir(vista, registro, permiso=permiso)
    else:
        _para_su_cuenta(registro)


def _por_abrir(vista: ExpedienteView, registro: RegistroView, *, permiso: str) -> None:
    """The button that opens it, and what pressing it means."""
    con = medidas.archivos_en_palabras(registro.archivos)
    piezas.nota(t("posterior.al_abrir_con", archivos=con) if registro.archivos else t("posterior.al_abrir"))
    if st.button(t("posterior.leer"), type="primary", icon=":material/drafts:", key=f"leer_{registro.id}"):
        with show_refusals():
            if permiso:
                acuses.leer_por_ficha(state.ctx(), registro.id, numero=vista.numero, ficha=vista.ficha)
            else:
                acuses.leer(state.ctx(), vista.numero, registro.id)
            st.rerun()


def _para_su_cuenta(registro: RegistroView) -> None:
    """Whoever has the link knows that there is an answer; what it says, who filed."""
    con = medidas.archivos_en_palabras(registro.archivos)
    piezas.nota(t("posterior.con_cuenta_con", archivos=con) if registro.archivos else t("posterior.con_cuenta"))
    if state.ctx().actor.rol is Rol.ANONIMO:
        with st.container(key=f"mp-enlaces-leer-{registro.id}"):
            st.page_link(paginas.pagina("tramites"), label=t("posterior.ingrese"), icon=":material/login:")


def _abierta(registro: RegistroView, institucion: Institucion, *, permiso: str) -> None:
    _texto(registro)
    for documento in registro.documentos:
        st.html(f'<p class="mp-adjunto">{archivo(documento, permiso)}</p>')
    with st.container(horizontal=True, gap="small"):
        suya = Enlace(t("posterior.constancia"), state.url(f"/cargos/{registro.id}{permiso}"), "download")
        piezas.boton_enlace(suya)
    if registro.acusado_at is not None:
        piezas.nota(t("posterior.abierta", cuando=larga(registro.acusado_at, institucion.zona).rsplit(":", 1)[0]))


def _texto(registro: RegistroView) -> None:
    """What it says, paragraph by paragraph."""
    parrafos = [parte.strip() for parte in registro.texto.split("\n") if parte.strip()]
    if parrafos:
        cuerpo = "".join(f"<p>{piezas.seguro(parrafo)}</p>" for parrafo in parrafos)
        st.html(f'<div class="mp-carta">{cuerpo}</div>')


def enviados(vista: ExpedienteView, *, permiso: str) -> dict[str, str]:
    """What the citizen sent after the first time: its name and number, with its files."""
    filas: dict[str, str] = {}
    for registro in vista.registros:
        if registro.sale:
            continue
        nombre = f"{registro.tipo_documento} {registro.numero}".strip()
        cuando = frase(en_palabras(registro.presentado_el))
        enlaces = [str(archivo(documento, permiso)) for documento in registro.documentos]
        filas[nombre] = Html("<br>".join([piezas.seguro(cuando), *enlaces]))
    return filas


def en_la_mesa(vista: ExpedienteView, institucion: Institucion) -> None:
    """The same for staff: what left and what arrived later, with its acuse."""
    if not vista.registros:
        return
    st.header(t("posterior.otros_registros"), anchor=False)
    for registro in reversed(vista.registros):
        dibujar: Callable[[RegistroView, Institucion], None] = _salio if registro.sale else _llego
        with st.container(gap="xsmall"):
            dibujar(registro, institucion)


def _salio(registro: RegistroView, institucion: Institucion) -> None:
    filas = {
        t("posterior.registro_salida"): registro.numero,
        t("posterior.salio"): frase(larga(registro.enviado_at, institucion.zona).rsplit(":", 1)[0]),
        t("posterior.documento"): registro.numero_documento,
        t("posterior.firma"): ", ".join(p for p in (registro.por, registro.oficina) if p),
        t("posterior.dice"): registro.texto,
        t("posterior.archivos"): _enlaces(registro),
        t("posterior.acuse"): _acuse(registro, institucion),
    }
    piezas.resumen({nombre: valor for nombre, valor in filas.items() if valor}, denso=True)
    piezas.boton_enlace(Enlace(t("posterior.constancia"), state.url(f"/cargos/{registro.id}"), "download"))


def _llego(registro: RegistroView, institucion: Institucion) -> None:
    filas = {
        t("posterior.registro_entrada"): f"{registro.numero}, {registro.tipo_documento}",
        t("seguimiento.enviado"): frase(larga(registro.enviado_at, institucion.zona).rsplit(":", 1)[0]),
        t("seguimiento.presento"): registro.por,
        t("posterior.dice"): registro.texto,
        t("posterior.archivos"): _enlaces(registro),
    }
    piezas.resumen({nombre: valor for nombre, valor in filas.items() if valor}, denso=True)


def _enlaces(registro: RegistroView) -> str:
    return Html("<br>".join(str(archivo(documento)) for documento in registro.documentos))


def _acuse(registro: RegistroView, institucion: Institucion) -> str:
    if registro.acusado_at is None:
        return piezas.etiqueta(t("posterior.sin_abrir"), "gris", "mark_email_unread")
    cuando = corta(registro.acusado_at, institucion.zona)
    return Html(f"{piezas.etiqueta(t('posterior.la_abrio'), 'verde', 'drafts')} {cuando}")
