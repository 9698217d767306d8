"""Configuración: the parts of the institution by groups, with a mark where something changed or is wrong, and its editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from portal.i18n import t
from portal.services.propuestas import Propuesta
from portal.ui import config_identidad, piezas, state
from portal.ui import propuesta as en_propuesta

PARTE = "parte"


@dataclass(frozen=True)
class Parte:
    """One part on the screen. ``titulo`` and ``grupo`` are keys of the catalog; ``rutas``: what of the model it edits."""

    titulo: str
    grupo: str
    icono: str
    dibujar: Callable[[Propuesta], None]
    rutas: tuple[str, ...]


INSTITUCION, DOCUMENTOS, OFICINAS, PLAZOS, PERSONAS, PUBLICACION = (
    "config.grupo_institucion",
    "config.grupo_documentos",
    "config.grupo_oficinas",
    "config.grupo_plazos",
    "config.grupo_personas",
    "config.grupo_publicacion",
)

PARTES: Mapping[str, Parte] = {
    "identidad": Parte("config.identidad", INSTITUCION, "account_balance", config_identidad.dibujar, ("identidad",)),
}


def elegida() -> str:
    """The part that the address names; the first one when it names none."""
    pedida = st.query_params.get(PARTE, "")
    return pedida if pedida in PARTES else next(iter(PARTES))


def ir(cual: str) -> None:
    """Show another part; the address keeps it."""
    st.query_params[PARTE] = cual


def nombre(cual: str) -> str:
    """The name of a part on the screen."""
    return t(PARTES[cual].titulo)


def parte_de(lugar: str) -> str:
    """The part where a place of the model is edited, the most exact; "" when no screen edits it."""
    mejores = [
        (len(ruta), cual)
        for cual, parte in PARTES.items()
        for ruta in parte.rutas
        if lugar == ruta or lugar.startswith(f"{ruta}.")
    ]
    return max(mejores, default=(0, ""))[1]


def menu(propuesta: Propuesta, actual: str) -> None:
    """The parts by groups: a list on a wide screen, one field on a phone."""
    vigente = state.institucion().model_dump(mode="json")
    with st.container(key="mp-partes", gap=None):
        grupo = ""
        for cual, parte in PARTES.items():
            if parte.grupo != grupo:
                grupo = parte.grupo
                st.html(f'<p class="mp-guia mp-grupo">{piezas.seguro(t(grupo))}</p>')
            st.button(
                f"{t(parte.titulo)}{_marca(propuesta, cual, vigente)}", icon=f":material/{parte.icono}:",
                key=f"parte_{'actual' if cual == actual else cual}", on_click=ir, args=(cual,), type="tertiary",
                width="stretch",
            )  # fmt: skip
    with st.container(key="mp-partes-movil"):
        if st.session_state.get("config_parte_movil") != actual:
            st.session_state["config_parte_movil"] = actual
        st.selectbox(
            t("config.parte"), list(PARTES), key="config_parte_movil", on_change=_ir_desde_el_telefono,
            format_func=lambda cual: f"{nombre(cual)}{_marca(propuesta, cual, vigente)}",
        )  # fmt: skip


def _ir_desde_el_telefono() -> None:
    if "config_parte_movil" in st.session_state:
        ir(st.session_state["config_parte_movil"])


def _marca(propuesta: Propuesta, cual: str, vigente: Mapping[str, Any]) -> str:
    """What a part has, in words after its name: something wrong, something not saved, or changed."""
    rutas = PARTES[cual].rutas
    if en_propuesta.problemas_de(propuesta, *rutas) or en_propuesta.pendientes(*rutas):
        return t("config.marca_mal")
    cambio = any(en_propuesta.valor(propuesta, ruta) != en_propuesta.valor_en(vigente, ruta) for ruta in rutas)
    return t("config.marca_cambio") if cambio else ""
