"""The routes that set and remove the session cookie."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from portal import wiring
from portal.domain.permisos import Rol
from portal.routes import sesion
from portal.services import mis_sesiones, sesiones
from tests.factories.accesos import CLAVE, IP, activa, token

CORREO = "rosa@example.pe"
ORIGEN = "http://localhost:8501"
PROPIAS = {"Origin": ORIGEN, "X-MPV": "1", "Sec-Fetch-Site": "same-origin"}


def cliente(ctx, monkeypatch, base_url: str = ORIGEN, base: str = "") -> TestClient:
    """A browser before the routes alone, with this context."""
    este = replace(ctx, base_url=base_url)
    monkeypatch.setattr(wiring, "contexto", lambda: este)
    return TestClient(Starlette(routes=sesion.rutas(base)), base_url=base_url)


@pytest.fixture
def navegador(ctx, monkeypatch):
    activa(ctx)
    with cliente(ctx, monkeypatch) as uno:
        yield uno


def boleto(ctx) -> str:
    return sesiones.entrar(ctx, CORREO, CLAVE, ip=IP)


def quien(ctx, navegador) -> Rol:
    return sesiones.actor_de(ctx, navegador.cookies.get(wiring.COOKIE), ip=IP).rol


def test_el_boleto_se_vuelve_una_cookie_que_los_guiones_no_leen(ctx, navegador):
    respuesta = navegador.post("/sesion/abrir", content=boleto(ctx), headers=PROPIAS)

    assert respuesta.status_code == 204
    assert respuesta.headers["cache-control"] == "no-store"
    nombre, *atributos = respuesta.headers["set-cookie"].split("; ")
    assert nombre.startswith("mpv_sesion=")
    assert set(atributos) == {"HttpOnly", "Path=/", "SameSite=lax"}
    assert quien(ctx, navegador) is Rol.CIUDADANO


def test_con_https_y_ruta_base_la_cookie_es_segura_y_solo_de_esa_ruta(ctx, monkeypatch):
    activa(ctx)
    mpv = "/servicios/mpv"
    with cliente(ctx, monkeypatch, f"https://mesa.gob.pe{mpv}", mpv) as uno:
        respuesta = uno.post("/sesion/abrir", content=boleto(ctx), headers=PROPIAS | {"Origin": "https://mesa.gob.pe"})

    assert respuesta.status_code == 204
    assert {"Secure", f"Path={mpv}"} <= set(respuesta.headers["set-cookie"].split("; "))


def test_por_el_nombre_de_la_intranet_sin_https_tambien_se_entra(ctx, navegador):
    cabeceras = {"Host": "mesa.intranet", "Origin": "http://mesa.intranet", "X-MPV": "1"}  # no Sec-Fetch-Site there

    assert navegador.post("/sesion/abrir", content=boleto(ctx), headers=cabeceras).status_code == 204


def test_el_mismo_boleto_no_sirve_dos_veces(ctx, navegador):
    uno = boleto(ctx)
    navegador.post("/sesion/abrir", content=uno, headers=PROPIAS)

    otra = navegador.post("/sesion/abrir", content=uno, headers=PROPIAS)

    assert otra.status_code == 410
    assert "set-cookie" not in otra.headers


@pytest.mark.parametrize("cuerpo", [b"", b"inventado", b"\xff\xfe", b"x" * 1_000_000])
def test_un_boleto_inventado_no_da_cookie(navegador, cuerpo):
    respuesta = navegador.post("/sesion/abrir", content=cuerpo, headers=PROPIAS)

    assert respuesta.status_code == 410
    assert "set-cookie" not in respuesta.headers
    assert "Vuelva a escribir" in respuesta.text


@pytest.mark.parametrize(
    "cambio",
    [
        {"Origin": "http://otro.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"X-MPV": None},
        {"X-MPV": "0"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost:8501.otro.example"},
        {"Origin": "ftp://localhost:8501"},
    ],
)
def test_otra_pagina_no_puede_abrir_ni_cerrar_sesiones(ctx, navegador, cambio):
    navegador.cookies.set(wiring.COOKIE, token(ctx, CORREO))
    cabeceras = {k: v for k, v in (PROPIAS | cambio).items() if v is not None}

    negadas = [
        navegador.post(f"/sesion/{que}", content=boleto(ctx), headers=cabeceras)
        for que in ("abrir", "cerrar", "seguir")
    ]

    assert [n.status_code for n in negadas] == [403, 403, 403]
    assert all("set-cookie" not in n.headers for n in negadas)
    assert quien(ctx, navegador) is Rol.CIUDADANO


@pytest.mark.parametrize("que", ["abrir", "cerrar", "seguir"])
def test_ningun_get_cambia_la_sesion(ctx, navegador, que):
    navegador.cookies.set(wiring.COOKIE, token(ctx, CORREO))

    assert navegador.get(f"/sesion/{que}", headers=PROPIAS).status_code == 405
    assert quien(ctx, navegador) is Rol.CIUDADANO


def test_al_salir_se_va_la_cookie_y_su_copia_no_sirve(ctx, navegador):
    navegador.post("/sesion/abrir", content=boleto(ctx), headers=PROPIAS)
    copia = navegador.cookies[wiring.COOKIE]

    respuesta = navegador.post("/sesion/cerrar", headers=PROPIAS)

    assert respuesta.status_code == 204
    assert wiring.COOKIE not in navegador.cookies
    assert sesiones.actor_de(ctx, copia, ip=IP).rol is Rol.ANONIMO


def test_salir_sin_sesion_solo_quita_la_cookie(navegador):
    navegador.cookies.set(wiring.COOKIE, "vieja")

    respuesta = navegador.post("/sesion/cerrar", headers=PROPIAS)

    assert respuesta.status_code == 204
    assert "Max-Age=0" in respuesta.headers["set-cookie"]


def test_entrar_otra_vez_en_el_mismo_navegador_cierra_la_sesion_anterior(ctx, navegador):
    navegador.post("/sesion/abrir", content=boleto(ctx), headers=PROPIAS)
    anterior = navegador.cookies[wiring.COOKIE]

    navegador.post("/sesion/abrir", content=boleto(ctx), headers=PROPIAS)

    assert sesiones.actor_de(ctx, anterior, ip=IP).rol is Rol.ANONIMO
    assert quien(ctx, navegador) is Rol.CIUDADANO


def test_un_boleto_malo_no_cierra_la_sesion_que_ya_habia(ctx, navegador):
    navegador.post("/sesion/abrir", content=boleto(ctx), headers=PROPIAS)

    navegador.post("/sesion/abrir", content=b"inventado", headers=PROPIAS)

    assert quien(ctx, navegador) is Rol.CIUDADANO


def test_preguntar_cuanto_queda_no_alarga_la_sesion_y_pedir_seguir_si(ctx, navegador, reloj):
    navegador.post("/sesion/abrir", content=boleto(ctx), headers=PROPIAS)
    reloj.avanzar(minutes=57)
    assert navegador.get("/sesion/estado").json() == {"quedan": 180, "puede": 3600}
    reloj.avanzar(minutes=2)
    preguntado = navegador.get("/sesion/estado")
    assert preguntado.json() == {"quedan": 60, "puede": 3600}
    assert preguntado.headers["cache-control"] == "no-store"

    assert navegador.post("/sesion/seguir", headers=PROPIAS).json() == {"quedan": 3600, "puede": 3600}
    reloj.avanzar(minutes=60)

    assert navegador.get("/sesion/estado").json() == {"quedan": 0, "puede": 0}
    assert navegador.post("/sesion/seguir", headers=PROPIAS).status_code == 401


def test_sin_sesion_no_queda_nada(navegador):
    assert navegador.get("/sesion/estado").json() == {"quedan": 0, "puede": 0}


def test_al_abrir_se_anota_desde_que_navegador(ctx, navegador):
    navegador.post("/sesion/abrir", content=boleto(ctx), headers=PROPIAS | {"User-Agent": "Mozilla/5.0 (X11)"})

    yo = ctx.como(sesiones.actor_de(ctx, navegador.cookies[wiring.COOKIE], ip=IP))
    assert [s.agente for s in mis_sesiones.abiertas(yo)] == ["Mozilla/5.0 (X11)"]
