"""¿A nombre de quién presenta?: asked only of who acts for more than one, first of all, and again before sending."""

from __future__ import annotations

import streamlit as st

from portal.i18n import t
from portal.services import administrados, borradores
from portal.services.administrados import AdministradoElegible
from portal.services.borradores import BorradorView
from portal.ui import piezas, state
from portal.ui.borradores import dar_direccion
from portal.ui.errors import keep_refusals, tell_kept


def elegir(borrador: BorradorView) -> None:
    """Draw the question; the choice is kept in the draft at once. What a field was refused is said here."""
    with piezas.lugar():
        tell_kept()
    lugar = st.container(gap="xxsmall")
    elegibles = {elegible.id: elegible for elegible in administrados.elegibles(state.ctx())}
    if set(elegibles) == {borrador.administrado_id}:
        return
    llave = f"a_nombre_de_{borrador.id[:8]}"
    if llave not in st.session_state:
        st.session_state[llave] = borrador.administrado_id if borrador.administrado_id in elegibles else None
    with lugar:
        st.radio(
            t("borradores.para_quien"),
            list(elegibles),
            format_func=lambda id_: piezas.llano(nombre(elegibles[id_])),
            key=llave,
            on_change=_guardar,
            args=(borrador.id, llave),
        )
        piezas.ayuda(llave, t("borradores.para_quien_ayuda"))


def nombre(elegible: AdministradoElegible) -> str:
    """As in "Cooperativa Sol del Ande (RUC 20131367008)"."""
    if elegible.clase == "natural":
        return t("borradores.para_mi", nombre=elegible.nombre)
    return t("borradores.para_organizacion", nombre=elegible.nombre, numero=elegible.numero_doc)


def _guardar(borrador_id: str, llave: str) -> None:
    if llave not in st.session_state:  # the tab forgot who was here before
        return
    with keep_refusals():
        borradores.a_nombre_de(state.ctx(), borrador_id, administrado_id=st.session_state[llave])
        dar_direccion(borrador_id)
