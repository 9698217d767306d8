"""What the upload piece says of a slot."""

from __future__ import annotations

import pytest

from portal.domain.campos import Ranura
from portal.ui.cargador import ayuda_de


@pytest.mark.parametrize(
    ("regla", "dicho"),
    [
        ({"ayuda": "Un PDF de hasta 10 MB.", "mb_cada": 10, "maximo": 1}, "Un PDF de hasta 10 MB."),
        ({"ayuda": "Un PDF de hasta 10 MB.", "mb_cada": 12, "maximo": 1}, "Un PDF de hasta 10 MB. Hasta 12 MB."),
        (
            {"ayuda": "Planos.", "mb_cada": 50, "mb_total": 500},
            "Planos. Hasta 50 MB cada archivo. Hasta 500 MB en total.",
        ),
        ({"mb_total": 2048}, "Hasta 2 GB en total."),
        ({}, ""),
    ],
)
def test_la_ayuda_de_una_ranura_dice_las_cifras_que_se_juzgan(regla, dicho):
    assert ayuda_de(Ranura(id="a", etiqueta="Planos", **regla)) == dicho
