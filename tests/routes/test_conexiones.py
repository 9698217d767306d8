"""Connections that ask for nothing and cost much: they end, and nobody else waits for them."""

from __future__ import annotations

import http.client
import socket
from urllib.parse import urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from portal.routes.conexiones import EN_FILA, SIN_PROVECHO
from tests.routes.escucha import escucha

MIB = 1024 * 1024
INICIO = b"POST /eco HTTP/1.1\r\nHost: localhost\r\n"


async def eco(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture(scope="module")
def puerto():
    with escucha([Route("/eco", eco, methods=["GET", "POST"])]) as direccion:
        yield urlsplit(direccion).port


def mandar_hasta_que_corte(puerto: int, inicio: bytes, trozo: bytes, *, maximo: int) -> int:
    """Bytes that the server took before it hung up; ``maximo`` when it never did."""
    with socket.create_connection(("127.0.0.1", puerto), timeout=30) as linea:
        linea.sendall(inicio)
        enviados = 0
        try:
            while enviados < maximo:
                linea.sendall(trozo)
                enviados += len(trozo)
        except ConnectionError:
            pass
        return enviados


@pytest.mark.parametrize(
    ("inicio", "trozo"),
    [
        (INICIO + b"X-A: ", b"a" * MIB),
        (INICIO, b"a: b\r\n" * 100_000),
        (b"GET /eco?", b"a" * MIB),
        (INICIO + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: ", b"a" * MIB),
        (INICIO + b"Transfer-Encoding: chunked\r\n\r\n5;", b"a" * MIB),
    ],
    ids=["cabecera", "cabeceras", "direccion", "coletilla", "comentario"],
)
def test_lo_que_no_acaba_nunca_se_corta_pronto(puerto, inicio, trozo):
    enviados = mandar_hasta_que_corte(puerto, inicio, trozo, maximo=64 * MIB)

    assert enviados < 32 * MIB  # what the sockets hold


def test_quien_manda_pedidos_sin_leer_respuestas_no_hace_cola_sin_fin(puerto):
    pedido = INICIO + b"Content-Length: 1\r\n\r\nx"

    enviados = mandar_hasta_que_corte(puerto, b"", pedido * 1000, maximo=32 * MIB)

    assert enviados < 32 * MIB


def test_unos_pocos_pedidos_seguidos_se_responden_todos(puerto):
    pedido = INICIO + b"Content-Length: 3\r\n\r\nabc"
    with socket.create_connection(("127.0.0.1", puerto), timeout=10) as linea:
        linea.sendall(pedido * EN_FILA)
        leido = b""
        while leido.count(b"HTTP/1.1 200") < EN_FILA:
            leido += linea.recv(65536)

    assert leido.count(b"HTTP/1.1 200") == EN_FILA


def test_cabeceras_y_cuerpos_corrientes_pasan(puerto):
    conexion = http.client.HTTPConnection("127.0.0.1", puerto, timeout=30)
    for _ in range(2):
        conexion.request("POST", "/eco", body=b"x" * (8 * MIB), headers={"X-Largo": "a" * (SIN_PROVECHO // 2)})
        respuesta = conexion.getresponse()
        assert (respuesta.status, respuesta.read()) == (200, str(8 * MIB).encode())
    conexion.close()
