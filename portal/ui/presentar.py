"""The steps of filing: document, files, review, receipt. The step is in the address; the text is in the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time, tzinfo
from typing import NoReturn

import streamlit as st

from portal.domain.calendario import DiaSaltado, Presentacion
from portal.domain.configuracion import Institucion
from portal.domain.errors import DatosInvalidos, PortalError
from portal.domain.fechas import en_palabras, relativa_dia
from portal.domain.formulario import campos_visibles, ranuras_visibles
from portal.i18n import explain, t
from portal.services import borradores as drafts
from portal.services import duplicados, registro, respuestas
from portal.services.archivos import CargaView
from portal.services.borradores import BorradorView
from portal.services.registro import Revision
from portal.ui import (
    a_nombre_de,
    borradores,
    distintivos,
    formulario,
    medidas,
    piezas,
    remitente,
    repetidos,
    requisitos,
    state,
    vocabulario,
)
from portal.ui.cargador import cargador, negados
from portal.ui.errors import show_refusals

PASOS = ("documento", "archivos", "revisar", "listo")


def paso_actual() -> str:
    """The step of the address; anything else is the first."""
    paso = st.query_params.get("paso", PASOS[0])
    return paso if paso in PASOS else PASOS[0]


def ir(paso: str, borrador_id: str) -> None:
    """To another step of that draft; errors shown belonged to the one left."""
    st.query_params["paso"] = paso
    borradores.dar_direccion(borrador_id)
    st.session_state.pop("errores_en", None)


def errores_visibles(borrador_id: str, propios: set[str], paso: str) -> Mapping[str, PortalError]:
    """The errors of this step, once its button was pressed; until then nobody judges."""
    if st.session_state.get("errores_en") != paso:
        return {}
    errores = registro.revisar(state.ctx(), borrador_id).errores
    return {campo: error for campo, error in errores.items() if campo in propios}


def documento(borrador: BorradorView) -> None:
    """First step: the form that the institution drew."""
    form = borrador.institucion.formulario
    propios = {campo.id for campo in campos_visibles(form, borrador.valores)}
    errores = {c: explain(e) for c, e in errores_visibles(borrador.id, propios, "documento").items()}
    st.title(piezas.llano(form.titulo), anchor=False)
    requisitos.plegados(borrador.institucion, primera=drafts.primera_vez(state.ctx()))
    resumir({formulario.clave(borrador.id, campo): texto for campo, texto in errores.items()})
    remitente.seccion(borrador)
    formulario.dibujar(borrador, errores)
    _botones(borrador, "documento", propios)


def adjuntos(borrador: BorradorView, cargas: tuple[CargaView, ...]) -> None:
    """Second step: the slots; each file goes up when it is chosen."""
    form = borrador.institucion.formulario
    propios = {ranura.id for ranura in ranuras_visibles(form, borrador.valores)}
    errores = errores_visibles(borrador.id, propios, "archivos")
    st.title(piezas.llano(form.titulo_archivos), anchor=False)
    resumir({f"ranura_{campo}": explain(error) for campo, error in errores.items()})
    ranuras(borrador, cargas, errores)
    avisar_repetidos(borrador)
    _botones(borrador, "archivos", propios)


def ranuras(borrador: BorradorView, cargas: tuple[CargaView, ...], errores: Mapping[str, PortalError]) -> None:
    """Each slot that is asked, with its files, and what is wrong with it under it."""
    for ranura in ranuras_visibles(borrador.institucion.formulario, borrador.valores):
        suyas = tuple(carga for carga in cargas if carga.ranura == ranura.id)
        cargador(ranura, suyas, borrador_id=borrador.id, url_base=state.base(), key=f"ranura_{ranura.id}")
        with piezas.lugar():
            if ranura.id in errores:
                piezas.error_de_campo(f"ranura_{ranura.id}", {f"ranura_{ranura.id}": explain(errores[ranura.id])})
        st.space("small")


def revisar(borrador: BorradorView, revision: Revision, cargas: tuple[CargaView, ...]) -> None:
    """Third step: the legal date first, then everything that will be sent."""
    if revision.errores:
        _volver_a_corregir(borrador, revision)
    st.title(t("presentar.revise"), anchor=False)
    fecha_legal(revision.presentacion, borrador.institucion)
    avisar_repetidos(borrador)
    _respuestas(borrador)
    _archivos(borrador, cargas)
    _quien(borrador, revision.remitente)
    st.space("xsmall")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(vocabulario.rotulo(borrador.institucion.vocabulario, "presentar.enviar"), type="primary"):
            enviar(borrador)
        st.button(t("presentar.volver"), on_click=ir, args=("archivos", borrador.id))
        borradores.seguir_luego(borrador)


def fecha_legal(p: Presentacion, institucion: Institucion) -> None:
    """As in "Si envía ahora, se considera presentado el …", and why."""
    base_legal = institucion.calendario.base_legal
    cierre = institucion.calendario.cierre
    if p.diferida:
        por_que = t("presentar.otro_dia", motivos=motivos(p.saltados, cierre), base_legal=base_legal)
    elif cierre is not None:
        por_que = t("presentar.mismo_dia_cierre", cierre=cierre.strftime("%H:%M"), base_legal=base_legal)
    else:
        por_que = t("presentar.mismo_dia", base_legal=base_legal)
    piezas.aviso(t("presentar.se_considera", fecha=en_palabras(p.presentado)), por_que, tono="fuerte")


def motivos(saltados: Sequence[DiaSaltado], cierre: time | None) -> str:
    """Why today does not count, nor the days after it."""
    frases = []
    if cierre is not None and any(dia.clase == "fuera_de_hora" for dia in saltados):
        frases.append(t("presentar.fuera_de_hora", cierre=cierre.strftime("%H:%M")))
    dias = [_dia_no_habil(dia) for dia in saltados if dia.clase != "fuera_de_hora"]
    if dias:
        frases.append(t("presentar.no_habil" if len(dias) == 1 else "presentar.no_habiles", dias=", ".join(dias)))
    return " ".join(frases)


def _dia_no_habil(dia: DiaSaltado) -> str:
    cual = relativa_dia(dia.fecha)
    return t("presentar.dia_no_habil", dia=cual, nombre=dia.nombre, base_legal=dia.base_legal) if dia.nombre else cual


def marcar_errores(paso: str) -> None:
    """From now on the errors of that step are told, and whoever reads with the ears is taken to them."""
    st.session_state["errores_en"] = paso
    st.session_state["vez_presentar"] = st.session_state.get("vez_presentar", 0) + 1


def resumir(errores: Mapping[str, str]) -> None:
    """Everything wrong in one list, above the form; each leads to its field."""
    with piezas.lugar():
        if errores:
            piezas.resumen_de_errores(errores, t("presentar.conservado"), vez=st.session_state.get("vez_presentar", 0))


def avisar_repetidos(borrador: BorradorView) -> None:
    """What looks filed already, said before it is filed twice."""
    with piezas.lugar():
        repetidos.avisar(duplicados.buscar(state.ctx(), borrador.id), borrador.institucion)


def _botones(borrador: BorradorView, paso: str, propios: set[str]) -> None:
    lugar = PASOS.index(paso)
    fila = st.container(horizontal=True, vertical_alignment="center", gap="small")
    with fila:
        if st.button(t("presentar.continuar"), type="primary", on_click=state.pantalla_entera):
            if propios & registro.revisar(state.ctx(), borrador.id).errores.keys():
                marcar_errores(paso)
            else:
                ir(PASOS[lugar + 1], borrador.id)
            st.rerun()
        if lugar:
            st.button(t("presentar.volver"), on_click=ir, args=(PASOS[lugar - 1], borrador.id))
        borradores.seguir_luego(borrador)
        st.space("stretch")
    with fila.container(width="content"):
        formulario.guardado(borrador)


def _volver_a_corregir(borrador: BorradorView, revision: Revision) -> None:
    """Nothing can be reviewed that cannot be sent: to the first step with something to correct, where it is said."""
    de_documento = {campo.id for campo in borrador.institucion.formulario.campos}
    paso = "documento" if de_documento & revision.errores.keys() else "archivos"
    ir(paso, borrador.id)
    st.session_state["errores_en"] = paso
    st.rerun()


def _seccion(titulo: str, paso: str, cambiar: str, borrador_id: str) -> None:
    st.space("xsmall")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(titulo, anchor=False, width="content")
        st.space("stretch")
        st.button(
            cambiar,
            type="tertiary",
            icon=":material/edit:",
            on_click=ir,
            args=(paso, borrador_id),
            key=f"cambiar_{paso}",
        )


def _respuestas(borrador: BorradorView) -> None:
    _seccion(t("presentar.paso_documento"), "documento", t("presentar.cambiar_datos"), borrador.id)
    dichos = respuestas.leidas(borrador.institucion, borrador.valores)
    piezas.resumen({etiqueta: dicho or t("presentar.en_blanco") for etiqueta, dicho in dichos.items()})


def _archivos(borrador: BorradorView, cargas: tuple[CargaView, ...]) -> None:
    _seccion(t("presentar.paso_archivos"), "archivos", t("presentar.cambiar_archivos"), borrador.id)
    visibles = ranuras_visibles(borrador.institucion.formulario, borrador.valores)
    rechazados = [carga.nombre for carga in cargas if carga.estado == "rechazada"]
    rechazados += [negado.nombre for ranura in visibles for negado in negados(borrador.id, ranura.id)]
    with piezas.lugar():
        if rechazados:
            detalle = t("presentar.rechazados_detalle")
            piezas.aviso(t("presentar.rechazados", nombres=", ".join(rechazados)), detalle, tono="ambar")
    filas = {}
    for ranura in visibles:
        suyas = [carga for carga in cargas if carga.ranura == ranura.id and carga.estado == "lista"]
        nombres = [_archivo(carga, borrador.institucion.zona) for carga in suyas]
        filas[ranura.etiqueta] = piezas.Html("".join(nombres)) if nombres else t("presentar.ninguno")
    piezas.resumen(filas)


def _archivo(carga: CargaView, zona: tzinfo) -> str:
    """Its name and size, and who signed it."""
    nombre = piezas.seguro(f"{carga.nombre} ({medidas.detalle(carga.tamano, carga.paginas)})")
    return f"<div>{nombre}{distintivos.de_firmas(carga.firmas, zona)}</div>"


def _quien(borrador: BorradorView, quien: Mapping[str, str]) -> None:
    st.space("xsmall")
    st.header(t("presentar.quien"), anchor=False)
    a_nombre_de.elegir(borrador)
    piezas.resumen(remitente.datos(quien))


def enviar(borrador: BorradorView) -> None:
    """File it, and on to the receipt; or say why not."""
    with show_refusals(), st.spinner(t("presentar.enviando")):
        try:
            registro.enviar(state.ctx(), borrador.id)
        except DatosInvalidos as refusal:
            piezas.aviso(explain(refusal), tono="rojo", urgente=True)
            return
    ir_a_la_constancia(borrador.id)


def ir_a_la_constancia(borrador_id: str) -> NoReturn:
    """To the receipt of a draft that was sent; its address can be kept."""
    st.query_params.from_dict({"paso": "listo", "envio": borrador_id})
    st.rerun()
