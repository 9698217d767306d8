"""``/imagen/…`` and ``/configuracion/paquete.zip``."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from portal import wiring
from portal.domain.permisos import Rol
from portal.routes import rutas
from portal.services import imagenes
from tests.factories import cuentas
from tests.services.test_imagenes import pintura


@pytest.fixture
def cliente(ctx, monkeypatch):
    monkeypatch.setattr(wiring, "contexto", lambda: ctx)
    return TestClient(Starlette(routes=rutas("/mpv")))


def test_el_emblema_se_sirve_a_cualquiera_y_se_guarda_para_siempre(ctx, cliente):
    huella = imagenes.guardar(ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR)), pintura())

    respuesta = cliente.get(f"/mpv/imagen/{huella}")

    assert (respuesta.status_code, respuesta.headers["content-type"]) == (200, "image/png")
    assert "immutable" in respuesta.headers["cache-control"]
    assert respuesta.headers["x-content-type-options"] == "nosniff"
    assert cliente.get(f"/mpv/imagen/{huella}", headers={"If-None-Match": f'"{huella}"'}).status_code == 304
    assert cliente.get(f"/mpv/imagen/{'0' * 64}").status_code == 404


def test_el_paquete_lo_baja_quien_configura(ctx, cliente, monkeypatch):
    ana, mesa = (ctx.como(cuentas.personal(ctx, rol)) for rol in (Rol.ADMINISTRADOR, Rol.MESA))
    monkeypatch.setattr(wiring, "contexto_de", lambda _request: ana)

    respuesta = cliente.get("/mpv/configuracion/paquete.zip?version=1")

    assert respuesta.headers["content-disposition"].startswith('attachment; filename="igp-v1.zip"')
    assert ZipFile(BytesIO(respuesta.content)).namelist() == ["paquete.json", "institucion.json"]
    assert cliente.get("/mpv/configuracion/paquete.zip?version=9").status_code == 404
    monkeypatch.setattr(wiring, "contexto_de", lambda _request: mesa)
    assert cliente.get("/mpv/configuracion/paquete.zip").status_code == 403
