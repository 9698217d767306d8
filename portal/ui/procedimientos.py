"""Which procedure is asked for: chosen from a list that can be searched, and named above its form."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.domain.procedimientos import Procedimiento
from portal.domain.texto import palabras
from portal.i18n import t
from portal.services import borradores, procedimientos
from portal.services.borradores import BorradorView
from portal.ui import paginas, piezas, state
from portal.ui.borradores import dar_direccion
from portal.ui.errors import keep_refusals

BUSCADO = "procedimiento_buscado"
MOSTRADOS = 20
EN_INICIO = 6
GENERAL, CUAL = "general", "cual"
"""What ``tramite`` of the address says, besides the id of a procedure: the general form; the list again."""


def falta_elegir(borrador: BorradorView) -> bool:
    """Whether the list comes before the form: there is something to choose from, and nothing was chosen nor written."""
    ofrecidos = _ofrecidos(borrador.institucion)
    pedido = st.query_params.get("tramite", "")
    if not ofrecidos or pedido == GENERAL:
        return False
    if pedido == CUAL:
        return True
    if pedido in {cada.id for cada in ofrecidos} and borrador.intacto and borrador.procedimiento != pedido:
        borradores.elegir(state.ctx(), borrador.id, procedimiento=pedido)  # from a link that names it
        _al_formulario(borrador.id, pedido)
        st.rerun()
    return borrador.intacto and not borrador.procedimiento


def elegir(borrador: BorradorView) -> None:
    """The list: what each one costs, how long it takes, who attends it and what it asks for."""
    institucion = borrador.institucion
    st.title(t("procedimientos.cual"), anchor=False)
    con_carta = not any(_es_la_carta(cada) for cada in _ofrecidos(institucion))
    piezas.entrada(t("procedimientos.cual_o_carta" if con_carta else "procedimientos.cual_detalle"))
    buscado = st.text_input(t("procedimientos.busque"), key=BUSCADO, placeholder=t("procedimientos.ejemplo"), live=True)
    hallados = _que_dicen(_ofrecidos(institucion), buscado)
    with piezas.lugar():
        piezas.guia(_cuantos(len(hallados)))
    for uno in hallados[:MOSTRADOS]:
        _uno(uno, institucion, borrador)
    if con_carta:
        with st.container(key="mp-procedimiento-carta", gap="xsmall"):
            st.header(t("procedimientos.otro"), anchor=False)
            piezas.nota(t("procedimientos.otro_detalle"))
            _boton(borrador, "", t("procedimientos.otro"))


def en_inicio(institucion: Institucion) -> None:
    """On the home page: what can be asked for, where there is something to choose from, and the way to all of it."""
    ofrecidos = _ofrecidos(institucion)
    if len(ofrecidos) <= 1 or not paginas.abierta("presentar"):
        return
    st.header(t("procedimientos.en_inicio"), anchor=False)
    with st.container(key="mp-que-tramites", gap=None):
        for uno in ofrecidos[:EN_INICIO]:
            with st.container(key=f"mp-hacer-tramite-{uno.id}", gap=None):
                _enlace(uno.id, piezas.llano(uno.nombre))
                piezas.linea(*(f"{nombre}: {dicho}" for nombre, dicho in _promete(uno).items() if dicho))
        if len(ofrecidos) > EN_INICIO:
            with st.container(key="mp-hacer-tramites", gap=None):
                _enlace(CUAL, t("procedimientos.ver_todos", cuantos=len(ofrecidos)))


def _enlace(tramite: str, nombre: str) -> None:
    st.page_link(paginas.pagina("presentar"), label=nombre, query_params={"tramite": tramite})


def encabezado(borrador: BorradorView) -> None:
    """Above the form: which procedure it is, what it promises and asks for, and the way to another one."""
    if not _ofrecidos(borrador.institucion) and not borrador.procedimiento:
        return
    suyo = borrador.institucion.procedimiento(borrador.procedimiento)
    with st.container(key="mp-procedimiento-elegido", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            piezas.linea(t("procedimientos.tramite"), suyo.nombre if suyo is not None else t("procedimientos.otro"))
            st.button(
                t("procedimientos.cambiar"), type="tertiary", icon=":material/swap_horiz:", on_click=_a_la_lista,
                args=(borrador.id,), key="cambiar_tramite",
            )  # fmt: skip
        if suyo is not None:
            _requisitos(suyo)


def _ofrecidos(institucion: Institucion) -> tuple[Procedimiento, ...]:
    return tuple(cada for cada in institucion.procedimientos if cada.activo)


def _es_la_carta(procedimiento: Procedimiento) -> bool:
    """Whether it is the general form under a name of its own."""
    return procedimiento.clase == "correspondencia" and procedimiento.formulario is None


def _que_dicen(ofrecidos: Sequence[Procedimiento], buscado: str) -> list[Procedimiento]:
    """Those with every word, whole or begun, in their name or description."""
    pedidas = palabras(buscado)
    return [
        cada
        for cada in ofrecidos
        if all(any(p.startswith(x) for p in palabras(f"{cada.nombre} {cada.descripcion}")) for x in pedidas)
    ]


def _cuantos(cuantos: int) -> str:
    if cuantos > MOSTRADOS:
        return t("procedimientos.mostrados", mostrados=MOSTRADOS, cuantos=cuantos)
    if not cuantos:
        return t("procedimientos.encontrado_ninguno")
    return t("procedimientos.encontrado_uno") if cuantos == 1 else t("procedimientos.encontrados", cuantos=cuantos)


def _uno(uno: Procedimiento, institucion: Institucion, borrador: BorradorView) -> None:
    oficina = institucion.escritorio.dependencia(uno.dependencia).nombre if uno.dependencia else ""
    datos = _promete(uno) | {t("procedimientos.oficina"): oficina}
    with st.container(key=f"mp-procedimiento-{uno.id}", gap="xsmall"):
        st.header(piezas.llano(uno.nombre), anchor=False)
        if uno.descripcion:
            piezas.nota(uno.descripcion)
        piezas.linea(*(f"{nombre}: {dicho}" for nombre, dicho in datos.items() if dicho))
        _requisitos(uno)
        _boton(borrador, uno.id, uno.nombre)


def _promete(uno: Procedimiento) -> dict[str, str]:
    return {t("procedimientos.costo"): procedimientos.costo(uno), t("procedimientos.plazo"): procedimientos.plazo(uno)}


def _requisitos(uno: Procedimiento) -> None:
    """What it asks for, its silence and its legal basis, folded."""
    if not (uno.requisitos or uno.silencio or uno.base_legal):
        return
    with st.expander(t("procedimientos.requisitos", cuantos=len(uno.requisitos))):
        textos = [f"{r.texto} ({r.base_legal})" if r.base_legal else r.texto for r in uno.requisitos]
        if textos:
            piezas.lista(textos)
        if uno.silencio:
            piezas.nota(f"{procedimientos.silencio(uno)}.")
        if uno.base_legal:
            piezas.nota(f"{t('procedimientos.base_legal')}: {uno.base_legal}")


def _boton(borrador: BorradorView, procedimiento: str, nombre: str) -> None:
    st.button(
        t("procedimientos.elegir"), key=f"elegir_{procedimiento or GENERAL}", on_click=_elegido,
        args=(borrador.id, procedimiento), help=t("procedimientos.elegir_ayuda", nombre=piezas.llano(nombre)),
    )  # fmt: skip


def _elegido(borrador_id: str, procedimiento: str) -> None:
    with keep_refusals():
        borradores.elegir(state.ctx(), borrador_id, procedimiento=procedimiento)
        _al_formulario(borrador_id, procedimiento)


def _al_formulario(borrador_id: str, procedimiento: str) -> None:
    """To its form; the general one is remembered by the address, since the draft says nothing yet."""
    dar_direccion(borrador_id)
    st.session_state.pop("errores_en", None)
    if procedimiento:
        st.query_params.pop("tramite", None)
    else:
        st.query_params["tramite"] = GENERAL
    st.query_params["paso"] = "documento"


def _a_la_lista(borrador_id: str) -> None:
    dar_direccion(borrador_id)
    st.query_params["tramite"] = CUAL
