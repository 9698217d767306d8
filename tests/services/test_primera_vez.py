"""The first time: only who has the code begins, everything is judged before anything is written, and it happens once."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import func, select

from portal.db.models import AjusteRow, CuentaRow, InstitucionVersionRow
from portal.domain.errors import DatosInvalidos
from portal.domain.permisos import Permiso
from portal.services import configuracion, primera_vez, sesiones
from portal.services.contexto import SISTEMA
from portal.services.primera_vez import CodigoDeInstalacion, Comienzo, YaInstalada
from portal.services.servidor_de_correo import ServidorDeCorreo

CLAVE = "nubes verdes bajo el puente"
IDENTIDAD = {
    "ruc": "20131370645", "nombre": "Municipalidad Distrital de Prueba", "sigla": "MDP", "lugar": "Jr. Lima 123, Prueba",
    "telefono": "(01) 555-1234", "correo": "mesa@mdp.gob.pe",
}  # fmt: skip
COMIENZO = Comienzo(
    preset="basica", identidad=IDENTIDAD, cierre=None, servidor=None,
    correo="ana@mdp.gob.pe", nombres="Ana", apellidos="Torres", contrasena=CLAVE,
)  # fmt: skip


@pytest.fixture
def nueva(sin_institucion):
    """An installation that is nobody's yet, and its code."""
    return sin_institucion, primera_vez.codigo(sin_institucion.como(SISTEMA))


def filas(ctx, tabla):
    with ctx.db.lectura() as session:
        return session.scalar(select(func.count()).select_from(tabla))


def test_con_el_codigo_se_publica_la_institucion_y_su_administrador_ingresa(nueva):
    ctx, codigo = nueva
    assert primera_vez.pendiente(ctx)

    correo = primera_vez.terminar(ctx, codigo.lower().replace("-", " "), COMIENZO)

    institucion = configuracion.mostrada(ctx)
    assert not primera_vez.pendiente(ctx)
    assert institucion.identidad.nombre == IDENTIDAD["nombre"]
    assert IDENTIDAD["nombre"] in institucion.textos.terminos.cuerpo
    assert institucion.textos.ayuda == "(01) 555-1234"
    assert "Nombre de la institución" not in configuracion.canonico(institucion)
    boleto = sesiones.entrar(ctx, correo, CLAVE, ip="127.0.0.1")
    assert boleto
    with ctx.db.lectura() as session:
        assert session.scalars(select(CuentaRow.correo)).all() == ["ana@mdp.gob.pe"]


@pytest.mark.parametrize("escrito", ["", "AAAA-BBBB-CCCC", "ñ" * 2000])
def test_sin_el_codigo_no_se_puede_nada(nueva, escrito):
    ctx, _ = nueva
    for intento in (
        lambda: primera_vez.reconocer(ctx, escrito),
        lambda: primera_vez.puntos_de_partida(ctx, escrito),
        lambda: primera_vez.revisar_identidad(ctx, escrito, COMIENZO),
        lambda: primera_vez.probar_correo(ctx, escrito, ServidorDeCorreo("127.0.0.1"), para="a@b.pe"),
        lambda: primera_vez.terminar(ctx, escrito, COMIENZO),
    ):
        with pytest.raises(CodigoDeInstalacion):
            intento()
    assert filas(ctx, InstitucionVersionRow) == filas(ctx, CuentaRow) == 0


def test_una_vez_preparada_ni_el_codigo_sirve(nueva):
    ctx, codigo = nueva
    primera_vez.terminar(ctx, codigo, COMIENZO)

    with pytest.raises(YaInstalada):
        primera_vez.terminar(ctx, codigo, replace(COMIENZO, correo="otra@mdp.gob.pe"))
    assert filas(ctx, CuentaRow) == 1


@pytest.mark.parametrize(
    ("cambio", "campos"),
    [
        ({"identidad": {}}, {"ruc", "nombre", "sigla", "lugar"}),
        ({"identidad": IDENTIDAD | {"ruc": "20131370646", "correo": "sin arroba"}}, {"ruc", "correo"}),
        ({"correo": "x", "nombres": "", "apellidos": " "}, {"admin_correo", "nombres", "apellidos"}),
        ({"contrasena": "Prueba2026"}, {"contrasena"}),
        ({"servidor": ServidorDeCorreo(host="con espacios", puerto=0, remitente="x")}, {"host", "puerto", "remitente"}),
    ],
)
def test_lo_que_esta_mal_se_dice_todo_a_la_vez_y_no_se_escribe_nada(nueva, cambio, campos):
    ctx, codigo = nueva

    with pytest.raises(DatosInvalidos) as negativas:
        primera_vez.terminar(ctx, codigo, replace(COMIENZO, **cambio))

    assert set(negativas.value.errores) == campos
    assert primera_vez.pendiente(ctx)
    assert filas(ctx, CuentaRow) == 0


def test_se_parte_de_cualquier_preset_con_los_nombres_propios(nueva):
    ctx, codigo = nueva
    puntos = primera_vez.puntos_de_partida(ctx, codigo)
    assert [punto.id for punto in puntos][:2] == ["basica", "igp"]

    for punto in puntos:
        hecha = primera_vez.revisar_identidad(ctx, codigo, replace(COMIENZO, preset=punto.id, cierre=time(16, 30)))
        assert hecha.identidad.sigla == "MDP"
        assert hecha.calendario.cierre == time(16, 30)
        assert punto.institucion.identidad.nombre not in configuracion.canonico(hecha)


def test_el_servidor_de_correo_dado_se_guarda_sin_su_contrasena_a_la_vista(nueva):
    ctx, codigo = nueva
    servidor = ServidorDeCorreo("correo.mdp.gob.pe", 587, "starttls", "mesa", "mesa@mdp.gob.pe", "muy-secreta-9")

    primera_vez.terminar(ctx, codigo, replace(COMIENZO, servidor=servidor))

    with ctx.db.lectura() as session:
        guardado = session.scalars(select(AjusteRow.valor)).one()
    assert "muy-secreta-9" not in guardado


def test_nadie_publica_desde_una_sesion_lo_que_es_de_la_primera_vez(nueva):
    ctx, _ = nueva
    assert not ctx.actor.puede(Permiso.SISTEMA)
