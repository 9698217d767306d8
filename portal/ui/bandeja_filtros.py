"""The filters of the desk's tray. The address tells them; the fields only show what it says and write into it.

So a list can be shared, bookmarked and come back to, and whatever changes the address (a figure, a tray, a word to take
away) changes the fields too. Not by ``bind=``: with bound parameters Streamlit refuses to change pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

import streamlit as st

from portal.domain.bandeja import EN_DIRECCION, Filtro, Orden, a_direccion, de_direccion
from portal.domain.numeracion import interpretar
from portal.domain.plazos import Semaforo
from portal.i18n import t
from portal.services.escritorio import Opciones
from portal.services.indicadores import PENDIENTES
from portal.ui import piezas, state

LUGARES = ("antes", "despues")
ABIERTOS = "bandeja_mas_filtros"
BUSCAR = "buscar"
RANGOS = ("enviado", "presentado", "vence")
ESCONDIDOS = (
    "enviado_desde", "enviado_hasta", "presentado_desde", "presentado_hasta", "vence_desde", "vence_hasta",
    "tipo", "numero", "responsable", "canal",
)  # fmt: skip
"""The filters that are seen only when more are asked for."""
_SIN_DECIR = frozenset({"bandeja", "orden"})


def actual() -> Filtro:
    """What the address asks."""
    return de_direccion(st.query_params.to_dict())


def lugar() -> dict[str, int]:
    """Where in the list the address points: ``antes`` or ``despues`` of an id, or neither for the beginning."""
    return {
        nombre: int(valor)
        for nombre in LUGARES
        if (valor := st.query_params.get(nombre, "")).isascii() and valor.isdigit() and len(valor) < 16  # noqa: PLR2004 -- an id
    }


def direccion() -> dict[str, str]:
    """The list as its address tells it, to travel with the expediente that is opened and come back with it."""
    return {n: valor for n in (*EN_DIRECCION.values(), *LUGARES) if (valor := st.query_params.get(n, ""))}


def ir_a(filtro: Filtro) -> None:
    """The address asks ``filtro`` from its beginning. The tray is always told, so that the address means the same to all."""
    for nombre in (*EN_DIRECCION.values(), *LUGARES):
        st.query_params.pop(nombre, None)
    st.query_params.update({EN_DIRECCION["bandeja"]: filtro.bandeja.value} | a_direccion(filtro))


def ir_a_lugar(nombre: str, expediente_id: int) -> None:
    """The next page, or the one before."""
    for otro in LUGARES:
        st.query_params.pop(otro, None)
    st.query_params[nombre] = str(expediente_id)


def en_uso(filtro: Filtro) -> tuple[str, ...]:
    """The filters that ask for less than the tray."""
    return tuple(
        c.name for c in fields(Filtro) if c.name not in _SIN_DECIR and getattr(filtro, c.name) not in {None, ""}
    )


def linea(filtro: Filtro, opciones: Opciones) -> None:
    """The usual ones in one line, the button of the rest and, when it was pressed, the rest."""
    abiertos = bool(st.session_state.get(ABIERTOS))
    with st.container(key="mp-filtros", horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        _texto(BUSCAR, t("bandeja.buscar"), filtro.expediente or filtro.asunto, width=225, type="search",
               placeholder=t("bandeja.buscar_ejemplo"))  # fmt: skip
        _texto(
            "remitente", t("bandeja.remitente"), filtro.remitente, width=150, placeholder=t("bandeja.remitente_ejemplo")
        )
        _una(
            "dependencia",
            t("bandeja.oficina"),
            filtro,
            opciones.dependencias,
            width=150,
            placeholder=t("bandeja.todas"),
        )
        _una("estado", t("bandeja.estado"), filtro, opciones.estados, width=130, placeholder=t("bandeja.todos"))
        _semaforo(filtro)
        st.space("stretch")
        escondidos = sum(nombre in ESCONDIDOS for nombre in en_uso(filtro))
        que = t("bandeja.menos_filtros") if abiertos else t("bandeja.mas_filtros")
        st.button(
            t("bandeja.filtros_en_uso", que=que, cuantos=escondidos) if escondidos else que,
            icon=":material/tune:", key="mas_filtros", on_click=_abrir, args=(not abiertos,),
        )  # fmt: skip
        if not abiertos:
            st.html('<i class="mp-plegado" hidden></i>', width="content")
    if abiertos:
        _resto(filtro, opciones)


def _resto(filtro: Filtro, opciones: Opciones) -> None:
    with st.container(key="mp-lamina-mas-filtros", horizontal=True, vertical_alignment="bottom", gap="small"):
        for rango in RANGOS:
            for lado in ("desde", "hasta"):
                _fecha(f"{rango}_{lado}", t(f"bandeja.{rango}_{lado}"), filtro)
        _una("tipo", t("bandeja.tipo"), filtro, {tipo: tipo for tipo in opciones.tipos}, width=200)
        _texto("numero", t("bandeja.numero"), filtro.numero, width=200)
        _una("responsable", t("bandeja.responsable"), filtro, opciones.responsables, width=200)
        _una("canal", t("bandeja.canal"), filtro, {c: t(f"bandeja.canal.{c}") for c in opciones.canales}, width=150)
        ordenes = {orden: t(f"bandeja.orden.{orden}") for orden in Orden}
        _mostrar("orden", filtro.en_orden)
        st.selectbox(
            t("bandeja.orden"), list(ordenes), format_func=ordenes.__getitem__, key="f_orden", width=220,
            on_change=_cambiar, args=("orden",),
        )  # fmt: skip
    for rango in RANGOS:
        desde, hasta = getattr(filtro, f"{rango}_desde"), getattr(filtro, f"{rango}_hasta")
        if desde and hasta and desde > hasta:
            piezas.aviso(t("bandeja.fechas_al_reves"), t("bandeja.fechas_al_reves_detalle"), tono="rojo", urgente=True)


def en_palabras(filtro: Filtro, opciones: Opciones) -> None:
    """Each filter in use, told in words; pressing it takes it away."""
    usados = en_uso(filtro)
    if not usados:
        return
    with st.container(key="mp-filtros-en-uso", horizontal=True, vertical_alignment="center", gap="xsmall"):
        for campo in usados:
            dicho = t(
                "bandeja.filtro", nombre=t(f"bandeja.{campo}"), valor=_dicho(campo, getattr(filtro, campo), opciones)
            )
            st.button(
                piezas.llano(dicho), icon=":material/close:", icon_position="right", key=f"quitar_{campo}",
                help=t("bandeja.quitar_uno"), on_click=ir_a, args=(_sin(filtro, [campo]),),
            )  # fmt: skip
        if len(usados) > 1:
            st.button(
                t("bandeja.quitar_todos"),
                key="quitar_todos",
                type="tertiary",
                on_click=ir_a,
                args=(_sin(filtro, usados),),
            )


def limpio(filtro: Filtro) -> Filtro:
    """The same tray, whole."""
    return _sin(filtro, en_uso(filtro))


def _sin(filtro: Filtro, campos: Iterable[str]) -> Filtro:
    nada = Filtro()
    cambios: dict[str, Any] = {campo: getattr(nada, campo) for campo in campos}
    return replace(filtro, **cambios)


def _dicho(campo: str, valor: object, opciones: Opciones) -> str:
    """The value of a filter, in words."""
    if isinstance(valor, date):
        return f"{valor:%d/%m/%Y}"
    if isinstance(valor, Semaforo):
        return t(f"bandeja.luz.{valor}")
    nombres: Mapping[str, Mapping[Any, str]] = {
        "dependencia": opciones.dependencias,
        "estado": opciones.estados,
        "responsable": opciones.responsables,
        "canal": {canal: t(f"bandeja.canal.{canal}") for canal in opciones.canales},
    }
    return nombres.get(campo, {}).get(valor, str(valor))


def _semaforo(filtro: Filtro) -> None:
    # "Sin plazo" is asked for by its figure alone: where terms run, nobody misses its pill
    elegidas = (luz for luz in PENDIENTES if luz is not Semaforo.SIN_PLAZO or filtro.semaforo is luz)
    luces = {luz: t(f"bandeja.luz.{luz}") for luz in elegidas}
    _mostrar("semaforo", filtro.semaforo if filtro.semaforo in luces else None)
    st.pills(
        t("bandeja.semaforo"), list(luces), format_func=luces.__getitem__, key="f_semaforo", wrap=True,
        on_change=_cambiar, args=("semaforo",),
    )  # fmt: skip


def _texto(campo: str, etiqueta: str, valor: str, **opciones: Any) -> None:  # noqa: ANN401 -- the widget's own arguments
    _mostrar(campo, valor)
    st.text_input(etiqueta, key=f"f_{campo}", max_chars=200, on_change=_cambiar, args=(campo,), **opciones)


def _una(campo: str, etiqueta: str, filtro: Filtro, opciones: Mapping[Any, str], **mas: Any) -> None:  # noqa: ANN401 -- same
    valores: Sequence[Any] = list(opciones)
    _mostrar(campo, valor if (valor := getattr(filtro, campo)) in opciones else None)
    mas.setdefault("placeholder", t("bandeja.todos"))
    st.selectbox(
        etiqueta, valores, index=None, format_func=lambda v: opciones.get(v, str(v)), key=f"f_{campo}",
        on_change=_cambiar, args=(campo,), **mas,
    )  # fmt: skip


def _fecha(campo: str, etiqueta: str, filtro: Filtro) -> None:
    _mostrar(campo, getattr(filtro, campo))
    st.date_input(etiqueta, None, format="DD/MM/YYYY", key=f"f_{campo}", width=165, on_change=_cambiar, args=(campo,))


def _mostrar(campo: str, valor: object) -> None:
    """Have a field show what the address says, without touching the one where somebody may be writing."""
    clave = f"f_{campo}"
    if clave not in st.session_state or st.session_state[clave] != valor:
        st.session_state[clave] = valor


def _cambiar(campo: str) -> None:
    """The filter just changed goes to the address, and the list starts again at its beginning.

    One that the tab forgot meanwhile, because somebody else came back to it, says nothing of this person's list.
    """
    clave = f"f_{campo}"
    if clave not in st.session_state:
        return
    valor, filtro = st.session_state[clave], actual()
    if campo == BUSCAR:
        texto = valor or ""
        patron = state.institucion().numeracion.expediente
        es_numero = interpretar(patron, texto) is not None
        ir_a(replace(filtro, expediente=texto if es_numero else "", asunto="" if es_numero else texto))
        return
    nada = getattr(Filtro(), campo)
    cambios: dict[str, Any] = {campo: valor if valor not in {None, ""} else nada}
    ir_a(replace(filtro, **cambios))


def _abrir(abiertos: bool) -> None:  # noqa: FBT001 -- Streamlit gives it by position
    st.session_state[ABIERTOS] = abiertos
