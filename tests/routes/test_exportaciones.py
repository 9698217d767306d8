"""The tray's file over HTTP: authorised at each request, private, told in words when it cannot be."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from portal import wiring
from portal.domain.permisos import Rol
from portal.i18n import t
from portal.routes import exportaciones
from portal.services import sesiones
from tests.factories import cuentas, presentaciones

XLSX = "/servicios/mpv/tramites/exportar.xlsx"
CSV = "/servicios/mpv/tramites/exportar.csv"


@pytest.fixture
def navegador(ctx, monkeypatch):
    monkeypatch.setattr(wiring, "contexto", lambda: ctx)
    return TestClient(Starlette(routes=exportaciones.rutas("/servicios/mpv")))


@pytest.fixture
def rosa(ctx):
    actor = cuentas.ciudadano(ctx)
    for asunto in ("Pide planos", "Pide fotos"):
        presentaciones.presentar(ctx, actor, asunto=asunto)
    return actor


def entrar(ctx, navegador, actor, contrasena=cuentas.CONTRASENA):
    boleto = sesiones.entrar(ctx, actor.correo, contrasena, ip="10.0.0.1")
    navegador.cookies.set(wiring.COOKIE, sesiones.canjear(ctx, boleto))


def test_se_descarga_con_fecha_en_el_nombre_y_nadie_lo_guarda(ctx, navegador, rosa):
    entrar(ctx, navegador, rosa)

    libro, texto = navegador.get(XLSX), navegador.get(CSV, params={"asunto": "planos"})

    assert (libro.status_code, libro.content[:2], texto.status_code) == (200, b"PK", 200)
    assert libro.headers["content-disposition"] == 'attachment; filename="tramites-2026-11-17.xlsx"'
    assert texto.headers["content-disposition"] == 'attachment; filename="tramites-2026-11-17.csv"'
    assert texto.headers["content-type"] == "text/csv; charset=utf-8"
    assert {r.headers["cache-control"] for r in (libro, texto)} == {"private, no-store"}
    assert ("Pide planos" in texto.text, "Pide fotos" in texto.text) == (True, False)


def test_cada_uno_descarga_lo_suyo(ctx, navegador, rosa):
    entrar(ctx, navegador, cuentas.ciudadano(ctx))

    assert len(navegador.get(CSV).text.splitlines()) == 1


def test_sin_sesion_o_con_la_de_antes_no_sale_nada(ctx, navegador, rosa):
    sin_sesion = navegador.get(CSV)
    entrar(ctx, navegador, rosa)
    sesiones.salir(ctx.como(sesiones.actor_de(ctx, navegador.cookies[wiring.COOKIE], ip="10.0.0.1")))
    al_salir = navegador.get(XLSX)

    assert [r.status_code for r in (sin_sesion, al_salir)] == [401, 401]
    assert "Pide" not in sin_sesion.text + al_salir.text


@pytest.mark.parametrize("rol", [Rol.MESA, Rol.ADMINISTRADOR])
def test_el_personal_no_tiene_bandeja_propia(ctx, navegador, rosa, rol, monkeypatch):
    personal = cuentas.personal(ctx, rol)
    monkeypatch.setattr(sesiones, "actor_de", lambda *_a, **_k: personal)

    assert navegador.get(XLSX).status_code == 403


def test_un_filtro_ilegible_se_explica(ctx, navegador, rosa):
    entrar(ctx, navegador, rosa)

    respuesta = navegador.get(CSV, params={"desde": "ayer"})

    assert (respuesta.status_code, respuesta.text) == (400, t("error.filtro_ilegible", texto="ayer"))


def test_mientras_se_prepara_una_descarga_no_se_empieza_otra(ctx, navegador, rosa, monkeypatch):
    entrar(ctx, navegador, rosa)
    monkeypatch.setattr(exportaciones, "_preparando", {rosa.cuenta_id})

    respuesta = navegador.get(CSV)

    assert (respuesta.status_code, respuesta.text) == (429, t("error.exportacion_ocupada"))
