"""The cure on the citizen's screens: what is asked and until when, item by item with answer and files, reviewed, sent.

What is written is kept at each run that finds something else than the draft holds: also when a button was pressed on top.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from portal.domain.calendario import Presentacion
from portal.domain.errors import DatosInvalidos, PortalError
from portal.domain.fechas import corta, en_palabras, larga
from portal.domain.texto import frase
from portal.i18n import explain, t
from portal.services import archivos, subsanaciones
from portal.services.archivos import CargaView
from portal.services.observadas import ItemView, ObservacionView
from portal.services.subsanaciones import (
    EN_GENERAL,
    LARGO_RESPUESTA,
    SubsanacionHecha,
    SubsanacionTardia,
    SubsanacionView,
)
from portal.ui import medidas, paginas, piezas, plazo, state
from portal.ui.cargador import cargador
from portal.ui.errors import show_refusals
from portal.ui.piezas import Enlace
from portal.ui.vocabulario import dicho, rotulo

ERRORES = "errores_de_la_correccion"
VEZ = "vez_subsanar"
ALTO = 110


def escribir(hoja: SubsanacionView) -> None:
    """First step: each item with its answer and its files."""
    st.title(t("subsanar.titulo", numero=hoja.numero), anchor=False)
    piezas.entrada(piezas.llano(hoja.asunto))
    _hasta_cuando(hoja.pedido)
    errores = _errores_visibles(hoja)
    with piezas.lugar():
        if errores:
            piezas.resumen_de_errores(errores, t("subsanar.conservado"), vez=st.session_state.get(VEZ, 0))
    cargas = archivos.cargas(state.ctx(), hoja.borrador_id)
    guardado = hoja.guardado_at
    for item in hoja.pedido.items:
        with st.container(key=f"mp-lamina-item-{item.id}", gap="small"):
            escrito = _item(hoja, item, cargas, errores)
        if escrito != hoja.respuestas[item.id]:
            with show_refusals():
                guardado = subsanaciones.guardar(state.ctx(), hoja.borrador_id, item=item.id, respuesta=escrito)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(t("subsanar.revisar"), type="primary", on_click=state.pantalla_entera):
            _a_revisar(hoja)
        if st.button(t("borradores.seguir_luego"), on_click=state.pantalla_entera):
            st.switch_page(paginas.pagina("seguimiento"), query_params={"expediente": hoja.numero})
        st.space("stretch")
        st.caption(
            t("presentar.guardado", hora=corta(guardado, state.institucion().zona).split(" ")[1]), width="content"
        )


def _item(hoja: SubsanacionView, item: ItemView, cargas: tuple[CargaView, ...], errores: Mapping[str, str]) -> str:
    """One thing that was asked; what its answer says now."""
    ranura = hoja.ranuras[item.id]
    llave = f"respuesta_{ranura.id}_{hoja.borrador_id[:8]}"
    st.header(t("subsanar.punto", orden=item.orden, total=len(hoja.pedido.items)), anchor=False)
    piezas.parrafos(item.texto)
    if item.parte:
        piezas.nota(t("subsanar.parte", parte=item.parte))
    escrito = st.text_area(
        t("subsanar.respuesta", orden=item.orden),
        value=hoja.respuestas[item.id],
        key=llave,
        max_chars=LARGO_RESPUESTA,
        height=ALTO,
    )
    suyas = tuple(carga for carga in cargas if carga.ranura == ranura.id)
    cargador(ranura, suyas, borrador_id=hoja.borrador_id, url_base=state.base(), key=f"ranura_{ranura.id}")
    with piezas.lugar():
        if f"ranura_{ranura.id}" in errores:
            piezas.error_de_campo(f"ranura_{ranura.id}", errores)
    return escrito or ""


def _hasta_cuando(pedido: ObservacionView) -> None:
    piezas.aviso(t("subsanar.hasta", fecha=en_palabras(pedido.vence_el)), t("subsanar.conserva"), tono="fuerte")
    if pedido.antes is not None:
        piezas.nota(t("prorrogas.dada", antes=en_palabras(pedido.antes), motivo=pedido.por_que))
    plazo.por_que(pedido.plazo)
    piezas.nota(t("subsanar.cuantos_uno" if len(pedido.items) == 1 else "subsanar.cuantos", cuantos=len(pedido.items)))


def _errores_visibles(hoja: SubsanacionView) -> dict[str, str]:
    """What is wrong, once its button was pressed; by widget key."""
    if st.session_state.get(ERRORES) != hoja.borrador_id:
        return {}
    hallados = subsanaciones.errores(state.ctx(), hoja.borrador_id)
    primero = hoja.ranuras[hoja.pedido.items[0].id].id
    return {_llave(hoja, clave, primero): explain(error) for clave, error in hallados.items()}


def _llave(hoja: SubsanacionView, clave: str, primero: str) -> str:
    return f"respuesta_{primero}_{hoja.borrador_id[:8]}" if clave == EN_GENERAL else f"ranura_{clave}"


def _a_revisar(hoja: SubsanacionView) -> None:
    if subsanaciones.errores(state.ctx(), hoja.borrador_id):
        st.session_state[ERRORES] = hoja.borrador_id
        st.session_state[VEZ] = st.session_state.get(VEZ, 0) + 1
    else:
        st.session_state.pop(ERRORES, None)
        st.query_params["paso"] = "revisar"
    st.rerun()


def revisar(hoja: SubsanacionView) -> None:
    """Second step: what will be sent, and what stays without an answer."""
    if subsanaciones.errores(state.ctx(), hoja.borrador_id):
        st.query_params.pop("paso", None)
        st.session_state[ERRORES] = hoja.borrador_id
        st.rerun()
    st.title(t("subsanar.revise"), anchor=False)
    _fecha(hoja.presentacion, hoja.pedido)
    cargas = archivos.cargas(state.ctx(), hoja.borrador_id)
    filas = {item.id: _dicho(hoja, item, cargas) for item in hoja.pedido.items}
    vacios = [str(item.orden) for item in hoja.pedido.items if not filas[item.id]]
    with piezas.lugar():
        if vacios:
            cuales = ", ".join(vacios)
            clave = "subsanar.sin_responder_uno" if len(vacios) == 1 else "subsanar.sin_responder"
            piezas.aviso(t(clave, cuales=cuales), t("subsanar.sin_responder_detalle"), tono="ambar")
    for item in hoja.pedido.items:
        st.header(t("subsanar.punto", orden=item.orden, total=len(hoja.pedido.items)), anchor=False)
        piezas.parrafos(item.texto)
        piezas.resumen({t("subsanar.usted"): filas[item.id] or t("presentar.en_blanco")})
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(t("subsanar.enviar"), type="primary"):
            _enviar(hoja)
        if st.button(t("presentar.volver"), on_click=_volver):
            st.rerun()


def _volver() -> None:
    st.query_params.pop("paso", None)


def _fecha(momento: Presentacion, pedido: ObservacionView) -> None:
    hoy = t("subsanar.si_envia", fecha=en_palabras(momento.presentado))
    piezas.aviso(hoy, t("subsanar.a_tiempo", hasta=en_palabras(pedido.vence_el)), tono="fuerte")


def _dicho(hoja: SubsanacionView, item: ItemView, cargas: tuple[CargaView, ...]) -> str:
    """The answer and the files of one item, in lines; empty when there is nothing."""
    ranura = hoja.ranuras[item.id].id
    suyas = [c for c in cargas if c.ranura == ranura and c.estado == "lista"]
    lineas = [*hoja.respuestas[item.id].strip().splitlines()]
    lineas += [f"{c.nombre} ({medidas.detalle(c.tamano, c.paginas)})" for c in suyas]
    return piezas.Html("<br>".join(map(piezas.seguro, lineas))) if lineas else ""


def _enviar(hoja: SubsanacionView) -> None:
    with show_refusals(), st.spinner(t("presentar.enviando")):
        try:
            subsanaciones.enviar(state.ctx(), hoja.borrador_id)
        except DatosInvalidos as negativa:
            piezas.aviso(explain(negativa), tono="rojo", urgente=True)
            return
        st.query_params.from_dict({"expediente": hoja.numero, "envio": hoja.borrador_id})
        st.rerun()


def listo(hecha: SubsanacionHecha) -> None:
    """It was received: its number, what it keeps, its cargo."""
    zona = state.institucion().zona
    piezas.confirmacion(
        t("subsanar.listo"),
        {t("seguimiento.registro"): hecha.registro, t("subsanar.de_expediente"): hecha.numero},
    )
    piezas.aviso(
        t("subsanar.listo_conserva", fecha=en_palabras(hecha.conserva)), t("subsanar.listo_sigue"), tono="fuerte"
    )
    piezas.resumen(
        {
            t("presentar.enviado"): frase(larga(hecha.enviado_at, zona)),
            t("presentar.archivos"): medidas.archivos_en_palabras(hecha.archivos)
            if hecha.archivos
            else t("presentar.ninguno"),
            t("subsanar.correo"): hecha.correo,
        }
    )
    with st.container(horizontal=True, gap="small"):
        piezas.boton_enlace(
            Enlace(t("seguimiento.cargo"), state.url(f"/cargos/{hecha.registro_id}"), "download"), principal=True
        )
        if st.button(t("presentar.seguir"), icon=":material/search:"):
            st.switch_page(paginas.pagina("seguimiento"), query_params={"expediente": hecha.numero})


def no_se_puede(numero: str, negativa: PortalError) -> None:
    """Nothing can be cured here now: why, and where to go on."""
    st.title(t("pagina.subsanar"), anchor=False)
    piezas.aviso(explain(negativa), tono="ambar", urgente=True)
    tarde = isinstance(negativa, SubsanacionTardia)
    with st.container(horizontal=True, gap="small"):
        if tarde:
            otro = dicho(state.institucion().vocabulario, "presentar.otro")
            piezas.boton_enlace(Enlace(otro, state.url("/presentar"), "arrow_forward"), principal=True)
        if numero and st.button(t("subsanar.ver_expediente"), type="secondary" if tarde else "primary"):
            st.switch_page(paginas.pagina("seguimiento"), query_params={"expediente": numero})
        if st.button(
            rotulo(state.institucion().vocabulario, "presentar.ver_tramites"), type="secondary" if numero else "primary"
        ):
            st.switch_page(paginas.pagina("tramites"))
