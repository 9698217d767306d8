"""Which passwords are refused, and why."""

from __future__ import annotations

import pytest

from portal.domain.errors import DatoInvalido
from portal.i18n import explain
from portal.services import contrasenas

PROPIAS = ("rosa.huaman@example.pe", "45678912", "Rosa Elvira", "Huamán Ñaupari", "Instituto Geofísico del Perú", "IGP")


def motivo(contrasena: str, minimo: int = 12) -> str | None:
    try:
        contrasenas.exigir(contrasena, minimo=minimo, propias=PROPIAS)
    except DatoInvalido as negativa:
        return str(negativa.facts["motivo"]) if explain(negativa) else "sin palabras"
    return None


@pytest.mark.parametrize(
    "contrasena",
    [
        "tortuga violín ventana 83", "correct horse battery staple", "xK9#mQ2$vL7p", "839201748365", "el 4 de la vaca azul",
        "ñandú y zorro cantan", "漢字仮名交じり文の例ですよ", "🦊🐢🦜🐝🐙🦔🦋🐌🦀🐞🦎🐡", "marea-canela-pizarra",
        "x" * 3 + "jW8!q-Zr0&Tt", "perro gato futbol trabajo",
    ],
)  # fmt: skip
def test_una_frase_o_un_azar_se_aceptan(contrasena):
    assert motivo(contrasena) is None


@pytest.mark.parametrize(
    "contrasena",
    [
        "123456789012", "contraseña2026", "C0ntr4s3ñ4 2026!", "passwordpassword", "aaaaaaaaaaaa", "abababababab",
        "abcabcabcabc", "qwertyuiop123", "1qaz2wsx3edc", "mesadepartes1", "Mesa de Partes 2026", "abcdefghijkl",
        "peru peru peru", "bienvenido123", "2026-2025-2024", "ab cd ef gh ij kl", "asdfghjkl1234", "        lima 2026 ",
    ],
)  # fmt: skip
def test_lo_que_cualquiera_probaria_primero_se_rechaza(contrasena):
    assert motivo(contrasena) == "contrasena_comun"


@pytest.mark.parametrize(
    "contrasena",
    [
        "rosa.huaman@example.pe",
        "huamán ñaupari 26",
        "naupari45678912",
        "Geofísico2026!!",
        "Rosa Elvira 1985",
        "Rosa Elvira Huamán Ñaupari",
        "R0s@ Elv1r@ 2026!",
    ],
)
def test_los_datos_propios_y_los_de_la_institucion_se_rechazan(contrasena):
    assert motivo(contrasena) == "contrasena_propia"


def test_el_largo_se_dice_con_sus_dos_cifras():
    with pytest.raises(DatoInvalido) as corta:
        contrasenas.exigir("marea canela", minimo=15)
    with pytest.raises(DatoInvalido) as larga:
        contrasenas.exigir("marea canela " * 10, minimo=15)

    assert corta.value.facts == {
        "campo": "contrasena", "motivo": "contrasena_corta", "minimo": 15, "escritos": 12,
    }  # fmt: skip
    assert larga.value.facts == {
        "campo": "contrasena", "motivo": "contrasena_larga", "maximo": 128, "escritos": 130,
    }  # fmt: skip


def test_ciento_veintiocho_caracteres_con_espacios_valen():
    assert motivo(("una frase larga que nadie más escribiría " * 4)[:128]) is None


def test_la_lista_trae_su_licencia_y_miles_de_palabras():
    texto = contrasenas.COMUNES.read_text(encoding="utf-8")

    assert "MIT License" in texto
    assert len(contrasenas.comunes()) > 12_000
    assert all(palabra == palabra.casefold() for palabra in contrasenas.comunes())
