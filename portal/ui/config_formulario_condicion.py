"""A condition said in words: [campo] [es] [valor]. What is chosen is whole at every step, and saved at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from portal.domain import disenador
from portal.domain.campos import Campo, Condicion
from portal.domain.disenador import Pieza
from portal.domain.propiedades import operadores
from portal.i18n import t
from portal.ui import piezas
from portal.ui.config_formulario_control import control, distintos, segun, una_linea
from portal.ui.config_formulario_taller import Taller

CON_VALOR = frozenset({"igual", "distinto"})


def mostrar_si(taller: Taller, una: Pieza) -> None:
    """When the piece is shown: always, or only if an earlier field says something."""
    candidatos = disenador.mirables(taller.formulario, disenador.nombre(una))
    if not candidatos and una.condicion is None:
        piezas.nota(t("diseno.sin_candidatos"))
        return
    llave = _constructor(taller, una, "condicion", una.condicion, _nombres(taller, candidatos, una.condicion))
    if una.condicion is not None:
        piezas.ayuda(llave, t("diseno.se_muestra", regla=taller.en_palabras(una.condicion)))


def exigir_si(taller: Taller, campo: Campo) -> None:
    """The rule by which a field must be answered only sometimes."""
    candidatos = disenador.mirables(taller.formulario, disenador.nombre(campo))
    llave = _constructor(taller, campo, "exigido_si", campo.exigido_si, _nombres(taller, candidatos, campo.exigido_si))
    if campo.exigido_si is not None:
        piezas.ayuda(llave, t("diseno.se_exige", regla=taller.en_palabras(campo.exigido_si)))


def primera(taller: Taller, una: Pieza) -> Condicion | None:
    """A first rule for a piece: that the last field before it that is ticked is so, or else that the last one is answered."""
    candidatos = disenador.mirables(taller.formulario, disenador.nombre(una))
    marcables = [campo for campo in candidatos if campo.clase == "si_no"]
    return inicial(taller, (marcables or list(candidatos))[-1]) if candidatos else None


def inicial(taller: Taller, campo: Campo) -> Condicion:
    """The rule with which a condition on ``campo`` begins."""
    op = operadores(campo)[0]
    return _con_operador(taller, Condicion(campo=campo.id, op="lleno"), op)


def _con_operador(taller: Taller, condicion: Condicion, op: str) -> Condicion:
    """The same rule said with another word, with a value that it can have."""
    campo = taller.formulario.campo(condicion.campo)
    posibles = list(taller.respuestas(campo)) if campo else []
    valor: str | bool = ""
    if op in CON_VALOR:
        valor = condicion.valor if not posibles or condicion.valor in posibles else posibles[0]
    valores = tuple(str(v) for v in posibles if v == condicion.valor) or tuple(str(v) for v in posibles[:1])
    return Condicion.model_validate(
        {"campo": condicion.campo, "op": op, "valor": valor, "valores": valores if op == "uno_de" else ()}
    )


def _nombres(taller: Taller, candidatos: tuple[Campo, ...], actual: Condicion | None) -> dict[str, str]:
    nombres = {"": ""} | {campo.id: campo.etiqueta for campo in candidatos}
    if actual is not None and actual.campo not in nombres:
        nombres[actual.campo] = t("diseno.no_esta_antes", campo=taller.etiqueta(actual.campo))
    return distintos(nombres)


def _llave(taller: Taller, una: Pieza, que: str, parte: str) -> str:
    return taller.llave(disenador.nombre(una), que, parte)


def _constructor(taller: Taller, una: Pieza, que: str, actual: Condicion | None, nombres: Mapping[str, str]) -> str:
    """Draw it; the key of its first widget, for what is said under it."""
    llave = segun(_llave(taller, una, que, "campo"), nombres.values())
    siempre = t("diseno.siempre") if que == "condicion" else t("diseno.elija_campo")

    def al_elegir(campo_id: str) -> str:
        campo = taller.formulario.campo(campo_id)
        return taller.poner(disenador.nombre(una), **{que: inicial(taller, campo) if campo else None})

    control(
        llave, actual.campo if actual else "",
        lambda **k: st.selectbox(
            t(f"diseno.{que}"), list(nombres), format_func=lambda i: nombres.get(i) or siempre, **k
        ),
        al_elegir,
    )  # fmt: skip
    campo = taller.formulario.campo(actual.campo) if actual else None
    if actual is None or campo is None:
        return llave

    def guardar(nueva: Condicion) -> str:
        return taller.poner(disenador.nombre(una), **{que: nueva})

    izquierda, derecha = st.columns([2, 3], gap="xsmall")
    with izquierda:
        _operador(taller, campo, actual, guardar, _llave(taller, una, que, "op"))
    with derecha:
        _valor(taller, campo, actual, guardar, _llave(taller, una, que, f"valor_{actual.campo}_{actual.op}"))
    return llave


def _operador(taller: Taller, campo: Campo, actual: Condicion, guardar: Callable[[Condicion], str], llave: str) -> None:
    cuales = operadores(campo)
    control(
        llave, actual.op,
        lambda **k: st.selectbox(
            t("diseno.operador"), cuales if actual.op in cuales else (*cuales, actual.op),
            format_func=lambda op: t(f"diseno.op_{op}"), label_visibility="collapsed", **k,
        ),
        lambda op: guardar(_con_operador(taller, actual, op)),
    )  # fmt: skip


def _valor(taller: Taller, campo: Campo, actual: Condicion, guardar: Callable[[Condicion], str], llave: str) -> None:
    respuestas = taller.respuestas(campo)
    comun: dict[str, Any] = {"label_visibility": "collapsed"}
    llave = segun(llave, respuestas.values())
    if actual.op == "uno_de":
        control(
            llave, actual.valores,
            lambda **k: st.multiselect(
                t("diseno.valores"), list(respuestas), format_func=lambda v: respuestas.get(v, v),
                placeholder=t("diseno.elija_varias"), **comun, **k,
            ),
            lambda valores: guardar(actual.model_copy(update={"valores": valores})),
            mostrar=lambda valores: [v for v in valores if v in respuestas], leer=tuple,
        )  # fmt: skip
    elif actual.op in CON_VALOR and respuestas:
        control(
            llave, actual.valor,
            lambda **k: st.selectbox(
                t("diseno.valor"), list(respuestas), format_func=lambda v: respuestas.get(v, str(v)),
                index=0 if actual.valor in respuestas else None,
                placeholder=t("formulario.elija"), **comun, **k,
            ),
            lambda valor: guardar(actual.model_copy(update={"valor": "" if valor is None else valor})),
            mostrar=lambda valor: valor if valor in respuestas else None,
            leer=lambda valor: "" if valor is None else valor,
        )  # fmt: skip
    elif actual.op in CON_VALOR:
        control(
            llave, actual.valor, lambda **k: st.text_input(t("diseno.valor"), **comun, **k),
            lambda valor: guardar(actual.model_copy(update={"valor": valor})), mostrar=str, leer=una_linea,
        )  # fmt: skip
