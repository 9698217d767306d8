"""A term told to people: until when, and why that day."""

from __future__ import annotations

from datetime import date

import streamlit as st

from portal.domain.fechas import en_palabras
from portal.domain.plazos import Suspension, Unidad
from portal.domain.texto import frase
from portal.i18n import t
from portal.services.explicaciones import ExplicacionPlazo
from portal.ui import piezas
from portal.ui.piezas import Html


def hasta_cuando(plazo: ExplicacionPlazo | None) -> str:
    """Until when the institution has to answer, in one sentence; empty where no term runs."""
    if plazo is None:
        return ""
    if plazo.vence is None:
        return t("plazos.detenido_ahora")
    hechos = {"fecha": en_palabras(plazo.vence), "cuanto": duracion(plazo.plazo.cantidad, plazo.plazo.unidad)}
    if not plazo.base_legal:
        return t("plazos.responde_sin_base", **hechos)
    return t("plazos.responde", base_legal=plazo.base_legal, **hechos)


def duracion(cuantos: int, unidad: Unidad) -> str:
    """As in "30 días hábiles"."""
    return _cuantos(f"plazos.{unidad}", cuantos)


def por_que(plazo: ExplicacionPlazo | None) -> None:
    """The disclosure under a date: from which day it is counted, what did not count and by which norm, and what follows."""
    if plazo is None:
        return
    with st.expander(t("plazos.por_que" if plazo.vence else "plazos.por_que_detenido")):
        filas = {nombre: piezas.corrido(valor) for nombre, valor in _filas(plazo).items() if valor}
        piezas.resumen(filas, denso=True)


def _filas(e: ExplicacionPlazo) -> dict[str, str]:
    return {
        t(f"plazos.origen.{e.origen}"): _origen(e),
        t("plazos.dia_uno"): _dia_uno(e),
        t("plazos.dura"): _dura(e),
        t("plazos.distancia"): _mas("plazos.por_distancia", e.plazo.distancia, e.plazo.unidad),
        t("plazos.ampliacion"): _mas("plazos.ampliado", e.plazo.ampliacion, e.plazo.unidad),
        t("plazos.no_contaron"): _renglones(_sin_contar(e)),
        t("plazos.detenido"): _renglones([_detenido(s) for s in e.plazo.suspensiones]),
        t("prorrogas.vence" if e.origen == "pedido" else "plazos.vence"): _vence(e),
        t("plazos.notificar"): _dicho("plazos.notificar_detalle", e.ultimo_dia_para_notificar),
        **(
            {t(f"plazos.opera.{e.silencio}"): _dicho(f"plazos.opera_detalle.{e.silencio}", e.opera_silencio)}
            if e.silencio
            else {}
        ),
    }


def _origen(e: ExplicacionPlazo) -> str:
    fecha = frase(en_palabras(e.plazo.acto))
    return t("plazos.de_nuevo", fecha=fecha) if e.origen == "subsanacion" else fecha


def _dia_uno(e: ExplicacionPlazo) -> str:
    if e.dia_uno is None:
        return ""
    clave = "plazos.dia_uno_habil" if e.plazo.unidad is Unidad.HABILES else "plazos.dia_uno_calendario"
    return t(clave, fecha=frase(en_palabras(e.dia_uno)))


def _dura(e: ExplicacionPlazo) -> str:
    cuanto = duracion(e.plazo.cantidad, e.plazo.unidad)
    return t("plazos.con_base", cuanto=cuanto, base_legal=e.base_legal) if e.base_legal else cuanto


def _mas(clave: str, dias: int, unidad: Unidad) -> str:
    """Further days; those of a term in months are business days."""
    suya = Unidad.HABILES if unidad is Unidad.MESES else unidad
    return t(clave, cuanto=duracion(dias, suya)) if dias else ""


def _sin_contar(e: ExplicacionPlazo) -> list[str]:
    """Weekends together, each other day with its name and its norm."""
    saltados = [d.saltado for d in e.sin_contar if d.saltado is not None and d.suspension is None]
    declarados = [d for d in saltados if d.clase == "no_habil"]
    lineas = [
        t("plazos.dia_no_habil", fecha=frase(en_palabras(d.fecha)), nombre=d.nombre, base_legal=d.base_legal)
        for d in declarados
    ]
    if libres := len(saltados) - len(declarados):
        lineas.append(_cuantos("plazos.fin_de_semana", libres))
    return lineas


def _detenido(s: Suspension) -> str:
    desde = en_palabras(s.desde)
    if s.hasta is None:
        return t("plazos.detenido_desde", desde=desde, motivo=s.motivo)
    if s.hasta == s.desde:
        return t("plazos.detenido_un_dia", desde=desde, motivo=s.motivo)
    return t("plazos.detenido_entre", desde=desde, hasta=en_palabras(s.hasta), motivo=s.motivo)


def _vence(e: ExplicacionPlazo) -> str:
    if e.vence is None:
        return ""
    fecha = frase(en_palabras(e.vence))
    if not e.movido:
        return fecha
    return t("plazos.movido", fecha=fecha, antes=en_palabras(e.movido[0].fecha))


def _dicho(clave: str, fecha: date | None) -> str:
    return t(clave, fecha=en_palabras(fecha)) if fecha is not None else ""


def _cuantos(clave: str, cuantos: int) -> str:
    return t(f"{clave}.uno") if cuantos == 1 else t(f"{clave}.varios", cuantos=cuantos)


def _renglones(lineas: list[str]) -> str:
    """Each in a line of its own."""
    puntos = "".join(f"<li>{piezas.corrido(linea)}</li>" for linea in lineas)
    return Html(f'<ul class="mp-dias">{puntos}</ul>') if lineas else ""
