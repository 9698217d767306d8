"""What one estado or one step is: its words, where it stands or leads, and who may."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from portal.domain import flujo
from portal.domain.configuracion import Estado, Transicion
from portal.domain.estados import Fase, exige_motivo
from portal.i18n import t
from portal.services.propuestas import Propuesta
from portal.ui import config_estados_agregar as agregar
from portal.ui import piezas
from portal.ui import propuesta as en_propuesta
from portal.ui.config_estados_taller import ESTADO, Recorrido, cambiar
from portal.ui.config_estados_trazo import tono
from portal.ui.config_formulario_control import control, segun, una_linea

Guardar = Callable[[Any], str]
"""What takes a value and saves it; it gives why it could not, or nothing."""
TONOS = ("", "gris", "azul", "verde", "ambar", "rojo")


def dibujar(recorrido: Recorrido, propuesta: Propuesta) -> None:
    """The chosen step, or the estado that is looked at."""
    if recorrido.transicion is not None:
        _decir(propuesta, "transiciones", recorrido.transicion.id)
        _paso(recorrido, recorrido.transicion)
    elif recorrido.estado is not None:
        _decir(propuesta, "estados", recorrido.estado.id)
        _estado(recorrido, recorrido.estado)


def _decir(propuesta: Propuesta, parte: str, cual: str) -> None:
    for problema in en_propuesta.problemas_de(propuesta, f"{parte}.{cual}"):
        piezas.aviso(en_propuesta.texto(problema), tono="rojo")


def _estado(recorrido: Recorrido, estado: Estado) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(piezas.llano(estado.nombre), anchor=False, width="content")
        st.html(piezas.etiqueta(estado.publico, tono(estado)), width="content")  # type: ignore[arg-type]  # one of Tono

    def poner(que: str) -> Guardar:
        return lambda valor: recorrido.poner_estado(estado.id, **{que: valor})

    llave = f"estado_{estado.id}"
    _texto(f"{llave}_nombre", "nombre_estado", estado.nombre, poner("nombre"), exigido=True)
    _texto(f"{llave}_publico", "publico", estado.publico, poner("publico"), exigido=True)
    _lista(
        f"{llave}_fase", "fase", estado.fase, {f: t(f"fase.{f}") for f in Fase}, poner("fase"),
        ayuda=t(f"recorrido.fase_{estado.fase}"),
    )  # fmt: skip
    control(
        f"{llave}_tono", estado.tono,
        lambda **k: st.segmented_control(
            t("recorrido.tono"), TONOS, format_func=lambda c: t(f"recorrido.tono_{c or 'suyo'}"), required=True, **k
        ),
        lambda valor: poner("tono")(valor or ""),
    )  # fmt: skip
    for que in ("explicacion", "que_sigue"):
        _parrafo(f"{llave}_{que}", que, getattr(estado, que), poner(que))
    ids = [e.id for e in recorrido.estados]
    quitar = _actos("estado", estado.id, estado.nombre, ids)
    quitar.button(
        t("diseno.quitar"), icon=":material/delete:", type="tertiary", key="recorrido_quitar_estado",
        help=t("diseno.quitar_ayuda", nombre=estado.nombre), on_click=agregar.pedir_quitar, args=(recorrido, estado.id),
    )  # fmt: skip


def _paso(recorrido: Recorrido, tr: Transicion) -> None:
    if recorrido.estado is not None:
        st.button(
            t("recorrido.volver", estado=recorrido.estado.nombre), icon=":material/arrow_back:", type="tertiary",
            key="recorrido_volver", on_click=recorrido.elegir, args=(f"{ESTADO}:{recorrido.estado_id}",),
        )  # fmt: skip
    st.header(piezas.llano(tr.nombre), anchor=False)

    def poner(que: str) -> Guardar:
        return lambda valor: recorrido.poner_paso(tr.id, **{que: valor})

    llave, estados = f"paso_{tr.id}", recorrido.estados
    nombres = {e.id: e.nombre for e in estados}
    _texto(f"{llave}_nombre", "verbo", tr.nombre, poner("nombre"), exigido=True)
    acciones = {a: t(f"accion.{a}") for a in flujo.acciones(estados)}
    _lista(f"{llave}_accion", "accion", tr.accion, acciones | {tr.accion: t(f"accion.{tr.accion}")}, poner("accion"),
           ayuda=t("recorrido.accion_ayuda"))  # fmt: skip
    _varios(f"{llave}_desde", "desde_cuales", tr.desde, _entre(flujo.origenes(estados, tr.accion, tr.hasta), nombres, tr.desde),
            poner("desde"), ayuda=t("recorrido.desde_ayuda"))  # fmt: skip
    _lista(
        f"{llave}_hasta",
        "hasta",
        tr.hasta,
        _entre(flujo.destinos(estados, tr.accion), nombres, (tr.hasta,)),
        poner("hasta"),
    )
    _varios(f"{llave}_roles", "roles", tr.roles, recorrido.roles, poner("roles"))
    _interruptores(tr, poner, llave)
    plantillas = {"": t("recorrido.sin_correo")} | recorrido.plantillas
    _lista(
        f"{llave}_plantilla", "plantilla", tr.plantilla or "", plantillas, lambda cual: poner("plantilla")(cual or None)
    )
    quitar = _actos("paso", tr.id, tr.nombre, [otra.id for otra in recorrido.transiciones])
    quitar.button(
        t("diseno.quitar"), icon=":material/delete:", type="tertiary", key="recorrido_quitar_paso",
        help=t("diseno.quitar_ayuda", nombre=tr.nombre), on_click=_quitar_paso, args=(tr.id, tr.nombre),
    )  # fmt: skip


def _interruptores(tr: Transicion, poner: Callable[[str], Guardar], llave: str) -> None:
    if exige_motivo(tr.accion):
        piezas.nota(t("recorrido.motivo_siempre"))
    else:
        control(f"{llave}_motivo", tr.motivo, lambda **k: st.toggle(t("recorrido.motivo"), **k), poner("motivo"))
    control(f"{llave}_publica", tr.publica, lambda **k: st.toggle(t("recorrido.publica"), **k), poner("publica"))


def _entre(posibles: Sequence[str], nombres: Mapping[str, str], actuales: Sequence[str]) -> dict[str, str]:
    """What may be chosen, and what is chosen now even when it may not."""
    return {cual: nombres.get(cual, cual) for cual in (*posibles, *(a for a in actuales if a not in posibles))}


def _actos(que: str, cual: str, nombre: str, ids: Sequence[str]) -> DeltaGenerator:
    """Up and down; where what else can be done with it goes."""
    fila = st.container(horizontal=True, gap="small")
    with fila:
        for verbo, icono, pasos in (("subir", "arrow_upward", -1), ("bajar", "arrow_downward", 1)):
            st.button(
                t(f"diseno.{verbo}"), icon=f":material/{icono}:", type="tertiary", key=f"recorrido_{verbo}_{que}",
                help=t(f"diseno.{verbo}_ayuda", nombre=nombre), on_click=_mover, args=(que, cual, pasos),
                disabled=not 0 <= ids.index(cual) + pasos < len(ids),
            )  # fmt: skip
    return fila


def _mover(que: str, cual: str, pasos: int) -> None:
    def corrida(piezas_: tuple[Any, ...]) -> tuple[Any, ...]:
        orden = list(piezas_)
        desde = next((i for i, una in enumerate(orden) if una.id == cual), -1)
        if desde >= 0 and 0 <= desde + pasos < len(orden):
            orden[desde], orden[desde + pasos] = orden[desde + pasos], orden[desde]
        return tuple(orden)

    if que == "estado":
        cambiar(lambda estados, transiciones: (corrida(estados), transiciones))
    else:
        cambiar(lambda estados, transiciones: (estados, corrida(transiciones)))


def _quitar_paso(cual: str, nombre: str) -> None:
    cambiar(lambda estados, transiciones: (estados, tuple(tr for tr in transiciones if tr.id != cual)))
    st.session_state[en_propuesta.HECHO] = t("diseno.quitado", nombre=nombre)


# --- One property, by what it is -----------------------------------------------------


def _texto(llave: str, rotulo: str, actual: str, guardar: Guardar, *, exigido: bool = False) -> None:
    control(
        llave, actual, lambda **k: st.text_input(t(f"recorrido.{rotulo}"), max_chars=80, **k),
        lambda escrito: t("diseno.falta_rotulo") if exigido and not escrito else guardar(escrito), leer=una_linea,
    )  # fmt: skip


def _parrafo(llave: str, rotulo: str, actual: str, guardar: Guardar) -> None:
    control(
        llave, actual, lambda **k: st.text_area(t(f"recorrido.{rotulo}"), height=90, **k), guardar, leer=una_linea
    )  # fmt: skip


def _lista(
    llave: str,
    rotulo: str,
    actual: object,
    nombres: Mapping[Any, str],
    guardar: Guardar,
    *,
    ayuda: str = "",
) -> None:
    posibles = dict(nombres) if actual in nombres else {**nombres, actual: str(actual)}
    control(
        segun(llave, posibles.values()), actual,
        lambda **k: st.selectbox(t(f"recorrido.{rotulo}"), list(posibles), format_func=lambda i: posibles.get(i, str(i)), **k),
        guardar, ayuda=ayuda,
    )  # fmt: skip


def _varios(
    llave: str,
    rotulo: str,
    actual: tuple[str, ...],
    nombres: Mapping[str, str],
    guardar: Guardar,
    *,
    ayuda: str = "",
) -> None:
    posibles = {**{cual: cual for cual in actual}, **nombres}
    control(
        segun(llave, posibles.values()), actual,
        lambda **k: st.multiselect(t(f"recorrido.{rotulo}"), list(posibles), format_func=lambda i: posibles.get(i, i),
                                   placeholder=t("formulario.elija"), **k),
        guardar, mostrar=list, leer=tuple, ayuda=ayuda,
    )  # fmt: skip
