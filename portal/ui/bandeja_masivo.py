"""One act on many expedientes of the tray: the bar, the dialog with what the act needs, its progress, and each answer.

Each expediente is its own transaction: one that cannot be done stops no other and stays chosen. What is cut halfway (a
line that falls, a window that is shut) is told as far as it went.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from portal.domain.estados import SOLO_ESTADO, TRANSICIONES, Accion
from portal.domain.permisos import PERMISO_DE, Permiso
from portal.i18n import explain, t
from portal.services import alcances, escritorio, masivos
from portal.services.contexto import Contexto
from portal.services.escritorio import HojaEscritorio
from portal.services.filas import FilaEscritorio
from portal.services.masivos import ActoMasivo, Resultado
from portal.ui import bandeja, bandeja_filtros, bandeja_llevar, bandeja_pedidos, piezas, state
from portal.ui.bandeja_seleccion import MAXIMO, elegidos, elegir, quitar
from portal.ui.errors import show_refusals
from portal.ui.piezas import Enlace

TANDA = "bandeja_tanda"
ACTOS: Mapping[str, tuple[Accion, str]] = {
    "recibir": (Accion.RECIBIR, "inbox"),
    "derivar": (Accion.DERIVAR, "forward"),
    "asignar": (Accion.ASIGNAR, "person_add"),
    "archivar": (Accion.ARCHIVAR, "archive"),
}
CAMBIAR = "cambiar_estado"


@dataclass
class Tanda:
    """An act on many while it is done, and once it is: its verb, on how many and which, and what became of each so far."""

    verbo: str
    total: int
    ids: Mapping[str, int]
    resultados: list[Resultado] = field(default_factory=list)

    @property
    def negados(self) -> list[Resultado]:
        """Those that could not be done."""
        return [r for r in self.resultados if r.error is not None]


def barra(ctx: Contexto, hoja: HojaEscritorio) -> None:
    """What may be done with the chosen ones, in the place of the line that counts."""
    suyos = tuple(elegidos().values())
    aqui = {f.expediente_id for f in hoja.filas}
    fuera = sum(f.expediente_id not in aqui for f in suyos)
    with st.container(key="mp-masivo", horizontal=True, vertical_alignment="center", gap="small"):
        cuantos = t("bandeja.elegido") if len(suyos) == 1 else t("bandeja.elegidos", cuantos=len(suyos))
        piezas.linea(cuantos, t("bandeja.fuera", cuantos=fuera) if fuera else "")
        posibles = [acto for acto in (*ACTOS, CAMBIAR) if _puede(ctx, acto, suyos)]
        for i, acto in enumerate(posibles):
            dibujo = ACTOS[acto][1] if acto in ACTOS else "swap_horiz"
            if st.button(
                t(f"bandeja.acto.{acto}"), icon=f":material/{dibujo}:", key=f"masivo_{acto}",
                type="secondary" if i else "primary",
            ):  # fmt: skip
                dialogo(ctx, acto, suyos)
        if len(suyos) == 1 and st.button(
            t("bandeja.abrir_elegido"), icon=":material/open_in_new:", key="abrir_elegido"
        ):
            bandeja.abrir(suyos[0].numero)
        if not posibles:
            piezas.nota(t("bandeja.sin_actos"))
        st.space("stretch")
        alcanzables = min(hoja.total, MAXIMO)
        if alcanzables > len(suyos) and alcanzables > len(hoja.filas):
            clave = "bandeja.elegir_primeros" if hoja.incontable or hoja.total > MAXIMO else "bandeja.elegir_todos"
            st.button(t(clave, cuantos=alcanzables), type="tertiary", key="elegir_todos", on_click=_elegir_todos)
        st.button(t("bandeja.quitar_seleccion"), type="tertiary", key="quitar_seleccion", on_click=quitar)


def _elegir_todos() -> None:
    elegir(escritorio.todas(state.ctx(), bandeja_filtros.actual(), maximo=MAXIMO))


def _puede(ctx: Contexto, acto: str, suyos: tuple[FilaEscritorio, ...]) -> bool:
    """Whether the act is possible with any of them, as far as the list tells; each one is asked again when it is done."""
    if acto == CAMBIAR:
        return bool(transiciones(ctx, suyos))
    accion = ACTOS[acto][0]
    return any(
        (f.fase, accion) in TRANSICIONES
        and (alcances.alcanza(ctx.actor, PERMISO_DE[accion], f.dependencia_id) or _como_destino(ctx, accion, f))
        and (accion is not Accion.RECIBIR or f.por_recibir)
        for f in suyos
    )


def _como_destino(ctx: Contexto, accion: Accion, f: FilaEscritorio) -> bool:
    """A copy, or a request, is received by the office where it is open, wherever the expediente is."""
    return accion is Accion.RECIBIR and f.destino_id is not None and ctx.actor.puede(Permiso.RECIBIR)


def transiciones(ctx: Contexto, suyos: tuple[FilaEscritorio, ...]) -> Mapping[str, str]:
    """The changes of estado that some of them admit: transition and its verb."""
    institucion = state.institucion()
    halladas: dict[str, str] = {}
    for estado, oficina in {(f.estado_id, f.dependencia_id) for f in suyos}:
        roles = alcances.roles(ctx.actor, Permiso.CAMBIAR_ESTADO, oficina)
        halladas |= {
            tr.id: tr.nombre for tr in institucion.transiciones_desde(estado, *roles) if tr.accion in SOLO_ESTADO
        }
    return {tr.id: tr.nombre for tr in institucion.transiciones if tr.id in halladas}


def dialogo(ctx: Contexto, acto: str, suyos: tuple[FilaEscritorio, ...]) -> None:
    """What the act needs, once for all of them, and its verb."""

    @st.dialog(
        t(
            "bandeja.dialogo_uno" if len(suyos) == 1 else "bandeja.dialogo",
            acto=t(f"bandeja.acto.{acto}"),
            cuantos=len(suyos),
        )
    )
    def cuerpo() -> None:
        piezas.nota(t("bandeja.uno_por_uno"))
        pedir = bandeja_pedidos.PEDIDOS[acto](ctx, suyos, transiciones(ctx, suyos))
        avance = st.container()
        fila = st.container(horizontal=True, gap="small")
        if (
            fila.button(t(f"bandeja.acto.{acto}"), type="primary", key="masivo_hacer")
            and (hecho := pedir()) is not None
        ):
            with avance, show_refusals():
                hacer(ctx, t(f"bandeja.acto.{acto}"), hecho, suyos)
                st.rerun()
        if fila.button(t("expediente.cancelar"), key="masivo_cancelar"):
            st.rerun()

    cuerpo()


def hacer(ctx: Contexto, verbo: str, acto: ActoMasivo, suyos: tuple[FilaEscritorio, ...]) -> None:
    """Do it one by one. What is done is no longer chosen; the answers are kept as they come."""
    tanda = Tanda(verbo, len(suyos), {f.numero: f.expediente_id for f in suyos})
    st.session_state[TANDA] = tanda
    st.session_state.pop(bandeja.CIFRAS, None)
    avance = st.progress(0.0, text=t("bandeja.avance", hechos=0, total=tanda.total))
    for resultado in masivos.hacer_varios(ctx, [(f.numero, f.movimientos) for f in suyos], acto):
        tanda.resultados.append(resultado)
        if resultado.error is None:
            quitar([tanda.ids[resultado.numero]])
        hechos = len(tanda.resultados)
        avance.progress(hechos / tanda.total, text=t("bandeja.avance", hechos=hechos, total=tanda.total))


def respuesta() -> None:
    """What became of the last act on many, until it is read and put away."""
    tanda: Tanda | None = st.session_state.get(TANDA)
    if tanda is None:
        return
    bien, faltan = len(tanda.resultados) - len(tanda.negados), tanda.total - len(tanda.resultados)
    negados = t("bandeja.un_negado") if len(tanda.negados) == 1 else t("bandeja.negados", cuantos=len(tanda.negados))
    detalle = [negados] if tanda.negados else []
    detalle += [t("bandeja.interrumpido", cuantos=faltan)] if faltan else []
    with st.container(key="mp-respuesta", gap="small"):
        piezas.aviso(
            t("bandeja.hechos", verbo=tanda.verbo, hechos=bien, total=tanda.total),
            " ".join(detalle),
            tono="ambar" if detalle else "fuerte",
            urgente=True,
        )
        if tanda.negados:
            piezas.resumen({r.numero: explain(r.error) for r in tanda.negados if r.error is not None}, denso=True)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if bien:
                hechos = [tanda.ids[r.numero] for r in tanda.resultados if r.error is None]
                piezas.boton_enlace(Enlace(t("listas.entrega_de_los_hechos"), bandeja_llevar.entrega(hechos), "print"))
                with st.popover(t("bandeja.ver_hechos", cuantos=bien), type="tertiary"):
                    piezas.lista([r.numero for r in tanda.resultados if r.error is None])
            st.button(t("bandeja.cerrar_respuesta"), key="cerrar_respuesta", on_click=_olvidar)


def _olvidar() -> None:
    st.session_state.pop(TANDA, None)
