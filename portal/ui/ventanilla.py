"""The counter's screen: who brings the paper, what it is, its scan, a last look, and what is printed at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import streamlit as st

from portal.domain.errors import DatosInvalidos, PortalError
from portal.domain.formulario import campos_visibles, ranuras_visibles
from portal.i18n import explain, t
from portal.services import archivos, remitentes, respuestas, ventanilla
from portal.services.borradores import BorradorView
from portal.services.recibos import Recibo
from portal.services.registro import Revision
from portal.services.remitentes import Remitente
from portal.ui import (
    botones,
    expediente,
    formulario,
    paginas,
    piezas,
    presentar,
    state,
    ventanilla_pendiente,
)
from portal.ui.cargador import cargador
from portal.ui.constancia import con_su_clave
from portal.ui.errors import show_refusals
from portal.ui.piezas import Enlace

PASOS = ("quien", "documento", "archivos", "revisar", "listo")
PREFIJO = "ventanilla_"
ERRORES, VEZ, JUZGADO = "errores_ventanilla", "vez_ventanilla", "ventanilla_juzgada"
ORDEN = tuple(campo.name for campo in fields(Remitente))


def paso_actual() -> str:
    """The step of the address; without a draft, the first."""
    paso = st.query_params.get("paso", PASOS[0])
    return paso if paso in PASOS and ("borrador" in st.query_params or paso == "listo") else PASOS[0]


def ir(paso: str, borrador_id: str) -> None:
    """To another step of that draft."""
    st.query_params.from_dict({"paso": paso, "borrador": borrador_id})
    for llave in (ERRORES, JUZGADO):
        st.session_state.pop(llave, None)


def otro() -> None:
    """A new filing, with nothing of the one before."""
    for llave in [llave for llave in st.session_state if str(llave).startswith(PREFIJO)]:
        del st.session_state[llave]
    st.query_params.clear()


def quien(borrador_id: str) -> None:
    """First step: who files, how they are told, and the sheets they bring."""
    errores: Mapping[str, str] = st.session_state.get(ERRORES, {})
    _recordar(borrador_id)
    st.title(t("ventanilla.quien"), anchor=False)
    piezas.entrada(t("ventanilla.quien_entrada"))
    if not borrador_id:
        ventanilla_pendiente.lista()
    with piezas.lugar():
        if errores:
            en_orden = {_clave(c): f"{_etiqueta(c)}: {errores[c]}" for c in ORDEN if c in errores}
            piezas.resumen_de_errores(en_orden, t("presentar.conservado"), vez=st.session_state.get(VEZ, 0))
    clase = st.segmented_control(
        t("ventanilla.clase"), remitentes.CLASES, format_func=lambda c: t(f"ventanilla.{c}"), required=True,
        key=_clave("clase"),
    )  # fmt: skip
    with piezas.lugar():
        if clase == "juridica":
            st.header(t("crear.organizacion"), anchor=False)
            _texto("ruc", errores, width=260)
            _texto("razon_social", errores)
            st.header(t("ventanilla.persona"), anchor=False)
    with st.container(horizontal=True, gap="small"):
        st.selectbox(
            t("crear.tipo_doc"), remitentes.DOCUMENTOS, format_func=lambda d: t(f"crear.{d}"), key=_clave("tipo_doc"),
            width=240,
        )  # fmt: skip
        with st.container(width=260):
            _texto("numero_doc", errores, width=200)
    _texto("nombres", errores)
    _texto("apellidos", errores)
    st.header(t("ventanilla.avisos"), anchor=False)
    _texto(
        "correo",
        errores,
        opcional=True,
        nota=_con_o_sin_clave("correo_nota", con_clave=state.institucion().seguimiento.contrasena),
    )
    _texto("telefono", errores, opcional=True, width=260)
    _texto("direccion", errores, opcional=True)
    st.header(t("ventanilla.papel"), anchor=False)
    _texto("folios", errores, width=160, nota=t("ventanilla.folios_nota"))
    st.checkbox(t("ventanilla.custodia"), key=_clave("custodia"))
    if st.button(t("presentar.continuar"), type="primary", on_click=state.pantalla_entera):
        _identificar(borrador_id)


def documento(borrador: BorradorView) -> None:
    """Second step: the same form as online."""
    form = borrador.institucion.formulario
    propios = {campo.id for campo in campos_visibles(form, borrador.valores)}
    errores = {c: explain(e) for c, e in _errores(borrador.id, propios, "documento").items()}
    st.title(t("ventanilla.documento"), anchor=False)
    _resumir({formulario.clave(borrador.id, campo): texto for campo, texto in errores.items()})
    formulario.dibujar(borrador, errores)
    _botones(borrador, "documento", propios)


def adjuntos(borrador: BorradorView) -> None:
    """Third step: the scan, by the same slots."""
    ranuras = ranuras_visibles(borrador.institucion.formulario, borrador.valores)
    cargas = archivos.cargas(state.ctx(), borrador.id)
    errores = _errores(borrador.id, {ranura.id for ranura in ranuras}, "archivos")
    st.title(t("ventanilla.archivos"), anchor=False)
    piezas.entrada(t("ventanilla.archivos_entrada"))
    _resumir({f"ranura_{campo}": explain(error) for campo, error in errores.items()})
    for ranura in ranuras:
        suyas = tuple(carga for carga in cargas if carga.ranura == ranura.id)
        llave = f"ranura_{ranura.id}"
        cargador(ranura, suyas, borrador_id=borrador.id, url_base=state.base(), key=llave)
        with piezas.lugar():
            if ranura.id in errores:
                piezas.error_de_campo(llave, {llave: explain(errores[ranura.id])})
        st.space("small")
    _botones(borrador, "archivos", {ranura.id for ranura in ranuras})


def revisar(borrador: BorradorView, revision: Revision, suyo: Remitente) -> None:
    """Fourth step: the legal date, who, what and how much paper; then it is registered."""
    if revision.errores:
        de_documento = {campo.id for campo in borrador.institucion.formulario.campos} & revision.errores.keys()
        _volver(borrador, "documento" if de_documento else "archivos")
    st.title(t("ventanilla.revise"), anchor=False)
    presentar.fecha_legal(revision.presentacion, borrador.institucion)
    ventanilla_pendiente.avisar(borrador)
    _seccion(t("ventanilla.paso_quien"), "quien", borrador.id)
    piezas.resumen(_de_quien(suyo))
    form = borrador.institucion.formulario
    _seccion(t("ventanilla.paso_documento"), "documento", borrador.id)
    dichos = respuestas.leidas(borrador.institucion, borrador.valores)
    piezas.resumen({etiqueta: dicho for etiqueta, dicho in dichos.items() if dicho})
    _seccion(t("ventanilla.paso_archivos"), "archivos", borrador.id)
    cargas = archivos.cargas(state.ctx(), borrador.id)
    etiquetas = {ranura.id: ranura.etiqueta for ranura in form.ranuras}
    piezas.lista([f"{etiquetas[c.ranura]}: {c.nombre}" for c in cargas if c.estado == "lista"])
    with st.container(horizontal=True, gap="small"):
        if st.button(t("ventanilla.registrar"), type="primary"):
            _registrar(borrador)
        st.button(t("presentar.volver"), on_click=ir, args=("archivos", borrador.id))


def listo(recibo: Recibo) -> None:
    """What is handed over at once: number, password, cargo, label; and on to the next person."""
    con_clave = bool(recibo.contrasena)
    botones.confirmacion(t("ventanilla.registrado"), con_su_clave(recibo), key="constancia_ventanilla")
    with st.container(horizontal=True, gap="small"):
        piezas.boton_enlace(
            Enlace(_con_o_sin_clave("cargo", con_clave=con_clave), _hoja("cargo", recibo), "print"), principal=True
        )
        piezas.boton_enlace(Enlace(t("hoja.etiqueta"), _hoja("etiqueta", recibo), "label"))
        piezas.boton_enlace(Enlace(t("hoja.descargar"), _hoja("ruta", recibo), "download"))
    piezas.nota(_con_o_sin_clave("entregue", con_clave=con_clave))
    dicho = t("presentar.correo_enviado", correo=recibo.correo) if recibo.correo else t("ventanilla.sin_correo")
    piezas.aviso(
        dicho, "" if recibo.correo else _con_o_sin_clave("sin_correo_detalle", con_clave=con_clave), tono="fuerte"
    )
    with st.container(horizontal=True, gap="small"):
        st.button(t("ventanilla.otro"), icon=":material/add:", on_click=otro)
        if st.button(t("ventanilla.abrir"), icon=":material/folder_open:"):
            st.switch_page(paginas.pagina("expediente"), query_params={"expediente": recibo.numero})


def _con_o_sin_clave(nombre: str, *, con_clave: bool) -> str:
    """What is said where there are tracking passwords, or what is true without them."""
    return t(f"ventanilla.{nombre}" if con_clave else f"ventanilla.{nombre}_sin_clave")


def _hoja(cual: str, recibo: Recibo) -> str:
    return expediente.hoja_en_papel(cual, recibo.numero)


def _clave(campo: str) -> str:
    return f"{PREFIJO}{campo}"


def _etiqueta(campo: str) -> str:
    return t("ventanilla.folios") if campo == "folios" else t(f"crear.{campo}")


def _texto(campo: str, errores: Mapping[str, str], *, opcional: bool = False, nota: str = "", **mas: Any) -> None:  # noqa: ANN401 -- the widget's own arguments
    etiqueta = t("formulario.opcional", etiqueta=_etiqueta(campo)) if opcional else _etiqueta(campo)
    with st.container(gap="xxsmall"):
        st.text_input(etiqueta, key=_clave(campo), max_chars=250, autocomplete="off", **mas)
        if nota:
            piezas.nota(nota)
        piezas.error_de_campo(_clave(campo), {_clave(campo): errores[campo]} if campo in errores else {})


def _recordar(borrador_id: str) -> None:
    """What the draft knows, into the fields; those that this step left behind are gone from the session."""
    if _clave("nombres") in st.session_state:
        return
    suyo = ventanilla.ver(state.ctx(), borrador_id).quien if borrador_id else Remitente()
    for campo in ORDEN:
        valor = getattr(suyo, campo)
        st.session_state[_clave(campo)] = bool(valor) if campo == "custodia" else valor


def _identificar(borrador_id: str) -> None:
    escrito = Remitente(**{c: str(st.session_state.get(_clave(c)) or "") for c in ORDEN})
    with show_refusals():
        try:
            suyo = ventanilla.identificar(state.ctx(), escrito, borrador_id=borrador_id)
        except DatosInvalidos as negativa:
            st.session_state[ERRORES] = {campo: explain(error) for campo, error in negativa.errores.items()}
            st.session_state[VEZ] = st.session_state.get(VEZ, 0) + 1
            st.rerun()
        ir("documento", suyo)
        st.rerun()


def _errores(borrador_id: str, propios: set[str], paso: str) -> dict[str, PortalError]:
    """The errors of this step, once its button was pressed."""
    if st.session_state.get(JUZGADO) != paso:
        return {}
    errores = ventanilla.revisar(state.ctx(), borrador_id).errores
    return {campo: error for campo, error in errores.items() if campo in propios}


def _resumir(errores: Mapping[str, str]) -> None:
    with piezas.lugar():
        if errores:
            piezas.resumen_de_errores(errores, t("presentar.conservado"), vez=st.session_state.get(VEZ, 0))


def _botones(borrador: BorradorView, paso: str, propios: set[str]) -> None:
    lugar = PASOS.index(paso)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(t("presentar.continuar"), type="primary", on_click=state.pantalla_entera):
            if propios & ventanilla.revisar(state.ctx(), borrador.id).errores.keys():
                _volver(borrador, paso)
            ir(PASOS[lugar + 1], borrador.id)
            st.rerun()
        st.button(t("presentar.volver"), on_click=ir, args=(PASOS[lugar - 1], borrador.id))
        st.space("stretch")
        with st.container(width="content"):
            formulario.guardado(borrador)


def _volver(borrador: BorradorView, paso: str) -> None:
    """To the step with something to correct, where it is said."""
    ir(paso, borrador.id)
    st.session_state[JUZGADO] = paso
    st.session_state[VEZ] = st.session_state.get(VEZ, 0) + 1
    st.rerun()


def _seccion(titulo: str, paso: str, borrador_id: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(titulo, anchor=False, width="content")
        st.space("stretch")
        st.button(
            t(f"ventanilla.cambiar_{paso}"), type="tertiary", icon=":material/edit:", on_click=ir,
            args=(paso, borrador_id), key=f"cambiar_{paso}",
        )  # fmt: skip


def _de_quien(suyo: Remitente) -> dict[str, str]:
    filas = {t("presentar.organizacion"): f"{suyo.razon_social}, {t('crear.ruc')} {suyo.ruc}"} if suyo.juridica else {}
    filas[t("presentar.persona")] = f"{suyo.persona}, {t('crear.' + suyo.tipo_doc)} {suyo.numero_doc}"
    filas[t("presentar.avisos")] = suyo.correo or t("ventanilla.sin_correo")
    filas[t("ventanilla.folios")] = suyo.folios
    filas[t("ventanilla.original")] = t("ventanilla.queda" if suyo.custodia else "ventanilla.no_queda")
    return filas


def _registrar(borrador: BorradorView) -> None:
    with show_refusals(), st.spinner(t("presentar.enviando")):
        ventanilla.registrar(state.ctx(), borrador.id)
        st.query_params.from_dict({"paso": "listo", "envio": borrador.id})
        st.rerun()


def pasos(actual: str) -> None:
    """Where one is."""
    nombres: Sequence[str] = [t(f"ventanilla.paso_{nombre}") for nombre in PASOS]
    piezas.pasos(nombres, PASOS.index(actual) + 1)
    st.space("xsmall")
