"""The frame of every screen: accent strip, institution, menu by role, account, page, foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from portal.i18n import t
from portal.ui import piezas, state
from portal.ui.piezas import Enlace

Tipo = Literal["ciudadano", "escritorio"]
ANCHOS: dict[Tipo, int] = {"ciudadano": 1040, "escritorio": 1440}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marca:
    """What the frame says about the institution; plain words, escaped when drawn. ``avisos``: (sentence, why)."""

    nombre: str
    sigla: str
    modulo: str = ""
    sector: str = ""
    lema: str = ""
    frases: tuple[str, ...] = ()
    ayuda: str = ""
    enlaces: tuple[Enlace, ...] = ()
    avisos: tuple[tuple[str, str], ...] = ()
    logo: str = ""


@contextmanager
def marco(
    marca: Marca,
    *,
    menu: Sequence[StreamlitPage] = (),
    tipo: Tipo = "ciudadano",
    persona: str = "",
    cuenta: Sequence[str] = (),
    demo: bool = False,
) -> Iterator[str | None]:
    """Draw the frame around a page; gives the account option just chosen, if any.

    ``menu``: pages of this role. ``persona``: who is signed in, "" for nobody. ``cuenta``: options of the account menu.
    """
    with (
        st.container(horizontal_alignment="center"),
        st.container(width=ANCHOS[tipo], key="mp-marco", gap="small"),
    ):
        if demo:
            st.html(f'<p class="mp-demo" role="note"><b>{t("marco.demo")}</b> {t("marco.demo_detalle")}</p>')
        eleccion = _cabecera(marca, menu, persona, cuenta)
        for titulo, detalle in marca.avisos:
            piezas.comunicado(titulo, detalle)
        with st.container(key="mp-escritorio" if tipo == "escritorio" else "mp-pagina", gap="small"):
            yield eleccion
        _pie(marca)


def dos_columnas() -> list[DeltaGenerator]:
    """The citizen's grid: what one does (7) and what helps (4); on a phone, one under the other."""
    return st.container(key="mp-dos").columns([7, 4], gap="xlarge")


def _cabecera(marca: Marca, menu: Sequence[StreamlitPage], persona: str, cuenta: Sequence[str]) -> str | None:
    with st.container(key="mp-cabecera", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<a class="mp-marca" href="./">{_emblema(marca)}'
            f"<span><b>{escape(marca.nombre)}</b><small>{escape(marca.modulo or t('marco.titulo'))}</small></span></a>",
            width="content",
        )
        st.space("stretch")
        with st.container(key="mp-menu", horizontal=True, width="content", gap="xsmall", vertical_alignment="center"):
            for pagina in menu:
                st.page_link(pagina, label=piezas.llano(pagina.title), width="content")
        if not persona:
            return None
        with st.container(key="mp-cuenta", width="content"):
            return st.menu_button(
                piezas.llano(persona), list(cuenta), icon=":material/account_circle:", type="tertiary", key="mp_cuenta",
                on_click=state.pantalla_entera,
            )  # fmt: skip


def _emblema(marca: Marca) -> str:
    """The emblem of the institution, or its initials."""
    if marca.logo:
        return f'<img class="mp-emblema" src="{escape(marca.logo)}" alt="">'
    return f'<span class="mp-escudo" aria-hidden="true">{escape(marca.sigla)}</span>'


def _pie(marca: Marca) -> None:
    lugar = " · ".join(escape(parte) for parte in (t("marco.pais"), marca.sector, marca.nombre) if parte)
    frases = "".join(f"<br>«{escape(frase)}»" for frase in (marca.lema, *marca.frases) if frase)
    enlaces = "<i> · </i>".join(piezas.enlace(enlace) for enlace in marca.enlaces)
    ayuda = "<br>".join(parte for parte in (escape(marca.ayuda), enlaces) if parte)
    with st.container(key="mp-pie"):
        st.html(f'<footer class="mp-pie"><p>{lugar}{frases}</p><p>{ayuda}</p></footer>')
