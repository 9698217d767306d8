"""Who goes first at the inspector: nobody waits for the twenty slow files of somebody else."""

from __future__ import annotations

import threading
import time

import pytest

from portal.adapters.turnos import Turnos

PACIENCIA = 10.0


class Persona(threading.Thread):
    """Asks for a place and holds it until told."""

    def __init__(self, turnos: Turnos, quien: str) -> None:
        super().__init__(daemon=True)
        self.turnos, self.quien = turnos, quien
        self.entro, self.sale = threading.Event(), threading.Event()
        self.start()

    def run(self) -> None:
        with self.turnos.lugar(self.quien):
            self.entro.set()
            self.sale.wait(PACIENCIA)

    def acabar(self) -> None:
        self.sale.set()
        self.join(PACIENCIA)


@pytest.fixture
def llegar():
    turnos, personas = Turnos(2), []

    def una(quien: str, *, entra: bool) -> Persona:
        persona = Persona(turnos, quien)
        personas.append(persona)
        assert persona.entro.wait(PACIENCIA if entra else 0.2) is entra
        return persona

    yield una
    for persona in personas:
        persona.sale.set()
    for persona in personas:
        persona.join(PACIENCIA)


def test_una_persona_no_ocupa_todos_los_lugares(llegar):
    llegar("mala", entra=True)
    for _ in range(5):
        llegar("mala", entra=False)

    llegar("rosa", entra=True)


def test_pasa_antes_quien_menos_uso(llegar):
    primera = llegar("mala", entra=True)
    otra = llegar("peor", entra=True)
    espera_mala = llegar("mala", entra=False)
    rosa = llegar("rosa", entra=False)
    time.sleep(0.1)

    primera.acabar()

    assert rosa.entro.wait(PACIENCIA)
    assert not espera_mala.entro.wait(0.2)
    otra.acabar()
    assert espera_mala.entro.wait(PACIENCIA)


def test_entre_iguales_pasa_quien_llego_antes_y_nadie_se_queda_fuera(llegar):
    en_curso = [llegar("a", entra=True), llegar("b", entra=True)]
    esperan = [llegar(quien, entra=False) for quien in "cdef"]

    for actual, siguiente in zip([*en_curso, *esperan], esperan, strict=False):
        actual.acabar()
        assert siguiente.entro.wait(PACIENCIA)


def test_quien_no_se_nombra_puede_usarlos_todos(llegar):
    llegar("", entra=True)
    llegar("", entra=True)
