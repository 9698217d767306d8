"""Verifying slows down who guesses, never who holds a cargo; a copy is equal only when it is whole."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.db.models import RegistroRow
from portal.domain.errors import DemasiadosIntentos, NoEncontrado
from portal.services import cotejo
from portal.services.contexto import Actor
from portal.services.cotejo import CodigoIncompleto, CopiaDemasiadoLarga
from tests.factories import cuentas, presentaciones
from tests.factories.presentaciones import PDF


@pytest.fixture
def codigo(ctx):
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    with ctx.db.lectura() as session:
        return session.scalars(
            select(RegistroRow.codigo_verificacion).where(RegistroRow.id == recibo.registro_id)
        ).one()


@pytest.fixture
def publico(ctx):
    return ctx.como(Actor(ip="203.0.113.9"))


def errar(ctx, veces: int) -> list[type]:
    hallado = []
    for _ in range(veces):
        with pytest.raises((NoEncontrado, DemasiadosIntentos)) as negativa:
            cotejo.verificar(ctx, "AAAA-AAAA-AAAA")
        hallado.append(negativa.type)
    return hallado


def test_errar_muchas_veces_hace_esperar_cada_vez_mas(publico, reloj):
    assert errar(publico, 11) == [NoEncontrado] * 10 + [DemasiadosIntentos]

    reloj.avanzar(seconds=6)
    assert errar(publico, 2) == [NoEncontrado, DemasiadosIntentos]
    reloj.avanzar(seconds=6)
    assert errar(publico, 1) == [DemasiadosIntentos]
    reloj.avanzar(hours=2)
    assert errar(publico, 1) == [NoEncontrado]


def test_un_codigo_bueno_nunca_se_rechaza_por_los_errores_de_otros(publico, codigo):
    errar(publico, 12)

    assert cotejo.verificar(publico, codigo).numero == "00001-2026"


def test_las_demas_direcciones_no_esperan(ctx, publico):
    errar(publico, 12)

    assert errar(ctx.como(Actor(ip="198.51.100.1")), 1) == [NoEncontrado]


@pytest.mark.parametrize(("tecleado", "escritos"), [("", 0), ("ABCD", 4), ("0O1IL", 0), ("ABCD-EFGH-JKMNP", 13)])
def test_lo_que_no_puede_ser_un_codigo_se_dice_sin_contarlo(publico, tecleado, escritos):
    for _ in range(30):
        with pytest.raises(CodigoIncompleto) as negativa:
            cotejo.verificar(publico, tecleado)

    assert negativa.value.facts == {"escritos": escritos, "largo": 12}


def test_una_copia_cortada_o_alargada_no_es_igual(publico, codigo):
    entera = cotejo.comenzar(publico, codigo, tamano=len(PDF))
    entera.agregar(PDF[:10])
    cortada = entera.igual()
    entera.agregar(PDF[10:])

    assert (cortada, entera.igual().nombre) == (None, "carta.pdf")
    with pytest.raises(CopiaDemasiadoLarga):
        entera.agregar(b"x")


def test_otro_tamano_no_merece_leerse(publico, codigo):
    otra = cotejo.comenzar(publico, codigo, tamano=len(PDF) + 1)

    assert (otra.admisible, otra.igual()) == (False, None)
