"""Refusals become words on the screen; surprises reach the log with a number the person can read out."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from portal.domain.errors import PortalError
from portal.i18n import explain, t
from portal.ui import piezas

LOG = logging.getLogger("portal.pantallas")


@contextmanager
def show_refusals() -> Iterator[None]:
    """Run a screen's action; a PortalError ends it as a red notice that says what happened and what to do."""
    try:
        yield
    except PortalError as refusal:
        piezas.aviso(explain(refusal), tono="rojo", urgente=True)


def al_fallar(error: Exception) -> bool:
    """Streamlit's hook for an uncaught error of a screen: log it, show its number. True: it has been shown."""
    numero = secrets.token_hex(4).upper()
    LOG.error("falla %s", numero, exc_info=error)
    piezas.aviso(t("marco.falla_titulo"), t("marco.falla_detalle", numero=numero), tono="rojo", urgente=True)
    return True
