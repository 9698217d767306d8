from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.tamanos import MB, comparados, legible


@pytest.mark.parametrize(
    ("octetos", "texto"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1024, "1 kB"),
        (575_969, "562.47 kB"),
        (1536, "1.50 kB"),
        (MB - 1, "1 MB"),
        (MB, "1 MB"),
        (1_300_235, "1.24 MB"),
        (10 * MB, "10 MB"),
        (300 * MB, "300 MB"),
        (500 * MB + 52_429, "500.05 MB"),
        (1024 * MB, "1 GB"),
        (1536 * MB, "1.50 GB"),
        (5000 * 1024**4, "5000 TB"),
    ],
)
def test_un_tamano_se_escribe_para_personas(octetos, texto):
    assert legible(octetos) == texto


@given(octetos=st.integers(0, 1 << 49))
def test_ningun_tamano_se_escribe_con_mil_veinticuatro_de_una_unidad(octetos):
    assert not legible(octetos).startswith("1024 ")


def test_un_tamano_negativo_no_existe():
    with pytest.raises(ValueError, match="negative"):
        legible(-1)


def test_lo_que_pasa_del_limite_por_un_byte_se_ve_mayor_que_el_limite():
    assert comparados(10 * MB + 1, 10 * MB) == ("10485761 bytes", "10485760 bytes")


def test_dos_tamanos_distintos_se_comparan_en_su_unidad():
    assert comparados(21_076_378, 20 * MB) == ("20.10 MB", "20 MB")


def test_dos_tamanos_iguales_se_escriben_igual():
    assert comparados(20 * MB, 20 * MB) == ("20 MB", "20 MB")
