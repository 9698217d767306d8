"""Refusals become words on the screen; surprises reach the log with a number the person can read out.

What a callback draws lands above the frame: its refusal is kept, and said by the screen that follows.
"""

from __future__ import annotations

import logging
import secrets
from contextlib import AbstractContextManager

import streamlit as st

from portal.domain.errors import PortalError
from portal.i18n import explain, t
from portal.ui import piezas

LOG = logging.getLogger("portal.pantallas")
NEGATIVA = "negativa_de_un_campo"
HECHO = "hecho"
"""What an act did, for the screen that follows to say."""


class _Refusals:
    """Swallows a PortalError and shows it; lets everything else through."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, PortalError):
            return False
        piezas.aviso(explain(error), tono="rojo", urgente=True)
        return True


def show_refusals() -> AbstractContextManager[None, bool]:
    """Run a screen's action; a PortalError ends it as a red notice that says what happened and what to do."""
    return _Refusals()


class _Kept:
    """Swallows a PortalError and keeps its words for the run that follows; lets everything else through."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, PortalError):
            return False
        st.session_state[NEGATIVA] = explain(error)
        return True


def keep_refusals() -> AbstractContextManager[None, bool]:
    """Run the action of a callback; a PortalError ends it, and ``tell_kept`` says so where the page begins."""
    return _Kept()


def tell_kept() -> None:
    """What a callback was refused, once."""
    if negativa := st.session_state.pop(NEGATIVA, ""):
        piezas.aviso(negativa, tono="rojo", urgente=True)


def tell_done(donde: str = HECHO) -> None:
    """What the last act did, once; ``donde``: where a screen that keeps its own wrote it."""
    if hecho := st.session_state.pop(donde, ""):
        piezas.aviso(hecho, tono="fuerte", urgente=True)


def al_fallar(error: Exception) -> bool:
    """Streamlit's hook for an uncaught error of a screen: log it, show its number. True: it has been shown."""
    numero = secrets.token_hex(4).upper()
    LOG.error("falla %s", numero, exc_info=error)
    with st.container(key="mp-falla", gap="small"):
        piezas.aviso(t("marco.falla_titulo"), t("marco.falla_detalle", numero=numero), tono="rojo", urgente=True)
        piezas.boton_enlace(piezas.Enlace(t("marco.falla_inicio"), "./"))
    return True
