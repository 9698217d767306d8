"""What one account may leave on the disk unsent, and what stays free for everybody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.domain.archivos import SinEspacio
from portal.domain.tamanos import MB
from portal.services import archivos, borradores
from portal.services.contexto import Limites
from portal.services.cuotas import CuotaExcedida, DemasiadasSubidas
from tests.factories import cuentas


@pytest.fixture
def rosa(ctx):
    return ctx.como(cuentas.ciudadano(ctx))


@pytest.fixture
def anunciar(rosa):
    """Announce an annex of so many MB under those limits."""
    borrador = borradores.abrir(rosa).id

    def uno(mb, *, de=rosa, **limites):
        suyo = replace(de, limites=Limites(**{"mb_reserva": 0, **limites}))
        return archivos.crear_carga(suyo, borrador, ranura="anexos", nombre=f"{mb}.zip", tamano=mb * MB)

    return uno


def test_los_borradores_de_una_cuenta_no_pasan_de_su_cuota(anunciar):
    anunciar(60, mb_borradores=100)

    with pytest.raises(CuotaExcedida) as negativa:
        anunciar(41, mb_borradores=100)

    assert negativa.value.facts == {"tamano": "41 MB", "total": "101 MB", "maximo": "100 MB"}
    anunciar(40, mb_borradores=100)


def test_lo_rechazado_no_ocupa_cuota(rosa, anunciar):
    carga = anunciar(1, mb_borradores=2)
    archivos.anexar(rosa, carga.id, desde=0, trozos=[bytes(MB)])  # a MB of zeros is of no type we know

    anunciar(2, mb_borradores=2)


def test_lo_que_otra_cuenta_tiene_no_cuenta(ctx, anunciar):
    otra = ctx.como(cuentas.ciudadano(ctx, correo="otra@ejemplo.pe", numero_doc="44556677"))
    suyo = borradores.abrir(otra).id
    archivos.crear_carga(otra, suyo, ranura="anexos", nombre="a.zip", tamano=90 * MB)

    anunciar(90, mb_borradores=100)


def test_las_subidas_a_medias_tienen_un_maximo(rosa, anunciar):
    primera = anunciar(1, subidas=2)
    anunciar(2, subidas=2)

    with pytest.raises(DemasiadasSubidas) as negativa:
        anunciar(3, subidas=2)
    assert negativa.value.facts == {"cuantos": 2, "maximo": 2}

    archivos.quitar(rosa, primera.id)
    anunciar(3, subidas=2)


def test_el_disco_guarda_una_reserva(ctx, anunciar):
    libres = ctx.almacen.libre() // MB

    with pytest.raises(SinEspacio):
        anunciar(50, mb_reserva=libres - 20)
    anunciar(50, mb_reserva=max(0, libres - 2000))
