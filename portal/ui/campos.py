"""The widgets of a form: one drawing for each clase of field, whoever keeps what is written in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import streamlit as st

from portal.domain.campos import Campo
from portal.domain.configuracion import Institucion
from portal.domain.contestar import DE_LISTA, DE_SI_O_NO, DOCUMENTOS, muestra, separar_documento
from portal.domain.formulario import MAXIMO_TEXTO, Pregunta, Valor, ordenadas
from portal.i18n import t
from portal.ui import piezas

ALTO_PARRAFO = 110
ANCHO_CORTO, ANCHO_FECHA = 260, 200
PRIMER_DIA, ULTIMO_DIA = date(1900, 1, 1), date(2100, 12, 31)
_TECLADO: Mapping[str, Literal["email", "phone"]] = {"correo": "email", "telefono": "phone"}


@dataclass(frozen=True)
class Hoja:
    """A form on the screen. ``id``: of the draft whose answers it shows; ``usos``: by field, how often each choice was made.

    ``guardar``: the callback of each widget, called with ``dato`` and the field; ``entregado``: what each widget, by its
    key, held when this tab last drew it.
    """

    id: str
    institucion: Institucion
    valores: Mapping[str, Valor]
    preguntas: tuple[Pregunta, ...]
    guardar: Callable[[Any, Campo], None]
    dato: Any
    usos: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    entregado: dict[str, Valor] = field(default_factory=dict)


def clave(borrador_id: str, campo: str) -> str:
    """The widget key of a field: one draft's text never shows in another."""
    return f"campo_{campo}_{borrador_id[:8]}"


def dibujar(hoja: Hoja, errores: Mapping[str, str]) -> dict[str, Valor]:
    """All that is asked, section by section; ``errores`` by field id. What each field holds, as it is kept, by its id."""
    formulario = hoja.institucion.formulario
    visibles = {pregunta.campo.id: pregunta for pregunta in hoja.preguntas}
    escrito: dict[str, Valor] = {}
    for seccion in formulario.secciones:
        with piezas.lugar():
            if visibles.keys() & {campo.id for campo in seccion.campos}:
                if len(formulario.secciones) > 1 or formulario.presentacion == "una_pantalla":
                    st.header(piezas.llano(seccion.titulo), anchor=False)
                if seccion.ayuda:
                    piezas.nota(seccion.ayuda)
        for campo in seccion.campos:
            llave = clave(hoja.id, campo.id)
            with st.container(gap="xxsmall"):  # also for a field that does not show now: those below keep their place
                if campo.id not in visibles:
                    continue
                escrito[campo.id] = _campo(visibles[campo.id], hoja)
                if ayuda := en_ayuda(campo, hoja.valores):
                    piezas.ayuda(llave, ayuda)
                piezas.error_de_campo(llave, {llave: errores[campo.id]} if campo.id in errores else {})
    return escrito


