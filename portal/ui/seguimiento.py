"""An expediente being followed, as tracking page, own tray, desk and receipt show it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.domain.estados import Fase
from portal.domain.fechas import en_palabras, larga
from portal.domain.permisos import Rol
from portal.domain.texto import frase, palabras
from portal.i18n import t
from portal.services import duplicados
from portal.services.consulta import ExpedienteView, MovimientoView
from portal.ui import botones, compartir, impresion, lo_posterior, medidas, paginas, piezas, plazo, por_corregir, state
from portal.ui.errors import tell_done
from portal.ui.marco import dos_columnas
from portal.ui.piezas import Enlace, Hito, Html, Tono
from portal.ui.vocabulario import dicho

TONOS: dict[Fase, tuple[Tono, str]] = {
    Fase.REGISTRADO: ("azul", "inbox"),
    Fase.OBSERVADO: ("ambar", "edit_note"),
    Fase.EN_TRAMITE: ("azul", "autorenew"),
    Fase.ATENDIDO: ("verde", "check_circle"),
    Fase.RECHAZADO: ("rojo", "cancel"),
    Fase.NO_PRESENTADO: ("rojo", "cancel"),
}


def tono(fase: Fase, propio: str = "") -> tuple[Tono, str]:
    """Colour and drawing of a fase; always beside its word. ``propio``: the colour that the institution gave its estado."""
    color, dibujo = TONOS.get(fase, ("gris", "archive"))
    return next((dado for dado in piezas.DIBUJOS if dado == propio), color), dibujo


def etiqueta(estado: str, fase: Fase, propio: str = "") -> Html:
    """The estado in the institution's word, with its colour and drawing."""
    color, dibujo = tono(fase, propio)
    return piezas.etiqueta(estado, color, dibujo)


def documento(numero: str, *, abre: bool) -> str:
    """What stands for a document in a list: its number or, without one ("S/N"), what its link does (``abre``)."""
    if "".join(palabras(numero)) not in duplicados.SIN_NUMERO:
        return numero
    return t("filtros.ver_documento" if abre else "tramites.sin_numero")


