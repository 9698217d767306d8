"""The second factor of staff: enrolling, changing and taking it away; demanded by the institution; reset."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.db.models import ActoRow
from portal.domain.errors import (
    DatoInvalido,
    NoAutorizado,
    NoEncontrado,
)
from portal.domain.permisos import Rol
from portal.services import segundo_factor
from portal.services.contexto import SISTEMA
from portal.services.segundo_factor import CodigoIncorrecto, SegundoFactorExigido, SegundoFactorPropio
from tests.factories.accesos import activa, como, fila
from tests.factories.segundo_factor import (
    CLAVE,
    CORREO,
    Carmen,
    avisos,
    contratada,
    enrolada,
    exigir_a_todos,
    negativa,
    releida,
    telefono,
)


@pytest.fixture
def carmen(ctx, reloj) -> Carmen:
    return enrolada(ctx, reloj)


# --- activar


def test_sin_segundo_factor_la_contrasena_basta(ctx):
    yo = contratada(ctx)

    assert (yo.actor.por_probar, [a.rol for a in yo.actor.asignaciones]) == ("", [Rol.MESA])
    assert segundo_factor.mio(yo) == segundo_factor.SegundoFactorView(None, exigido=False, codigos=0)


def test_se_activa_con_la_contrasena_y_el_codigo_y_la_sesion_sigue_entera(ctx, reloj):
    yo = contratada(ctx)

    papel = segundo_factor.confirmar(
        yo, f" {telefono(yo).at(reloj())[:3]} {telefono(yo).at(reloj())[3:]} ", prueba=CLAVE
    )

    assert len(set(papel)) == 10
    assert segundo_factor.mio(yo) == segundo_factor.SegundoFactorView(reloj(), exigido=False, codigos=10)
    assert releida(ctx, yo).actor == yo.actor
    assert avisos(ctx) == ["activado"]


def test_lo_que_se_muestra_es_lo_mismo_hasta_confirmar_y_otro_en_otra_sesion(ctx):
    uno, otro = contratada(ctx), como(ctx, CORREO, CLAVE)

    dadas = [segundo_factor.alta(quien) for quien in (uno, uno, otro)]

    assert dadas[0] == dadas[1]
    assert dadas[0].secreto != dadas[2].secreto
    assert dadas[0].qr.startswith("<svg")
    assert not dadas[0].cambia


@pytest.mark.parametrize(
    ("codigo", "prueba", "clase", "campo"),
    [("000000", CLAVE, CodigoIncorrecto, "codigo"), ("", CLAVE, CodigoIncorrecto, "codigo"), (None, "otra", DatoInvalido, "prueba")],
)  # fmt: skip
def test_un_codigo_o_una_contrasena_que_no_son_no_activan_nada(ctx, reloj, codigo, prueba, clase, campo):
    yo = contratada(ctx)
    dado = telefono(yo).at(reloj()) if codigo is None else codigo

    dicha = negativa(lambda: segundo_factor.confirmar(yo, dado, prueba=prueba))

    assert (type(dicha), dicha.facts["campo"]) == (clase, campo)
    assert (segundo_factor.mio(yo).desde, fila(ctx, CORREO).totp_version, avisos(ctx)) == (None, 0, [])


def test_quien_vio_una_clave_que_nadie_confirmo_no_sabe_la_que_se_confirma_despues(ctx, reloj):
    intruso = telefono(contratada(ctx))
    yo = como(ctx, CORREO, CLAVE)
    segundo_factor.confirmar(yo, telefono(yo).at(reloj()), prueba=CLAVE)
    reloj.avanzar(minutes=2)

    otra = como(ctx, CORREO, CLAVE)

    assert isinstance(negativa(lambda: segundo_factor.probar(otra, intruso.at(reloj()))), CodigoIncorrecto)


def test_un_ciudadano_no_tiene_segundo_factor(ctx):
    activa(ctx)
    rosa = como(ctx, "rosa@example.pe")

    for pide in (segundo_factor.mio, segundo_factor.alta, lambda c: segundo_factor.confirmar(c, "123456")):
        assert isinstance(negativa(lambda p=pide: p(rosa)), (NoAutorizado, DatoInvalido))
    assert rosa.actor.por_probar == ""


# --- cambiar y quitar


def test_cambiar_de_telefono_pide_un_codigo_del_anterior_y_lo_deja_sin_valor(carmen, reloj):
    segundo_factor.probar(carmen.ctx, carmen.codigo)
    reloj.avanzar(minutes=1)
    otra = carmen.entra()
    segundo_factor.probar(otra, carmen.codigo)
    reloj.avanzar(minutes=1)
    nuevo = telefono(carmen.ctx)
    for prueba in ("", CLAVE, "000000", nuevo.at(reloj())):
        dicha = negativa(lambda p=prueba: segundo_factor.confirmar(carmen.ctx, nuevo.at(reloj()), prueba=p))
        assert (type(dicha), dicha.facts) == (CodigoIncorrecto, {"campo": "prueba"})

    papel = segundo_factor.confirmar(carmen.ctx, nuevo.at(reloj()), prueba=carmen.codigo)

    assert set(papel).isdisjoint(carmen.papel)
    assert (carmen.ahora(carmen.ctx).actor.por_probar, carmen.ahora(otra).actor.por_probar) == ("", "codigo")
    reloj.avanzar(minutes=1)
    for viejo in (carmen.codigo, carmen.papel[5]):
        assert isinstance(negativa(lambda v=viejo: segundo_factor.probar(otra, v)), CodigoIncorrecto)
    segundo_factor.probar(otra, nuevo.at(reloj()))


def test_si_el_codigo_nuevo_esta_mal_el_del_anterior_no_se_gasta(carmen, reloj):
    quien = carmen.entra()
    segundo_factor.probar(quien, carmen.papel[0])
    dicha = negativa(lambda: segundo_factor.confirmar(carmen.ahora(quien), "000000", prueba=carmen.papel[1]))

    assert dicha.facts == {"campo": "codigo"}
    assert segundo_factor.mio(carmen.ahora(quien)).codigos == 9
    segundo_factor.probar(carmen.entra(), carmen.codigo)


def test_se_desactiva_con_un_codigo_y_vuelve_a_bastar_la_contrasena(carmen):
    assert isinstance(negativa(lambda: segundo_factor.desactivar(carmen.ctx, "000000")), CodigoIncorrecto)

    segundo_factor.desactivar(carmen.ctx, carmen.codigo)

    assert carmen.entra().actor.por_probar == ""
    assert avisos(carmen.publico) == ["activado", "quitado"]
    assert isinstance(negativa(lambda: segundo_factor.probar(carmen.entra(), carmen.papel[0])), CodigoIncorrecto)


# --- cuando la institución lo exige


def test_exigido_y_sin_el_solo_se_puede_activar_y_la_sesion_abierta_tambien_lo_pide(ctx, reloj):
    antes = contratada(ctx)
    exigir_a_todos(ctx)
    yo = como(ctx, CORREO, CLAVE)
    assert (yo.actor.por_probar, yo.actor.asignaciones, releida(ctx, antes).actor.por_probar) == ("alta", (), "alta")

    segundo_factor.confirmar(yo, telefono(yo).at(reloj()))

    assert [a.rol for a in releida(ctx, yo).actor.asignaciones] == [Rol.MESA]
    assert releida(ctx, antes).actor.por_probar == "codigo"


def test_exigido_no_se_desactiva(carmen):
    exigir_a_todos(carmen.publico)

    assert isinstance(negativa(lambda: segundo_factor.desactivar(carmen.ctx, carmen.codigo)), SegundoFactorExigido)
    assert segundo_factor.mio(carmen.ctx).exigido
    assert carmen.entra().actor.por_probar == "codigo"


def test_a_los_ciudadanos_no_se_les_exige(ctx):
    exigir_a_todos(ctx)
    activa(ctx)

    assert como(ctx, "rosa@example.pe").actor.por_probar == ""


# --- reiniciar


def test_un_administrador_reinicia_el_de_otra_persona_y_queda_escrito(carmen):
    jefa = contratada(carmen.publico, Rol.ADMINISTRADOR, "jefa@example.pe")
    abierta = carmen.entra()

    segundo_factor.reiniciar(jefa, carmen.ctx.actor.cuenta_id)

    assert carmen.ahora(abierta).actor.rol is Rol.ANONIMO
    assert carmen.entra().actor.por_probar == ""
    assert avisos(carmen.publico) == ["activado", "reiniciado"]
    with carmen.publico.db.lectura() as session:
        acto = session.scalars(select(ActoRow).where(ActoRow.que == "segundo_factor_reiniciado")).one()
    assert (acto.sobre, acto.actor_id) == (CORREO, jefa.actor.cuenta_id)


def test_reiniciar_no_es_para_uno_mismo_ni_para_quien_no_es_del_personal(ctx):
    jefa = contratada(ctx, Rol.ADMINISTRADOR)
    activa(ctx)

    assert isinstance(negativa(lambda: segundo_factor.reiniciar(jefa, jefa.actor.cuenta_id)), SegundoFactorPropio)
    for ajena in (fila(ctx, "rosa@example.pe").id, 999):
        assert isinstance(negativa(lambda a=ajena: segundo_factor.reiniciar(jefa, a)), NoEncontrado)
    assert isinstance(
        negativa(lambda: segundo_factor.reiniciar_por_correo(ctx.como(SISTEMA), "x@example.pe")), NoEncontrado
    )


def test_lo_reiniciado_se_activa_otra_vez_con_otra_clave(carmen, reloj):
    assert segundo_factor.reiniciar_por_correo(carmen.publico.como(SISTEMA), f" {CORREO.upper()}") == CORREO
    yo = carmen.entra()
    suyo = telefono(yo)

    papel = segundo_factor.confirmar(yo, suyo.at(reloj()), prueba=CLAVE)

    assert suyo.secret != carmen.telefono.secret
    assert set(papel).isdisjoint(carmen.papel)
    assert fila(carmen.publico, CORREO).totp_version > 1
