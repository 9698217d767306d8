"""``/expedientes/todo.zip`` over HTTP: its length first, its name, and nothing for strangers."""

from __future__ import annotations

import io
import zipfile

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from portal import wiring
from portal.routes import paquetes
from portal.services import sesiones
from tests.factories import cuentas, presentaciones


@pytest.fixture
def rosa(ctx, monkeypatch):
    monkeypatch.setattr(wiring, "contexto", lambda: ctx)
    return cuentas.ciudadano(ctx)


def navegador_de(ctx, actor) -> TestClient:
    cliente = TestClient(Starlette(routes=paquetes.rutas("/mpv")), base_url="http://localhost:8501")
    boleto = sesiones.entrar(ctx, actor.correo, cuentas.CONTRASENA, ip="10.0.0.9")
    cliente.cookies.set(wiring.COOKIE, sesiones.canjear(ctx, boleto))
    return cliente


def test_todo_el_expediente_baja_en_un_zip(ctx, rosa):
    numero = presentaciones.presentar(ctx, rosa).numero
    lugar = f"/mpv/expedientes/todo.zip?expediente={numero}"

    respuesta = navegador_de(ctx, rosa).get(lugar)

    assert respuesta.status_code == 200
    assert zipfile.ZipFile(io.BytesIO(respuesta.content)).testzip() is None
    nombre = f"expediente-{numero}.zip"
    assert dict(respuesta.headers) == {
        "cache-control": "private, no-store",
        "content-disposition": f"attachment; filename=\"{nombre}\"; filename*=UTF-8''{nombre}",
        "content-encoding": "identity",
        "content-length": str(len(respuesta.content)),
        "content-security-policy": "default-src 'none'; sandbox",
        "content-type": "application/zip",
        "x-content-type-options": "nosniff",
    }
    cabeza = navegador_de(ctx, rosa).head(lugar)
    assert (cabeza.status_code, cabeza.content) == (200, b"")
    assert cabeza.headers["content-type"] == "application/zip"


def test_el_de_otro_no_existe(ctx, rosa):
    numero = presentaciones.presentar(ctx, rosa).numero
    ajena = navegador_de(ctx, cuentas.ciudadano(ctx))

    suya, ninguno = (ajena.get(f"/mpv/expedientes/todo.zip?expediente={n}") for n in (numero, "99999-2026"))

    assert (suya.status_code, suya.text) == (ninguno.status_code, ninguno.text) == (404, ninguno.text)
