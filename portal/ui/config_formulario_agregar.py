"""The dialogs of the designer: one more field, slot or section; and removing what a rule looks at."""

from __future__ import annotations

import streamlit as st

from portal.domain import disenador
from portal.domain.campos import Campo, Opcion, Ranura, Seccion
from portal.domain.propiedades import CLASES, clase_sugerida
from portal.i18n import t
from portal.ui import piezas
from portal.ui import propuesta as en_propuesta
from portal.ui.config_formulario_taller import TODO, Taller

ROTULO, CLASE, OPCIONES = "diseno_nuevo_rotulo", "diseno_nuevo_clase", "diseno_nuevo_opciones"
SUGERIDA = "diseno_nuevo_sugerida"
POR_QUITAR = "diseno_por_quitar"
CON_MUESTRA = frozenset({"telefono", "correo"})
"""Their widgets show a sample of their own, in English, where none is given."""
LARGO_ROTULO = 160
LARGO_RANURA = 120
LARGO_OPCION = 120


def _olvidar(*llaves: str) -> None:
    for llave in llaves:
        st.session_state.pop(llave, None)


# --- Agregar -------------------------------------------------------------------------


def campo(taller: Taller, seccion_id: str, tras: str) -> None:
    """Ask for a field, to put it after ``tras`` or at the end of the section."""
    _olvidar(ROTULO, CLASE, OPCIONES, SUGERIDA)
    _dialogo_campo(taller, seccion_id, tras)


@st.dialog(t("diseno.agregar_campo"))
def _dialogo_campo(taller: Taller, seccion_id: str, tras: str) -> None:
    rotulo = _rotulo(t("diseno.rotulo_nuevo"), LARGO_ROTULO, t("diseno.rotulo_ejemplo"))
    st.session_state.setdefault(CLASE, CLASES[0])
    clase = st.selectbox(t("diseno.clase"), CLASES, format_func=lambda c: t(f"diseno.clase_{c}"), key=CLASE)
    piezas.ayuda(CLASE, t(f"diseno.sirve_{clase}"))
    opciones = ""
    if clase == "opcion":
        opciones = st.text_area(t("diseno.opciones_nuevas"), key=OPCIONES, height=120)
        piezas.ayuda(OPCIONES, t("diseno.una_por_linea"))
    if _agregar(t("diseno.agregar_campo")) and _dicho(rotulo):
        formulario = taller.formulario
        nuevo = Campo(
            id=disenador.nuevo_id(rotulo, disenador.ocupados(formulario)), clase=clase, etiqueta=rotulo,
            opciones=_opciones(opciones), ejemplo=t(f"diseno.muestra_{clase}") if clase in CON_MUESTRA else "",
        )  # fmt: skip
        taller.cambiar(lambda f: disenador.agregar_campo(f, nuevo, seccion_id, tras=tras))
        _cerrar(taller, disenador.nombre(nuevo))


def ranura(taller: Taller) -> None:
    """Ask for a slot, the last."""
    _olvidar(ROTULO)
    _dialogo_ranura(taller)


@st.dialog(t("diseno.agregar_ranura"))
def _dialogo_ranura(taller: Taller) -> None:
    rotulo = _rotulo(t("diseno.rotulo_ranura"), LARGO_RANURA, t("diseno.rotulo_ranura_ejemplo"))
    piezas.nota(t("diseno.ranura_nota"))
    if _agregar(t("diseno.agregar_ranura")) and _dicho(rotulo):
        nueva = Ranura(
            id=disenador.nuevo_id(rotulo, disenador.ocupados(taller.formulario)), etiqueta=rotulo, mb_cada=10
        )
        taller.cambiar(lambda f: disenador.agregar_ranura(f, nueva))
        _cerrar(taller, disenador.nombre(nueva))


def seccion(taller: Taller) -> None:
    """Ask for a section, the last."""
    _olvidar(ROTULO)
    _dialogo_seccion(taller)


@st.dialog(t("diseno.agregar_seccion"))
def _dialogo_seccion(taller: Taller) -> None:
    titulo = _rotulo(t("diseno.titulo_seccion"), LARGO_ROTULO, t("diseno.titulo_seccion_ejemplo"))
    if _agregar(t("diseno.agregar_seccion")) and _dicho(titulo):
        nueva = disenador.agregar_seccion(taller.formulario, titulo).secciones[-1]
        taller.cambiar(lambda f: disenador.agregar_seccion(f, titulo))
        _cerrar(taller, disenador.nombre(nueva))


def _rotulo(etiqueta: str, largo: int, ejemplo: str) -> str:
    with st.container(gap="xxsmall"):
        escrito = st.text_input(etiqueta, max_chars=largo, placeholder=ejemplo, key=ROTULO, on_change=_sugerir)
        if st.session_state.pop("diseno_nuevo_vacio", False):
            piezas.error_de_campo(ROTULO, {ROTULO: t("diseno.falta_rotulo")}, urgente=True)
    return (escrito or "").strip()


def _sugerir() -> None:
    """The kind follows the label while nobody chose another."""
    if ROTULO not in st.session_state or st.session_state.get(CLASE) != st.session_state.get(SUGERIDA, CLASES[0]):
        return
    st.session_state[CLASE] = st.session_state[SUGERIDA] = clase_sugerida(st.session_state[ROTULO])


