"""Fields of an editor of the configuration, each bound to one place of the propuesta: what changes is saved at once.

A field follows what the propuesta says (also after undoing, or when another person changed it) while nobody writes in it.
What was refused stays in the field, with the why under it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

import streamlit as st

from portal.domain.errors import DatoInvalido, PortalError
from portal.i18n import explain, t
from portal.services.propuestas import Propuesta
from portal.ui import piezas
from portal.ui import propuesta as en_propuesta

SEMBRADO = "propuesta_sembrado"
"""What each field, by its key, showed of the propuesta when it was last in step with it, and of which revision."""
ALTO_TEXTO = 140


def _igual(valor: Any) -> Any:  # noqa: ANN401 -- JSON
    return valor


@dataclass(frozen=True)
class Como:
    """How a place of the propuesta becomes what a widget holds, and back. ``leer`` may refuse (PortalError)."""

    mostrar: Callable[[Any], Any] = _igual
    leer: Callable[[Any], Any] = _igual
    decir: Callable[[Any], str] = str


def _lineas(escrito: str) -> list[str]:
    return [linea.strip() for linea in escrito.splitlines() if linea.strip()]


TEXTO = Como(lambda v: v or "", lambda v: (v or "").strip())
LINEAS = Como(lambda v: "\n".join(v or ()), _lineas, lambda v: " · ".join(v or ()))
NUMERO = Como(leer=lambda v: None if v is None else int(v))
HORA = Como(lambda v: time.fromisoformat(v) if v else None, lambda v: v.isoformat() if v else None)


def clave(ruta: str) -> str:
    """The widget key of the field at that place."""
    return "conf_" + ruta.replace(".", "__")


def campo(
    propuesta: Propuesta,
    ruta: str,
    dibujar: Callable[..., Any],
    *,
    como: Como,
    ayuda: str = "",
    comprobar: Callable[[Any], Any] | None = None,
) -> Any:  # noqa: ANN401 -- JSON
    """Draw one field and keep it in step with the propuesta. ``comprobar`` gives the value to save, or refuses it.

    Gives what the field holds, as JSON, whether or not it could be saved.
    """
    llave = clave(ruta)
    _sembrar(propuesta, ruta, llave, como)
    with st.container(gap="xxsmall"):
        dibujar(key=llave, on_change=_al_cambiar, args=(ruta, llave, como, comprobar))
        if ayuda:
            piezas.ayuda(llave, ayuda)
        _decir(propuesta, ruta, llave, como)
    escrito = como.leer(st.session_state[llave])
    fallo = en_propuesta.fallo_de(ruta)
    guardado = en_propuesta.valor(propuesta, ruta)
    if fallo is None and not _mismo(escrito, guardado) and llave in _sembrado():  # its own run was cut by a button
        _guardar(ruta, llave, como, comprobar, redibujar=True)
    return escrito


def _mismo(uno: Any, otro: Any) -> bool:  # noqa: ANN401 -- JSON
    """Whether two values say the same; a text of blanks and no text do."""
    return bool(uno == otro) or (
        not uno and not otro and uno is not False and otro is not False and uno != 0 and otro != 0
    )


def _sembrado() -> dict[str, tuple[Any, int]]:
    return st.session_state.setdefault(SEMBRADO, {})  # type: ignore[no-any-return]  # Streamlit's state has no types


def _sembrar(propuesta: Propuesta, ruta: str, llave: str, como: Como) -> None:
    guardado = en_propuesta.valor(propuesta, ruta)
    fallo = en_propuesta.fallo_de(ruta)
    antes = _sembrado().get(llave)
    if en_propuesta.cedida(ruta) or llave not in st.session_state:
        escrito = fallo.escrito if fallo is not None else guardado
        st.session_state[llave] = (
            como.mostrar(escrito) if fallo is None or not fallo.frases else _mostrar(como, escrito)
        )
    elif fallo is None and antes is not None and not _mismo(antes[0], guardado):
        if _mismo(como.leer(st.session_state[llave]), antes[0]):  # nobody was writing: it follows
            st.session_state[llave] = como.mostrar(guardado)
        elif not _mismo(como.leer(st.session_state[llave]), guardado):
            return  # what is written was not saved yet: it is, over what was seen
    if fallo is None:
        _sembrado()[llave] = (guardado, propuesta.revision)


def _mostrar(como: Como, escrito: Any) -> Any:  # noqa: ANN401 -- what was refused may not even be of the type
    try:
        return como.mostrar(escrito)
    except (TypeError, ValueError):
        return escrito


def _al_cambiar(ruta: str, llave: str, como: Como, comprobar: Callable[[Any], Any] | None) -> None:
    if llave in st.session_state:  # not when somebody else came back to the tab
        _guardar(ruta, llave, como, comprobar, redibujar=False)


def _guardar(ruta: str, llave: str, como: Como, comprobar: Callable[[Any], Any] | None, *, redibujar: bool) -> None:
    escrito = como.leer(st.session_state[llave])
    try:
        bueno = comprobar(escrito) if comprobar else escrito
    except PortalError as negativa:
        en_propuesta.rechazar(ruta, escrito, explain(negativa))
        return
    visto = _sembrado().get(llave, (None, None))[1]
    if en_propuesta.guardar(ruta, bueno, visto=visto, redibujar=redibujar) and not redibujar and bueno != escrito:
        st.session_state[llave] = como.mostrar(bueno)


def _decir(propuesta: Propuesta, ruta: str, llave: str, como: Como) -> None:
    """What is wrong with this field: refused, changed by another person, or against the rest of the configuration."""
    fallo = en_propuesta.fallo_de(ruta)
    if fallo is not None and fallo.ajena:
        suyo, mio = como.decir(en_propuesta.valor(propuesta, ruta)), como.decir(fallo.escrito)
        en_propuesta.decir_fallo(ruta, suyo=suyo, mio=mio)
    elif fallo is not None:
        piezas.error_de_campo(llave, {llave: " ".join(fallo.frases)}, urgente=True)


# --- The fields ----------------------------------------------------------------------


def obligatorio(escrito: str) -> str:
    """A text that must say something. Raises DatoInvalido when it is empty."""
    if not escrito:
        raise DatoInvalido(campo="", motivo="vacio")
    return escrito


def texto(
    propuesta: Propuesta,
    ruta: str,
    *,
    ayuda: str = "",
    exigido: bool = False,
    comprobar: Callable[[str], str] | None = None,
    **opciones: Any,  # noqa: ANN401 -- of the widget
) -> str:
    """One line. ``exigido``: it cannot be left empty."""
    rotulo = _rotulo(ruta, opcional=not exigido)
    return str(
        campo(
            propuesta, ruta, lambda **k: st.text_input(rotulo, **opciones, **k), como=TEXTO, ayuda=ayuda,
            comprobar=comprobar or (obligatorio if exigido else None),
        )
    )  # fmt: skip


def parrafo(
    propuesta: Propuesta,
    ruta: str,
    *,
    ayuda: str = "",
    exigido: bool = False,
    alto: int = ALTO_TEXTO,
    **opciones: Any,  # noqa: ANN401 -- of the widget
) -> str:
    """Several lines of one text."""
    rotulo = _rotulo(ruta, opcional=not exigido)
    return str(
        campo(
            propuesta, ruta, lambda **k: st.text_area(rotulo, height=alto, **opciones, **k), como=TEXTO, ayuda=ayuda,
            comprobar=obligatorio if exigido else None,
        )
    )  # fmt: skip


def lineas(propuesta: Propuesta, ruta: str, *, ayuda: str = "", alto: int = ALTO_TEXTO) -> list[str]:
    """A list of short texts, one in each line."""
    escrito: list[str] = campo(
        propuesta, ruta, lambda **k: st.text_area(_rotulo(ruta, opcional=True), height=alto, **k), como=LINEAS,
        ayuda=ayuda or t("config.una_por_linea"),
    )  # fmt: skip
    return escrito


def numero(propuesta: Propuesta, ruta: str, minimo: int, maximo: int, *, ayuda: str = "", vacio: bool = False) -> Any:  # noqa: ANN401 -- int or None
    """A whole number between two; ``vacio``: it may be left empty."""
    opciones: dict[str, Any] = {"min_value": minimo, "max_value": maximo, "step": 1, "width": 320}
    if vacio:
        opciones["value"] = None
    return campo(
        propuesta, ruta, lambda **k: st.number_input(_rotulo(ruta, opcional=vacio), **opciones, **k), como=NUMERO,
        ayuda=ayuda,
    )  # fmt: skip


def interruptor(propuesta: Propuesta, ruta: str, *, ayuda: str = "") -> bool:
    """Yes or no."""
    return bool(campo(propuesta, ruta, lambda **k: st.toggle(_rotulo(ruta), **k), como=Como(bool, bool), ayuda=ayuda))


def eleccion(propuesta: Propuesta, ruta: str, opciones: Mapping[str, str], *, ayuda: str = "") -> str:
    """One of a few, all in view."""
    return str(
        campo(
            propuesta, ruta,
            lambda **k: st.radio(_rotulo(ruta), list(opciones), format_func=lambda o: piezas.llano(opciones[o]), **k),
            como=Como(leer=lambda v: v if v is not None else ""), ayuda=ayuda,
        )
    )  # fmt: skip


def varias(propuesta: Propuesta, ruta: str, opciones: Mapping[str, str], *, ayuda: str = "") -> list[str]:
    """Some of a few; one at least."""

    def alguna(elegidas: Sequence[str]) -> list[str]:
        obligatorio("".join(elegidas))
        return [una for una in opciones if una in elegidas]

    elegidas: list[str] = campo(
        propuesta, ruta,
        lambda **k: st.pills(_rotulo(ruta), list(opciones), format_func=opciones.__getitem__, selection_mode="multi", **k),
        como=Como(lambda v: list(v or ()), lambda v: list(v or ())), ayuda=ayuda, comprobar=alguna,
    )  # fmt: skip
    return elegidas


def _rotulo(ruta: str, *, opcional: bool = False) -> str:
    etiqueta = t(f"config.campo.{ruta}")
    return t("formulario.opcional", etiqueta=etiqueta) if opcional else etiqueta
