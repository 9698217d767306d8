"""Which database a process may serve: real or demonstration, up to date, with an institution."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.db.session import Database
from portal.services import configuracion, demo, instalacion
from portal.services.configuracion import SinInstitucion
from portal.services.contexto import SISTEMA


@pytest.fixture
def sistema(ctx):
    """A real installation: the IGP preset is published."""
    return ctx.como(SISTEMA)


@pytest.fixture
def vacia(ctx, tmp_path):
    """A context over a database file that does not exist yet."""
    base = Database(f"sqlite:///{tmp_path}/nueva.db")
    yield replace(ctx, db=base, actor=SISTEMA)
    base.cerrar()


def como_demo(ctx):
    return replace(ctx, demo=True)


def test_una_instalacion_real_atiende_su_base_y_una_demostracion_no(sistema):
    instalacion.exigir_apta(sistema)

    with pytest.raises(instalacion.BaseReal):
        instalacion.exigir_apta(como_demo(sistema))
    with pytest.raises(instalacion.BaseReal):
        instalacion.marcar_demo(sistema)


def test_una_instalacion_real_se_niega_a_atender_datos_de_demostracion(vacia):
    instalacion.poner_al_dia(vacia)
    instalacion.marcar_demo(vacia)
    instalacion.marcar_demo(vacia)
    configuracion.publicar(vacia, configuracion.preset("igp"), autor="pruebas")

    instalacion.exigir_apta(como_demo(vacia))
    with pytest.raises(instalacion.BaseDeDemostracion):
        instalacion.exigir_apta(vacia)
    with pytest.raises(instalacion.BaseDeDemostracion):
        instalacion.exigir_su_clase(vacia)


def test_la_demostracion_no_se_siembra_sobre_una_instalacion_real(sistema):
    with pytest.raises(instalacion.BaseReal):
        demo.sembrar(sistema)


def test_sin_tablas_o_sin_institucion_no_se_atiende(vacia):
    with pytest.raises(instalacion.BaseSinMigrar):
        instalacion.exigir_apta(vacia)

    instalacion.poner_al_dia(vacia)
    instalacion.exigir_su_clase(vacia)
    instalacion.exigir_su_clase(como_demo(vacia))
    with pytest.raises(SinInstitucion):
        instalacion.exigir_apta(vacia)


def test_una_base_que_no_se_puede_abrir_se_dice_con_sus_palabras(ctx, tmp_path):
    base = Database(f"sqlite:///{tmp_path}/no/existe/mpv.db")
    perdida = replace(ctx, db=base, actor=SISTEMA)

    with pytest.raises(instalacion.BaseInaccesible, match="unable to open database file"):
        instalacion.exigir_apta(perdida)
    with pytest.raises(instalacion.BaseInaccesible, match="unable to open database file"):
        instalacion.poner_al_dia(perdida)
    base.cerrar()