def en_ayuda(campo: Campo, valores: Mapping[str, Valor]) -> str:
    """Under the field, and read out with it: what to write, and near the limit how much is left."""
    escrito = str(valores.get(campo.id, ""))
    tope = min(campo.maximo or MAXIMO_TEXTO, MAXIMO_TEXTO)
    quedan = tope - len(escrito)
    avisa = campo.clase == "texto_largo" and quedan < max(tope // 10, 50)
    cuenta = t("formulario.quedan", cuantos=quedan) if quedan >= 0 else t("formulario.sobran", cuantos=-quedan)
    return " ".join(parte for parte in (campo.ayuda, cuenta if avisa else "") if parte)


def leido(campo: Campo, llave: str) -> Valor:
    """What the widget of that key holds now, as it is kept."""
    valor = st.session_state.get(llave)
    match campo.clase:
        case "si_no" | "declaracion":
            return bool(valor)
        case "fecha":
            return valor.isoformat() if isinstance(valor, date) else ""
        case "documento":
            return f"{st.session_state.get(_del_tipo(llave)) or 'dni'}:{valor}" if valor else ""
        case _:
            return valor or ""


def _del_tipo(llave: str) -> str:
    """The widget key of the kind of document."""
    return f"{llave}_tipo"


def _campo(pregunta: Pregunta, hoja: Hoja) -> Valor:
    """Draw one field; what it holds."""
    campo, llave = pregunta.campo, clave(hoja.id, pregunta.campo.id)
    if campo.clase == "explicacion":
        _texto_quieto(campo.etiqueta, campo.cuerpo)
        return ""
    if llave not in st.session_state:
        _recordar(pregunta, llave, hoja)
    comun: dict[str, Any] = {"key": llave, "on_change": hoja.guardar, "args": (hoja.dato, campo)}
    etiqueta = piezas.llano(campo.etiqueta)
    if not (pregunta.exigida or campo.clase in DE_SI_O_NO):
        etiqueta = t("formulario.opcional", etiqueta=etiqueta)
    match campo.clase:
        case "opcion" | "centro" | "dependencia":
            _lista(pregunta, etiqueta, hoja, comun)
        case "texto_largo":
            st.text_area(etiqueta, height=ALTO_PARRAFO, placeholder=campo.ejemplo or None, **comun)
        case "si_no":
            st.toggle(etiqueta, **comun)
        case "declaracion":
            _texto_quieto("", campo.cuerpo)
            st.checkbox(etiqueta, **comun)
        case "fecha":
            comun |= {"min_value": PRIMER_DIA, "max_value": _ultimo_dia(pregunta), "width": ANCHO_FECHA}
            st.date_input(etiqueta, value=None, format="DD/MM/YYYY", **comun)
        case "documento":
            _documento(campo, etiqueta, comun)
        case _:
            _renglon(campo, etiqueta, comun)
    return leido(campo, llave)


def _ultimo_dia(pregunta: Pregunta) -> date:
    """The last day that may be chosen."""
    return pregunta.hoy if pregunta.campo.hasta_hoy and pregunta.hoy is not None else ULTIMO_DIA


def _texto_quieto(titulo: str, cuerpo: str) -> None:
    """What is only read."""
    if titulo:
        st.html(f'<p class="mp-explica">{piezas.seguro(titulo)}</p>')
    if cuerpo:
        piezas.parrafos(cuerpo)


def _renglon(campo: Campo, etiqueta: str, comun: dict[str, Any]) -> None:
    """A text of one line, with the keyboard of a telephone where it is one."""
    ejemplo = campo.ejemplo or (muestra(campo.patron) if campo.patron else "")
    if not ejemplo and campo.clase in _TECLADO:  # else Streamlit shows its own, in English
        ejemplo = t("crear.telefono_ejemplo" if campo.clase == "telefono" else "ingresar.correo_ejemplo")
    st.text_input(
        etiqueta, placeholder=ejemplo or None, live=True, type=_TECLADO.get(campo.clase, "default"),
        autocomplete="off" if campo.clase in _TECLADO else None, **comun,
    )  # fmt: skip


def _lista(pregunta: Pregunta, etiqueta: str, hoja: Hoja, comun: dict[str, Any]) -> None:
    """Its choices; a choice that is gone is forgotten. One that depends on another list waits for it."""
    campo, llave = pregunta.campo, str(comun["key"])
    nombres = {o.id: o.nombre for o in ordenadas(pregunta, hoja.usos.get(campo.id, {}))}
    if st.session_state[llave] not in nombres:
        st.session_state[llave] = None
    padre = hoja.institucion.formulario.campo(campo.depende_de) if campo.depende_de and not nombres else None
    espera = padre is not None and not hoja.valores.get(padre.id)
    sin_opciones = (
        t("formulario.primero", etiqueta=padre.etiqueta) if padre and espera else t("formulario.sin_opciones")
    )
    st.selectbox(
        etiqueta, list(nombres), format_func=lambda i: nombres.get(i, i), index=None,
        placeholder=t("formulario.elija") if nombres else sin_opciones, disabled=not nombres, **comun,
    )  # fmt: skip


def _documento(campo: Campo, etiqueta: str, comun: dict[str, Any]) -> None:
    """Which document, and its number, side by side."""
    tipo: dict[str, Any] = {**comun, "key": _del_tipo(str(comun["key"]))}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            etiqueta, list(DOCUMENTOS), format_func=lambda i: t(f"formulario.documento.{i}"), width=ANCHO_CORTO, **tipo
        )
        st.text_input(
            t("formulario.documento_numero"), placeholder=campo.ejemplo or None, live=True, autocomplete="off",
            width=ANCHO_CORTO, **comun,
        )  # fmt: skip


def _recordar(pregunta: Pregunta, llave: str, hoja: Hoja) -> None:
    """What was kept, into a widget that is drawn for the first time; what it cannot show is seen as a change."""
    campo = pregunta.campo
    valor = hoja.valores.get(campo.id, "")
    if campo.clase == "documento":
        tipo, numero = separar_documento(str(valor))
        st.session_state[_del_tipo(llave)], st.session_state[llave] = tipo, numero
        valor = f"{tipo}:{numero}" if numero else ""
    else:
        st.session_state[llave] = _de_widget(pregunta, valor)
    hoja.entregado[llave] = bool(valor) if campo.clase in DE_SI_O_NO else valor


def _de_widget(pregunta: Pregunta, valor: Valor) -> Any:  # noqa: ANN401 -- each widget has its own type
    campo = pregunta.campo
    if campo.clase in DE_SI_O_NO:
        return bool(valor)
    if campo.clase in DE_LISTA:
        return valor or None
    if campo.clase == "fecha":
        with suppress(ValueError):
            dia = date.fromisoformat(str(valor))
            return dia if PRIMER_DIA <= dia <= _ultimo_dia(pregunta) else None
        return None
    return str(valor)
