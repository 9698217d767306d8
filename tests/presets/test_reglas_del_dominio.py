"""Each row of the two reference manuals is checked on a running portal, or says why it is not."""

from __future__ import annotations

import pytest

from tests.presets import filas_formulario, filas_institucion, filas_seguimiento
from tests.presets.registro_de_filas import FILAS, TOTAL, Fila

pytestmark = pytest.mark.e2e

MODULOS = (filas_institucion, filas_formulario, filas_seguimiento)
SIN_PRUEBA: dict[int, str] = {}
"""Rows without a check, and why. None today: of row 1 the shield is not drawn, since the emblem of the State is not ours
to distribute; the institution adds it as its logo."""


@pytest.mark.parametrize("fila", FILAS, ids=lambda fila: fila.nombre)
def test_regla(portales, fila: Fila):
    fila.comprueba(portales(fila.preset))


def test_ninguna_fila_queda_sin_comprobar_ni_sin_razon():
    comprobadas = {fila.numero for fila in FILAS}

    assert comprobadas | SIN_PRUEBA.keys() == set(range(1, TOTAL + 1))
    assert not comprobadas & SIN_PRUEBA.keys()
    assert all(modulo.__doc__ for modulo in MODULOS)
