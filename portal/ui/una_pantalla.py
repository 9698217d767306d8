"""Filing on one screen: who files, the fields and the files together, one button, and a window that confirms it.

The draft keeps everything as in the steps; only the drawing differs. The button stands at the upper right, where it
stays while the form goes by, and again under the form; on a phone, only there.
"""

from __future__ import annotations

from typing import Literal

import streamlit as st

from portal.domain.campos import Campo
from portal.domain.configuracion import Institucion
from portal.i18n import explain, t
from portal.services import registro, respuestas
from portal.services.archivos import CargaView
from portal.services.borradores import BorradorView
from portal.services.registro import Revision
from portal.ui import borradores, formulario, piezas, presentar, remitente, requisitos, state, vocabulario

PASO = "documento"
POR_CONFIRMAR = "por_confirmar"
"""The draft whose window was asked for by the run before this one."""


def dibujar(borrador: BorradorView, cargas: tuple[CargaView, ...]) -> None:
    """The whole screen, and the window over it when its button was pressed and nothing is missing."""
    form = borrador.institucion.formulario
    propios = {campo.id for campo in form.campos} | {ranura.id for ranura in form.ranuras}
    errores = presentar.errores_visibles(borrador.id, propios, PASO)
    st.title(piezas.llano(form.titulo), anchor=False)
    requisitos.plegados(borrador.institucion, primera=False)
    campos = {campo.id for campo in form.campos}
    presentar.resumir({
        formulario.clave(borrador.id, c) if c in campos else f"ranura_{c}": explain(e) for c, e in errores.items()
    })  # fmt: skip
    remitente.seccion(borrador)
    formulario.dibujar(borrador, {c: explain(e) for c, e in errores.items() if c in campos})
    st.space("xsmall")
    st.header(piezas.llano(form.titulo_archivos), anchor=False)
    presentar.ranuras(borrador, cargas, errores)
    presentar.avisar_repetidos(borrador)
    _al_pie(borrador)
    if st.session_state.pop(POR_CONFIRMAR, "") == borrador.id:
        _confirmar(borrador, registro.revisar(state.ctx(), borrador.id), cargas)


def arriba(borrador: BorradorView) -> None:
    """The button at the upper right of the screen."""
    with st.container(key="mp-guardar-arriba"):
        _guardar(borrador, "arriba")


def _guardar(borrador: BorradorView, lugar: str) -> None:
    """The button, here or there: judge, and then either say what is missing or ask to confirm."""
    ancho: Literal["stretch", "content"] = "stretch" if lugar == "arriba" else "content"
    dice = vocabulario.rotulo(borrador.institucion.vocabulario, "presentar.enviar")
    clave = f"guardar_{lugar}"
    if st.button(dice, type="primary", icon=":material/save:", key=clave, width=ancho, on_click=state.pantalla_entera):
        if registro.revisar(state.ctx(), borrador.id).errores:
            presentar.marcar_errores(PASO)
        else:
            st.session_state.pop("errores_en", None)
            st.session_state[POR_CONFIRMAR] = borrador.id
        borradores.dar_direccion(borrador.id)
        st.rerun()


def _al_pie(borrador: BorradorView) -> None:
    fila = st.container(horizontal=True, vertical_alignment="center", gap="small")
    with fila:
        _guardar(borrador, "al_pie")
        borradores.seguir_luego(borrador)
        st.space("stretch")
    with fila.container(width="content"):
        formulario.guardado(borrador)


def _confirmar(borrador: BorradorView, revision: Revision, cargas: tuple[CargaView, ...]) -> None:
    """The window: when it counts, what goes, and to whom; then it is sent, or one goes back to it."""
    sigla = borrador.institucion.identidad.sigla

    @st.dialog(t("una_pantalla.confirmar", sigla=sigla), width="medium")
    def preguntar() -> None:
        presentar.fecha_legal(revision.presentacion, borrador.institucion)
        piezas.resumen(_lo_que_va(borrador, revision, cargas), denso=True)
        negativa = st.container()
        fila = st.container(horizontal=True, gap="small")
        if fila.button(t("una_pantalla.enviar"), type="primary", key="confirmar_envio"):
            with negativa:
                presentar.enviar(borrador)
        if fila.button(t("una_pantalla.seguir"), key="no_enviar"):
            st.rerun()

    preguntar()


def _lo_que_va(borrador: BorradorView, revision: Revision, cargas: tuple[CargaView, ...]) -> dict[str, str]:
    form, listas = borrador.institucion.formulario, [carga for carga in cargas if carga.estado == "lista"]
    filas = {form.remitente or t("presentar.quien"): revision.remitente["nombre"]}
    asunto = form.con_papel("asunto")
    if asunto is not None:
        filas[asunto.etiqueta] = _dicho(borrador.institucion, asunto, borrador)
    filas[t("una_pantalla.llega_a")] = destino(borrador)
    filas[form.titulo_archivos] = piezas.Html("<br>".join(piezas.seguro(carga.nombre) for carga in listas))
    return {nombre: valor for nombre, valor in filas.items() if valor}


def destino(borrador: BorradorView) -> str:
    """The office that was chosen, or the counter."""
    elegida = respuestas.de_papel(borrador.institucion, borrador.valores, "destino")
    return elegida or borrador.institucion.escritorio.mesa.nombre


def _dicho(institucion: Institucion, campo: Campo, borrador: BorradorView) -> str:
    return respuestas.leidas(institucion, borrador.valores).get(campo.etiqueta, "")