def _dicho(rotulo: str) -> bool:
    if not rotulo:
        st.session_state["diseno_nuevo_vacio"] = True
        st.rerun(scope="fragment")
    return bool(rotulo)


def _agregar(verbo: str) -> bool:
    return st.button(verbo, type="primary", key="diseno_nuevo_agregar")


def _cerrar(taller: Taller, cual: str) -> None:
    taller.elegir(cual)
    st.rerun()


def _opciones(escritas: str) -> tuple[Opcion, ...]:
    hechas: list[Opcion] = []
    for linea in escritas.splitlines():
        if nombre := linea.strip()[:LARGO_OPCION]:
            ocupados = frozenset(opcion.id for opcion in hechas)
            hechas.append(Opcion(id=disenador.nuevo_id(nombre, ocupados), nombre=nombre))
    return tuple(hechas)


# --- Quitar --------------------------------------------------------------------------


def pedir_quitar(taller: Taller, cual: str) -> None:
    """Remove a piece; when rules look at it, ask first."""
    una = disenador.pieza(taller.formulario, cual)
    if una is None:
        return
    if disenador.miradas(taller.formulario, cual) or _ajenas(taller, una) or (isinstance(una, Seccion) and una.campos):
        st.session_state[POR_QUITAR] = cual
    else:
        quitar(taller, cual)


def quitar(taller: Taller, cual: str) -> None:
    """Remove a piece and the rules that look at it; the neighbour is chosen."""
    una = disenador.pieza(taller.formulario, cual)
    if una is None:
        return
    taller.cambiar(lambda f: disenador.quitar(f, cual))
    taller.elegir(_vecina(taller, una))
    st.session_state[en_propuesta.HECHO] = t("diseno.quitado", nombre=llamada(una))


def _vecina(taller: Taller, una: disenador.Pieza) -> str:
    """What is chosen when a piece goes: the one after it, or the one before."""
    grupo: tuple[disenador.Pieza, ...] = ()
    if isinstance(una, Campo) and (suya := disenador.seccion_de(taller.formulario, una.id)):
        grupo = suya.campos
    elif isinstance(una, Ranura):
        grupo = taller.formulario.ranuras
    lugar = grupo.index(una) if una in grupo else 0
    quedan = [disenador.nombre(cada) for cada in grupo if cada is not una]
    return quedan[min(lugar, len(quedan) - 1)] if quedan else TODO


def llamada(una: disenador.Pieza) -> str:
    """The words by which a person knows a piece."""
    return una.titulo if isinstance(una, Seccion) else una.etiqueta


def _ajenas(taller: Taller, una: disenador.Pieza) -> list[str]:
    """The rules of other parts that name it: they stay, and somebody has to mend them."""
    oficinas = {d.id: d.nombre for d in taller.institucion.escritorio.dependencias}
    reglas, pedidos = taller.institucion.encaminamientos, taller.institucion.procedimientos
    match una:
        case Campo():
            miran = [e.dependencia for e in reglas if e.condicion is not None and e.condicion.campo == una.id]
            return [t("diseno.mirada_encaminamiento", oficina=oficinas.get(cual, cual)) for cual in miran]
        case Ranura():
            suyos = [p for p in pedidos if p.id == taller.ambito or not (taller.ambito or p.formulario)]
            return [
                t("diseno.mirada_requisito", procedimiento=p.nombre)
                for p in suyos
                for r in p.requisitos
                if r.ranura == una.id
            ]
        case _:
            return []


def confirmar(taller: Taller) -> None:
    """Show the question, when something waits for it."""
    if (cual := st.session_state.pop(POR_QUITAR, "")) and (una := disenador.pieza(taller.formulario, cual)):
        _dialogo_quitar(taller, una)


@st.dialog(t("diseno.quitar_titulo"))
def _dialogo_quitar(taller: Taller, una: disenador.Pieza) -> None:
    cual = disenador.nombre(una)
    if isinstance(una, Seccion) and una.campos:
        piezas.aviso(t("diseno.quitar_con_campos", nombre=una.titulo), ", ".join(c.etiqueta for c in una.campos))
    miradas = disenador.miradas(taller.formulario, cual)
    if miradas:
        piezas.aviso(t("diseno.quitar_mirado", nombre=llamada(una)), t("diseno.quitar_reglas"), tono="ambar")
        piezas.lista([t(f"diseno.mirada_{m.que}", nombre=llamada(m.quien)) for m in miradas])
    if ajenas := _ajenas(taller, una):
        piezas.aviso(t("diseno.quitar_ajenas"), tono="ambar")
        piezas.lista(ajenas)
    piezas.nota(t("diseno.quitar_conserva"))
    with st.container(horizontal=True, gap="small"):
        if st.button(t("diseno.quitar_si", nombre=piezas.llano(llamada(una))), type="primary", key="diseno_quitar_si"):
            quitar(taller, cual)
            st.rerun()
        if st.button(t("diseno.cancelar"), key="diseno_quitar_no"):
            st.rerun()
