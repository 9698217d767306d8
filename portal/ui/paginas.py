"""Every screen: its file, its address and who may open it. Addresses are Spanish and stable: mails carry them."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from portal.domain.permisos import DE_PERSONAL, Permiso, Rol
from portal.domain.textos import Vocabulario
from portal.services.contexto import Actor
from portal.ui import vocabulario

DE_LA_CASA = Vocabulario()
PAGES = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True)
class Pantalla:
    """One screen. The home page has the empty address."""

    archivo: str
    direccion: str
    permiso: Permiso


PANTALLAS: Mapping[str, Pantalla] = {
    "inicio": Pantalla("inicio", "", Permiso.PUBLICO),
    "ingresar": Pantalla("ingresar", "ingresar", Permiso.PUBLICO),
    "crear_cuenta": Pantalla("crear_cuenta", "crear-cuenta", Permiso.PUBLICO),
    "activar": Pantalla("activar", "activar", Permiso.PUBLICO),
    "recuperar": Pantalla("recuperar", "recuperar", Permiso.PUBLICO),
    "seguimiento": Pantalla("seguimiento", "consulta-tramite", Permiso.PUBLICO),
    "verificar": Pantalla("verificar", "verificar", Permiso.PUBLICO),
    "manual": Pantalla("manual", "manual", Permiso.PUBLICO),
    "informacion": Pantalla("informacion", "informacion", Permiso.PUBLICO),
    "no_encontrada": Pantalla("no_encontrada", "no-encontrada", Permiso.PUBLICO),
    "mi_cuenta": Pantalla("mi_cuenta", "mi-cuenta", Permiso.CUENTA_PROPIA),
    "segundo_factor": Pantalla("segundo_factor", "segundo-factor", Permiso.SESION_PROPIA),
    "correo_nuevo": Pantalla("correo_nuevo", "correo-nuevo", Permiso.PUBLICO),
    "correo_anular": Pantalla("correo_anular", "correo-anular", Permiso.PUBLICO),
    "organizacion": Pantalla("organizacion", "organizacion", Permiso.PRESENTAR),
    "invitacion": Pantalla("invitacion", "invitacion", Permiso.PUBLICO),
    "tramites": Pantalla("tramites", "tramites", Permiso.VER_TRAMITES_PROPIOS),
    "presentar": Pantalla("presentar", "presentar", Permiso.PRESENTAR),
    "subsanar": Pantalla("subsanar", "subsanar", Permiso.PRESENTAR),
    "bandeja": Pantalla("bandeja", "bandeja", Permiso.VER_BANDEJA),
    "expediente": Pantalla("expediente", "expediente", Permiso.VER_BANDEJA),
    "ventanilla": Pantalla("ventanilla", "ventanilla", Permiso.REGISTRAR_VENTANILLA),
    "personal": Pantalla("personal", "personal", Permiso.GESTIONAR_PERSONAL),
    "correos": Pantalla("correos", "correos", Permiso.VER_CORREOS),
    "auditoria": Pantalla("auditoria", "auditoria", Permiso.VER_AUDITORIA),
    "sistema": Pantalla("sistema", "sistema", Permiso.VER_CORREOS),
    "configuracion": Pantalla("configuracion", "configuracion", Permiso.CONFIGURAR),
}

CON_SU_TITULO = frozenset({"no_encontrada", "segundo_factor", "primera_vez"})
"""What is shown at the address of another screen and is told apart from it."""

DEL_PERSONAL = frozenset(
    {"bandeja", "expediente", "ventanilla", "personal", "correos", "auditoria", "sistema", "configuracion"}
)

MENUS: Mapping[Rol, tuple[str, ...]] = {
    Rol.ANONIMO: ("seguimiento", "verificar", "ingresar"),
    Rol.CIUDADANO: ("tramites", "seguimiento", "verificar"),
    Rol.PERSONAL: ("bandeja", "personal", "configuracion", "correos", "auditoria", "sistema", "verificar"),
}

PRIMERAS: Mapping[Rol, tuple[str, ...]] = {
    Rol.ANONIMO: ("inicio",),
    Rol.CIUDADANO: ("tramites",),
    Rol.PERSONAL: ("bandeja", "personal", "correos", "mi_cuenta"),
}


def menu(actor: Actor, *, con_clave: bool = True) -> tuple[str, ...]:
    """The names of the screens in the menu of ``actor``: those that they may open.

    Without tracking passwords (``con_clave``), who signed in has their tray and needs no other way.
    """
    sobran = {"seguimiento"} if actor.rol is Rol.CIUDADANO and not con_clave else set[str]()
    return tuple(
        nombre
        for nombre in MENUS[actor.rol]
        if (actor.puede(PANTALLAS[nombre].permiso) or nombre == "ingresar") and nombre not in sobran
    )


def primera(actor: Actor) -> str:
    """Where ``actor`` begins."""
    if actor.por_probar:
        return "segundo_factor"
    return next(nombre for nombre in PRIMERAS[actor.rol] if actor.puede(PANTALLAS[nombre].permiso))


_ABIERTAS: ContextVar[Mapping[str, StreamlitPage]] = ContextVar("paginas_abiertas")


def direcciones() -> frozenset[str]:
    """Every address where a screen lives, whoever may open it; the home page's is empty."""
    return frozenset(p.direccion for nombre, p in PANTALLAS.items() if nombre != "no_encontrada")


