"""Estados and steps on the workbench: what of them is chosen, and how a change reaches the propuesta."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from portal.domain import flujo
from portal.domain.configuracion import Estado, Transicion
from portal.domain.flujo import Flujo
from portal.services import propuestas
from portal.ui import propuesta as en_propuesta
from portal.ui import state

ELEGIDO, EN_ESTADO = "recorrido_elegido", "recorrido_en_estado"
ESTADO, TRANSICION = "estado", "transicion"


@dataclass(frozen=True)
class Recorrido:
    """The estados and steps as they are proposed; the names of roles and mails, by id."""

    estados: tuple[Estado, ...]
    transiciones: tuple[Transicion, ...]
    roles: dict[str, str]
    plantillas: dict[str, str]

    @property
    def estado_id(self) -> str:
        """The estado that is looked at; the first one when none is, or it is gone."""
        cual = st.session_state.get(EN_ESTADO, "")
        ids = [estado.id for estado in self.estados]
        return cual if cual in ids else next(iter(ids), "")

    @property
    def estado(self) -> Estado | None:
        """The same, whole."""
        return next((estado for estado in self.estados if estado.id == self.estado_id), None)

    @property
    def transicion(self) -> Transicion | None:
        """The chosen step, when one is."""
        clase, _, cual = str(st.session_state.get(ELEGIDO, "")).partition(":")
        return next((tr for tr in self.transiciones if clase == TRANSICION and tr.id == cual), None)

    @property
    def elegido(self) -> str:
        """What is chosen, as it is named."""
        return f"{TRANSICION}:{self.transicion.id}" if self.transicion else f"{ESTADO}:{self.estado_id}"

    def elegir(self, cual: str) -> None:
        """Show it from now on; a step is shown within one of the estados where it is offered."""
        st.session_state[ELEGIDO] = cual
        clase, _, propio = cual.partition(":")
        if clase == ESTADO:
            st.session_state[EN_ESTADO] = propio
            return
        suya = next((tr for tr in self.transiciones if tr.id == propio), None)
        if suya is not None and suya.desde and self.estado_id not in suya.desde:
            st.session_state[EN_ESTADO] = suya.desde[0]

    def poner_estado(self, cual: str, **cambios: object) -> str:
        """Change some attributes of one estado, if it is still there. The widgets keep the limits."""
        return cambiar(
            lambda estados, transiciones: (
                tuple(e.model_copy(update=cambios) if e.id == cual else e for e in estados), transiciones,
            )
        )  # fmt: skip

    def poner_paso(self, cual: str, **cambios: object) -> str:
        """Change some attributes of one step; from and to where it goes follow, as the code admits."""
        return cambiar(
            lambda estados, transiciones: (
                estados,
                tuple(flujo.ajustada(tr, estados, **cambios) if tr.id == cual else tr for tr in transiciones),
            )
        )


def cambiar(cambio: Callable[[tuple[Estado, ...], tuple[Transicion, ...]], Flujo]) -> str:
    """Save estados and steps as ``cambio`` makes them from what the propuesta says now. Only what changes is saved."""
    leida = propuestas.ver(state.ctx()).leida
    if leida is None:
        return ""
    estados, transiciones = cambio(leida.estados, leida.transiciones)
    if transiciones != leida.transiciones and not en_propuesta.guardar("transiciones", transiciones, redibujar=False):
        return ""
    if estados != leida.estados:
        en_propuesta.guardar("estados", estados, redibujar=False)
    return ""
