"""What every request meets first."""

from __future__ import annotations

import pytest
from starlette.websockets import WebSocketDisconnect

from tests.routes.servidor import cliente


@pytest.mark.parametrize("host", ["mesa.gob.pe", "MESA.gob.pe:8501", "localhost:8501", "a.intranet", "mesa.gob.pe."])
def test_se_atiende_por_los_nombres_propios(host):
    assert cliente().get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["otro.pe", "mesa.gob.pe.otro.pe", "u@mesa.gob.pe", "mesa.gob.pe:x", "intranet", "", "a/b"]
)
def test_otro_nombre_se_niega_y_dice_por_donde_entrar(host):
    respuesta = cliente("/mpv").get("/mpv/", headers={"host": host})

    assert respuesta.status_code == 421
    assert respuesta.text == "Esta no es la dirección de la Mesa de Partes Virtual. Entre por http://mesa.gob.pe/mpv."


@pytest.mark.parametrize("base", ["", "/servicios/mpv"])
def test_una_direccion_sin_fin_no_existe(base):
    assert cliente(base).get(f"{base}/cargos/{'9' * 5000}").status_code == 404


def test_la_salud_se_responde_por_cualquier_nombre():
    respuesta = cliente().get("/salud", headers={"host": "10.0.0.7"})

    assert (respuesta.status_code, respuesta.text) == (200, "ok")


@pytest.mark.parametrize("base", ["", "/servicios/mpv"])
@pytest.mark.parametrize(
    ("ruta", "estado"),
    [
        ("/_stcore/upload_file/sesion/archivo", 403),
        ("/_stcore/metrics", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/_stcore/script-health-check", 404),
        ("/auth/login", 404),
        ("/oauth2callback", 404),
    ],
)
def test_las_puertas_de_streamlit_que_no_se_usan_estan_cerradas(base, ruta, estado):
    for metodo in ("GET", "PUT", "POST", "DELETE"):
        assert cliente(base).request(metodo, base + ruta).status_code == estado


@pytest.mark.parametrize(
    "cabeceras",
    [
        {"origin": "http://ajeno.pe"},
        {"origin": "null"},
        {"origin": "http://mesa.gob.pe.ajeno.pe"},
        {"origin": "http://mesa.gob.pe", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_no_se_escribe_desde_otro_sitio(cabeceras):
    assert cliente().post("/escribir", headers=cabeceras).status_code == 403


@pytest.mark.parametrize(
    "cabeceras",
    [
        {"origin": "http://mesa.gob.pe", "sec-fetch-site": "same-origin"},
        {"origin": "http://mesa.intranet", "host": "mesa.intranet"},  # plain HTTP: the browser sends no Sec-Fetch-Site
        {},
    ],
)
def test_se_escribe_desde_las_pantallas_propias(cabeceras):
    assert cliente().post("/escribir", headers=cabeceras).status_code == 200


def test_el_origen_publico_vale_aunque_el_proxy_cambie_el_host():
    respuesta = cliente(https=True).post(
        "/escribir", headers={"origin": "https://mesa.gob.pe", "host": "localhost:8501"}
    )

    assert respuesta.status_code == 200


def test_un_websocket_de_otro_sitio_se_niega_antes_de_streamlit():
    with (
        pytest.raises(WebSocketDisconnect) as cierre,
        cliente().websocket_connect("/_stcore/stream", headers={"origin": "http://ajeno.pe"}),
    ):
        pass

    assert cierre.value.code == 1008


def test_un_websocket_propio_conversa():
    with cliente().websocket_connect(
        "/_stcore/stream", headers={"origin": "http://mesa.gob.pe", "host": "mesa.gob.pe"}
    ) as websocket:
        assert websocket.receive_text() == "hola"


def test_las_pantallas_llevan_las_cabeceras_de_seguridad():
    cabeceras = cliente().get("/").headers

    politica = dict(parte.split(" ", 1) for parte in cabeceras["content-security-policy"].split("; "))
    assert politica["default-src"] == "'self'"
    assert politica["frame-ancestors"] == "'none'"
    assert politica["object-src"] == "'none'"
    assert "unsafe" not in politica["script-src"]
    assert "sha256-" in politica["script-src"]
    assert cabeceras["x-content-type-options"] == "nosniff"
    assert cabeceras["referrer-policy"] == "same-origin"
    assert cabeceras["x-frame-options"] == "DENY"
    assert "camera=()" in cabeceras["permissions-policy"]
    assert "strict-transport-security" not in cabeceras


def test_una_ruta_puede_poner_su_propia_politica():
    cabeceras = cliente().get("/hoja").headers

    assert cabeceras["content-security-policy"] == "frame-ancestors 'self'"
    assert "x-frame-options" not in cabeceras
    assert cabeceras["x-content-type-options"] == "nosniff"


def test_tras_https_las_cookies_son_seguras_y_el_navegador_no_vuelve_a_http():
    respuesta = cliente(https=True).post("/escribir")

    assert respuesta.headers["set-cookie"].endswith("; Secure")
    assert respuesta.headers["strict-transport-security"] == "max-age=31536000"


def test_sin_https_las_cookies_viajan_igual():
    assert "Secure" not in cliente().post("/escribir").headers["set-cookie"]
