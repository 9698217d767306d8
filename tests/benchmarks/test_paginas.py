"""Script time of the screens a person sees most: one run each, without browser or network."""

from __future__ import annotations

import time
from dataclasses import replace
from statistics import median

import pytest
from streamlit.testing.v1 import AppTest

from portal import wiring
from portal.asgi import MARCO
from portal.services import configuracion
from portal.ui import auth, paginas, state
from tests.factories import cuentas, presentaciones

pytestmark = pytest.mark.bench

VUELTAS = 15
DICE = {
    "tramites": "00020-2026",
    "presentar": "Tipo de documento",
    "seguimiento": "Consulta",
}
DEL_PERSONAL = {"bandeja": "Por recibir"}


def conforme(ctx, actor):
    """The same person as a session knows them: with the texts they accepted."""
    textos = configuracion.mostrada(ctx).textos
    return replace(actor, terminos=textos.terminos.version, privacidad=textos.privacidad.version)


@pytest.fixture
def ciudadano(ctx, monkeypatch):
    """A signed-in citizen with twenty filings and a draft; the cookie is what a test of scripts cannot have."""
    actor = conforme(ctx, cuentas.ciudadano(ctx))
    for _ in range(20):
        presentaciones.presentar(ctx, actor)
    presentaciones.borrador(ctx, actor)
    for modulo in (wiring, state):
        monkeypatch.setattr(modulo, "contexto", lambda: ctx)
    monkeypatch.setattr(auth, "actor", lambda: actor)
    return actor


@pytest.fixture
def jefa(ctx, monkeypatch):
    """Who supervises every office, with a full page in her tray: twenty-five rows, their cards, figures and filters."""
    vecina = cuentas.ciudadano(ctx)
    for _ in range(30):
        presentaciones.presentar(ctx, vecina)
    actor = cuentas.personal(ctx)
    for modulo in (wiring, state):
        monkeypatch.setattr(modulo, "contexto", lambda: ctx)
    monkeypatch.setattr(auth, "actor", lambda: actor)
    return actor


@pytest.mark.parametrize("pagina", list(DEL_PERSONAL))
def test_tiempo_de_la_pantalla_del_personal(jefa, pagina):
    medir(pagina, DEL_PERSONAL[pagina])


@pytest.mark.parametrize("pagina", list(DICE))
def test_tiempo_de_la_pantalla(ciudadano, pagina):
    medir(pagina, DICE[pagina])


def medir(pagina, dice, **consulta):
    """The median of a run of that screen, printed; ``dice``: a word that it says; ``consulta``: of its address."""
    prueba = AppTest.from_file(str(MARCO), default_timeout=60)
    prueba.run()
    prueba.switch_page(str(paginas.PAGES / f"{pagina}.py"))
    for nombre, valor in consulta.items():
        prueba.query_params[nombre] = valor
    prueba.run()
    assert not prueba.exception
    assert dice in str(prueba.main)

    tiempos, procesador = [], []
    for _ in range(VUELTAS):
        comienzo, gastado = time.perf_counter(), time.process_time()
        prueba.run()
        tiempos.append(time.perf_counter() - comienzo)
        procesador.append(time.process_time() - gastado)
    de_procesador = f"{median(procesador) * 1000:.1f} ms de procesador"
    print(f"\n{pagina:<12} {median(tiempos) * 1000:6.1f} ms por ejecución, {de_procesador}")
