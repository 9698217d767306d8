"""What each act on many asks, in the dialog: its fields, and the act that they make when its verb is pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import streamlit as st

from portal.domain.errors import PortalError
from portal.i18n import t
from portal.services import tramite
from portal.services.actuaciones import LARGO_NOTA
from portal.services.contexto import Contexto
from portal.services.filas import FilaEscritorio
from portal.services.masivos import ActoMasivo, Archivar, Asignar, CambiarEstado, Derivar, Recibir
from portal.ui import piezas, state

Pedir = Callable[[], ActoMasivo | None]
"""The act with what was written, or None after saying what is missing."""
Elegidos = tuple[FilaEscritorio, ...]
Clave = TypeVar("Clave", str, int)
NADIE = 0


def _recibir(_ctx: Contexto, suyos: Elegidos, _cambios: Mapping[str, str]) -> Pedir:
    ajenos = {f.numero: f.destino_id for f in suyos if f.destino_tipo in {"copia", "atencion"} and f.destino_id}
    return lambda: Recibir(ajenos)


def _derivar(_ctx: Contexto, suyos: Elegidos, _cambios: Mapping[str, str]) -> Pedir:
    escritorio = state.institucion().escritorio
    donde = {f.dependencia_id for f in suyos}
    oficinas = {d.id: d.nombre for d in escritorio.dependencias if d.activa and donde != {d.id}}
    oficina, falta = _elegir("masivo_oficina", t("actos.derivar.a"), oficinas)
    pedidos = {pedido.id: pedido.nombre for pedido in escritorio.pedidos}
    pedido = st.selectbox(t("actos.derivar.para"), list(pedidos), format_func=pedidos.__getitem__, key="masivo_pedido")
    textos = {frase.id: frase for frase in escritorio.proveidos}

    def escribir() -> None:
        if elegida := st.session_state.get("masivo_frase"):
            st.session_state["masivo_proveido"] = textos[elegida].texto

    if textos:
        st.selectbox(
            t("actos.derivar.frase"), list(textos), index=None, format_func=lambda i: textos[i].nombre,
            placeholder=t("actos.elegir_frase"), key="masivo_frase", on_change=escribir,
        )  # fmt: skip
    proveido = _nota("masivo_proveido", t("actos.derivar.proveido"))

    def pedir() -> ActoMasivo | None:
        if oficina is None:
            falta()
            return None
        return Derivar(responsable=oficina, pedido=pedido or "", proveido=proveido)

    return pedir


def _asignar(ctx: Contexto, suyos: Elegidos, _cambios: Mapping[str, str]) -> Pedir:
    """To anybody who works where they are; to who does not work in the office of one, that one is refused."""
    personas: dict[int, str] = {}
    for numero in {f.dependencia_id: f.numero for f in suyos}.values():
        try:
            personas |= tramite.encargables(ctx, numero)
        except PortalError:  # of an office where this person puts nobody in charge: its own refusal will say so
            continue
    quien, falta = _elegir("masivo_persona", t("actos.asignar.a"), {**personas, NADIE: t("bandeja.nadie")})
    nota = _nota("masivo_nota", t("actos.interna"))

    def pedir() -> ActoMasivo | None:
        if quien is None:
            falta()
            return None
        return Asignar(cuenta=quien or None, nota=nota)

    return pedir


def _cambiar_estado(_ctx: Contexto, _suyos: Elegidos, cambios: Mapping[str, str]) -> Pedir:
    cual, falta = _elegir("masivo_cambio", t("bandeja.que_cambio"), cambios)
    nota = _nota("masivo_nota", t("expediente.nota"))

    def pedir() -> ActoMasivo | None:
        if cual is None:
            falta()
            return None
        return CambiarEstado(transicion=cual, nota=nota)

    return pedir


def _archivar(_ctx: Contexto, _suyos: Elegidos, _cambios: Mapping[str, str]) -> Pedir:
    nota = _nota("masivo_nota", t("actos.interna"))
    return lambda: Archivar(nota=nota)


def _elegir(llave: str, etiqueta: str, opciones: Mapping[Clave, str]) -> tuple[Clave | None, Callable[[], None]]:
    """A list where one must be chosen, with room under it to say so."""
    with st.container(gap="xxsmall"):
        elegida = st.selectbox(
            etiqueta,
            list(opciones),
            index=None,
            format_func=opciones.__getitem__,
            placeholder=t("actos.elegir"),
            key=llave,
        )
        lugar = st.container()

    def falta() -> None:
        with lugar:
            piezas.error_de_campo(llave, {llave: t("bandeja.elija_uno")}, urgente=True)

    return elegida, falta


def _nota(llave: str, etiqueta: str) -> str:
    return st.text_area(etiqueta, key=llave, max_chars=LARGO_NOTA, height=100) or ""


PEDIDOS: Mapping[str, Callable[[Contexto, Elegidos, Mapping[str, str]], Pedir]] = {
    "recibir": _recibir,
    "derivar": _derivar,
    "asignar": _asignar,
    "cambiar_estado": _cambiar_estado,
    "archivar": _archivar,
}
