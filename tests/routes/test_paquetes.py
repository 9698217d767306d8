"""``/expedientes/todo.zip`` over HTTP: its length first, its name, and nothing for strangers."""

from __future__ import annotations

import hashlib
import http.client
import io
import zipfile
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from portal import wiring
from portal.routes import paquetes
from portal.services import sesiones
from tests.factories import cuentas, presentaciones
from tests.factories.presentaciones import Archivo
from tests.routes.escucha import escucha


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


def test_un_disco_que_falla_a_la_mitad_no_deja_pasar_el_zip_por_entero(ctx, rosa, caplog):
    caplog.set_level("CRITICAL")
    anexo = b"x" * 3_000_000
    archivos = (Archivo(), Archivo("anexos", anexo, "plano.pdf", "pdf", None))
    numero = presentaciones.presentar(ctx, rosa, archivos=archivos).numero
    ruta = ctx.almacen.ruta(hashlib.sha256(anexo).hexdigest())
    ruta.chmod(0o600)
    ruta.write_bytes(b"y" + anexo[1:])
    galleta = navegador_de(ctx, rosa).cookies[wiring.COOKIE]

    with escucha(paquetes.rutas("")) as direccion:
        conexion = http.client.HTTPConnection(urlsplit(direccion).netloc, timeout=30)
        conexion.request(
            "GET", f"/expedientes/todo.zip?expediente={numero}", headers={"Cookie": f"{wiring.COOKIE}={galleta}"}
        )
        respuesta = conexion.getresponse()
        with pytest.raises(http.client.IncompleteRead) as cortada:
            respuesta.read()
        conexion.close()

    assert 0 < len(cortada.value.partial) < int(respuesta.headers["Content-Length"])
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(cortada.value.partial))


def test_el_de_otro_no_existe(ctx, rosa):
    numero = presentaciones.presentar(ctx, rosa).numero
    ajena = navegador_de(ctx, cuentas.ciudadano(ctx))

    suya, ninguno = (ajena.get(f"/mpv/expedientes/todo.zip?expediente={n}") for n in (numero, "99999-2026"))

    assert (suya.status_code, suya.text) == (ninguno.status_code, ninguno.text) == (404, ninguno.text)
