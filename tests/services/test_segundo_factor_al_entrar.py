"""Between the password and the desk: the code of the telephone, or one on paper, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from portal.db.models import CodigoUsadoRow
from portal.domain.errors import (
    DemasiadosIntentos,
    SegundoFactorPendiente,
)
from portal.domain.permisos import SIN_PROBAR, Permiso, Rol
from portal.i18n import explain
from portal.services import cuentas, enlaces, segundo_factor
from portal.services.contexto import CASOS_DE_USO, Contexto, autorizar
from portal.services.segundo_factor import CodigoIncorrecto
from tests.factories.accesos import OTRA_CLAVE, como, ficha
from tests.factories.segundo_factor import (
    CLAVE,
    CORREO,
    Carmen,
    avisos,
    contratada,
    enrolada,
    negativa,
    telefono,
)

OTRA_IP = "198.51.100.20"


@pytest.fixture
def carmen(ctx, reloj) -> Carmen:
    return enrolada(ctx, reloj)


# --- entrar


def test_con_la_contrasena_sola_no_se_puede_nada_mas_que_probar_y_salir(carmen):
    otra = carmen.entra()

    assert (otra.actor.por_probar, otra.actor.asignaciones) == ("codigo", ())
    for permiso in Permiso:
        if permiso in SIN_PROBAR:
            autorizar(otra.actor, permiso)
        else:
            assert isinstance(negativa(lambda p=permiso: autorizar(otra.actor, p)), SegundoFactorPendiente)
    assert isinstance(negativa(lambda: cuentas.cambiar_clave(otra, CLAVE, OTRA_CLAVE)), SegundoFactorPendiente)
    assert isinstance(negativa(lambda: segundo_factor.alta(otra)), SegundoFactorPendiente)
    assert isinstance(negativa(lambda: segundo_factor.confirmar(otra, carmen.codigo)), SegundoFactorPendiente)


def test_los_casos_de_uso_abiertos_antes_del_codigo_son_los_que_se_decidieron():
    abiertos = {n.removeprefix("portal.services.") for n, p in CASOS_DE_USO.items() if p is Permiso.SESION_PROPIA}

    assert abiertos == {
        "segundo_factor.alta", "segundo_factor.confirmar", "segundo_factor.probar", "sesiones.plazo", "sesiones.salir",
        "sesiones.seguir",
    }  # fmt: skip


def test_el_codigo_abre_la_sesion_que_lo_dio_y_ninguna_otra(carmen):
    una, otra = carmen.entra(), carmen.entra()

    segundo_factor.probar(una, carmen.codigo)

    assert [a.rol for a in carmen.ahora(una).actor.asignaciones] == [Rol.MESA]
    assert carmen.ahora(una).actor.por_probar == ""
    assert carmen.ahora(otra).actor.por_probar == "codigo"


def test_un_codigo_sirve_una_sola_vez_y_el_anterior_ya_no(carmen, reloj):
    anterior = carmen.telefono.at(reloj() - timedelta(seconds=30))
    usado = carmen.codigo
    segundo_factor.probar(carmen.entra(), usado)

    dichas = [negativa(lambda c=c: segundo_factor.probar(carmen.entra(), c)) for c in (usado, anterior, "000000", "")]

    assert {(type(d), explain(d), str(d.facts)) for d in dichas} == {
        (CodigoIncorrecto, explain(dichas[0]), str(dichas[0].facts))
    }


def test_el_codigo_con_que_se_activo_no_sirve_para_entrar(ctx, reloj):
    yo = contratada(ctx)
    suyo = telefono(yo)
    segundo_factor.confirmar(yo, suyo.at(reloj()), prueba=CLAVE)

    assert isinstance(
        negativa(lambda: segundo_factor.probar(como(ctx, CORREO, CLAVE), suyo.at(reloj()))), CodigoIncorrecto
    )


@pytest.mark.parametrize(("segundos", "sirve"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_un_reloj_que_se_adelanta_o_se_atrasa_un_paso_sirve(carmen, reloj, segundos, sirve):
    codigo = carmen.telefono.at(reloj() + timedelta(seconds=segundos))
    quien = carmen.entra()

    if sirve:
        segundo_factor.probar(quien, codigo)
    else:
        assert isinstance(negativa(lambda: segundo_factor.probar(quien, codigo)), CodigoIncorrecto)
    assert carmen.ahora(quien).actor.por_probar == ("" if sirve else "codigo")


def test_un_codigo_dado_a_la_vez_en_ocho_sesiones_abre_una(carmen):
    sesiones_ = [carmen.entra(ip=f"198.51.100.{n}") for n in range(8)]
    codigo = carmen.codigo

    def probar(quien: Contexto) -> bool:
        try:
            segundo_factor.probar(quien, codigo)
        except CodigoIncorrecto:
            return False
        return True

    with ThreadPoolExecutor(8) as grupo:
        dados = list(grupo.map(probar, sesiones_))

    assert dados.count(True) == 1
    assert [carmen.ahora(s).actor.por_probar for s in sesiones_].count("") == 1


def test_equivocado_y_usado_cuestan_lo_mismo(carmen, reloj):
    segundo_factor.probar(carmen.entra(), usado := carmen.codigo)
    segundo_factor.probar(carmen.entra(), carmen.papel[0])
    ordenes: list[str] = []
    event.listen(carmen.publico.db.engine, "before_cursor_execute", lambda *a: ordenes.append(a[2].split()[0]))

    hecho = []
    for n, codigo in enumerate(("000000", usado, carmen.papel[0], "AAAA-BBBB-CCCC")):
        quien = carmen.entra(ip=f"198.51.100.{n}")
        reloj.avanzar(seconds=1)
        ordenes.clear()
        negativa(lambda q=quien, c=codigo: segundo_factor.probar(q, c))
        hecho.append(list(ordenes))

    assert hecho[0] == hecho[1] == hecho[2] == hecho[3]


def test_cambiar_la_contrasena_por_correo_no_salta_el_codigo(carmen):
    cuentas.pedir_recuperacion(carmen.publico, CORREO)
    enlace = ficha(carmen.publico, CORREO, enlaces.Proposito.RECUPERACION)
    cuentas.restablecer(carmen.publico, enlace, OTRA_CLAVE)

    assert como(carmen.publico, CORREO, OTRA_CLAVE).actor.por_probar == "codigo"


# --- demoras


def test_tras_cinco_codigos_equivocados_se_espera_cada_vez_mas_y_el_bueno_lo_olvida(carmen, reloj):
    quien = carmen.entra()

    def fallar(veces: int) -> None:
        for _ in range(veces):
            assert isinstance(negativa(lambda: segundo_factor.probar(quien, "000000")), CodigoIncorrecto)

    fallar(5)
    assert negativa(lambda: segundo_factor.probar(quien, carmen.codigo)).facts == {"segundos": 5}
    reloj.avanzar(seconds=5)
    fallar(1)
    assert negativa(lambda: segundo_factor.probar(quien, carmen.codigo)).facts == {"segundos": 10}
    reloj.avanzar(seconds=10)
    segundo_factor.probar(quien, carmen.codigo)
    fallar(5)


def test_los_fallos_de_otra_direccion_no_hacen_esperar_a_la_propia(carmen):
    lejos = carmen.entra(ip=OTRA_IP)
    for _ in range(5):
        negativa(lambda: segundo_factor.probar(lejos, "000000"))

    segundo_factor.probar(carmen.entra(), carmen.codigo)


def test_desde_muchas_direcciones_la_cuenta_entera_espera_y_su_duena_lo_sabe_a_tiempo(carmen, reloj):
    for n in range(30):
        quien = carmen.entra(ip=f"192.0.2.{n}")
        assert isinstance(negativa(lambda q=quien: segundo_factor.probar(q, "000000")), CodigoIncorrecto)
        assert avisos(carmen.publico).count("fallos") == (1 if n >= 9 else 0)

    assert isinstance(negativa(lambda: segundo_factor.probar(carmen.entra(), carmen.codigo)), DemasiadosIntentos)

    cuentas.pedir_recuperacion(carmen.publico, CORREO)
    enlace = ficha(carmen.publico, CORREO, enlaces.Proposito.RECUPERACION)
    cuentas.restablecer(carmen.publico, enlace, OTRA_CLAVE)
    segundo_factor.probar(como(carmen.publico, CORREO, OTRA_CLAVE), carmen.codigo)


# --- códigos de recuperación


def test_un_codigo_de_recuperacion_abre_una_vez_como_sea_que_se_escriba(carmen):
    quien = carmen.entra()

    segundo_factor.probar(quien, f" {carmen.papel[3].lower().replace('-', ' ')} ")

    assert carmen.ahora(quien).actor.por_probar == ""
    assert isinstance(negativa(lambda: segundo_factor.probar(carmen.entra(), carmen.papel[3])), CodigoIncorrecto)
    assert segundo_factor.mio(carmen.ctx).codigos == 9
    assert avisos(carmen.publico) == ["activado", "codigo"]


def test_los_diez_abren_y_un_onceavo_no_existe(carmen):
    for codigo in carmen.papel:
        segundo_factor.probar(carmen.entra(), codigo)

    dichas = [negativa(lambda c=c: segundo_factor.probar(carmen.entra(), c)) for c in carmen.papel[:2]]
    assert {type(d) for d in dichas} == {CodigoIncorrecto}
    assert segundo_factor.mio(carmen.ctx).codigos == 0


def test_un_codigo_de_recuperacion_dado_a_la_vez_abre_una(carmen):
    sesiones_ = [carmen.entra(ip=f"198.51.100.{n}") for n in range(6)]

    def probar(quien: Contexto) -> bool:
        try:
            segundo_factor.probar(quien, carmen.papel[0])
        except CodigoIncorrecto:
            return False
        return True

    with ThreadPoolExecutor(6) as grupo:
        assert list(grupo.map(probar, sesiones_)).count(True) == 1
    with carmen.publico.db.lectura() as session:
        assert session.scalars(select(CodigoUsadoRow.numero)).all() == [1]
