"""The staff of the institution on the screen: the list with its filters, who may do what, and the tree of offices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import streamlit as st

from portal.domain.configuracion import Institucion
from portal.domain.escritorio import Dependencia, Escritorio
from portal.domain.permisos import DE_PERSONAL, Alcance, Permiso
from portal.i18n import t
from portal.services import asignaciones, avisos_de_plazo, personal
from portal.services.contexto import Contexto
from portal.services.encargos import AsignacionView, Vigencia
from portal.services.personal import BusquedaDePersonal, PersonaView, Situacion
from portal.ui import piezas

VISTAS = ("personas", "permisos", "oficinas")
HECHO = "personal_hecho"
PERSONA = "persona"
TONOS: dict[Situacion, tuple[piezas.Tono, str]] = {
    Situacion.ACTIVA: ("verde", "check_circle"),
    Situacion.POR_ACTIVAR: ("ambar", "hourglass_bottom"),
    Situacion.INHABILITADA: ("gris", "block"),
}


def vista() -> str:
    """Which of the views the person looks at; the address keeps it."""
    pedida = st.query_params.get("ver", "")
    elegida = st.segmented_control(
        t("personal.vistas"),
        VISTAS,
        format_func=lambda cual: t(f"personal.vista_{cual}"),
        default=pedida if pedida in VISTAS else VISTAS[0],
        required=True,
        label_visibility="collapsed",
        key="personal_vista",
        on_change=_recordar_vista,
    )
    return elegida or VISTAS[0]


def _recordar_vista() -> None:
    if "personal_vista" in st.session_state:  # not when somebody else came back to the tab and it forgot
        st.query_params["ver"] = st.session_state["personal_vista"]


# --- Personas ------------------------------------------------------------------------


def filtros(institucion: Institucion) -> BusquedaDePersonal:
    """Name or e-mail, rol, office, and whether to show who was shut out; the address keeps them."""
    escritorio = institucion.escritorio
    with st.container(key="mp-lamina-personal", horizontal=True, vertical_alignment="bottom", gap="small"):
        return BusquedaDePersonal(
            texto=_filtro(
                "busca", lambda **k: st.text_input(t("personal.buscar"), width=310, type="search",
                placeholder=t("personal.buscar_ejemplo"), **k)
            ) or "",
            rol=_filtro("rol", lambda **k: elegir_rol(escritorio, vacia=t("personal.todos"), width=220, **k)) or "",
            dependencia=_filtro(
                "oficina", lambda **k: elegir_oficina(escritorio, vacia=t("personal.todas"), width=310, **k)
            ) or "",
            inhabilitadas=bool(_filtro("bajas", lambda **k: st.checkbox(t("personal.con_bajas"), **k))),
        )  # fmt: skip


def _filtro(nombre: str, dibujar: Callable[..., Any]) -> Any:  # noqa: ANN401 -- what the widget gives
    """A filter that begins as the address says, and writes itself there."""
    clave = f"personal_{nombre}"
    if clave not in st.session_state and (dicho := st.query_params.get(nombre, "")):
        st.session_state[clave] = dicho == "1" if nombre == "bajas" else dicho
    return dibujar(key=clave, on_change=_escribir, args=(nombre,))


def _escribir(nombre: str) -> None:
    clave = f"personal_{nombre}"
    if clave not in st.session_state:
        return
    valor = st.session_state[clave]
    st.session_state.pop("personal_hoja", None)
    if valor:
        st.query_params[nombre] = "1" if valor is True else valor
    else:
        st.query_params.pop(nombre, None)


def lista(ctx: Contexto, busqueda: BusquedaDePersonal) -> None:
    """Who matches, a page at a time."""
    cuenta, filas = st.container(), st.container(gap=None)
    total = personal.lista(ctx, busqueda).total
    hojas = max(1, -(-total // personal.POR_PAGINA))
    elegida = st.pagination(hojas, key="personal_hoja") if hojas > 1 else 1
    with cuenta:
        piezas.guia(t("personal.cuantas_una") if total == 1 else t("personal.cuantas", cuantas=total))
    with filas:
        for persona in personal.lista(ctx, busqueda, pagina=elegida).personas:
            _fila(persona)
        if not total:
            piezas.vacio(t("personal.nadie"), t("personal.nadie_detalle"))


def _fila(persona: PersonaView) -> None:
    with st.container(key=f"mp-fila-personal-{persona.id}"):
        quien, que, ver = st.columns([5, 7, 1], gap="small", vertical_alignment="center")
        marca = "" if persona.situacion is Situacion.ACTIVA else situacion(persona)
        quien.html(
            f'<div class="mp-celda mp-persona"><b>{piezas.seguro(persona.nombre)}</b> {marca}'
            f"<small>{piezas.seguro(persona.correo)}</small></div>"
        )
        que.html("".join(map(en_celda, persona.asignaciones)) or f'<p class="mp-guia">{t("personal.sin_rol")}</p>')
        ayuda = t("personal.ver_ayuda", persona=persona.nombre)
        with ver, st.container(horizontal=True, horizontal_alignment="right"):
            pulsado = st.button(t("personal.ver"), key=f"ver_personal_{persona.id}", type="tertiary", help=ayuda)
        if pulsado:
            st.query_params[PERSONA] = str(persona.id)
            st.rerun()


def situacion(persona: PersonaView) -> piezas.Html:
    """Whether they may sign in, as a tag."""
    return piezas.etiqueta(t(f"personal.situacion_{persona.situacion}"), *TONOS[persona.situacion])


def en_celda(a: AsignacionView) -> str:
    """An asignacion in two lines: the rol and where; then how far, for whom and until when."""
    detalles = [
        t(f"alcance.{a.alcance}"),
        t("personal.suple", persona=a.suplente_de) if a.suplente_de else "",
        fechas(a),
    ]
    resto = " · ".join(piezas.seguro(detalle) for detalle in detalles if detalle)
    return f'<div class="mp-celda"><b>{piezas.seguro(a.rol)}</b>, {piezas.seguro(a.dependencia)}<small>{resto}</small></div>'


def fechas(a: AsignacionView) -> str:
    """From when, when it is not yet, and until when."""
    desde, hasta = f"{a.desde:%d/%m/%Y}", f"{a.hasta:%d/%m/%Y}" if a.hasta else ""
    if a.hasta is not None and a.hasta < a.desde:
        return t("personal.nunca")
    if a.vigencia is Vigencia.TERMINADA or (a.vigencia is Vigencia.FUTURA and hasta):
        return t("personal.entre", desde=desde, hasta=hasta)
    if a.vigencia is Vigencia.FUTURA:
        return t("personal.desde", desde=desde)
    return t("personal.hasta", hasta=hasta) if hasta else ""


# --- Lo que se elige -----------------------------------------------------------------


def elegir_rol(escritorio: Escritorio, *, vacia: str = "", **opciones: object) -> str | None:
    """One of the roles of the institution; ``vacia`` is what choosing none says."""
    nombres = {rol.id: rol.nombre for rol in escritorio.roles}
    return _elegir(t("personal.rol"), nombres, vacia, opciones)


def elegir_oficina(escritorio: Escritorio, *, vacia: str = "", fija: bool = False, **opciones: object) -> str | None:
    """One of the offices in use, in the order of the tree."""
    nombres = {d.id: nombre_de(d) for d in en_arbol(escritorio) if d.activa}
    return _elegir(t("personal.oficina"), nombres, vacia, opciones, fija=fija)


def _elegir(
    etiqueta: str, nombres: dict[str, str], vacia: str, opciones: dict[str, object], *, fija: bool = False
) -> str | None:
    """``fija``: one is chosen from the start, and always."""
    clave = str(opciones["key"])
    if vacia and st.session_state.get(clave, "") not in nombres:  # an address may name what is no longer there
        st.session_state[clave] = ""
    cuales = ["", *nombres] if vacia else list(nombres)
    if not vacia and not fija:
        opciones = {"index": None, "placeholder": t("personal.elija")} | opciones
    return st.selectbox(etiqueta, cuales, format_func=lambda cual: nombres.get(cual, vacia), **opciones)  # type: ignore[call-overload,no-any-return]  # the widget's own arguments


def nombre_de(d: Dependencia) -> str:
    """An office by its name and, when it has them, its letters."""
    return f"{d.nombre} ({d.sigla})" if d.sigla else d.nombre


def en_arbol(escritorio: Escritorio, padre: str | None = None) -> Iterator[Dependencia]:
    """Every office below ``padre``, each followed by its own."""
    for dependencia in escritorio.dependencias:
        if dependencia.padre == padre:
            yield dependencia
            yield from en_arbol(escritorio, dependencia.id)


# --- Quién puede, y oficinas ---------------------------------------------------------


def quien_puede(ctx: Contexto, institucion: Institucion) -> None:
    """One thing and one office: who may do it there today, and by which rol."""
    escritorio = institucion.escritorio
    palabras = {str(p): t(f"permiso.{p}") for p in Permiso if p in DE_PERSONAL and f"{p}" not in PROPIOS}
    with st.container(key="mp-lamina-permisos", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.session_state.setdefault("personal_permiso", str(Permiso.VER_BANDEJA))
        permiso = _elegir(t("personal.permiso"), palabras, "", {"key": "personal_permiso", "width": 420}, fija=True)
        st.session_state.setdefault("personal_donde", escritorio.mesa.id)
        donde = elegir_oficina(escritorio, key="personal_donde", width=310, fija=True)
    if permiso is None or donde is None:
        return
    pueden = asignaciones.quien_puede(ctx, Permiso(permiso), donde)
    if not pueden:
        piezas.vacio(t("personal.nadie_puede"), t("personal.nadie_puede_detalle"))
    for a in pueden:
        with st.container(key=f"mp-fila-puede-{a.id}"):
            nombre = f"<b>{piezas.seguro(a.persona)}</b>"
            st.html(f'<div class="mp-celda">{nombre}</div>{en_celda(a)}')
    with st.container(key="mp-roles-personal", width=760, gap="xsmall"):
        st.header(t("personal.roles"), anchor=False)
        piezas.nota(t("personal.roles_nota"))
        for rol in escritorio.roles:
            with st.expander(piezas.llano(rol.nombre)):
                piezas.nota(t("personal.rol_alcance", alcance=t(f"alcance.{rol.alcance}")))
                piezas.lista([palabras[p] for p in rol.permisos if p in palabras])


PROPIOS = frozenset({"publico", "cuenta_propia", "sesion_propia"})
"""What anybody of staff may do on their own account."""


def oficinas(ctx: Contexto, institucion: Institucion) -> None:
    """The tree of offices, as it was published, with how many people each has."""
    piezas.nota(t("personal.oficinas_nota"))
    st.html(ramas(institucion.escritorio, personal.por_oficina(ctx)))


def ramas(escritorio: Escritorio, gente: dict[str, int], padre: str | None = None) -> str:
    """A list, with the list of its own inside each office that has some; ``gente``: how many people each has, if told."""
    hijas = [d for d in escritorio.dependencias if d.padre == padre]
    filas = "".join(f"<li>{_rama(d, gente.get(d.id, 0))}{ramas(escritorio, gente, d.id)}</li>" for d in hijas)
    return f'<ul class="mp-arbol">{filas}</ul>' if filas else ""


def _rama(d: Dependencia, cuantas: int) -> str:
    marcas = piezas.etiqueta(t("personal.es_mesa"), "azul", "move_to_inbox") if d.mesa else ""
    if not d.activa:
        marcas += piezas.etiqueta(t("personal.inactiva"), "gris", "block")
    gente = t("personal.una_persona") if cuantas == 1 else t("personal.personas", cuantas=cuantas) if cuantas else ""
    return f"<p><b>{piezas.seguro(nombre_de(d))}</b> {marcas} <small>{piezas.seguro(gente)}</small></p>"


def palabras_de_alcance(escritorio: Escritorio, rol: str | None) -> dict[str, str]:
    """The choices of how far; the first one is what the rol usually has."""
    usual = escritorio.rol(rol) if rol else None
    primera = t("personal.alcance_usual", alcance=t(f"alcance.{usual.alcance}")) if usual else t("personal.alcance_rol")
    return {"": primera} | {str(a): t(f"alcance.{a}") for a in Alcance}


def calendario(ctx: Contexto) -> None:
    """From November on: the next year has no non-working days of its own."""
    anio = avisos_de_plazo.calendario_pendiente(ctx) if ctx.actor.puede(Permiso.CONFIGURAR) else None
    if anio is not None:
        piezas.aviso(t("avisos.calendario", anio=anio), t("avisos.calendario_detalle"), tono="ambar")
