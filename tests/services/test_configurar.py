"""What an administrator looks at while configuring: the numbers given, a sample of the cargo, an old version."""

from __future__ import annotations

import pytest

from portal.domain.errors import NoAutorizado, NoEncontrado
from portal.domain.permisos import Rol
from portal.services import muestra_impresa, propuestas, series, versiones
from tests.factories import cuentas, presentaciones


@pytest.fixture
def ana(ctx):
    return ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR))


def test_se_sabe_hasta_donde_llego_cada_serie(ctx, ana):
    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))

    anio, ultimos = series.ultimos(ana, "")

    assert (anio, ultimos) == (ctx.reloj().year, {"expediente": 1, "registro": 1, "salida": 0})


def test_el_cargo_de_muestra_dice_lo_propuesto_y_no_registra_nada(ana):
    propuestas.cambiar(ana, "impresos.titulo_cargo", "Constancia de ingreso", visto=0)

    nombre, pdf = muestra_impresa.cargo(ana)

    assert (nombre, pdf[:5]) == ("cargo-de-muestra.pdf", b"%PDF-")
    assert series.ultimos(ana, "")[1] == {"expediente": 0, "registro": 0, "salida": 0}


def test_una_version_se_compara_con_la_que_rige(ana):
    propuestas.cambiar(ana, "identidad.sigla", "UNO", visto=0)
    propuestas.publicar(ana, visto=1, nota="")

    (diferencia,) = versiones.diferencias_con(ana, 1)

    assert (diferencia.parte, diferencia.antes, diferencia.ahora) == ("identidad.sigla", "UNO", "IGP")
    with pytest.raises(NoEncontrado):
        versiones.diferencias_con(ana, 99)


def test_quien_no_configura_no_ve_nada_de_esto(ctx):
    mesa = ctx.como(cuentas.personal(ctx, Rol.MESA))

    for caso in (
        lambda: series.ultimos(mesa, ""),
        lambda: muestra_impresa.cargo(mesa),
        lambda: versiones.diferencias_con(mesa, 1),
    ):
        with pytest.raises(NoAutorizado):
            caso()
