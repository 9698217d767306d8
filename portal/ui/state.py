"""What a run of a screen starts from: the context of whoever is asking, resolved anew at every run."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.services import configuracion
from portal.services.contexto import Contexto
from portal.ui import auth
from portal.wiring import contexto


def ctx() -> Contexto:
    """The context with its actor, read now from the cookie and the session row: callbacks run before any guard."""
    return contexto().como(auth.actor())


def institucion() -> Institucion:
    """The institution in force."""
    return configuracion.mostrada(contexto())


def pantalla_entera() -> None:
    """What a button beside the fields of a draft does before its run: nothing, and so the whole screen runs.

    When the last letters and the press arrive in one message, a field that asks only for its hour to be drawn would leave
    the press without its screen: Streamlit listens to both only when both have a callback (ADR 0036).
    """


def destino() -> str:
    """Where the person wanted to go: the address of this run, with its query."""
    ruta = urlsplit(st.context.url or "").path or url("/")
    consulta = urlencode(st.query_params.to_dict())
    return f"{ruta}?{consulta}" if consulta else ruta


def base() -> str:
    """The base path: ``""`` or ``"/servicios/mpv"``."""
    return urlsplit(contexto().base_url).path.rstrip("/")


def url(ruta: str) -> str:
    """An address of ours, below the base path: ``url("/cargos/7")``."""
    return f"{base()}{ruta}"
