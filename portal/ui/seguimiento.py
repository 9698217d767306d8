"""Following an expediente, as home page, tracking page and own tray show it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.domain.estados import Fase
from portal.domain.fechas import corta, en_palabras, larga
from portal.domain.tamanos import legible
from portal.domain.texto import frase
from portal.i18n import t
from portal.services import consulta
from portal.services.consulta import DocumentoView, ExpedienteView, MovimientoView
from portal.ui import paginas, piezas, state
from portal.ui.errors import show_refusals
from portal.ui.marco import dos_columnas
from portal.ui.piezas import Enlace, Hito, Html, Tono

TONOS: dict[Fase, tuple[Tono, str]] = {
    Fase.REGISTRADO: ("azul", "inbox"),
    Fase.OBSERVADO: ("ambar", "edit_note"),
    Fase.EN_TRAMITE: ("azul", "autorenew"),
    Fase.ATENDIDO: ("verde", "check_circle"),
    Fase.RECHAZADO: ("rojo", "cancel"),
    Fase.NO_PRESENTADO: ("rojo", "cancel"),
}


def tono(fase: Fase) -> tuple[Tono, str]:
    """Colour and drawing of a fase; always beside its word."""
    return TONOS.get(fase, ("gris", "archive"))


def etiqueta(estado: str, fase: Fase) -> Html:
    """The estado in the institution's word, with its colour and drawing."""
    color, dibujo = tono(fase)
    return piezas.etiqueta(estado, color, dibujo)


def paginas_en_palabras(cuantas: int | None) -> str:
    """As in "7 páginas", or nothing when nobody counted."""
    if cuantas is None:
        return ""
    return t("paginas.una") if cuantas == 1 else t("paginas.varias", cuantas=cuantas)


def archivos_en_palabras(cuantos: int) -> str:
    """As in "4 archivos"."""
    return t("archivos.uno") if cuantos == 1 else t("archivos.varios", cuantos=cuantos)


def detalle(tamano: int, cuantas: int | None) -> str:
    """As in "562.47 kB, 7 páginas"."""
    return ", ".join(parte for parte in (legible(tamano), paginas_en_palabras(cuantas)) if parte)


def consultar(numero_conocido: str = "", *, principal: bool = False) -> None:
    """Number and password; when they agree, the tracking page with a link that can be kept. ``principal``: its own page."""
    with st.form("consultar", border=False):
        numero = st.text_input(
            t("seguimiento.numero"),
            numero_conocido,
            placeholder=t("seguimiento.ejemplo"),
            autocomplete="off",
            max_chars=60,
        )
        clave = st.text_input(t("seguimiento.clave"), type="password", autocomplete="off", max_chars=60)
        enviado = st.form_submit_button(
            t("seguimiento.consultar"),
            type="primary" if principal else "secondary",
            width="content" if principal else "stretch",
        )
    if enviado and not (numero and clave):
        piezas.aviso(t("seguimiento.falta"), tono="rojo", urgente=True)
    elif enviado:
        ctx = state.ctx()
        with show_refusals():
            vista = consulta.por_clave(ctx, numero=numero or "", contrasena=clave or "", ip=ctx.actor.ip)
            st.switch_page(
                paginas.pagina("seguimiento"), query_params={"expediente": vista.numero, "ficha": vista.ficha}
            )


def mostrar(vista: ExpedienteView, institucion: Institucion) -> None:
    """State, what happens next, the road, and the document's data beside it."""
    with st.container(gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(
                f'<p class="mp-guia">{piezas.seguro(t("seguimiento.expediente", numero=vista.numero))}</p>',
                width="content",
            )
            st.html(etiqueta(vista.estado, vista.fase), width="content")
        st.title(piezas.llano(vista.asunto), anchor=False)
    historia, lado = dos_columnas()
    with historia:
        st.space("small")
        piezas.aviso(vista.explicacion or vista.estado, vista.que_sigue, tono="fuerte")
        st.space("small")
        st.header(t("seguimiento.recorrido"), anchor=False)
        piezas.linea_de_tiempo(recorrido(vista, institucion))
    with lado:
        st.space("small")
        with st.container(key="mp-lamina-datos", gap="small"):
            st.subheader(t("seguimiento.su_documento"), anchor=False)
            piezas.resumen(datos(vista, institucion), denso=True)
            piezas.boton_enlace(Enlace(t("seguimiento.cargo"), cargo_url(vista), "download"))


def recorrido(vista: ExpedienteView, institucion: Institucion) -> list[Hito]:
    """The movimientos as steps, newest first."""
    return [_hito(m, institucion, actual=i == 0) for i, m in enumerate(vista.movimientos)]


def cargo_url(vista: ExpedienteView) -> str:
    """Where the cargo is downloaded; the grant of the link travels with it."""
    return cargo(vista.registro_id, numero=vista.numero, ficha=vista.ficha)


def cargo(registro_id: int, *, numero: str, ficha: str) -> str:
    """The address of a cargo for who holds the tracking link."""
    return state.url(f"/cargos/{registro_id}?{_permiso(numero, ficha)}")


def datos(vista: ExpedienteView, institucion: Institucion) -> dict[str, str]:
    """What was filed, in a few lines."""
    filas = {
        t("seguimiento.tipo"): vista.tipo_documento,
        t("seguimiento.documento"): vista.numero_documento,
        t("seguimiento.registro"): vista.registro,
        t("seguimiento.enviado"): corta(vista.enviado_at, institucion.zona),
        t("seguimiento.presentado"): frase(en_palabras(vista.presentado_el)),
        t("seguimiento.presento"): vista.por,
        t("seguimiento.antecedente"): antecedente(vista),
        t("seguimiento.archivos"): archivos(vista),
        t("seguimiento.verificacion"): vista.codigo_verificacion,
    }
    return {nombre: valor for nombre, valor in filas.items() if valor}


def antecedente(vista: ExpedienteView) -> str:
    """The earlier expediente as cited, and whether it could be checked."""
    if not vista.antecedente or vista.antecedente_comprobado:
        return vista.antecedente
    return t("seguimiento.antecedente_citado", texto=vista.antecedente)


def archivos(vista: ExpedienteView) -> str:
    """Links to the files, or how many there are for who may not open them."""
    if not vista.documentos:
        return f"{archivos_en_palabras(vista.documentos_ocultos)}. {t('seguimiento.archivos_ocultos')}"
    permiso = f"?{_permiso(vista.numero, vista.ficha)}" if "ficha" in st.query_params else ""
    return Html("<br>".join(_archivo(documento, permiso) for documento in vista.documentos))


def _permiso(numero: str, ficha: str) -> str:
    """The grant of the tracking link, as the download routes read it."""
    return urlencode({"expediente": numero, "ficha": ficha})


def _archivo(documento: DocumentoView, permiso: str) -> str:
    enlace = piezas.enlace(Enlace(documento.nombre, state.url(f"/documentos/{documento.id}{permiso}")))
    return f'{enlace}<br><span class="mp-suave">{piezas.seguro(detalle(documento.tamano, documento.paginas))}</span>'


def _hito(m: MovimientoView, institucion: Institucion, *, actual: bool) -> Hito:
    return Hito(
        titulo=m.estado,
        fecha=_fecha(m.ocurrido_at, m.actor, institucion),
        texto=m.nota or ("" if actual else m.explicacion),
        instante=m.ocurrido_at.isoformat(),
        actual=actual,
    )


def _fecha(cuando: datetime, actor: str, institucion: Institucion) -> str:
    return " · ".join(parte for parte in (frase(larga(cuando, institucion.zona).rsplit(":", 1)[0]), actor) if parte)
