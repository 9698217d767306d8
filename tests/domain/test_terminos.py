"""The terms by which an expediente is found: the same words for what is kept and for what is looked for."""

from __future__ import annotations

import pytest

from portal.domain import terminos


def test_cada_clase_de_termino_lleva_su_marca_y_se_guarda_una_sola_vez():
    suyos = terminos.de_expediente(
        asunto="Vía férrea, VÍA antigua",
        remitente=("Rosa Ñaupari", "45678912", "Rosa Ñaupari", "45678912"),
        numero="OFICIO N° 0005-2026/ABC",
        tipo="Recurso administrativo",
        canal="ventanilla",
    )

    assert suyos == (
        "via", "ferrea", "antigua", "@rosa", "@naupari", "@45678912", "#oficio", "#n", "#5", "#2026", "#abc",
        "=recurso-administrativo", "~ventanilla",
    )  # fmt: skip


def test_el_canal_habitual_y_lo_que_esta_vacio_no_dejan_termino():
    assert terminos.de_expediente(asunto="", remitente=("", ""), numero="", tipo=" ", canal="web") == ()


@pytest.mark.parametrize("escrito", ["0005", "5", "005"])
def test_los_ceros_de_un_numero_no_importan(escrito):
    assert terminos.de_numero(escrito) == ("#5",)
    assert terminos.de_numero("000") == ("#0",)


def test_un_termino_larguisimo_se_corta_igual_al_guardarlo_y_al_buscarlo():
    assert [len(t) for t in (*terminos.de_asunto("x" * 90), *terminos.de_remitente("y" * 90))] == [60, 60]


def test_en_una_linea_cada_termino_esta_entre_espacios():
    assert terminos.en_linea(("via", "@rosa")) == " via @rosa "