def cerrada(direccion: str, actor: Actor) -> bool:
    """Whether at that address lives a screen that ``actor`` may not open. Who is not known yet is asked who they are."""
    permisos = {p.permiso for p in PANTALLAS.values() if p.direccion == direccion}
    preguntado = DE_PERSONAL if actor.por_probar else frozenset[Permiso]()
    return actor.rol is not Rol.ANONIMO and not all(actor.puede(p) or p in preguntado for p in permisos)


def pagina(nombre: str) -> StreamlitPage:
    """The screen of that name in this run, to link or to switch to. KeyError when this person may not open it."""
    return _ABIERTAS.get()[nombre]


def de_direccion(ruta: str) -> str | None:
    """The name of the screen at that path below the base, when this person may open it."""
    return next((n for n in _ABIERTAS.get() if PANTALLAS[n].direccion == ruta.strip("/")), None)


def abierta(nombre: str) -> bool:
    """Whether this person may open it, after signing in if need be."""
    return nombre in _ABIERTAS.get()


def de_actor(
    actor: Actor, *, por_aceptar: bool = False, palabras: Vocabulario = DE_LA_CASA
) -> dict[str, StreamlitPage]:
    """What each address shows to ``actor``, by name of screen.

    A stranger's private addresses show the sign-in, and lead on to where he wanted. What the others may not open
    answers as an address where nothing is. Who has texts ``por_aceptar`` reads them at every private address first;
    who has a second factor to prove is asked for it at those of staff. ``palabras``: how the institution calls them.
    """
    abiertas, cerradas = {}, {}
    for nombre, pantalla in PANTALLAS.items():
        if actor.puede(pantalla.permiso):
            antes = por_aceptar and pantalla.permiso is not Permiso.PUBLICO
            abiertas[nombre] = _pagina(nombre, "por_aceptar" if antes else pantalla.archivo, palabras)
        elif actor.por_probar and pantalla.permiso in DE_PERSONAL:
            abiertas[nombre] = _pagina(nombre, "segundo_factor")
        elif (
            actor.rol is Rol.ANONIMO
        ):  # who comes to file for the first time learns what it takes before he is asked who he is
            antes = nombre == "presentar" and not st.query_params
            abiertas[nombre] = _pagina(nombre, "requisitos" if antes else "ingresar", palabras)
        else:
            cerradas[nombre] = _pagina(nombre, "no_encontrada")
    _ABIERTAS.set(abiertas)
    return abiertas | cerradas


def de_primera_vez() -> list[StreamlitPage]:
    """Before there is an institution every address shows the assistant."""
    abiertas = {nombre: _pagina(nombre, "primera_vez") for nombre in PANTALLAS}
    _ABIERTAS.set(abiertas)
    return list(abiertas.values())


def _pagina(nombre: str, archivo: str, palabras: Vocabulario = DE_LA_CASA) -> StreamlitPage:
    titulo = vocabulario.titulo(palabras, archivo if archivo in CON_SU_TITULO else nombre)
    return copy(_molde(nombre, archivo, titulo))  # a run marks the page it opens: each has its own


@cache
def _molde(nombre: str, archivo: str, titulo: str) -> StreamlitPage:
    """Streamlit looks for the file of each page at each run; once is enough."""
    return st.Page(
        PAGES / f"{archivo}.py",
        title=titulo,
        url_path=PANTALLAS[nombre].direccion or None,
        default=nombre == "inicio",
    )
