"""The assistant of the first time: from an empty installation to a mesa de partes that receives, in six short steps.

What was written stays while one goes back and forth; nothing is saved until the last step, and then everything is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time
from functools import partial
from typing import Any

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.domain.errors import DatosInvalidos
from portal.i18n import explain, t
from portal.services import primera_vez
from portal.services.primera_vez import Comienzo, PuntoDePartida
from portal.services.servidor_de_correo import ServidorDeCorreo
from portal.ui import piezas, servidor_de_correo, state
from portal.ui.errors import show_refusals

PASOS = ("codigo", "partida", "identidad", "calendario", "correo", "administrador")
RECUERDO = "primera_vez"
IDENTIDAD = ("ruc", "nombre", "sigla", "sector", "lugar", "telefono", "correo", "web")
PERSONA = ("admin_correo", "nombres", "apellidos", "contrasena")
CIERRE = time(16, 30)
LISTA = "primera_vez_lista"


def dibujar() -> None:
    """The step at hand."""
    if LISTA in st.session_state:
        _lista()
        return
    dicho = _dicho()
    paso = PASOS[dicho["paso"]]
    piezas.pasos([t(f"primera.paso_{nombre}") for nombre in PASOS], dicho["paso"] + 1)
    st.space("xsmall")
    with st.container(width=760, gap="small"), show_refusals():
        DIBUJOS[paso](dicho)


def comienzo(dicho: Mapping[str, Any]) -> Comienzo:
    """All that was said so far."""
    return Comienzo(
        preset=dicho["preset"],
        identidad=dicho["identidad"],
        cierre=dicho["cierre"],
        servidor=dicho["servidor"],
        correo=dicho["persona"].get("admin_correo", ""),
        nombres=dicho["persona"].get("nombres", ""),
        apellidos=dicho["persona"].get("apellidos", ""),
        contrasena=dicho["persona"].get("contrasena", ""),
    )


def _dicho() -> dict[str, Any]:
    vacio = {
        "paso": 0, "codigo": "", "preset": "basica", "identidad": {}, "cierre": None, "servidor": None, "persona": {},
        "errores": {}, "vez": 0,
    }  # fmt: skip
    dicho: dict[str, Any] = st.session_state.setdefault(RECUERDO, vacio)
    return dicho


def _codigo(dicho: dict[str, Any]) -> None:
    st.title(t("primera.codigo_titulo"), anchor=False)
    piezas.entrada(t("primera.codigo_entrada"))
    with st.form("primera_codigo", border=False):
        escrito = st.text_input(
            t("primera.codigo"), dicho["codigo"], width=320, placeholder="XXXX-XXXX-XXXX", autocomplete="off"
        )
        if st.form_submit_button(t("primera.continuar"), type="primary"):
            primera_vez.reconocer(state.ctx(), escrito)
            dicho["codigo"] = escrito
            _ir(dicho, 1)
    piezas.nota(t("primera.codigo_nota"))


def _partida(dicho: dict[str, Any]) -> None:
    st.title(t("primera.partida_titulo"), anchor=False)
    piezas.entrada(t("primera.partida_entrada"))
    puntos = {punto.id: punto for punto in primera_vez.puntos_de_partida(state.ctx(), dicho["codigo"])}
    elegido = st.radio(
        t("primera.partida"),
        list(puntos),
        index=list(puntos).index(dicho["preset"]) if dicho["preset"] in puntos else 0,
        format_func=lambda uno: puntos[uno].nombre,
        captions=[punto.descripcion for punto in puntos.values()],
        label_visibility="collapsed",
    )
    if (pulsado := _botones(dicho)) and elegido:
        if elegido != dicho["preset"] or not dicho["identidad"]:
            dicho["identidad"] = _de_partida(puntos[elegido])
        dicho["preset"] = elegido
        _ir(dicho, pulsado)


def _de_partida(punto: PuntoDePartida) -> dict[str, str]:
    """What the preset says of the institution; the neutral one says nothing."""
    if punto.id == primera_vez.PUNTOS[0]:
        return {}
    identidad = punto.institucion.identidad
    return {dato: getattr(identidad, dato) for dato in IDENTIDAD}


def _identidad(dicho: dict[str, Any]) -> None:
    st.title(t("primera.identidad_titulo"), anchor=False)
    piezas.entrada(t("primera.identidad_entrada"))
    _resumir(dicho, IDENTIDAD)
    with st.form("primera_identidad", border=False):
        escrita = {dato: _campo(dato, dicho["identidad"].get(dato, ""), dicho["errores"]) for dato in IDENTIDAD}
        pulsado = _botones(dicho, de_formulario=True)
    if pulsado:
        dicho["identidad"] = escrita
        _seguir_si_vale(dicho, pulsado, lambda: primera_vez.revisar_identidad(
            state.ctx(), dicho["codigo"], comienzo(dicho)
        ))  # fmt: skip


def _calendario(dicho: dict[str, Any]) -> None:
    st.title(t("primera.calendario_titulo"), anchor=False)
    piezas.entrada(t("primera.calendario_entrada"))
    opciones = ("dia", "hora")
    regla = st.radio(
        t("primera.regla"),
        opciones,
        index=int(dicho["cierre"] is not None),
        format_func=lambda uno: t(f"primera.regla_{uno}"),
        captions=[t(f"primera.regla_{uno}_detalle") for uno in opciones],
    )
    cierre = None
    if regla == "hora":
        piezas.aviso(t("primera.regla_aviso"), t("primera.regla_aviso_detalle"), tono="ambar")
        cierre = st.time_input(t("primera.cierre"), dicho["cierre"] or CIERRE, width=200)
    institucion = primera_vez.revisar_identidad(state.ctx(), dicho["codigo"], comienzo(dicho))
    with st.expander(t("primera.feriados", cuantos=len(institucion.calendario.feriados))):
        piezas.lista([f"{f.nombre}: {f.base_legal}" for f in institucion.calendario.feriados])
    if pulsado := _botones(dicho):
        dicho["cierre"] = cierre
        _ir(dicho, pulsado)


def _correo(dicho: dict[str, Any]) -> None:
    st.title(t("primera.correo_titulo"), anchor=False)
    piezas.entrada(t("primera.correo_entrada"))
    ctx = state.ctx()
    if ctx.correo_fijado:
        piezas.aviso(t("primera.correo_fijado"), t("primera.correo_fijado_detalle"))
        if pulsado := _botones(dicho):
            _ir(dicho, pulsado)
        return
    ahora = st.toggle(t("primera.correo_ahora"), value=dicho["servidor"] is not None)
    servidor = None
    if ahora:
        antes = dicho["servidor"] or ServidorDeCorreo(remitente=dicho["identidad"].get("correo", ""))
        servidor = servidor_de_correo.campos(antes, dicho["errores"])
        if not servidor.contrasena and servidor.usuario == antes.usuario:
            servidor = replace(servidor, contrasena=antes.contrasena)
        servidor_de_correo.prueba(
            partial(_probar, dicho["codigo"], servidor),
            dicho["identidad"].get("correo", ""),
            dicho["errores"],
        )
    else:
        piezas.nota(t("primera.correo_despues"))
    if pulsado := _botones(dicho):
        dicho["servidor"] = servidor
        _ir(dicho, pulsado)


def _probar(codigo: str, servidor: ServidorDeCorreo, para: str) -> None:
    primera_vez.probar_correo(state.ctx(), codigo, servidor, para=para)


def _administrador(dicho: dict[str, Any]) -> None:
    st.title(t("primera.administrador_titulo"), anchor=False)
    piezas.entrada(t("primera.administrador_entrada"))
    _resumir(dicho, (*IDENTIDAD, *PERSONA))
    with st.form("primera_administrador", border=False):
        escrito = {
            dato: _campo(dato, dicho["persona"].get(dato, ""), dicho["errores"], secreto=dato == "contrasena")
            for dato in PERSONA
        }
        piezas.nota(t("primera.contrasena_nota"))
        pulsado = _botones(dicho, de_formulario=True, seguir=t("primera.terminar"))
    if pulsado:
        dicho["persona"] = escrito
        if pulsado < 0:
            _ir(dicho, pulsado)
        with st.spinner(t("primera.terminando")):
            _seguir_si_vale(dicho, 0, lambda: _terminar(dicho))


def _terminar(dicho: dict[str, Any]) -> None:
    correo = primera_vez.terminar(state.ctx(), dicho["codigo"], comienzo(dicho))
    st.session_state.pop(RECUERDO, None)
    st.session_state[LISTA] = correo


def _lista() -> None:
    st.title(t("primera.lista_titulo"), anchor=False)
    piezas.entrada(t("primera.lista_entrada", correo=st.session_state[LISTA]))
    piezas.lista([t("primera.lista_siguiente_1"), t("primera.lista_siguiente_2"), t("primera.lista_siguiente_3")])
    piezas.boton_enlace(piezas.Enlace(t("primera.ingresar"), state.url("/ingresar")), principal=True)


def _seguir_si_vale(dicho: dict[str, Any], salto: int, juzgar: Callable[[], Institucion | None]) -> None:
    """Go on when what was written is right; else say everything that is not, and keep it."""
    if salto >= 0:
        try:
            juzgar()
        except DatosInvalidos as negativas:
            dicho["errores"] = {campo: explain(error) for campo, error in negativas.errores.items()}
            dicho["vez"] += 1
            st.rerun()
    _ir(dicho, salto)


def _ir(dicho: dict[str, Any], salto: int) -> None:
    dicho["paso"] = min(max(dicho["paso"] + salto, 0), len(PASOS) - 1)
    dicho["errores"] = {}
    st.rerun()


def _botones(dicho: dict[str, Any], *, de_formulario: bool = False, seguir: str = "") -> int:
    """1 to go on, -1 to go back, 0 nothing yet."""
    boton: Any = st.form_submit_button if de_formulario else st.button
    st.space("xsmall")
    with st.container(horizontal=True, gap="small"):
        adelante = boton(seguir or t("primera.continuar"), type="primary")
        atras = boton(t("primera.volver")) if dicho["paso"] else False
    return 1 if adelante else -1 if atras else 0


def _campo(dato: str, valor: str, errores: Mapping[str, str], *, secreto: bool = False) -> str:
    llave = f"primera_{dato}"
    etiqueta = t(f"primera.{dato}")
    if dato not in {*primera_vez.OBLIGATORIOS, "ruc", *PERSONA}:
        etiqueta = t("formulario.opcional", etiqueta=etiqueta)
    tipo: Any = "password" if secreto else "default"
    with st.container(gap="xxsmall"):
        escrito = st.text_input(
            etiqueta, valor, key=llave, type=tipo, autocomplete="new-password" if secreto else "off"
        )
        piezas.error_de_campo(llave, {llave: errores[dato]} if dato in errores else {})
    return escrito or ""


def _resumir(dicho: Mapping[str, Any], propios: tuple[str, ...]) -> None:
    with piezas.lugar():
        if suyos := {f"primera_{dato}": dicho["errores"][dato] for dato in propios if dato in dicho["errores"]}:
            con_nombre = {
                llave: f"{t('primera.' + llave.removeprefix('primera_'))}: {error}" for llave, error in suyos.items()
            }
            piezas.resumen_de_errores(con_nombre, t("primera.conservado"), vez=dicho["vez"])


DIBUJOS: Mapping[str, Callable[[dict[str, Any]], None]] = {
    "codigo": _codigo,
    "partida": _partida,
    "identidad": _identidad,
    "calendario": _calendario,
    "correo": _correo,
    "administrador": _administrador,
}