def mostrar(vista: ExpedienteView, institucion: Institucion, *, propia: bool) -> None:
    """State, what happens next, the road, and the document's data beside it. ``propia``: from the own tray."""
    with st.container(gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(
                f'<p class="mp-guia">{piezas.seguro(t("seguimiento.expediente", numero=vista.numero))}</p>',
                width="content",
            )
            st.html(etiqueta(vista.estado, vista.fase, vista.tono), width="content")
        st.title(piezas.llano(vista.asunto), anchor=False)
    historia, lado = dos_columnas()
    with historia:
        st.space("small")
        tell_done()
        _donde_esta(vista)
        por_corregir.panel(vista, propia=propia)
        plazo.por_que(vista.plazo)
        permiso = "" if propia else f"?{_permiso(vista.numero, vista.ficha)}"
        lo_posterior.respuestas(vista, institucion, permiso=permiso)
        if propia and (vista.fase in {Fase.RECHAZADO, Fase.NO_PRESENTADO} or por_corregir.vencido(vista)):
            otro = dicho(institucion.vocabulario, "presentar.otro")
            piezas.boton_enlace(Enlace(otro, state.url("/presentar"), "arrow_forward"), principal=True)
        st.space("small")
        st.header(t("seguimiento.recorrido"), anchor=False)
        piezas.linea_de_tiempo(recorrido(vista, institucion))
        st.space("small")
        _demora(vista, institucion)
    with lado:
        st.space("small")
        with st.container(key="mp-lamina-datos", gap="small"):
            _su_documento(vista, institucion, propia=propia)
        if propia:
            st.space("small")
            with st.container(key="mp-lamina-compartir", gap="small"):
                con_archivos = institucion.seguimiento.documentos_sin_cuenta
                compartir.panel(vista.numero, con_archivos=con_archivos, con_clave=vista.con_clave)
            por_corregir.retirar(vista)
    impresion.hoja(t("impresion.seguimiento"), vista, institucion, recorrido=True)


def _donde_esta(vista: ExpedienteView) -> None:
    """What its estado means and until when it is answered; or that the days to cure are over, which no estado says."""
    if vista.corrige_hasta is not None and por_corregir.vencido(vista):
        fecha = en_palabras(vista.corrige_hasta)
        piezas.aviso(t("subsanar.vencio", fecha=fecha), t("subsanar.vencio_detalle"), tono="ambar")
        return
    sigue = " ".join(p for p in (vista.que_sigue, plazo.hasta_cuando(vista.plazo)) if p)
    piezas.aviso(vista.explicacion or vista.estado, sigue, tono="fuerte")


def _su_documento(vista: ExpedienteView, institucion: Institucion, *, propia: bool) -> None:
    st.header(t("seguimiento.su_documento"), anchor=False)
    piezas.resumen(datos(vista, institucion, propia=propia), denso=True)
    if vista.documentos_ocultos:
        _por_que_no_se_ven()
    suyo = cargo_propio(vista.registro_id) if propia else cargo_url(vista)
    with st.container(horizontal=True, gap="small"):
        piezas.boton_enlace(Enlace(t("seguimiento.cargo"), suyo, "download"))
        if propia:
            piezas.boton_enlace(Enlace(t("paquete.descargar"), todo(vista.numero), "folder_zip"))
        botones.imprimir(t("constancia.imprimir"), key="imprimir_seguimiento")
        if vista.con_clave:
            botones.copiar(t("compartir.copiar_enlace"), t("compartir.enlace"), enlace(vista), key="copiar_enlace")


def _por_que_no_se_ven() -> None:
    """Whoever has the link sees the state; the files, who filed them."""
    piezas.nota(t("seguimiento.ocultos"))
    if state.ctx().actor.rol is Rol.ANONIMO:
        with st.container(key="mp-enlaces-ingresar"):
            st.page_link(paginas.pagina("tramites"), label=t("seguimiento.ingrese"), icon=":material/login:")


def _demora(vista: ExpedienteView, institucion: Institucion) -> None:
    st.header(t("seguimiento.demora"), anchor=False)
    piezas.nota(t("seguimiento.demora_detalle", ayuda=institucion.textos.ayuda, numero=vista.numero))


def enlace(vista: ExpedienteView) -> str:
    """The whole address that opens this tracking to whoever holds it."""
    return f"{state.ctx().base_url}/consulta-tramite?{_permiso(vista.numero, vista.ficha)}"


def recorrido(vista: ExpedienteView, institucion: Institucion) -> list[Hito]:
    """The movimientos as steps, newest first."""
    return [_hito(m, institucion, actual=i == 0) for i, m in enumerate(vista.movimientos)]


def cargo_url(vista: ExpedienteView) -> str:
    """Where who holds the tracking link downloads the cargo: the grant of the link travels with it."""
    return state.url(f"/cargos/{vista.registro_id}?{_permiso(vista.numero, vista.ficha)}")


def todo(numero: str) -> str:
    """Where its owner, and staff, download the whole expediente in one ZIP: by their session."""
    return state.url(f"/expedientes/todo.zip?{urlencode({'expediente': numero})}")


def cargo_propio(registro_id: int) -> str:
    """Where its owner, and staff, download a cargo: by their session."""
    return state.url(f"/cargos/{registro_id}")


def datos(vista: ExpedienteView, institucion: Institucion, *, propia: bool) -> dict[str, str]:
    """What was filed, in a few lines."""
    filas = {
        t("procedimientos.tramite"): vista.procedimiento,
        t("seguimiento.tipo"): vista.tipo_documento,
        t("seguimiento.documento"): vista.numero_documento,
        t("seguimiento.registro"): vista.registro,
        t("seguimiento.enviado"): _fecha(vista.enviado_at, "", institucion),
        t("seguimiento.presentado"): frase(en_palabras(vista.presentado_el)),
        t("seguimiento.presento"): impresion.quien(vista),
        t("seguimiento.antecedente"): antecedente(vista),
        t("seguimiento.archivos"): archivos(vista, con_permiso=not propia),
        **lo_posterior.enviados(vista, permiso="" if propia else f"?{_permiso(vista.numero, vista.ficha)}"),
        t("seguimiento.oficina"): vista.oficina,
        t("seguimiento.responsable"): vista.responsable,
        t("seguimiento.verificacion"): vista.codigo_verificacion,
    }
    return {nombre: valor for nombre, valor in filas.items() if valor}


def antecedente(vista: ExpedienteView) -> str:
    """The earlier expediente as cited, and whether it could be checked."""
    if not vista.antecedente or vista.antecedente_comprobado:
        return vista.antecedente
    return t("seguimiento.antecedente_citado", texto=vista.antecedente)


def archivos(vista: ExpedienteView, *, con_permiso: bool = False) -> str:
    """Links to the files, or how many there are for who may not open them. ``con_permiso``: by the tracking link."""
    if not vista.documentos:
        return medidas.archivos_en_palabras(vista.documentos_ocultos)
    permiso = f"?{_permiso(vista.numero, vista.ficha)}" if con_permiso else ""
    return Html("<br>".join(lo_posterior.archivo(documento, permiso) for documento in vista.documentos))


def _permiso(numero: str, ficha: str) -> str:
    """The grant of the tracking link, as the download routes read it."""
    return urlencode({"expediente": numero, "ficha": ficha})


def _hito(m: MovimientoView, institucion: Institucion, *, actual: bool) -> Hito:
    return Hito(
        titulo=m.frase,
        fecha=_fecha(m.ocurrido_at, m.estado, institucion),
        texto=m.nota,
        instante=m.ocurrido_at.isoformat(),
        actual=actual,
    )


def _fecha(cuando: datetime, estado: str, institucion: Institucion) -> str:
    return " · ".join(parte for parte in (frase(larga(cuando, institucion.zona).rsplit(":", 1)[0]), estado) if parte)
