"""A copy sent only to be compared: hashed as it comes, never written, never without a code."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from portal import wiring
from portal.db.models import RegistroRow
from portal.routes import cotejo
from tests.factories import cuentas, presentaciones
from tests.factories.presentaciones import Archivo

CARTA = b"%PDF-1.7 carta" * 200_000  # several pieces of 1 MiB
RUTA = "/verificar/cotejo"
NUESTRO = {"X-MPV": "1"}


@pytest.fixture
def navegador(ctx, monkeypatch):
    monkeypatch.setattr(wiring, "contexto", lambda: ctx)
    return TestClient(Starlette(routes=cotejo.rutas("")))


@pytest.fixture
def codigo(ctx):
    anexo = Archivo("anexos", b"fotos", "fotos.zip", "zip", None)
    archivos = (Archivo(octetos=CARTA), anexo)
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx), archivos=archivos)
    with ctx.db.lectura() as session:
        return session.scalars(
            select(RegistroRow.codigo_verificacion).where(RegistroRow.id == recibo.registro_id)
        ).one()


def enviar(navegador, codigo, octetos, cabeceras=NUESTRO):
    return navegador.post(RUTA, params={"codigo": codigo}, content=octetos, headers=cabeceras)


def test_la_copia_se_compara_y_no_se_guarda(navegador, codigo, tmp_path):
    antes = sorted(tmp_path.rglob("*"))
    cambiada = b"X" + CARTA[1:]

    respuestas = [enviar(navegador, codigo.lower().replace("-", " "), c) for c in (CARTA, b"fotos", cambiada, b"fotoz")]

    assert [r.json() for r in respuestas] == [
        {"igual": "carta.pdf"},
        {"igual": "fotos.zip"},
        {"igual": None},
        {"igual": None},
    ]
    assert {r.headers["cache-control"] for r in respuestas} == {"no-store"}
    assert sorted(tmp_path.rglob("*")) == antes


def test_lo_que_por_su_tamano_no_puede_ser_igual_no_se_lee(navegador, codigo, monkeypatch):
    monkeypatch.setattr(cotejo, "_leer", None)  # calling it would fail

    assert enviar(navegador, codigo, CARTA + b"1").json() == {"igual": None}


@pytest.mark.parametrize("otro", ["AAAA-AAAA-AAAA", "", "x", "AAAA-AAAA-AAAA-AAAA"])
def test_sin_el_codigo_de_un_cargo_no_se_dice_nada(navegador, codigo, otro):
    respuesta = enviar(navegador, otro, b"fotos")

    assert (respuesta.status_code, "igual" in respuesta.json()) == (404, False)


def test_un_pedido_que_no_es_de_nuestras_paginas_o_sin_largo_se_rechaza(navegador, codigo):
    sin_cabecera = enviar(navegador, codigo, b"fotos", {})
    sin_largo = enviar(navegador, codigo, iter([b"fo", b"tos"]))

    assert [(r.status_code, r.json()["codigo"]) for r in (sin_cabecera, sin_largo)] == [(400, "cotejo_pedido")] * 2


def test_pocas_a_la_vez(navegador, codigo, monkeypatch):
    monkeypatch.setattr(cotejo, "A_LA_VEZ", 0)

    respuesta = enviar(navegador, codigo, b"fotos")

    assert (respuesta.status_code, respuesta.json()["codigo"]) == (503, "cotejo_ocupado")


def test_nadie_ocupa_todos_los_lugares(navegador, codigo, monkeypatch):
    monkeypatch.setattr(cotejo, "_en_curso", {object(): "testclient" for _ in range(cotejo.POR_DIRECCION)})
    mia = enviar(navegador, codigo, b"fotos")
    monkeypatch.setattr(cotejo, "_en_curso", {object(): "203.0.113.9" for _ in range(cotejo.POR_DIRECCION)})
    de_otro = enviar(navegador, codigo, b"fotos")

    assert (mia.status_code, mia.json()["codigo"]) == (503, "cotejo_ocupado")
    assert de_otro.json() == {"igual": "fotos.zip"}


def test_una_copia_que_gotea_suelta_su_lugar():
    class Goteo:
        async def stream(self):
            while True:
                await asyncio.sleep(0.01)
                yield b"x"

    async def leida():
        return [trozo async for trozo in cotejo._trozos(Goteo(), 0.2)]

    (corta,) = asyncio.run(leida())

    assert 0 < len(corta) < 100


def test_muchas_seguidas_desde_una_direccion_esperan(navegador, codigo):
    estados = [enviar(navegador, codigo, b"fotos").status_code for _ in range(21)]

    assert (set(estados[:20]), estados[20]) == ({200}, 429)
