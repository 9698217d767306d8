"""The cargo over HTTP: authorised at each request, never cached, one answer for what is absent and what is forbidden."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from portal import wiring
from portal.i18n import t
from portal.routes import cargos
from portal.services import sesiones
from tests.factories import cuentas, presentaciones


@pytest.fixture
def navegador(ctx, monkeypatch):
    monkeypatch.setattr(wiring, "contexto", lambda: ctx)
    return TestClient(Starlette(routes=cargos.rutas("/servicios/mpv")))


@pytest.fixture
def rosa(ctx):
    return cuentas.ciudadano(ctx)


@pytest.fixture
def recibo(ctx, rosa):
    return presentaciones.presentar(ctx, rosa)


def entrar(ctx, navegador, actor):
    boleto = sesiones.entrar(ctx, actor.correo, cuentas.CONTRASENA, ip="10.0.0.1")
    navegador.cookies.set(wiring.COOKIE, sesiones.canjear(ctx, boleto))


def test_con_sesion_se_descarga_como_archivo_que_nadie_guarda(ctx, navegador, rosa, recibo):
    entrar(ctx, navegador, rosa)

    respuesta = navegador.get(f"/servicios/mpv/cargos/{recibo.registro_id}")

    assert respuesta.status_code == 200
    assert respuesta.content.startswith(b"%PDF")
    assert {c: respuesta.headers[c] for c in ("content-type", "content-disposition", "cache-control")} == {
        "content-type": "application/pdf",
        "content-disposition": f'attachment; filename="cargo-{recibo.numero}.pdf"',
        "cache-control": "private, no-store",
    }


def test_al_salir_deja_de_servir_la_misma_cookie(ctx, navegador, rosa, recibo):
    entrar(ctx, navegador, rosa)
    actor = sesiones.actor_de(ctx, navegador.cookies[wiring.COOKIE], ip="10.0.0.1")
    sesiones.salir(ctx.como(actor))

    assert navegador.get(f"/servicios/mpv/cargos/{recibo.registro_id}").status_code == 404


def test_con_el_enlace_de_seguimiento_no_hace_falta_sesion(navegador, recibo):
    consulta = {"expediente": recibo.numero, "ficha": recibo.ficha}

    respuesta = navegador.get(f"/servicios/mpv/cargos/{recibo.registro_id}", params=consulta)

    assert (respuesta.status_code, respuesta.content[:4]) == (200, b"%PDF")


def test_lo_ajeno_y_lo_que_no_existe_responden_igual(ctx, navegador, recibo):
    entrar(ctx, navegador, cuentas.ciudadano(ctx))
    ruta = f"/servicios/mpv/cargos/{recibo.registro_id}"

    respuestas = [
        navegador.get(ruta),
        navegador.get("/servicios/mpv/cargos/999999"),
        navegador.get(f"/servicios/mpv/cargos/{10**30}"),
        navegador.get(ruta, params={"expediente": recibo.numero, "ficha": "x"}),
        navegador.get(ruta, params={"ficha": recibo.ficha}),
    ]

    assert {(r.status_code, r.text) for r in respuestas} == {(404, t("error.no_encontrado"))}


def test_con_la_ficha_de_otro_expediente_no_sale_este_cargo(ctx, navegador, rosa, recibo):
    otro = presentaciones.presentar(ctx, rosa)

    respuesta = navegador.get(
        f"/servicios/mpv/cargos/{recibo.registro_id}", params={"expediente": otro.numero, "ficha": otro.ficha}
    )

    assert respuesta.status_code == 404
