"""The desk's tray on the screen: its figures, its trays, its table (cards on a phone), its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from portal.domain.bandeja import Bandeja, Filtro
from portal.domain.permisos import Permiso
from portal.domain.plazos import Semaforo
from portal.i18n import t
from portal.services import indicadores
from portal.services.contexto import Contexto
from portal.services.escritorio import CUENTA_HASTA, HojaEscritorio
from portal.services.filas import FilaEscritorio
from portal.services.indicadores import Indicador, Indicadores
from portal.ui import bandeja_filtros, bandeja_seleccion, paginas, piezas
from portal.ui.expediente import LUCES
from portal.ui.piezas import Tono

ELEGIDO = "expediente_elegido"
CIFRAS = "bandeja_cifras"
VALEN = timedelta(minutes=1)
"""The figures are of the whole day: they are asked again every so often, not at each press."""
COLORES: Mapping[Tono, str] = {"azul": "blue", "verde": "green", "rojo": "red", "ambar": "orange", "gris": "gray"}


def abrir(numero: str) -> None:
    """To the expediente, which keeps the address of this list to come back."""
    st.switch_page(paginas.pagina("expediente"), query_params={"expediente": numero} | bandeja_filtros.direccion())


def plazo(f: FilaEscritorio) -> str:
    """The term in the exact word of its pill; empty where none runs."""
    if f.semaforo is Semaforo.SIN_PLAZO:
        return ""
    if f.semaforo is Semaforo.DETENIDO or f.dias is None:
        return t(f"bandeja.luz.{f.semaforo}")
    if f.semaforo is Semaforo.VENCIDO:
        clave = {0: "bandeja.luz.vencido", -1: "bandeja.vencio_un_dia"}.get(f.dias, "bandeja.vencio")
        return t(clave, dias=-f.dias)
    if f.semaforo is Semaforo.POR_VENCER:
        clave = {0: "bandeja.vence_hoy", 1: "bandeja.vence_un_dia"}.get(f.dias, "bandeja.vence")
        return t(clave, dias=f.dias)
    return t("bandeja.un_dia") if f.dias == 1 else t("bandeja.dias", dias=f.dias)


def estado(f: FilaEscritorio) -> str:
    """The estado, or that it waits to be received; and when what is here is only a copy or a request."""
    if f.por_recibir:
        return t(f"bandeja.por_recibir.{f.destino_tipo}") if f.destino_tipo else t("bandeja.por_recibir.responsable")
    como = f.destino_tipo if f.destino_tipo in {"copia", "atencion"} else ""
    return t(f"bandeja.como.{como}", estado=f.estado) if como else f.estado


def cifras(ctx: Contexto) -> None:
    """Four figures for who supervises; each is pressed to see what it is made of."""
    if not ctx.actor.puede(Permiso.SUPERVISAR):
        return
    ahora = ctx.reloj()
    cuando, vistas = st.session_state.get(CIFRAS, (None, None))
    if vistas is None or not cuando <= ahora < cuando + VALEN:
        vistas = indicadores.ver(ctx)
        st.session_state[CIFRAS] = (ahora, vistas)
    with st.container(key="mp-cifras", horizontal=True, gap=None):
        _cifra("llegaron", vistas.llegaron_hoy, _entera(vistas.llegaron_hoy), t("bandeja.cifra.hoy"))
        dia = vistas.derivados_el_dia
        _cifra(
            "derivados", dia, t("bandeja.cifra.porcentaje", valor=round(100 * (dia.valor or 0))), t("bandeja.cifra.mes")
        )
        _pendientes(vistas)
        _cifra("mediana", vistas.mediana_de_dias, _dias(vistas.mediana_de_dias.valor or 0), t("bandeja.cifra.mes"))


def _cifra(cual: str, cifra: Indicador, valor: str, nota: str) -> None:
    """One figure: what it counts, how much, since when. Pressed, it lists what it is made of."""
    dicho = valor if cifra.valor is not None else t("bandeja.cifra.sin_dato")
    with st.container(key=f"mp-cifra-{cual}", width="stretch"):
        st.button(
            f"{t(f'bandeja.cifra.{cual}')} **{dicho}** *{nota}*", type="tertiary", key=f"cifra_{cual}",
            on_click=bandeja_filtros.ir_a, args=(cifra.filtro,),
        )  # fmt: skip


def _pendientes(vistas: Indicadores) -> None:
    """All that is pending, and by how near its term is."""
    with st.container(key="mp-cifra-pendientes", width="stretch", gap=None):
        st.html(f"<p>{t('bandeja.cifra.pendientes')} <strong>{_entera(vistas.en_total)}</strong></p>")
        with st.container(horizontal=True, gap="xxsmall", key="mp-cifra-luces"):
            for luz, cifra in vistas.pendientes.items():
                if luz is Semaforo.SIN_PLAZO and not cifra.valor:
                    continue
                una = cifra.valor == 1
                st.button(
                    t(f"bandeja.cifra.{luz}_uno" if una else f"bandeja.cifra.{luz}", cuantos=_entera(cifra)),
                    key=f"cifra_{luz}", type="tertiary", on_click=bandeja_filtros.ir_a, args=(cifra.filtro,),
                )  # fmt: skip


def _entera(cifra: Indicador) -> str:
    valor = int(cifra.valor or 0)
    return t("bandeja.mas_de", cuantos=valor) if cifra.incontable else str(valor)


def _dias(valor: float) -> str:
    dicho = f"{valor:.1f}".removesuffix(".0")
    return t("bandeja.un_dia") if dicho == "1" else t("bandeja.dias", dias=dicho)


def vistas(filtro: Filtro, cuentas: Mapping[Bandeja, int]) -> None:
    """The trays, each with how many it holds."""

    def nombre(bandeja: Bandeja) -> str:
        cuantos = cuentas[bandeja]
        dicho = t("bandeja.mas_de", cuantos=CUENTA_HASTA) if cuantos > CUENTA_HASTA else str(cuantos)
        return t("bandeja.vista", nombre=t(f"bandeja.vista.{bandeja}"), cuantos=dicho)

    if st.session_state.get("vista_bandeja") != filtro.bandeja:
        st.session_state["vista_bandeja"] = filtro.bandeja
    st.segmented_control(
        t("bandeja.vistas"), list(Bandeja), format_func=nombre, key="vista_bandeja", required=True, wrap=False,
        label_visibility="collapsed", on_change=_cambiar_vista, width="stretch",
    )  # fmt: skip


def _cambiar_vista() -> None:
    """Another tray, with the same filters; its own order."""
    elegida = st.session_state.get("vista_bandeja")
    if elegida is not None:
        bandeja_filtros.ir_a(replace(bandeja_filtros.actual(), bandeja=elegida, orden=None))


def cuantos(hoja: HojaEscritorio) -> str:
    """As in "38 expedientes"."""
    if hoja.incontable:
        return t("bandeja.expedientes_mas", cuantos=hoja.total)
    return t("bandeja.un_expediente") if hoja.total == 1 else t("bandeja.expedientes", cuantos=hoja.total)


def cuenta(hoja: HojaEscritorio, filtro: Filtro) -> None:
    """How many there are and in which order; how to open and to choose."""
    with st.container(key="mp-cuenta-filas", horizontal=True, vertical_alignment="center", gap="small"):
        piezas.linea(t("bandeja.cuantos", expedientes=cuantos(hoja), orden=t(f"bandeja.en_orden.{filtro.en_orden}")))
        st.space("stretch")
        with st.container(key="mp-pista", width="content"):
            piezas.linea(t("bandeja.pista"))


def tabla(hoja: HojaEscritorio) -> None:
    """A page of rows, dense; the number of each opens it, and its box chooses it for an act on many."""
    filas = hoja.filas
    largo = max((len(f.numero) for f in filas), default=0)
    numero = min(max(105, 9 * largo + 12), 230)  # of "00123-2026", or of what an institution writes in its numbers
    pildoras = {plazo(f): COLORES[LUCES[f.semaforo][0]] for f in filas if plazo(f)}
    columnas: Mapping[str, tuple[Sequence[object], Any]] = {
        "plazo": ([[plazo(f)] if plazo(f) else [] for f in filas], st.column_config.MultiselectColumn(
            options=list(pildoras), color=list(pildoras.values()), width=150)),
        "expediente": ([f.numero for f in filas], st.column_config.ButtonColumn(width=numero, type="tertiary", key=ELEGIDO)),
        "asunto": ([f.asunto for f in filas], st.column_config.TextColumn(width=367 - numero)),
        "remitente": ([f.remitente for f in filas], st.column_config.TextColumn(width=185)),
        "oficina": ([f.dependencia for f in filas], st.column_config.TextColumn(width=150)),
        "responsable": ([f.responsable or t("bandeja.sin_asignar") for f in filas], st.column_config.TextColumn(width=120)),
        "estado": ([estado(f) for f in filas], st.column_config.TextColumn(width=115)),
        "presentado": ([f"{f.presentado_el:%d/%m/%Y}" for f in filas], st.column_config.TextColumn(width=95)),
    }  # fmt: skip
    llave, alcanzar = bandeja_seleccion.enlazar(filas)
    st.dataframe(
        pd.DataFrame({t(f"bandeja.{nombre}"): valores for nombre, (valores, _) in columnas.items()}),
        hide_index=True,
        height="content",
        row_height=38,
        alt=t("bandeja.descripcion"),
        on_select=alcanzar,
        selection_mode="multi-row",
        key=llave,
        column_config={t(f"bandeja.{nombre}"): columna for nombre, (_, columna) in columnas.items()},
    )
    if pulsado := st.session_state.get(ELEGIDO):
        abrir(filas[pulsado["row"]].numero)


def fichas(hoja: HojaEscritorio) -> None:
    """On a phone, a card instead of a row."""
    for f in hoja.filas:
        tono, dibujo = LUCES[f.semaforo]
        pildora = piezas.etiqueta(plazo(f), tono, dibujo) if plazo(f) else ""
        with st.container(key=f"mp-fila-movil-{f.expediente_id}", horizontal=True, vertical_alignment="bottom"):
            st.html(
                f'<div class="mp-celda"><small><span class="mp-num">{piezas.seguro(f.numero)}</span> · '
                f"{piezas.seguro(f.dependencia)}</small><b>{piezas.seguro(f.asunto)}</b>"
                f"<small>{piezas.seguro(f.remitente)} · {piezas.seguro(estado(f))}</small>{pildora}</div>"
            )
            if st.button(t("bandeja.abrir"), key=f"abrir_{f.expediente_id}", type="tertiary"):
                abrir(f.numero)


def paginador(hoja: HojaEscritorio) -> None:
    """Before and after; pages are cut by id, so they do not slip when something arrives."""
    if not hoja.filas or not (hoja.hay_mas_recientes or hoja.hay_mas_antiguos):
        return
    with st.container(key="mp-paginador", horizontal=True, horizontal_alignment="right", gap="small"):
        piezas.hoja(hoja.filas[0].expediente_id)
        if hoja.hay_mas_recientes:
            st.button(
                t("bandeja.anterior"), icon=":material/arrow_back:", key="hoja_anterior",
                on_click=bandeja_filtros.ir_a_lugar, args=("despues", hoja.filas[0].expediente_id),
            )  # fmt: skip
        if hoja.hay_mas_antiguos:
            st.button(
                t("bandeja.siguiente"), icon=":material/arrow_forward:", icon_position="right", key="hoja_siguiente",
                on_click=bandeja_filtros.ir_a_lugar, args=("antes", hoja.filas[-1].expediente_id),
            )  # fmt: skip


def sin_filas(filtro: Filtro) -> None:
    """Nothing to show: because of the filters, or because the tray is empty; then, what it would hold."""
    if bandeja_filtros.en_uso(filtro):
        piezas.vacio(t("bandeja.sin_coincidencias"), t("bandeja.sin_coincidencias_detalle"))
        with st.container(horizontal_alignment="center"):
            st.button(
                t("bandeja.quitar_filtros"), key="vacio_limpiar",
                on_click=bandeja_filtros.ir_a, args=(bandeja_filtros.limpio(filtro),),
            )  # fmt: skip
        return
    piezas.vacio(t(f"bandeja.vacio.{filtro.bandeja}"), t(f"bandeja.vacio_detalle.{filtro.bandeja}"))


def por_donde_empezar(cuentas: Mapping[Bandeja, int]) -> Filtro:
    """What who comes without an address sees: what waits to be received, or what is in the office, or all."""
    for bandeja in (Bandeja.POR_RECIBIR, Bandeja.EN_MI_OFICINA):
        if cuentas[bandeja]:
            return Filtro(bandeja=bandeja)
    return Filtro()
