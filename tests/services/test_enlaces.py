"""Tokens of mailed links: derived, bound to purpose and account, single use."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.db.models import EnlaceRow
from portal.i18n import explain
from portal.services import cuentas, enlaces
from portal.services.enlaces import EnlaceNoVigente, EnlaceUsado, EnlaceVencido, EstadoEnlace, Proposito
from tests.factories.accesos import IP, NATURAL, ficha

CORREO = NATURAL.correo


@pytest.fixture
def suya(ctx) -> str:
    cuentas.registrar(ctx, NATURAL, ip=IP)
    return ficha(ctx, CORREO)


def test_la_ficha_lleva_su_numero_y_256_bits(suya):
    numero, _, secreto = suya.partition(".")

    assert numero.isdigit()
    assert len(secreto) == 43


def test_la_ficha_no_esta_en_la_base_y_depende_de_la_llave_del_servidor(ctx, suya):
    otra_llave = replace(ctx, secreto=lambda nombre: hashlib.sha256(b"otra" + nombre.encode()).digest())

    with ctx.db.lectura() as session:
        fila = session.scalars(select(EnlaceRow)).one()
    assert suya.partition(".")[2] not in (fila.semilla, fila.proposito)
    assert cuentas.estado_enlace(otra_llave, suya, Proposito.ACTIVACION) is EstadoEnlace.DESCONOCIDO


def test_una_ficha_de_activar_no_recupera(ctx, suya):
    assert cuentas.estado_enlace(ctx, suya, Proposito.RECUPERACION) is EstadoEnlace.DESCONOCIDO
    with pytest.raises(EnlaceNoVigente), ctx.db.transaction() as session:
        enlaces.consumir(session, ctx, suya, Proposito.RECUPERACION)


def test_la_ficha_de_una_cuenta_no_vale_con_el_numero_de_otra(ctx, suya):
    cuentas.registrar(ctx, replace(NATURAL, correo="otro@example.pe"), ip=IP)
    ajena = ficha(ctx, "otro@example.pe").partition(".")[0]

    cruzada = f"{ajena}.{suya.partition('.')[2]}"

    assert cuentas.estado_enlace(ctx, cruzada, Proposito.ACTIVACION) is EstadoEnlace.DESCONOCIDO


@pytest.mark.parametrize(
    "ficha_", ["", ".", "1", "1.", "x.y", "-1.a", "٣.a", "99999999999999999999.a", "2147483648.a", "1.á", "1.\ud800"]
)
def test_una_ficha_rota_es_desconocida(ctx, suya, ficha_):
    assert cuentas.estado_enlace(ctx, ficha_, Proposito.ACTIVACION) is EstadoEnlace.DESCONOCIDO


def test_los_espacios_que_agrega_un_lector_de_correo_no_estorban(ctx, suya):
    assert cuentas.estado_enlace(ctx, f" {suya}\n", Proposito.ACTIVACION) is EstadoEnlace.VIGENTE
    assert cuentas.activar(ctx, f" {suya}\n") == CORREO


def test_un_enlace_nuevo_mata_al_viejo_de_su_proposito_y_no_al_de_otro(ctx, suya):
    cuentas.pedir_recuperacion(ctx, CORREO)
    cuentas.pedir_recuperacion(ctx, CORREO)

    with ctx.db.lectura() as session:
        filas = session.scalars(select(EnlaceRow).order_by(EnlaceRow.id)).all()
    vivos = [(f.proposito, f.vence_at > ctx.reloj()) for f in filas]
    assert vivos == [("activacion", True), ("recuperacion", False), ("recuperacion", True)]


@pytest.mark.parametrize("negativa", [EnlaceUsado, EnlaceVencido, EnlaceNoVigente])
def test_cada_negativa_tiene_sus_palabras(negativa):
    assert explain(negativa(estado="x"))
