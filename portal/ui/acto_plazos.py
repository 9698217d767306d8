"""The dialogs by which an office changes a term: its own (more days, stopped, going on), or gives the citizen more days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from portal.domain.fechas import en_palabras
from portal.domain.plazos import Suspension, vencimiento
from portal.i18n import t
from portal.services import observadas, plazos, prorrogas
from portal.services.actuaciones import LARGO_NOTA
from portal.services.contexto import Contexto
from portal.services.explicaciones import ExplicacionPlazo
from portal.services.fichas import Ficha
from portal.services.posibles import AccionPosible
from portal.ui import piezas, state


def ampliar(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Callable[[], None]:
    """How many more days, why, and the date that follows."""
    plazo = ficha.vista.plazo
    if plazo is not None and plazo.vence is not None:
        piezas.nota(t("plazos.ampliar.hoy", fecha=en_palabras(plazo.vence)))
    else:
        piezas.nota(t("plazos.ampliar.sin_fecha"))
    dias = st.number_input(
        t("plazos.ampliar.dias"),
        min_value=1,
        max_value=plazos.AMPLIACION_MAXIMA,
        value=5,
        width=200,
        key="ampliar_dias",
    )
    nueva = _ampliado(plazo, int(dias or 1))
    if nueva is not None:
        piezas.aviso(t("plazos.ampliar.nueva", fecha=en_palabras(nueva)), tono="fuerte")
    motivo = _motivo(accion)
    numero, visto = ficha.vista.numero, ficha.visto
    return lambda: plazos.ampliar(ctx, numero, visto=visto, dias=int(dias or 0), motivo=motivo)


def _ampliado(plazo: ExplicacionPlazo | None, dias: int) -> date | None:
    if plazo is None:
        return None
    return vencimiento(replace(plazo.plazo, ampliacion=dias), plazo.calendario).vence


def prorrogar(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Callable[[], None]:
    """How many more days to cure, why, and the date that follows."""
    numero, visto = ficha.vista.numero, ficha.visto
    pedido = observadas.de_bandeja(ctx, numero)[0]
    piezas.nota(t("prorrogas.hoy", fecha=en_palabras(pedido.vence_el)))
    dias = st.number_input(
        t("prorrogas.dias"), min_value=1, max_value=prorrogas.PRORROGA_MAXIMA, value=2, width=200, key="prorrogar_dias"
    )
    nueva = _ampliado(pedido.plazo, int(dias or 1))
    if nueva is not None:
        piezas.aviso(t("prorrogas.nueva", fecha=en_palabras(nueva)), tono="fuerte")
    motivo = _motivo(accion)
    return lambda: prorrogas.prorrogar(ctx, numero, visto=visto, dias=int(dias or 0), motivo=motivo)


def suspender(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Callable[[], None]:
    """Why, and until when; where positive silence would operate, until when is due."""
    plazo, hoy = ficha.vista.plazo, ctx.reloj().astimezone(state.institucion().zona).date()
    piezas.nota(t("plazos.suspender.nota"))
    exigida = plazo is not None and plazo.silencio == "positivo"
    maximo = hoy + plazos.SUSPENSION_MAXIMA
    if exigida and plazo is not None:
        maximo = plazo.calendario.sumar_habiles(hoy, plazos.SUSPENSION_CON_SILENCIO)
    hasta = st.date_input(
        t("plazos.suspender.hasta_exigido" if exigida else "plazos.suspender.hasta"),
        value=None,
        min_value=hoy + timedelta(days=1),
        max_value=maximo,
        format="DD/MM/YYYY",
        width=240,
        key="suspender_hasta",
    )
    ayuda = (
        t("plazos.suspender.hasta_maximo", fecha=en_palabras(maximo)) if exigida else t("plazos.suspender.hasta_ayuda")
    )
    piezas.ayuda("suspender_hasta", ayuda)
    if isinstance(hasta, date) and (nueva := _detenido(plazo, hoy, hasta)) is not None:
        piezas.aviso(t("plazos.suspender.nueva", fecha=en_palabras(nueva)), tono="fuerte")
    motivo = _motivo(accion)
    numero, visto = ficha.vista.numero, ficha.visto
    return lambda: plazos.suspender(ctx, numero, visto=visto, motivo=motivo, hasta=hasta)


def _detenido(plazo: ExplicacionPlazo | None, hoy: date, hasta: date) -> date | None:
    if plazo is None or hasta < hoy:
        return None
    pausas = (*plazo.plazo.suspensiones, Suspension(hoy, hasta, ""))
    return vencimiento(replace(plazo.plazo, suspensiones=pausas), plazo.calendario).vence


def reanudar(ctx: Contexto, ficha: Ficha, _accion: AccionPosible) -> None:
    """Nothing is asked: it goes on tomorrow."""
    plazos.reanudar(ctx, ficha.vista.numero, visto=ficha.visto)


def _motivo(accion: AccionPosible) -> str:
    """Why; its error is shown under it, by the key that every dialog uses. The citizen is told by mail."""
    piezas.nota(t("plazos.avisamos"))
    texto = st.text_area(
        t("plazos.motivo"), key=f"nota_{accion.caso}_{accion.transicion}", max_chars=LARGO_NOTA, height=120
    )
    return texto or ""
