"""A widget tied to one value of the propuesta: what is changed in it is saved at once, and what changes elsewhere shows in it.

A button pressed on top of a change cuts the callback before it saves; the run that draws finds then that the widget holds
more than the propuesta, and saves it (as in the filing form, ADR 0036).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import streamlit as st

from portal.ui import piezas
from portal.ui import propuesta as en_propuesta

DADOS = "diseno_dados"
"""What the propuesta said, by widget key, when this tab last drew it."""
INTENTOS = "diseno_intentos"
"""What was last tried to save, by widget key: what was refused is not tried again by itself."""
ERRORES = "diseno_errores"
_NADA = object()


def _igual(valor: Any) -> Any:  # noqa: ANN401 -- each widget has its own type
    return valor


def control(
    llave: str,
    actual: Any,  # noqa: ANN401 -- each property has its own type
    dibujar: Callable[..., object],
    guardar: Callable[[Any], str],
    *,
    mostrar: Callable[[Any], Any] = _igual,
    leer: Callable[[Any], Any] = _igual,
    ayuda: str = "",
) -> None:
    """Draw the widget with the value ``actual`` and save what is changed in it.

    ``dibujar`` takes the arguments that tie it; ``guardar`` gives why it could not, or nothing. ``mostrar`` and ``leer``
    turn the value into what the widget holds, and back.
    """
    dados = st.session_state.setdefault(DADOS, {})
    if llave not in st.session_state or dados.get(llave, _NADA) != actual:
        st.session_state[llave] = mostrar(actual)
        _olvidar(llave)
    dados[llave] = actual
    with st.container(gap="xxsmall"):
        dibujar(key=llave, on_change=_al_cambiar, args=(llave, leer, guardar))
        if ayuda:
            piezas.ayuda(llave, ayuda)
        if error := st.session_state.get(ERRORES, {}).get(llave, ""):
            piezas.error_de_campo(llave, {llave: error}, urgente=True)
    escrito = leer(st.session_state[llave])
    if escrito != actual and st.session_state.get(INTENTOS, {}).get(llave, _NADA) != escrito:
        _intentar(llave, escrito, guardar)
        st.rerun()


def _al_cambiar(llave: str, leer: Callable[[Any], Any], guardar: Callable[[Any], str]) -> None:
    if llave in st.session_state:  # not when somebody else came back to the tab and it forgot
        _intentar(llave, leer(st.session_state[llave]), guardar)


def _intentar(llave: str, escrito: Any, guardar: Callable[[Any], str]) -> None:  # noqa: ANN401 -- as above
    st.session_state.setdefault(INTENTOS, {})[llave] = escrito
    st.session_state.setdefault(ERRORES, {})[llave] = guardar(escrito)


def _olvidar(llave: str) -> None:
    for donde in (INTENTOS, ERRORES):
        st.session_state.get(donde, {}).pop(llave, None)


def segun(llave: str, nombres: Iterable[object]) -> str:
    """The key of a list whose choices are called so: Streamlit tells a choice by its words, and other words are another list."""
    return f"{llave}_{zlib.crc32(repr(list(nombres)).encode()):08x}"


def distintos(nombres: Mapping[str, str]) -> dict[str, str]:
    """The same names, told apart: Streamlit tells a choice by its words, and two of the same would be one."""
    veces: dict[str, int] = {}
    hechos = {}
    for cual, dicho in nombres.items():
        veces[dicho] = veces.get(dicho, 0) + 1
        hechos[cual] = dicho if veces[dicho] == 1 else f"{dicho} ({veces[dicho]})"
    return hechos


def seguir(*partes: str) -> None:
    """After the person let another's change stand, every widget follows the propuesta again."""
    cedidas = [parte for parte in partes if en_propuesta.cedida(parte)]
    if cedidas:
        st.session_state[DADOS] = {}


def una_linea(escrito: str | None) -> str:
    """What a text widget holds, without the blanks around."""
    return (escrito or "").strip()


def entero(escrito: float | None) -> int | None:
    """What a number widget holds, which may be nothing."""
    return None if escrito is None else int(escrito)
