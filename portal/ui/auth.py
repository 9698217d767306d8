"""Who is in front of the screen. Read from the cookie and the session row at every run, never kept between runs.

Signing in and out need the browser: a component without picture posts the ticket to our route, which sets the HttpOnly
cookie, and loads the wanted address anew. What waits in ``session_state`` is that errand (a ticket that serves once,
for a minute), never an identity.
"""

from __future__ import annotations

import secrets
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from portal import wiring
from portal.domain.permisos import Rol
from portal.i18n import t
from portal.services import sesiones
from portal.services.contexto import Actor
from portal.ui import paginas, piezas

PENDIENTE = "mp_sesion_pendiente"
SIN_RESPUESTA = "mp_sesion_sin_respuesta"
CLAVE = "mp_sesion"
_DEL_MARCO: ContextVar[tuple[object, Actor] | None] = ContextVar("actor_del_marco", default=None)
_GUION = (Path(__file__).parent / "static" / "sesion.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Encargo:
    """What the browser is asked to do: post ``boleto`` to ``url``, then load ``destino``."""

    encargo: str
    url: str
    boleto: str
    destino: str
    dice: str


def actor() -> Actor:
    """Who acts in this run; ask again in every callback and fragment, which run without the frame."""
    recordado = _DEL_MARCO.get()
    if recordado is not None and recordado[0] is _ejecucion():
        return recordado[1]
    token = st.context.cookies.get(wiring.COOKIE)
    ip = st.context.ip_address
    return sesiones.actor_de(
        wiring.contexto(), token if isinstance(token, str) else None, ip=ip if isinstance(ip, str) else ""
    )


def recordar() -> Actor:
    """Who acts, asked by the frame: what the page draws in this same run takes his word and does not ask again."""
    quien = actor()
    _DEL_MARCO.set((_ejecucion(), quien))
    return quien


def _ejecucion() -> object:
    """A thing that is this run's alone, so that the next run of the same thread, or a fragment's, is told apart."""
    corrida = get_script_run_ctx()
    return corrida.cursors if corrida else object()


def abrir_sesion(boleto: str, destino: str = "/") -> None:
    """Have the browser exchange ``boleto`` and then load ``destino`` (a path below the base, with its query)."""
    _encargar("abrir", boleto, destino, dice="sesion.abriendo")


def cerrar_sesion(destino: str = "/") -> None:
    """End the session now, in every tab, and have the browser drop the cookie and load ``destino``."""
    quien = actor()
    if quien.rol is not Rol.ANONIMO:
        sesiones.salir(wiring.contexto().como(quien))
    _despedir(destino)


def cerrar_todas(destino: str = "/") -> None:
    """End every session of this account, this one too, and have the browser drop the cookie and load ``destino``."""
    sesiones.salir_de_todas(wiring.contexto().como(actor()))
    _despedir(destino)


def _despedir(destino: str) -> None:
    _DEL_MARCO.set(None)
    _encargar("cerrar", "", destino, dice="sesion.cerrando")


def continuar() -> bool:
    """Whether the browser is busy opening or closing the session: the frame asks first, and shows no page if so.

    Draws the component again at each run until the browser has left for the new page; a rerun may have removed it
    before it did its errand.
    """
    if st.session_state.pop(SIN_RESPUESTA, False):
        piezas.aviso(t("sesion.sin_respuesta"), tono="rojo", urgente=True)
    encargo = st.session_state.get(PENDIENTE)
    if not isinstance(encargo, Encargo):
        return False
    _dibujar(encargo)
    return True


def destino_local(destino: str, base: str) -> str:
    """An address of ours below ``base``, whatever was asked: never another site's."""
    limpio = destino if destino.isprintable() and "\\" not in destino else "/"
    partes = urlsplit(f"/{limpio.lstrip('/')}")
    ruta = partes.path.removeprefix(base) if base and f"{partes.path}/".startswith(f"{base}/") else partes.path
    consulta = f"?{partes.query}" if partes.query else ""
    return f"{base}/{ruta.lstrip('/')}{consulta}"


def seguir_a(destino: str) -> None:
    """Open the screen of ours that an address names, for who is signed in already; stay when there is none to open."""
    partes = urlsplit(destino_local(destino, base := urlsplit(wiring.contexto().base_url).path.rstrip("/")))
    nombre = paginas.de_direccion(partes.path.removeprefix(base))
    if nombre is not None and nombre not in {"ingresar", "inicio"}:
        st.switch_page(paginas.pagina(nombre), query_params=dict(parse_qsl(partes.query)))


def _encargar(que: str, boleto: str, destino: str, *, dice: str) -> None:
    base = urlsplit(wiring.contexto().base_url).path
    encargo = Encargo(secrets.token_hex(8), f"{base}/sesion/{que}", boleto, destino_local(destino, base), dice)
    st.session_state[PENDIENTE] = encargo
    _dibujar(encargo)


def _dibujar(encargo: Encargo) -> None:
    st.html(f'<p role="status">{t(encargo.dice)}</p>')
    _componente(data=asdict(encargo), key=CLAVE, on_fallo_change=_rendirse)


def _rendirse() -> None:
    """The browser could not reach us: let the person try again."""
    st.session_state.pop(PENDIENTE, None)
    st.session_state[SIN_RESPUESTA] = True


_componente = st.components.v2.component("mp_sesion", js=_GUION)
