from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.texto import acortar, frase, palabras, plegar, tiene_invisibles, una_linea


@pytest.mark.parametrize(
    ("texto", "plegado"),
    [
        ("  Ñandú   PEÑA ", "nandu pena"),
        ("Petición de ACCESO\ta la información", "peticion de acceso a la informacion"),
        ("Straße", "strasse"),
        ("N.º ２０２６", "n.o 2026"),
        ("Quispe Mamani", "quispe mamani"),
        ("", ""),
    ],
)
def test_plegar_quita_tildes_mayusculas_y_espacios(texto, plegado):
    assert plegar(texto) == plegado


@given(texto=st.text())
def test_plegar_dos_veces_no_cambia_nada(texto):
    assert plegar(plegar(texto)) == plegar(texto)


@given(texto=st.text(alphabet="áéíóúüñÁÉÍÓÚÜÑ abcXYZ"))
def test_mayusculas_y_minusculas_se_pliegan_igual(texto):
    assert plegar(texto.upper()) == plegar(texto.lower())


def test_las_palabras_de_busqueda_son_letras_y_digitos():
    assert palabras("INFORME N° 002 – 2021 /BVD_x") == ("informe", "n", "002", "2021", "bvd", "x")
    assert palabras(" -- ") == ()


def test_una_linea_no_deja_saltos_ni_caracteres_que_no_se_ven():
    assert (
        una_linea("Solicito\r\n\tcopia\x00 \u202egpj.exe\u200b\ue000\ud800 fin\u2028") == "Solicito copia gpj.exe fin"
    )


@given(texto=st.text(), maximo=st.integers(1, 50))
def test_una_linea_nunca_pasa_del_maximo_ni_lleva_caracteres_invisibles(texto, maximo):
    linea = una_linea(texto, maximo)

    assert len(linea) <= maximo
    assert not tiene_invisibles(linea)


@pytest.mark.parametrize(
    ("maximo", "corto"),
    [
        (30, "Solicitud de acceso"),
        (19, "Solicitud de acceso"),
        (18, "Solicitud de…"),
        (13, "Solicitud de…"),
        (12, "Solicitud…"),
        (10, "Solicitud…"),
        (9, "Solicitu…"),
        (1, "…"),
    ],
)
def test_acortar_corta_en_el_borde_de_una_palabra(maximo, corto):
    assert acortar("Solicitud de acceso", maximo) == corto


@given(texto=st.text(), maximo=st.integers(1, 50))
def test_lo_acortado_nunca_pasa_del_maximo(texto, maximo):
    assert len(acortar(texto, maximo)) <= maximo


def test_no_se_acorta_a_nada():
    with pytest.raises(ValueError, match="at least 1"):
        acortar("texto", 0)


@pytest.mark.parametrize(("texto", "esperado"), [("", ""), ("sábado 21", "Sábado 21"), ("ñandú IGP", "Ñandú IGP")])
def test_una_frase_empieza_con_mayuscula_y_lo_demas_no_cambia(texto, esperado):
    assert frase(texto) == esperado
