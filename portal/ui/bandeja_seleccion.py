"""Which expedientes of the tray are chosen for an act on many: they stay chosen along its pages, filters and acts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import partial

import streamlit as st

from portal.services.filas import FilaEscritorio

ELEGIDOS = "bandeja_elegidos"
MAXIMO = 500
"""As many as one act takes: some minutes of work of the server."""


def elegidos() -> Mapping[int, FilaEscritorio]:
    """The chosen ones, as they were last seen, by the id of the expediente."""
    suyos: dict[int, FilaEscritorio] = st.session_state.get(ELEGIDOS, {})
    return suyos


def elegir(filas: Iterable[FilaEscritorio]) -> None:
    """Choose these too."""
    st.session_state[ELEGIDOS] = dict(elegidos()) | {f.expediente_id: f for f in filas}


def quitar(ids: Iterable[int] | None = None) -> None:
    """These are no longer chosen; without ``ids``, none is."""
    fuera = set(elegidos()) if ids is None else set(ids)
    st.session_state[ELEGIDOS] = {i: f for i, f in elegidos().items() if i not in fuera}


def enlazar(filas: tuple[FilaEscritorio, ...]) -> tuple[str, Callable[[], None]]:
    """The key of a table with these rows, its boxes as what is chosen, and what keeps a change in them.

    Other rows are another table. What is known of the chosen ones is renewed with what their rows say now.
    """
    vistas = "".join(f"{f.expediente_id}:{f.movimientos};" for f in filas)
    llave = f"tabla_{hashlib.sha256(vistas.encode()).hexdigest()[:12]}"
    antes = elegidos()
    if suyos := [f for f in filas if f.expediente_id in antes]:
        elegir(suyos)
    marcadas = [i for i, f in enumerate(filas) if f.expediente_id in antes]
    guardada = st.session_state.get(llave)
    if (sorted(guardada["selection"]["rows"]) if guardada else []) != marcadas:
        st.session_state[llave] = {"selection": {"rows": marcadas}}
    return llave, partial(_cambiar, llave, filas)


def _cambiar(llave: str, filas: tuple[FilaEscritorio, ...]) -> None:
    """What was ticked, and unticked, on this page."""
    if llave not in st.session_state:
        return
    quitar(f.expediente_id for f in filas)
    elegir(filas[i] for i in st.session_state[llave]["selection"]["rows"] if i < len(filas))
