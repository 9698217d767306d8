"""The dialogs of the desk: one act each, what it needs, what follows from it, and its verb.

Each ``caso`` draws its fields and gives back the act to do when its verb is pressed. A refusal stays in the dialog, with
what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from portal.domain.escritorio import Escritorio, Frase
from portal.i18n import explain, t
from portal.services import atenciones, derivaciones, finales, tramite
from portal.services.actuaciones import LARGO_NOTA, FaltaMotivo
from portal.services.contexto import Contexto
from portal.services.derivaciones import PedidoDeAtencion
from portal.services.fichas import Ficha
from portal.services.posibles import AccionPosible
from portal.ui import acto_observar, acto_plazos, piezas, responder, state
from portal.ui.errors import HECHO, show_refusals

Acto = Callable[[], None]
Clave = TypeVar("Clave", str, int)
DIAS_MAXIMO = 250


def boton(ficha: Ficha, accion: AccionPosible, *, tipo: str) -> None:
    """The button of an act; it asks what it needs in a dialog, and what needs nothing is done at once."""
    llave = f"accion_{accion.caso}_{accion.transicion}_{accion.destino_id or ''}"
    nombre = piezas.llano(f"{accion.nombre} · {accion.oficina}" if accion.oficina else accion.nombre)
    if not st.button(nombre, type="primary" if tipo == "primary" else "secondary", width="stretch", key=llave):
        return
    if accion.caso in SIN_PREGUNTAS:
        with show_refusals():
            SIN_PREGUNTAS[accion.caso](state.ctx(), ficha, accion)
            _hecho(ficha, accion)
    else:
        dialogo(ficha, accion)


def dialogo(ficha: Ficha, accion: AccionPosible) -> None:
    """One act: what happens, what it needs, and the verb."""

    @st.dialog(t("expediente.dialogo", accion=piezas.llano(accion.nombre), numero=ficha.vista.numero))
    def cuerpo() -> None:
        if accion.hasta:
            clave = "expediente.consecuencia_avisa" if accion.avisa else "expediente.consecuencia"
            piezas.nota(t(clave, estado=accion.hasta))
        hacer = CON_PREGUNTAS.get(accion.caso, _nota_y_verbo)(state.ctx(), ficha, accion)
        falta = st.container()
        fila = st.container(horizontal=True, gap="small")
        if fila.button(piezas.llano(accion.nombre), type="primary", key=f"hacer_{accion.caso}_{accion.transicion}"):
            with falta, show_refusals():
                try:
                    hacer()
                    _hecho(ficha, accion)
                except FaltaMotivo as negativa:
                    llave = _llave(accion)
                    piezas.error_de_campo(llave, {llave: explain(negativa)}, urgente=True)
        if fila.button(t("expediente.cancelar"), key=f"cancelar_{accion.caso}_{accion.transicion}"):
            st.rerun()

    cuerpo()


def _hecho(ficha: Ficha, accion: AccionPosible) -> None:
    numero = ficha.vista.numero
    hecho = t("expediente.hecho", numero=numero, estado=accion.hasta) if accion.hasta else ""
    st.session_state[HECHO] = hecho or t("actos.hecho", numero=numero, accion=accion.nombre)
    st.rerun()


def _llave(accion: AccionPosible) -> str:
    return f"nota_{accion.caso}_{accion.transicion}"


def _texto(accion: AccionPosible, etiqueta: str) -> str:
    """The field of the motivo, the note or the answer; its error is shown under it."""
    return st.text_area(etiqueta, key=_llave(accion), max_chars=LARGO_NOTA, height=120) or ""


def _frases(frases: Sequence[Frase], accion: AccionPosible, etiqueta: str) -> None:
    """A usual text to start from; choosing one writes it in the field below."""
    if not frases:
        return
    textos = {frase.id: frase for frase in frases}

    def escribir() -> None:
        elegida = st.session_state.get(f"frase_{accion.caso}")
        if elegida:
            st.session_state[_llave(accion)] = textos[elegida].texto

    st.selectbox(
        etiqueta,
        list(textos),
        index=None,
        format_func=lambda i: textos[i].nombre,
        placeholder=t("actos.elegir_frase"),
        key=f"frase_{accion.caso}",
        on_change=escribir,
    )


def _nota_y_verbo(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Acto:
    """Acts that only need the motivo, or admit a note for the citizen."""
    if accion.caso == "rechazar":
        _frases(_escritorio().rechazos, accion, t("actos.motivo_usual"))
    nota = _texto(accion, t("expediente.motivo") if accion.exige_motivo else t("expediente.nota"))
    numero, visto = ficha.vista.numero, ficha.visto
    if accion.caso == "cambiar_estado":
        return lambda: tramite.cambiar_estado(ctx, numero, transicion=accion.transicion, visto=visto, nota=nota)
    if accion.caso == "archivar":
        return lambda: finales.archivar(ctx, numero, visto=visto, nota=nota, transicion=accion.transicion or None)
    caso = CON_MOTIVO[accion.caso]
    return lambda: caso(ctx, numero, visto=visto, motivo=nota, transicion=accion.transicion or None)


def _derivar(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Acto:
    escritorio = _escritorio()
    oficinas = {d.id: d.nombre for d in escritorio.dependencias if d.activa and d.nombre != ficha.oficina}
    pedidos = {pedido.id: pedido.nombre for pedido in escritorio.pedidos}
    a_quien = _elegir(t("actos.derivar.a"), oficinas, key="derivar_a")
    with st.container(horizontal=True, gap="small"):
        pedido = st.selectbox(
            t("actos.derivar.para"), list(pedidos), format_func=pedidos.__getitem__, key="derivar_para"
        )
        dias = st.number_input(
            t("actos.derivar.dias"), min_value=1, max_value=DIAS_MAXIMO, value=None, width=150, key="derivar_dias"
        )
    _frases(escritorio.proveidos, accion, t("actos.derivar.frase"))
    proveido = _texto(accion, t("actos.derivar.proveido"))
    with st.expander(t("actos.derivar.mas")):
        copias = _varias(t("actos.derivar.copias"), oficinas, key="derivar_copias")
        atencion = _varias(t("actos.derivar.atencion"), oficinas, key="derivar_atencion")
        nota = st.text_area(t("expediente.nota"), key="derivar_nota", max_chars=LARGO_NOTA, height=80) or ""
    return lambda: derivaciones.derivar(
        ctx,
        ficha.vista.numero,
        visto=ficha.visto,
        responsable=a_quien,
        copias=tuple(copias),
        atenciones=tuple(
            PedidoDeAtencion(oficina, "opinion" if "opinion" in pedidos else pedido) for oficina in atencion
        ),
        pedido=pedido,
        proveido=proveido,
        nota=nota,
        dias=int(dias) if dias is not None else None,
    )


def _asignar(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Acto:
    personas = tramite.encargables(ctx, ficha.vista.numero)
    if not personas:
        piezas.nota(t("actos.asignar.nadie"))
    quien = _elegir(t("actos.asignar.a"), personas, key="asignar_a")
    nota = _texto(accion, t("actos.interna"))
    return lambda: tramite.asignar(ctx, ficha.vista.numero, visto=ficha.visto, cuenta=quien, nota=nota)


def _avanzar(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Acto:
    nota = _texto(accion, t("actos.avance"))
    publico = st.checkbox(t("actos.avance_publico"), key="avance_publico")
    return lambda: tramite.avanzar(
        ctx,
        ficha.vista.numero,
        visto=ficha.visto,
        nota=nota if publico else "",
        interna="" if publico else nota,
        publico=publico,
    )


def _devolver(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Acto:
    motivo = _texto(accion, t("actos.devolver_motivo"))
    numero, visto, destino = ficha.vista.numero, ficha.visto, accion.destino_id
    return lambda: derivaciones.devolver(ctx, numero, visto=visto, motivo=motivo, destino_id=destino)


def _informar(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Acto:
    respuesta = _texto(accion, t("actos.informe"))
    numero, visto, destino = ficha.vista.numero, ficha.visto, accion.destino_id or 0
    return lambda: atenciones.informar(ctx, numero, destino_id=destino, respuesta=respuesta, visto=visto)


def _remitir(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Acto:
    entidad = st.text_input(t("actos.entidad"), key="remitir_entidad", max_chars=200) or ""
    motivo = _texto(accion, t("expediente.motivo"))
    numero, visto, regla = ficha.vista.numero, ficha.visto, accion.transicion or None
    return lambda: finales.remitir(ctx, numero, visto=visto, entidad=entidad, motivo=motivo, transicion=regla)


def _recibir(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> None:
    derivaciones.recibir(ctx, ficha.vista.numero, visto=ficha.visto, destino_id=accion.destino_id)


def _encargarse(ctx: Contexto, ficha: Ficha, _accion: AccionPosible) -> None:
    tramite.encargarse(ctx, ficha.vista.numero, visto=ficha.visto)


def _enterarse(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> None:
    atenciones.enterarse(ctx, ficha.vista.numero, destino_id=accion.destino_id or 0, visto=ficha.visto)


def _elegir(etiqueta: str, opciones: Mapping[Clave, str], *, key: str) -> Clave | None:
    return st.selectbox(
        etiqueta,
        list(opciones),
        index=None,
        format_func=opciones.__getitem__,
        placeholder=t("actos.elegir"),
        key=key,
    )


def _varias(etiqueta: str, opciones: Mapping[str, str], *, key: str) -> list[str]:
    return st.multiselect(
        etiqueta, list(opciones), format_func=opciones.__getitem__, placeholder=t("actos.elegir_varias"), key=key
    )


def _escritorio() -> Escritorio:
    return state.institucion().escritorio


SIN_PREGUNTAS: Mapping[str, Callable[[Contexto, Ficha, AccionPosible], None]] = {
    "recibir": _recibir,
    "encargarse": _encargarse,
    "enterarse": _enterarse,
    "reanudar": acto_plazos.reanudar,
}
CON_PREGUNTAS: Mapping[str, Callable[[Contexto, Ficha, AccionPosible], Acto]] = {
    "derivar": _derivar,
    "asignar": _asignar,
    "avanzar": _avanzar,
    "devolver": _devolver,
    "informar": _informar,
    "remitir": _remitir,
    "atender": responder.responder,
    "responder": responder.responder,
    "observar": acto_observar.observar,
    "requerir": acto_observar.observar,
    "repetir": acto_observar.repetir,
    "juzgar": acto_observar.juzgar,
    "ampliar": acto_plazos.ampliar,
    "suspender": acto_plazos.suspender,
    "prorrogar": acto_plazos.prorrogar,
    "no_presentar": acto_observar.no_presentar,
}
CON_MOTIVO: Mapping[str, Callable[..., None]] = {
    "rechazar": finales.rechazar,
    "reabrir": finales.reabrir,
    "anular": finales.anular,
    "abandonar": finales.abandonar,
}
"""Acts whose only fact is the motivo. What has no drawing here is not offered (``sabe``)."""


def sabe(accion: AccionPosible) -> bool:
    """Whether there is a way to do it on this screen."""
    return accion.caso in {*SIN_PREGUNTAS, *CON_PREGUNTAS, *CON_MOTIVO, "cambiar_estado", "archivar"}
