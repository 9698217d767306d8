"""The form on the workbench: which of them, what of it is chosen, and how a change reaches the propuesta."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from portal.domain import disenador
from portal.domain.campos import Campo, Condicion, Formulario
from portal.domain.configuracion import Institucion
from portal.domain.disenador import Pieza
from portal.i18n import t
from portal.services import propuestas
from portal.services.propuestas import Problema, Propuesta
from portal.ui import propuesta as en_propuesta
from portal.ui import state

AMBITO = "diseno_ambito"
ELEGIDA = "diseno_elegida"
TODO = "formulario"
"""What is chosen when it is the form itself, and not a piece of it."""
Cambio = Callable[[Formulario], Formulario]


@dataclass(frozen=True)
class Taller:
    """One form being made. ``ambito``: the id of the procedimiento that has it, or nothing for the institution's."""

    ambito: str
    institucion: Institucion
    formulario: Formulario
    problemas: tuple[Problema, ...]

    def llave(self, *partes: str) -> str:
        """A widget key of this form."""
        return "_".join(("diseno", self.ambito or "general", *partes)).replace(":", "_")

    @property
    def elegida(self) -> str:
        """The name of the chosen piece; the form itself when none is, or it is gone."""
        cual = str(st.session_state.get(ELEGIDA, {}).get(self.ambito, ""))
        if not cual:
            primero = next(iter(self.formulario.campos), None)
            return disenador.nombre(primero) if primero else TODO
        return cual if disenador.pieza(self.formulario, cual) else TODO

    def problemas_de(self, una: Pieza) -> tuple[Problema, ...]:
        """What is wrong with that piece: the places of the model name it."""
        clase, _, pieza_id = disenador.nombre(una).partition(":")
        marca = {"campo": f".campos.{pieza_id}", "ranura": f".ranuras.{pieza_id}", "seccion": f".secciones.{pieza_id}"}
        dentro = ".campos."
        return tuple(
            p
            for p in self.problemas
            if f"{p.lugar}.".find(f"{marca[clase]}.") >= 0 and not (clase == "seccion" and dentro in p.lugar)
        )

    def cambiar(self, cambio: Cambio) -> None:
        """Save the form as ``cambio`` makes it from what the propuesta says now."""
        leida = propuestas.ver(state.ctx()).leida
        if leida is None or (actual := de_ambito(leida, self.ambito)) is None:
            return
        nuevo = cambio(actual)
        if not self.ambito:
            en_propuesta.guardar("formulario", nuevo, redibujar=False)
            return
        suyos = tuple(
            p.model_copy(update={"formulario": nuevo}) if p.id == self.ambito else p for p in leida.procedimientos
        )
        en_propuesta.guardar("procedimientos", suyos, redibujar=False)

    def poner(self, cual: str, **cambios: object) -> str:
        """Change some attributes of one piece, if it is still there. It is never refused: the widgets keep the limits."""

        def cambio(formulario: Formulario) -> Formulario:
            una = disenador.pieza(formulario, cual)
            return disenador.poner(formulario, una.model_copy(update=cambios)) if una else formulario

        self.cambiar(cambio)
        return ""

    def elegir(self, cual: str) -> None:
        """Show the properties of that piece from now on."""
        st.session_state.setdefault(ELEGIDA, {})[self.ambito] = cual

    def etiqueta(self, campo_id: str) -> str:
        """The label of a field, or its id when the form has none."""
        campo = self.formulario.campo(campo_id)
        return campo.etiqueta if campo else campo_id

    def en_palabras(self, condicion: Condicion) -> str:
        """A condition as a person says it: "«¿Desea que lo llamemos?» es Sí"."""
        campo = self.formulario.campo(condicion.campo)
        nombres = self.respuestas(campo) if campo else {}
        dichos = condicion.valores if condicion.op == "uno_de" else (condicion.valor,)
        valor = ", ".join(nombres.get(v, str(v)) for v in dichos)
        return t(f"diseno.regla_{condicion.op}", campo=self.etiqueta(condicion.campo), valor=valor)

    def respuestas(self, campo: Campo) -> dict[str | bool, str]:
        """What may be answered in a field that is chosen or ticked, by its name; empty for what is written."""
        escritorio = self.institucion.escritorio
        match campo.clase:
            case "si_no":
                return {True: t("diseno.si"), False: t("diseno.no")}
            case "declaracion":
                return {True: t("diseno.marcada"), False: t("diseno.sin_marcar")}
            case "opcion":
                return {opcion.id: opcion.nombre for opcion in campo.opciones}
            case "centro":
                return {centro.id: centro.nombre for centro in escritorio.centros}
            case "dependencia":
                return {d.id: d.nombre for d in escritorio.dependencias if d.publica}
            case _:
                return {}


def de_ambito(institucion: Institucion, ambito: str) -> Formulario | None:
    """The form of the institution, or the own one of a procedimiento."""
    if not ambito:
        return institucion.formulario
    propio = institucion.procedimiento(ambito)
    return propio.formulario if propio else None


def abrir(propuesta: Propuesta, ambito: str) -> Taller | None:
    """The form of ``ambito`` as it is proposed; None when there is none, or it cannot be read."""
    leida = propuesta.leida
    formulario = de_ambito(leida, ambito) if leida else None
    if leida is None or formulario is None:
        return None
    lugares = (f"procedimientos.{ambito}.formulario",) if ambito else ("formulario",)
    return Taller(ambito, leida, formulario, en_propuesta.problemas_de(propuesta, *lugares))
