"""Words of the lists that no service decides."""

from __future__ import annotations

import pytest

from portal.ui import seguimiento


@pytest.mark.parametrize("numero", ["", "S/N", "s.n.", " sin número "])
def test_un_documento_sin_numero_dice_lo_que_hace_su_enlace(numero):
    assert seguimiento.documento(numero, abre=True) == "Ver documento"
    assert seguimiento.documento(numero, abre=False) == "Sin número"


def test_un_documento_con_numero_se_llama_como_su_numero():
    assert seguimiento.documento("0005-2026/SN", abre=True) == "0005-2026/SN"
