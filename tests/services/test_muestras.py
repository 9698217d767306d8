"""A file chosen again is known by what already arrived."""

from __future__ import annotations

import os
import zlib

import pytest

from portal.domain.errors import NoEncontrado
from portal.services import archivos, borradores, muestras
from tests.factories import cuentas

MIB = 1024 * 1024


@pytest.fixture
def rosa(ctx):
    return ctx.como(cuentas.ciudadano(ctx))


@pytest.mark.parametrize("recibido", [1, MIB, 3 * MIB + 17])
def test_la_muestra_es_del_primer_y_del_ultimo_tramo_de_lo_recibido(rosa, recibido):
    octetos = os.urandom(recibido)
    carga = archivos.crear_carga(rosa, borradores.abrir(rosa).id, ranura="anexos", nombre="a.zip", tamano=recibido + 1)
    archivos.anexar(rosa, carga.id, desde=0, trozos=[octetos])

    suma = zlib.crc32(octetos[-MIB:], zlib.crc32(octetos[:MIB]))
    assert muestras.muestra(rosa, carga.id) == f"{suma:08x}"


def test_de_lo_que_no_ha_llegado_no_hay_muestra(rosa):
    carga = archivos.crear_carga(rosa, borradores.abrir(rosa).id, ranura="anexos", nombre="a.zip", tamano=9)

    assert muestras.muestra(rosa, carga.id) == ""


def test_para_los_demas_la_carga_no_existe(ctx, rosa):
    otra = ctx.como(cuentas.ciudadano(ctx, correo="otra@ejemplo.pe", numero_doc="44556677"))
    carga = archivos.crear_carga(rosa, borradores.abrir(rosa).id, ranura="anexos", nombre="a.zip", tamano=9)

    for carga_id in (carga.id, "0" * 32):
        with pytest.raises(NoEncontrado):
            muestras.muestra(otra, carga_id)
