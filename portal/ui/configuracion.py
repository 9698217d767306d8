"""Configuración: the parts of the institution by groups, with a mark where something changed or is wrong, and its editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from portal.i18n import t
from portal.services.propuestas import Propuesta
from portal.ui import (
    config_calendario,
    config_ciudadanos,
    config_estados,
    config_formulario,
    config_identidad,
    config_listas,
    config_numeracion,
    config_oficinas,
    config_papeles,
    config_plantillas,
    config_plazos,
    config_procedimientos,
    config_roles,
    config_textos,
    config_versiones,
    piezas,
    state,
)
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


INSTITUCION, DOCUMENTOS, OFICINAS, PLAZOS, PERSONAS, PUBLICACION = GRUPOS = (
    "config.grupo_institucion",
    "config.grupo_documentos",
    "config.grupo_oficinas",
    "config.grupo_plazos",
    "config.grupo_personas",
    "config.grupo_publicacion",
)

PARTES: Mapping[str, Parte] = {
    "identidad": Parte("config.identidad", INSTITUCION, "account_balance", config_identidad.dibujar, ("identidad",)),
    "textos": Parte(
        "config.textos", INSTITUCION, "article", config_textos.dibujar, tuple(f"textos.{x}" for x in config_textos.DEL_PORTAL)
    ),
    "comunicados": Parte("config.comunicados", INSTITUCION, "campaign", config_textos.comunicados, ("textos.avisos",)),
    "legales": Parte(
        "config.legales", INSTITUCION, "gavel", config_textos.legales,
        ("textos.terminos", "textos.privacidad", "textos.base_legal"),
    ),
    "manual": Parte("config.manual", INSTITUCION, "menu_book", config_papeles.manual, ("manual",)),
    "formulario": Parte("diseno.parte", DOCUMENTOS, "list_alt", config_formulario.dibujar, ("formulario",)),
    "estados": Parte(
        "diseno.parte_estados", DOCUMENTOS, "account_tree", config_estados.dibujar, ("estados", "transiciones")
    ),
    "numeracion": Parte("config.numeracion", DOCUMENTOS, "tag", config_numeracion.dibujar, ("numeracion",)),
    "impresos": Parte("config.impresos", DOCUMENTOS, "print", config_papeles.impresos, ("impresos", "textos.pie_cargo")),
    "conservacion": Parte(
        "config.conservacion", DOCUMENTOS, "inventory_2", config_papeles.conservacion, ("conservacion",)
    ),
    "calendario": Parte("config.calendario", PLAZOS, "calendar_month", config_calendario.dibujar, ("calendario",)),
    "cuentas": Parte("config.cuentas", PERSONAS, "person", config_ciudadanos.cuentas, ("cuentas",)),
    "seguimiento": Parte(
        "config.seguimiento", PERSONAS, "search", config_ciudadanos.seguimiento, ("seguimiento", "borradores")
    ),
    "vocabulario": Parte("config.vocabulario", PERSONAS, "translate", config_ciudadanos.vocabulario, ("vocabulario",)),
    "oficinas": Parte(
        "config.oficinas", OFICINAS, "account_tree", config_oficinas.dibujar,
        (config_oficinas.RUTA, config_oficinas.SEDES, config_oficinas.CENTROS),
    ),
    "procedimientos": Parte(
        "config.procedimientos", DOCUMENTOS, "checklist", config_procedimientos.dibujar, ("procedimientos",)
    ),
    "listas": Parte(
        "config.listas", OFICINAS, "format_list_bulleted", config_listas.dibujar,
        tuple(f"escritorio.{lista}" for lista in config_listas.LISTAS),
    ),
    "plazos": Parte(
        "config.plazos_y_atencion", PLAZOS, "timer", config_plazos.dibujar,
        ("escritorio.modo", "escritorio.plazos", "escritorio.respuesta_con_documento", "encaminamientos"),
    ),
    "roles": Parte(
        "config.roles", PERSONAS, "badge", config_roles.dibujar, ("escritorio.roles", "escritorio.segundo_factor")
    ),
    "plantillas": Parte("config.plantillas", DOCUMENTOS, "mail", config_plantillas.dibujar, ("plantillas",)),
    "versiones": Parte("config.versiones", PUBLICACION, "history", config_versiones.dibujar, ()),
}  # fmt: skip


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
    marcas = {cual: _marca(propuesta, cual, vigente) for cual in PARTES}
    with st.container(key="mp-partes", gap=None):
        for grupo in GRUPOS:
            suyas = [cual for cual, parte in PARTES.items() if parte.grupo == grupo]
            if suyas:
                st.html(f'<p class="mp-guia mp-grupo">{piezas.seguro(t(grupo))}</p>')
            for cual in suyas:
                st.button(
                    f"{nombre(cual)}{marcas[cual]}", icon=f":material/{PARTES[cual].icono}:", type="tertiary",
                    key=f"parte_{'actual' if cual == actual else cual}", on_click=ir, args=(cual,), width="stretch",
                )  # fmt: skip
    with st.container(key="mp-partes-movil"):
        st.session_state["config_parte_movil"] = (
            actual  # each time: a choice is told by its words, which change with the marks
        )
        st.selectbox(
            t("config.parte"), _en_orden(), key="config_parte_movil", on_change=_ir_desde_el_telefono,
            format_func=lambda cual: f"{nombre(cual)}{marcas[cual]}",
        )  # fmt: skip


def _en_orden() -> list[str]:
    return sorted(PARTES, key=lambda cual: GRUPOS.index(PARTES[cual].grupo))


def _ir_desde_el_telefono() -> None:
    cual: str = st.session_state.get("config_parte_movil", "")  # nothing when somebody else came back to the tab
    if cual in PARTES:
        ir(cual)


def _marca(propuesta: Propuesta, cual: str, vigente: Mapping[str, Any]) -> str:
    """What a part has, in words after its name: something wrong, something not saved, or changed."""
    rutas = PARTES[cual].rutas
    if en_propuesta.problemas_de(propuesta, *rutas) or en_propuesta.pendientes(*rutas):
        return t("config.marca_mal")
    cambio = any(en_propuesta.valor(propuesta, ruta) != en_propuesta.valor_en(vigente, ruta) for ruta in rutas)
    return t("config.marca_cambio") if cambio else ""
