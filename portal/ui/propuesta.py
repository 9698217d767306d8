"""The configuration that is not published yet, on the screen: its bar, saving one part, and what saving was refused.

Every editor saves a part by ``guardar`` and says what is wrong with it by ``problemas_de``. What was refused stays on the
screen as it was written, until it is saved or put aside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from pydantic import BaseModel

from portal.domain.errors import PortalError
from portal.domain.fechas import corta
from portal.domain.problemas import Problema
from portal.i18n import explain, t
from portal.services import problemas, propuestas
from portal.services.partes import ParteInvalida
from portal.services.propuestas import Propuesta, PropuestaAjena
from portal.ui import piezas, state
from portal.ui.errors import NEGATIVA

VISTA = "propuesta_revision"
FALLOS = "propuesta_fallos"
DICHOS = "propuesta_fallos_dichos"
HECHO = "propuesta_hecho"


@dataclass(frozen=True)
class Fallo:
    """A part that could not be saved: what was written, and why not. ``ajena``: another person changed it meanwhile."""

    escrito: Any
    frases: tuple[str, ...]
    ajena: str = ""


def leer() -> Propuesta:
    """The propuesta as it is now; this run shows that revision."""
    propuesta = propuestas.ver(state.ctx())
    st.session_state[VISTA] = propuesta.revision
    st.session_state[DICHOS] = set()
    return propuesta


def valor(propuesta: Propuesta, parte: str) -> Any:  # noqa: ANN401 -- JSON
    """What the propuesta says at ``parte`` (``"identidad.nombre"``), in JSON; None where there is nothing."""
    return valor_en(propuesta.contenido, parte)


def valor_en(contenido: Mapping[str, Any], parte: str) -> Any:  # noqa: ANN401 -- JSON
    """What stands at a dotted place of a JSON object, or None."""
    hallado: Any = contenido
    for paso in parte.split("."):
        hallado = hallado.get(paso) if isinstance(hallado, Mapping) else None
    return hallado


def guardar(parte: str, nuevo: Any, *, visto: int | None = None, redibujar: bool = True) -> bool:  # noqa: ANN401 -- a part
    """Save ``nuevo`` (models or JSON) as ``parte``, over the revision on the screen or the one given; whether it was.

    A refusal is kept with what was written, for the screen to say. ``redibujar``: run the screen again; callbacks do not
    need it. A callback that comes after the tab was cleared for another person saves nothing.
    """
    if VISTA not in st.session_state:
        return False
    fallos: dict[str, Fallo] = st.session_state.setdefault(FALLOS, {})
    llano = en_json(nuevo)
    try:
        propuestas.cambiar(state.ctx(), parte, llano, visto=st.session_state[VISTA] if visto is None else visto)
    except PropuestaAjena as ajena:
        quien, instante = str(ajena.facts["quien"]), cuando(ajena.facts["cuando"])
        fallos[parte] = Fallo(llano, (t("config.ajena_cuando", quien=quien, cuando=instante),), ajena=quien)
    except ParteInvalida as invalida:
        fallos[parte] = Fallo(llano, tuple(texto(p) for p in invalida.problemas))
    except PortalError as negativa:
        st.session_state[NEGATIVA] = explain(negativa)
    else:
        fallos.pop(parte, None)
        if redibujar:
            st.rerun()
        return True
    if redibujar:
        st.rerun()
    return False


def rechazar(parte: str, escrito: Any, *frases: str) -> None:  # noqa: ANN401 -- what a widget gives
    """Keep what was written at ``parte`` with why it was not even tried."""
    st.session_state.setdefault(FALLOS, {})[parte] = Fallo(escrito, frases)


def en_json(nuevo: Any) -> Any:  # noqa: ANN401 -- JSON
    """Models, dates and tuples as JSON has them."""
    if isinstance(nuevo, BaseModel):
        return nuevo.model_dump(mode="json")
    if isinstance(nuevo, Mapping):
        return {clave: en_json(cada) for clave, cada in nuevo.items()}
    if isinstance(nuevo, Sequence) and not isinstance(nuevo, str):
        return [en_json(cada) for cada in nuevo]
    return (
        nuevo
        if nuevo is None or isinstance(nuevo, str | int | float | bool)
        else json.loads(json.dumps(nuevo, default=str))
    )


def fallo_de(parte: str) -> Fallo | None:
    """What saving that very part was refused, while it is not mended. Who asks says it."""
    st.session_state.setdefault(DICHOS, set()).add(parte)
    hallado: Fallo | None = st.session_state.get(FALLOS, {}).get(parte)
    return hallado


def olvidar(parte: str) -> None:
    """Put aside what was written at ``parte`` and refused."""
    st.session_state.get(FALLOS, {}).pop(parte, None)


def pendientes(*partes: str) -> tuple[str, ...]:
    """The parts, of these or inside them, that could not be saved."""
    return tuple(p for p in st.session_state.get(FALLOS, {}) if any(_dentro(p, cada) for cada in partes))


def problemas_de(propuesta: Propuesta, *partes: str) -> tuple[Problema, ...]:
    """What keeps the propuesta from being published, in these parts."""
    return tuple(p for p in propuesta.problemas if any(_dentro(p.lugar, parte) for parte in partes))


def avisos_de(propuesta: Propuesta, *partes: str) -> tuple[Problema, ...]:
    """What one should know of these parts before publishing."""
    return tuple(p for p in propuesta.avisos if any(_dentro(p.lugar, parte) for parte in partes))


def _dentro(lugar: str, parte: str) -> bool:
    return lugar == parte or lugar.startswith((f"{parte}.", f"{parte}["))


def texto(problema: Problema) -> str:
    """Where, what, and how to mend it."""
    return problemas.decir(problema)


def decir(propuesta: Propuesta, *partes: str) -> None:
    """On top of an editor: what was refused and no field of it said, what is wrong, and what one should know."""
    dichos = st.session_state.get(DICHOS, set())
    for parte in pendientes(*partes):
        if parte not in dichos:
            decir_fallo(parte)
    for problema in problemas_de(propuesta, *partes):
        piezas.aviso(texto(problema), tono="rojo")
    for aviso in avisos_de(propuesta, *partes):
        piezas.aviso(texto(aviso), tono="ambar")


def decir_fallo(parte: str, *, suyo: str = "", mio: str = "") -> None:
    """Why ``parte`` was not saved; after another person's change, both texts and which to keep."""
    fallo = fallo_de(parte)
    if fallo is None:
        return
    if not fallo.ajena:
        for frase in fallo.frases:
            piezas.aviso(frase, t("config.no_guardado"), tono="rojo", urgente=True)
        return
    with st.container(key=f"mp-conflicto-{parte.replace('.', '-')}", gap="small"):
        piezas.aviso(" ".join(fallo.frases), t("config.ajena_detalle"), tono="ambar", urgente=True)
        if suyo or mio:
            piezas.resumen({t("config.ajena_suyo", quien=fallo.ajena): suyo, t("config.ajena_mio"): mio})
        with st.container(horizontal=True, gap="small"):
            st.button(t("config.ajena_guardar_mio"), key=f"mio_{parte}", on_click=_imponer, args=(parte,))
            quedarse = t("config.ajena_dejar_suyo", quien=fallo.ajena)
            st.button(quedarse, key=f"suyo_{parte}", on_click=_ceder, args=(parte,))


