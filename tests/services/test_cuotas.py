"""What one account may leave on the disk unsent, and what stays free for everybody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from portal.db.models import CargaRow
from portal.domain.archivos import SinEspacio
from portal.domain.tamanos import MB
from portal.i18n import explain
from portal.services import archivos, borradores
from portal.services.contexto import Limites
from portal.services.cuotas import CuotaExcedida, DemasiadasDesdeAqui, DemasiadasSubidas
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


def test_lo_que_espera_su_revision_cuenta_como_a_medias(ctx, rosa, anunciar):
    carga = anunciar(1, subidas=1)
    with ctx.db.transaction() as session:
        session.execute(update(CargaRow).where(CargaRow.id == carga.id).values(estado="revisando"))

    with pytest.raises(DemasiadasSubidas):
        anunciar(1, subidas=1)


def test_lo_anunciado_antes_tampoco_gasta_la_reserva_del_disco(ctx, rosa, anunciar):
    carga = anunciar(3)  # when there was room for it
    libres = ctx.almacen.libre() // MB
    llena = replace(rosa, limites=Limites(mb_reserva=libres + 1000))

    with pytest.raises(SinEspacio):
        archivos.anexar(llena, carga.id, desde=0, trozos=[bytes(MB)])

    assert archivos.offset(rosa, carga.id).recibido == 0


@pytest.fixture
def desde(ctx):
    """Announce a file of so many MB from an account of its own, by an address."""

    def uno(ip, mb, **limites):
        suyo = replace(ctx, limites=Limites(**{"mb_reserva": 0, **limites}))
        suyo = suyo.como(replace(cuentas.ciudadano(ctx), ip=ip))
        borrador = borradores.abrir(suyo).id
        return suyo, archivos.crear_carga(suyo, borrador, ranura="anexos", nombre="a.zip", tamano=mb * MB)

    return uno


def test_muchas_subidas_a_medias_desde_una_direccion_se_detienen_aunque_sean_de_cuentas_distintas(desde):
    suyo, primera = desde("10.0.0.9", 1, subidas_direccion=2)
    desde("10.0.0.9", 1, subidas_direccion=2)

    with pytest.raises(DemasiadasDesdeAqui) as negativa:
        desde("10.0.0.9", 1, subidas_direccion=2)

    assert explain(negativa.value).startswith("Desde su conexión hay demasiadas subidas a medias.")
    desde("10.0.0.8", 1, subidas_direccion=2)
    archivos.quitar(suyo, primera.id)
    desde("10.0.0.9", 1, subidas_direccion=2)


def test_lo_anunciado_desde_una_direccion_tiene_un_tope(desde):
    desde("2001:db8::1", 60, mb_direccion=100)

    with pytest.raises(DemasiadasDesdeAqui):
        desde("2001:db8::2", 41, mb_direccion=100)  # another machine of the same home
    desde("2001:db8:0:1::2", 41, mb_direccion=100)


def test_lo_que_llego_entero_no_cuenta_para_la_direccion(desde):
    suyo, carga = desde("10.0.0.9", 1, subidas_direccion=1)
    archivos.anexar(suyo, carga.id, desde=0, trozos=[bytes(MB)])

    desde("10.0.0.9", 1, subidas_direccion=1)
