"""The dialogs by which staff ask the citizen to correct, judge what came, ask again, and the tab that shows all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from portal.domain import observacion as reglas
from portal.domain.fechas import en_palabras
from portal.domain.observacion import LARGO_ITEM, MAXIMO_ITEMS, ItemNuevo
from portal.i18n import t
from portal.services import observaciones, observadas
from portal.services.actuaciones import LARGO_NOTA
from portal.services.contexto import Contexto
from portal.services.fichas import Ficha
from portal.services.observadas import ArchivoView, ItemView, ObservacionView, Previo
from portal.services.posibles import AccionPosible
from portal.ui import distintivos, medidas, piezas, plazo, state
from portal.ui.piezas import Enlace, Html, Tono

Acto = Callable[[], None]
JUICIOS: dict[bool | None, tuple[str, Tono]] = {
    True: ("observar.corregido", "verde"),
    False: ("observar.no_corregido", "rojo"),
    None: ("observar.por_revisar", "ambar"),
}


def observar(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Acto:
    """What is asked, item by item, and until when; of the counter, or of the office that has it."""
    numero, visto = ficha.vista.numero, ficha.visto
    previo = observadas.previo(ctx, numero)
    piezas.nota(t("observar.una_vez"))
    tarde = accion.caso == "observar" and previo.fuera_de_plazo and _fuera_de_plazo(previo)
    puntos = _puntos(ficha, accion, previo)
    dias = _dias(previo, accion)
    items = tuple(ItemNuevo(texto, parte) for texto, parte in puntos)
    if accion.caso == "requerir":
        return lambda: observaciones.requerir(ctx, numero, visto=visto, items=items, dias=dias)
    return lambda: observaciones.observar(ctx, numero, visto=visto, items=items, dias=dias, fuera_de_plazo=tarde)


def _fuera_de_plazo(previo: Previo) -> bool:
    piezas.aviso(t("observar.tarde", limite=en_palabras(previo.limite)), t("observar.tarde_detalle"), tono="ambar")
    return st.checkbox(t("observar.tarde_confirmo"), key="observar_tarde")


def _puntos(ficha: Ficha, accion: AccionPosible, previo: Previo) -> list[tuple[str, str]]:
    """The fields of the items, one more or fewer at each press; what they say."""
    lugar = f"puntos_{accion.caso}_{ficha.vista.numero}_{ficha.visto}"
    ids: list[int] = st.session_state.setdefault(lugar, [1])
    partes = dict(previo.partes)
    _frase_usual(lugar, ids)
    escritos = []
    for orden, punto in enumerate(list(ids), 1):
        texto = st.text_area(t("observar.punto", orden=orden), key=f"{lugar}_{punto}", max_chars=LARGO_ITEM, height=90)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            parte = st.selectbox(
                t("observar.parte", orden=orden),
                list(partes),
                index=None,
                format_func=partes.__getitem__,
                placeholder=t("observar.parte_ninguna"),
                key=f"{lugar}_{punto}_parte",
            )
            if len(ids) > 1:
                nombre = t("observar.quitar", orden=orden)
                st.button(nombre, type="tertiary", key=f"{lugar}_{punto}_quitar", on_click=_quitar, args=(lugar, punto))
        escritos.append((texto or "", parte or ""))
    if len(ids) < MAXIMO_ITEMS:
        st.button(t("observar.agregar"), icon=":material/add:", key=f"{lugar}_mas", on_click=_otro, args=(lugar,))
    return escritos


def _frase_usual(lugar: str, ids: list[int]) -> None:
    """A usual text to start from: it is written in the first item without words, or in a new one."""
    frases = {frase.id: frase for frase in state.institucion().escritorio.observaciones}
    if not frases:
        return

    def escribir() -> None:
        elegida = st.session_state.get(f"{lugar}_frase")
        if not elegida:
            return
        libre = next((p for p in ids if not (st.session_state.get(f"{lugar}_{p}") or "").strip()), None)
        if libre is None:
            _otro(lugar)
            libre = ids[-1]
        if not (st.session_state.get(f"{lugar}_{libre}") or "").strip():
            st.session_state[f"{lugar}_{libre}"] = frases[elegida].texto
        st.session_state[f"{lugar}_frase"] = None

    st.selectbox(
        t("observar.frase"),
        list(frases),
        index=None,
        format_func=lambda i: frases[i].nombre,
        placeholder=t("actos.elegir_frase"),
        key=f"{lugar}_frase",
        on_change=escribir,
    )


def _otro(lugar: str) -> None:
    ids = st.session_state.get(lugar)  # somebody else may have come back to the tab: there is nothing to add to
    if ids is not None and len(ids) < MAXIMO_ITEMS:
        ids.append(max(ids) + 1)


def _quitar(lugar: str, punto: int) -> None:
    ids = st.session_state.get(lugar)
    if ids is not None and punto in ids and len(ids) > 1:
        ids.remove(punto)


def _dias(previo: Previo, accion: AccionPosible) -> int:
    """The citizen's business days, and the date that follows."""
    dias = st.number_input(
        t("observar.dias"),
        min_value=previo.dias,
        max_value=previo.maximo,
        value=previo.dias,
        width=260,
        key=f"dias_{accion.caso}",
    )
    termino = reglas.termino(previo.hoy, dias=int(dias), minimo=previo.dias, calendario=previo.calendario)
    piezas.aviso(t("observar.hasta", fecha=en_palabras(termino.vence_el)), tono="fuerte")
    return int(dias)


