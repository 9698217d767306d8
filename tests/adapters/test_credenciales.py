"""Passwords through streamlit-authenticator."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest
import streamlit as st

from portal.adapters.credenciales import Autenticador

CORREO = "rosa@example.pe"


@pytest.fixture
def barato() -> Autenticador:
    return Autenticador(b"pimienta", rondas=4)


@pytest.mark.parametrize(
    "contrasena", ["tortuga violín", "x" * 128, "  con espacios  ", "🦊🐢", "\ud800 suelto", "\x00nulo", ""]
)
def test_cualquier_texto_se_cifra_y_se_comprueba(barato, contrasena):
    clave = barato.cifrar(contrasena)

    assert len(clave) == 60
    assert barato.comprobar(CORREO, contrasena, clave)
    assert not barato.comprobar(CORREO, contrasena + "x", clave)


def test_el_largo_entero_cuenta_aunque_bcrypt_lea_72_bytes(barato):
    assert not barato.comprobar(CORREO, "x" * 100 + "b", barato.cifrar("x" * 100 + "a"))


def test_dos_formas_de_escribir_la_misma_letra_son_la_misma_clave(barato):
    assert barato.comprobar(CORREO, "violi\u0301n", barato.cifrar("violín"))


def test_sin_la_pimienta_del_servidor_la_clave_no_se_comprueba(barato):
    assert not Autenticador(b"otra", rondas=4).comprobar(CORREO, "violín", barato.cifrar("violín"))


def test_una_cuenta_que_no_existe_nunca_acierta(barato):
    assert not barato.comprobar(CORREO, "violín", None)


def test_el_costo_es_el_de_la_biblioteca_si_no_se_pide_otro():
    assert Autenticador(b"pimienta").cifrar("violín").startswith("$2b$12$")


def test_una_cuenta_que_no_existe_tarda_lo_mismo():
    real = Autenticador(b"pimienta", rondas=10)
    real.calentar()
    clave = real.cifrar("violín")

    def demora(guardada: str | None) -> float:
        tiempos = []
        for _ in range(7):
            inicio = time.process_time()
            real.comprobar(CORREO, "no es", guardada)
            tiempos.append(time.process_time() - inicio)
        return median(tiempos)

    assert 0.5 < demora(clave) / demora(None) < 2


def test_la_biblioteca_no_escribe_en_el_estado_de_la_pantalla(barato):
    barato.comprobar(CORREO, "no es", barato.cifrar("violín"))

    assert not {"authentication_status", "username", "roles"} & set(st.session_state.to_dict())


def test_muchas_comprobaciones_a_la_vez_terminan_todas(barato):
    clave = barato.cifrar("violín")

    with ThreadPoolExecutor(16) as grupo:
        assert all(grupo.map(lambda _: barato.comprobar(CORREO, "violín", clave), range(64)))
