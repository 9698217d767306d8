"""Estados and steps: the diagram, the list of each with what it is, and what is offered from an estado in words."""

from __future__ import annotations

import streamlit as st

from portal.domain import flujo
from portal.domain.configuracion import Institucion
from portal.domain.permisos import Rol
from portal.i18n import t
from portal.services.propuestas import Propuesta
from portal.ui import config_estados_agregar as agregar
from portal.ui import config_estados_diagrama as diagrama
from portal.ui import config_estados_editor as editor
from portal.ui import piezas
from portal.ui import propuesta as en_propuesta
from portal.ui.config_estados_taller import ESTADO, TRANSICION, Recorrido
from portal.ui.config_formulario_control import distintos, seguir

INALCANZABLES = frozenset({"estado_inalcanzable", "otro_inicial"})


def dibujar(propuesta: Propuesta) -> None:
    """The whole of ``estados`` and ``transiciones``: seen, said and changed."""
    leida = propuesta.leida
    if leida is None:
        return
    seguir("estados", "transiciones")
    recorrido = Recorrido(leida.estados, leida.transiciones, _roles(leida), {p.id: p.asunto for p in leida.plantillas})
    with st.container(key="mp-recorrido", gap="small"):
        piezas.nota(t("recorrido.entrada"))
        if pulsado := diagrama.dibujar(
            recorrido.estados, recorrido.transiciones, mal=_mal(propuesta), elegido=recorrido.elegido
        ):
            recorrido.elegir(pulsado)
            st.rerun()
        lista, propiedades = st.columns([4, 6], gap="large")
        with lista:
            _estados(recorrido, propuesta)
            _pasos(recorrido, propuesta)
        with propiedades, st.container(key="mp-lamina-recorrido", gap="small"):
            editor.dibujar(recorrido, propuesta)
        with st.expander(t("recorrido.en_palabras"), icon=":material/notes:", type="compact"):
            diagrama.en_palabras(recorrido.estados, recorrido.transiciones, recorrido.roles)
    agregar.confirmar(recorrido)


def _roles(leida: Institucion) -> dict[str, str]:
    return {rol.id: rol.nombre for rol in leida.escritorio.roles} | {Rol.CIUDADANO.value: t("recorrido.ciudadano")}


def _mal(propuesta: Propuesta) -> frozenset[str]:
    """The estados to which no step leads."""
    return frozenset(p.lugar.rpartition(".")[2] for p in propuesta.problemas if p.codigo in INALCANZABLES)


def _estados(recorrido: Recorrido, propuesta: Propuesta) -> None:
    nombres = {
        f"{ESTADO}:{e.id}": _titulo(e.nombre, bool(_problemas(propuesta, "estados", e.id))) for e in recorrido.estados
    }
    rotulos = [
        t("recorrido.rotulo", publico=e.publico, fase=t(f"fase.{e.fase}"))
        if e.publico != e.nombre
        else t(f"fase.{e.fase}")
        for e in recorrido.estados
    ]
    _lista(
        "recorrido_estados",
        t("recorrido.estados"),
        nombres,
        rotulos,
        recorrido,
        elegido=f"{ESTADO}:{recorrido.estado_id}",
    )
    if st.button(t("recorrido.agregar_estado"), icon=":material/add:", type="tertiary", key="recorrido_agregar_estado"):
        agregar.estado(recorrido)


def _pasos(recorrido: Recorrido, propuesta: Propuesta) -> None:
    """What is offered being in the chosen estado."""
    estado = recorrido.estado
    if estado is None:
        return
    suyas = flujo.desde(recorrido.transiciones, estado.id)
    titulo = t("recorrido.desde", estado=estado.nombre)
    hacia = {e.id: e.nombre for e in recorrido.estados}
    nombres = {
        f"{TRANSICION}:{tr.id}": _titulo(tr.nombre, bool(_problemas(propuesta, "transiciones", tr.id))) for tr in suyas
    }
    rotulos = [
        t("recorrido.rotulo_paso", hasta=hacia.get(tr.hasta, tr.hasta),
          quienes=", ".join(recorrido.roles.get(rol, rol) for rol in tr.roles) or t("recorrido.nadie"))
        for tr in suyas
    ]  # fmt: skip
    if suyas:
        _lista("recorrido_pasos", titulo, nombres, rotulos, recorrido, elegido=recorrido.elegido)
    else:
        piezas.guia(titulo)
        piezas.nota(t("recorrido.nada_desde"))
    if st.button(t("recorrido.agregar_paso"), icon=":material/add:", type="tertiary", key="recorrido_agregar_paso"):
        agregar.paso(recorrido)


def _lista(
    llave: str, titulo: str, nombres: dict[str, str], rotulos: list[str], recorrido: Recorrido, *, elegido: str
) -> None:
    nombres = distintos(nombres)
    st.session_state[llave] = elegido if elegido in nombres else None
    st.radio(
        piezas.llano(titulo), list(nombres), format_func=nombres.__getitem__, index=None, key=llave,
        captions=[piezas.llano(rotulo) for rotulo in rotulos], on_change=_elegir, args=(recorrido, llave),
    )  # fmt: skip


def _elegir(recorrido: Recorrido, llave: str) -> None:
    if (cual := st.session_state.get(llave, "")) and ":" in cual:
        recorrido.elegir(cual)


def _titulo(nombre: str, mal: bool) -> str:  # noqa: FBT001 -- a mark beside a name
    return t("diseno.con_problema", nombre=piezas.llano(nombre)) if mal else piezas.llano(nombre)


def _problemas(propuesta: Propuesta, parte: str, cual: str) -> tuple[object, ...]:
    return en_propuesta.problemas_de(propuesta, f"{parte}.{cual}")
