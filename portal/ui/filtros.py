"""The filters of a list, kept in the address so that it can be shared, and its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from typing import Any

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.i18n import t
from portal.services.administrados import AdministradoElegible
from portal.services.bandejas import Filtros, HojaView
from portal.ui import piezas, state

AlCambiar = Callable[[str], None] | None
LUGARES = ("antes", "despues")
ABIERTOS = "filtros_abiertos"
NOMBRES = ("desde", "hasta", "n_expediente", "numero", "asunto", "de", *LUGARES)
"""What the address says of a list. «expediente» is taken: it says which one is open."""


def dibujar(institucion: Institucion, de_quienes: Sequence[AdministradoElegible] = ()) -> Filtros:
    """The five filters of the manual: from 1 January to today, and any or none of the rest.

    For who acts for several (``de_quienes``), also of which of them.

    The address is written here and not by ``bind=``: with bound parameters Streamlit refuses to change pages. Where the
    institution has a word for searching, nothing is filtered until the button with that word is pressed.
    """
    al_cambiar = None if institucion.vocabulario.buscar else _escribir
    hoy = state.ctx().reloj().astimezone(institucion.zona).date()
    enero = date(hoy.year, 1, 1)
    _plegado({"desde": enero, "hasta": hoy})
    buscar = institucion.vocabulario.buscar
    marco = st.form("filtros", border=False) if buscar else nullcontext()
    with marco, st.container(key="mp-lamina-filtros", horizontal=True, vertical_alignment="bottom", gap="small"):
        elegidos = Filtros(
            desde=_fecha("desde", t("tramites.fecha_inicio"), enero, al_cambiar),
            hasta=_fecha("hasta", t("tramites.fecha_fin"), hoy, al_cambiar),
            expediente=_texto("n_expediente", t("tramites.expediente"), al_cambiar, width=150),
            numero=_texto("numero", t("tramites.numero"), al_cambiar, width=160),
            asunto=_texto(
                "asunto", t("tramites.asunto"), al_cambiar,
                width=310, type="search", placeholder=t("tramites.asunto_ejemplo"),
            ),
            de=_de_quien(de_quienes, al_cambiar) if len(de_quienes) > 1 else None,
        )  # fmt: skip
        if buscar:
            st.form_submit_button(piezas.llano(buscar), icon=":material/search:", on_click=_buscar)
    if elegidos.desde and elegidos.hasta and elegidos.desde > elegidos.hasta:
        piezas.aviso(t("tramites.fechas_al_reves"), t("tramites.fechas_al_reves_detalle"), tono="rojo", urgente=True)
    return elegidos


def _plegado(habituales: Mapping[str, date]) -> None:
    """On a phone, the button that unfolds the filters and says how many are in use.

    Who comes with some in use, or has just changed one, sees them. Folded, a mark has the style sheet hide them there: another
    key for their container would mount every field anew under the hands of who writes in one.
    """
    cuantos = sum(_en_uso(nombre, habituales) for nombre in NOMBRES if nombre not in LUGARES)
    abiertos = bool(st.session_state.get(ABIERTOS, cuantos))
    que = "ocultar" if abiertos else "mostrar"
    with st.container(key="mp-plegar-filtros", gap=None):
        st.button(
            t(f"filtros.{que}_en_uso", cuantos=cuantos) if cuantos else t(f"filtros.{que}"),
            icon=":material/filter_list:", key="plegar_filtros", width="stretch",
            on_click=_plegar, kwargs={"abiertos": not abiertos},
        )  # fmt: skip
        if not abiertos:
            st.html('<i class="mp-plegado" hidden></i>')


def _en_uso(nombre: str, habituales: Mapping[str, date]) -> bool:
    """Whether the address asks for less than the list as it comes."""
    valor = st.query_params.get(nombre, "")
    return bool(valor) and (nombre not in habituales or _leida(valor, habituales[nombre]) != habituales[nombre])


def _plegar(*, abiertos: bool) -> None:
    st.session_state[ABIERTOS] = abiertos


def _de_quien(de_quienes: Sequence[AdministradoElegible], al_cambiar: AlCambiar) -> int | None:
    """One of the administrados of the account, or None for all; an address may name one it no longer acts for."""
    nombres = {str(administrado.id): administrado.nombre for administrado in de_quienes}
    if st.session_state.get("filtro_de", st.query_params.get("de", "")) not in nombres:
        st.session_state["filtro_de"] = ""
    elif "filtro_de" not in st.session_state:
        st.session_state["filtro_de"] = st.query_params["de"]
    elegido = st.selectbox(
        t("tramites.de_quien"),
        ["", *nombres],
        format_func=lambda cual: nombres.get(cual, t("tramites.de_todos")),
        key="filtro_de",
        on_change=al_cambiar,
        args=("de",),
        width=310,
    )
    return int(elegido) if elegido else None


def _fecha(nombre: str, etiqueta: str, habitual: date, al_cambiar: AlCambiar) -> date | None:
    valor = st.date_input(
        etiqueta,
        _leida(st.query_params.get(nombre, ""), habitual),
        format="DD/MM/YYYY",
        key=f"filtro_{nombre}",
        width=150,
        on_change=al_cambiar,
        args=(nombre,),
    )
    return valor if isinstance(valor, date) else None


def _leida(texto: str, habitual: date) -> date:
    try:
        return date.fromisoformat(texto)
    except ValueError:
        return habitual


def _texto(nombre: str, etiqueta: str, al_cambiar: AlCambiar, **opciones: Any) -> str:  # noqa: ANN401 -- the widget's own arguments
    clave = f"filtro_{nombre}"
    if clave not in st.session_state:
        st.session_state[clave] = st.query_params.get(nombre, "")
    return st.text_input(etiqueta, key=clave, on_change=al_cambiar, args=(nombre,), **opciones) or ""


def _buscar() -> None:
    """All filters at once to the address, when the button was pressed."""
    for nombre in NOMBRES:
        if nombre not in LUGARES:
            _escribir(nombre)


def _escribir(nombre: str) -> None:
    """The filter just changed goes to the address, and the list starts again at the newest.

    One that the tab forgot meanwhile, because somebody else came back to it, says nothing of this person's list.
    """
    clave = f"filtro_{nombre}"
    if clave not in st.session_state:
        return
    _desde_el_principio()
    _plegar(abiertos=True)
    valor = st.session_state[clave]
    if valor:
        st.query_params[nombre] = valor.isoformat() if isinstance(valor, date) else valor
    else:
        st.query_params.pop(nombre, None)


def lugar() -> dict[str, int]:
    """Where in the list the address points: ``antes`` or ``despues`` of an id, or neither for the newest."""
    return {
        nombre: int(valor)
        for nombre in LUGARES
        if (valor := st.query_params.get(nombre, "")).isascii() and valor.isdigit() and len(valor) < 16  # noqa: PLR2004 -- an id
    }


def direccion() -> dict[str, str]:
    """The list as its address tells it, to travel with the expediente that is opened and come back with it."""
    return {nombre: valor for nombre in NOMBRES if (valor := st.query_params.get(nombre, ""))}


def cuenta(hoja: HojaView) -> str:
    """As in "5 registros"."""
    if hoja.incontable:
        return t("tramites.registros_mas", cuantos=hoja.total - 1)
    return t("tramites.registros_uno") if hoja.total == 1 else t("tramites.registros", cuantos=hoja.total)


def paginador(hoja: HojaView) -> None:
    """Newer and older; pages are cut by id, so they do not slip when something arrives."""
    if not hoja.filas or not (hoja.hay_mas_recientes or hoja.hay_mas_antiguos):
        return
    with st.container(key="mp-hojas", horizontal=True, gap="small"):
        piezas.hoja(hoja.filas[0].registro_id)
        if hoja.hay_mas_recientes:
            st.button(
                t("tramites.recientes"),
                icon=":material/arrow_back:",
                on_click=_ir,
                args=("despues", hoja.filas[0].registro_id),
            )
        if hoja.hay_mas_antiguos:
            st.button(
                t("tramites.antiguos"), icon=":material/arrow_forward:", icon_position="right",
                on_click=_ir, args=("antes", hoja.filas[-1].registro_id),
            )  # fmt: skip


def sin_filas(todo: HojaView, vacio: str, detalle: str) -> None:
    """Nothing to show: because nothing was filed (``todo``, the list without filters), or because of the filters."""
    if todo.filas:
        piezas.vacio(t("tramites.sin_coincidencias"), t("tramites.sin_coincidencias_detalle"))
        with st.container(horizontal_alignment="center"):
            st.button(t("tramites.limpiar"), on_click=_limpiar)
    else:
        piezas.vacio(vacio, detalle)


def _limpiar() -> None:
    st.session_state.pop(ABIERTOS, None)
    for nombre in NOMBRES:
        st.query_params.pop(nombre, None)
        st.session_state.pop(f"filtro_{nombre}", None)


def _desde_el_principio() -> None:
    for nombre in LUGARES:
        st.query_params.pop(nombre, None)


def _ir(nombre: str, registro_id: int) -> None:
    _desde_el_principio()
    st.query_params[nombre] = str(registro_id)
