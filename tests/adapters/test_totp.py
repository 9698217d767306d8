"""Codes of an authenticator application, against the vectors of the RFC and against the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.adapters import totp

RFC = b"12345678901234567890"
AHORA = datetime(2026, 11, 17, 15, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("segundos", "codigo"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_da_por_buenos_los_codigos_de_la_rfc_6238(segundos, codigo):
    cuando = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=segundos)

    assert totp.paso_de(RFC, codigo, cuando) == segundos // totp.PASO


@given(st.binary(min_size=20, max_size=20), st.integers(-300, 300))
def test_sirve_el_codigo_de_este_paso_del_anterior_y_del_siguiente_y_ninguno_mas(semilla, segundos):
    otro = AHORA + timedelta(seconds=segundos)
    codigo = pyotp.TOTP(totp.secreto(semilla)).at(otro)
    paso, actual = (int(cuando.timestamp()) // totp.PASO for cuando in (otro, AHORA))
    vecinos = {pyotp.TOTP(totp.secreto(semilla)).generate_otp(actual + d) for d in (-1, 0, 1)}

    hallado = totp.paso_de(semilla, codigo, AHORA)

    assert (hallado is not None) == (codigo in vecinos)
    assert hallado == paso if abs(paso - actual) <= totp.VENTANA and len(vecinos) == 3 else True


@pytest.mark.parametrize("codigo", ["", "12345", "1234567", "abcdef", "１２３４５６", "\ud800", "x" * 10_000])
def test_lo_que_no_es_un_codigo_no_es_de_ningun_paso(codigo):
    assert totp.paso_de(RFC, codigo, AHORA) is None


def test_la_direccion_lleva_a_la_aplicacion_los_nombres_y_la_semilla():
    direccion = urlsplit(totp.direccion(RFC, cuenta="carmen@igp.gob.pe", emisor="IGP: Mesa de Partes"))

    assert (direccion.scheme, direccion.netloc) == ("otpauth", "totp")
    assert parse_qs(direccion.query) == {"secret": [totp.secreto(RFC)], "issuer": ["IGP  Mesa de Partes"]}
    assert pyotp.parse_uri(direccion.geturl()).name == "carmen@igp.gob.pe"
