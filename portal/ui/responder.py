"""The dialog by which an office answers: what it says, the documents that go with it, and how it calls its own."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from portal.i18n import t
from portal.services import archivos, salidas
from portal.services.actuaciones import LARGO_NOTA
from portal.services.contexto import Contexto
from portal.services.fichas import Ficha
from portal.services.posibles import AccionPosible
from portal.services.salidas import BorradorDeRespuesta
from portal.ui import piezas, state
from portal.ui.cargador import cargador
from portal.ui.errors import show_refusals


def responder(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Callable[[], None]:
    """``atender`` ends with the answer, ``responder`` goes on; both leave numbered."""
    numero, visto = ficha.vista.numero, ficha.visto
    termina = accion.caso == "atender"
    piezas.nota(t("salidas.que_pasa" if termina else "salidas.que_pasa_parcial"))
    if not ficha.vista.remitente.get("correo"):
        piezas.aviso(t("salidas.sin_correo"), tono="ambar")
    nota = st.text_area(
        t("salidas.texto"), key=f"nota_{accion.caso}_{accion.transicion}", max_chars=LARGO_NOTA, height=160
    )
    borrador = _documentos(ctx, ficha, accion.caso)
    documento = st.text_input(
        t("salidas.documento"),
        key=f"documento_{accion.caso}",
        max_chars=salidas.LARGO_DOCUMENTO,
        placeholder=t("salidas.documento_ejemplo"),
    )
    caso = salidas.atender if termina else salidas.responder

    def hacer() -> None:
        caso(
            ctx,
            numero,
            visto=visto,
            nota=nota or "",
            borrador_id=borrador.id if borrador is not None else None,
            documento=documento or "",
            transicion=accion.transicion or None,
        )

    return hacer


def _documentos(ctx: Contexto, ficha: Ficha, caso: str) -> BorradorDeRespuesta | None:
    """The slot of its files, which go up as they are chosen; None when it may no longer be answered here."""
    with show_refusals():
        borrador = salidas.preparar(ctx, ficha.vista.numero, visto=ficha.visto)
        cargas = archivos.cargas(ctx, borrador.id)
        cargador(borrador.ranura, cargas, borrador_id=borrador.id, url_base=state.base(), key=f"ranura_{caso}")
        return borrador
    return None