def juzgar(ctx: Contexto, ficha: Ficha, _accion: AccionPosible) -> Acto:
    """Each item of the last cure, beside what the citizen answered: cured or not."""
    numero, visto = ficha.vista.numero, ficha.visto
    ultima = observadas.de_bandeja(ctx, numero)[0]
    dichos: dict[int, bool] = {}
    for item in ultima.items:
        _item(item)
        juicio = st.radio(
            t("observar.juicio", orden=item.orden),
            [True, False],
            index=None,
            horizontal=True,
            format_func=lambda bien: t(JUICIOS[bien][0]),
            key=f"juicio_{item.id}",
        )
        if juicio is not None:
            dichos[item.id] = juicio
    nota = st.text_area(t("actos.interna"), key="juzgar_nota", max_chars=LARGO_NOTA, height=80) or ""
    return lambda: observaciones.juzgar(ctx, numero, visto=visto, subsanados=dichos, nota=nota)


def repetir(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Acto:
    """What was judged not cured, in its own words: which of it to ask once more."""
    numero, visto = ficha.vista.numero, ficha.visto
    piezas.nota(t("observar.repetir_nota"))
    faltan = [item for item in observadas.de_bandeja(ctx, numero)[0].items if item.subsanado is False]
    elegidos = [
        item.id for item in faltan if st.checkbox(piezas.llano(item.texto), value=True, key=f"repetir_{item.id}")
    ]
    dias = _dias(observadas.previo(ctx, numero), accion)
    return lambda: observaciones.repetir(ctx, numero, visto=visto, items=elegidos, dias=dias)


def no_presentar(ctx: Contexto, ficha: Ficha, accion: AccionPosible) -> Acto:
    """Since when it is late and what was asked; why, in words that may stay as they are."""
    numero, visto = ficha.vista.numero, ficha.visto
    pedido = observadas.de_bandeja(ctx, numero)[0]
    fecha = en_palabras(pedido.vence_el)
    piezas.aviso(t("observar.vencio", fecha=fecha), t("observar.no_llego"), tono="ambar")
    piezas.lista([item.texto for item in pedido.items])
    motivo = st.text_area(
        t("plazos.motivo"),
        value=t("observar.motivo_usual", fecha=fecha),
        key=f"nota_{accion.caso}_{accion.transicion}",
        max_chars=LARGO_NOTA,
        height=100,
    )
    regla = accion.transicion or None
    return lambda: observaciones.no_presentar(ctx, numero, visto=visto, motivo=motivo or "", transicion=regla)


def pedidas(numero: str) -> tuple[ObservacionView, ...]:
    """Everything that was asked in an expediente, newest first."""
    return observadas.de_bandeja(state.ctx(), numero)


def titulo_de(datos: Mapping[str, object]) -> str:
    """What a step of this is called in the hoja de ruta, when its acción alone does not say it; empty otherwise."""
    if "juzgado" in datos:
        return t("observaciones.juzgar")
    return t("observar.propuesta") if "propone" in datos else ""


def mostrar(todas: tuple[ObservacionView, ...]) -> None:
    """The tab: each act of asking, its items with their answers and files, and what was judged."""
    for una in todas:
        st.header(t(f"observar.clase_{una.clase}" if una.ronda == 1 else "observar.clase_repetida"), anchor=False)
        que = una.resultado or ("espera" if una.en_plazo else "vencida")
        piezas.linea(una.oficina, t(f"observar.resultado_{que}", fecha=en_palabras(una.vence_el)))
        if una.antes is not None:
            piezas.nota(t("prorrogas.dada_en_bandeja", antes=en_palabras(una.antes), motivo=una.por_que))
        plazo.por_que(una.plazo)
        for item in una.items:
            _item(item, juzgado=bool(una.registro_id))
        if una.registro_id is not None:
            cargo = state.url(f"/cargos/{una.registro_id}")
            piezas.boton_enlace(Enlace(t("observar.cargo", registro=una.registro), cargo, "download"))


def _archivo(uno: ArchivoView) -> Html:
    if uno.analisis == distintivos.INFECTADO:
        return distintivos.tacha(uno.nombre)
    enlace = piezas.enlace(Enlace(uno.nombre, state.url(f"/documentos/{uno.id}")))
    return Html(f'{enlace} <span class="mp-suave">{piezas.seguro(medidas.detalle(uno.tamano, uno.paginas))}</span>')


def _item(item: ItemView, *, juzgado: bool = False) -> None:
    enlaces = [str(_archivo(uno)) for uno in item.archivos]
    filas = {
        t("observar.pedido", orden=item.orden): item.texto,
        t("observar.sobre"): item.parte,
        t("observar.respuesta"): item.respuesta,
        t("observar.archivos"): Html("<br>".join(enlaces)) if enlaces else "",
    }
    if juzgado:
        clave, tono = JUICIOS[item.subsanado]
        filas[t("observar.estado")] = piezas.etiqueta(t(clave), tono)
    piezas.resumen({nombre: valor for nombre, valor in filas.items() if valor}, denso=True)
