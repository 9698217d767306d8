from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.domain.errors import NoEncontrado
from portal.domain.formulario import MAXIMO_TEXTO
from portal.services import borradores
from tests.factories import cuentas, presentaciones


@pytest.fixture
def propio(ctx):
    return ctx.como(cuentas.ciudadano(ctx))


def test_volver_a_abrir_muestra_lo_escrito(propio, reloj):
    borrador = borradores.abrir(propio)
    reloj.avanzar(minutes=5)

    guardado = borradores.guardar(propio, borrador.id, valores={"asunto": "Pido planos"})

    reabierto = borradores.abrir(propio)
    assert (reabierto.id, reabierto.valores, reabierto.actualizado_at) == (
        borrador.id,
        {"asunto": "Pido planos"},
        guardado,
    )
    assert guardado == reloj.ahora


def test_cada_persona_tiene_su_borrador_aunque_compartan_organizacion(ctx):
    org = cuentas.organizacion(ctx)

    uno, otro = (borradores.abrir(ctx.como(quien)).id for quien in (org.una, org.otra))

    assert uno != otro
    with pytest.raises(NoEncontrado):
        borradores.ver(ctx.como(org.otra), uno)
    with pytest.raises(NoEncontrado):
        borradores.guardar(ctx.como(org.otra), uno, valores={"asunto": "ajeno"})


def test_un_borrador_puede_estar_mal_y_se_guarda_igual(propio):
    borrador = borradores.abrir(propio).id

    borradores.guardar(propio, borrador, valores={"tipo": "no_existe", "asunto": "x", "numero": ""})

    assert borradores.ver(propio, borrador).valores == {"tipo": "no_existe", "asunto": "x", "numero": ""}


def test_lo_guardado_tiene_un_tope(propio):
    borrador = borradores.abrir(propio).id

    borradores.guardar(propio, borrador, valores={"asunto": "x" * 10_000_000, "no_es_campo": "y"})

    assert borradores.ver(propio, borrador).valores == {"asunto": "x" * MAXIMO_TEXTO}


def test_dos_pestanas_que_guardan_a_la_vez_no_se_pisan(propio):
    borrador = borradores.abrir(propio).id
    campos = ["tipo", "numero", "asunto", "antecedente", "informacion"]

    with ThreadPoolExecutor(5) as hilos:
        list(hilos.map(lambda campo: borradores.guardar(propio, borrador, valores={campo: campo}), campos))

    assert borradores.ver(propio, borrador).valores == {campo: campo for campo in campos}


@pytest.mark.parametrize("borrador", ["", "no-existe", "\x00", "\ud800", "x" * 5000])
def test_un_borrador_que_no_existe_no_se_encuentra(propio, borrador):
    for caso in (borradores.ver, lambda c, b: borradores.guardar(c, b, valores={})):
        with pytest.raises(NoEncontrado):
            caso(propio, borrador)


def test_presentar_no_toca_los_borradores_de_otros(ctx, propio):
    ajeno = borradores.abrir(propio)

    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))

    assert borradores.abrir(propio).id == ajeno.id
