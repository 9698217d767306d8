"""What may be asked to be cured, how often, and until when."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.observacion import (
    MAXIMO_ITEMS,
    ItemNuevo,
    ItemsInvalidos,
    PlazoDeSubsanarInvalido,
    limpios,
    repetibles,
    termino,
)
from portal.i18n import explain
from tests.domain.feriados_pe import DIA_ENTERO


@pytest.mark.parametrize(
    ("textos", "motivo"),
    [
        ((), "ninguno"),
        (("Falta la firma.",) * 2, "repetido"),
        (("Falta la firma.", " "), "vacio"),
        (tuple(f"Falta el anexo {n}." for n in range(MAXIMO_ITEMS + 1)), "demasiados"),
    ],
)
def test_lo_que_no_se_puede_pedir_asi_se_dice_con_una_frase_propia(textos, motivo):
    with pytest.raises(ItemsInvalidos) as negado:
        limpios(ItemNuevo(texto) for texto in textos)

    assert negado.value.facts["motivo"] == motivo
    assert explain(negado.value)


def test_lo_que_se_pide_se_guarda_limpio():
    assert limpios([ItemNuevo("  Falta la firma. ", " firma ")]) == (ItemNuevo("Falta la firma.", "firma"),)


def test_el_termino_corre_desde_el_dia_habil_en_que_se_notifica_y_nunca_es_menor():
    sabado = date(2026, 12, 5)

    assert termino(sabado, dias=None, minimo=2, calendario=DIA_ENTERO).notificada_el == date(2026, 12, 7)
    with pytest.raises(PlazoDeSubsanarInvalido):
        termino(sabado, dias=1, minimo=2, calendario=DIA_ENTERO)


@pytest.mark.parametrize(
    ("ronda", "juzgado", "puede"),
    [(1, [True, False], True), (1, [True, True], False), (1, [None, True], False), (2, [False], False)],
)
def test_solo_se_vuelve_a_pedir_una_vez_lo_que_no_se_corrigio(ronda, juzgado, puede):
    assert repetibles(ronda, juzgado) is puede