def _imponer(parte: str) -> None:
    fallo = fallo_de(parte)
    if fallo is not None and VISTA in st.session_state:
        guardar(parte, fallo.escrito, visto=st.session_state[VISTA], redibujar=False)


CEDIDAS = "propuesta_cedidas"


def _ceder(parte: str) -> None:
    """What the other person wrote stands; whoever shows the part draws it anew."""
    olvidar(parte)
    st.session_state.setdefault(CEDIDAS, set()).add(parte)


def cedida(parte: str) -> bool:
    """Whether the person just gave up what they wrote at ``parte``; asked once by whoever shows it."""
    cedidas: set[str] = st.session_state.get(CEDIDAS, set())
    if parte not in cedidas:
        return False
    cedidas.discard(parte)
    return True


# --- The bar -------------------------------------------------------------------------


def marca(propuesta: Propuesta) -> piezas.Html:
    """How many changes wait to be published, as in the design: "Borrador: 3 cambios sin publicar"."""
    if not propuesta.cambios:
        return piezas.etiqueta(t("config.sin_cambios"), "verde")
    palabras = t("config.un_cambio") if propuesta.cambios == 1 else t("config.cambios", cuantos=propuesta.cambios)
    return piezas.etiqueta(palabras, "ambar", "edit")


def deshacer() -> None:
    """Undo the last change; the screen that follows says so."""
    _hacer(lambda visto: propuestas.deshacer(state.ctx(), visto=visto), t("config.deshecho"))


def descartar() -> None:
    """Throw every change away."""
    _hacer(lambda visto: propuestas.descartar(state.ctx(), visto=visto), t("config.descartado"))


def _hacer(acto: Any, dicho: str) -> None:  # noqa: ANN401 -- any of the acts above
    if VISTA not in st.session_state:
        return
    try:
        acto(st.session_state[VISTA])
    except PortalError as negativa:
        st.session_state[NEGATIVA] = explain(negativa)
    else:
        st.session_state.pop(FALLOS, None)
        st.session_state[HECHO] = dicho


def cuando(instante: Any) -> str:  # noqa: ANN401 -- a datetime of whoever asks
    """An instant on the institution's clocks."""
    return corta(instante, state.institucion().zona)
