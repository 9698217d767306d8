"""Whether the process answers."""

from __future__ import annotations

from tests.routes.servidor import cliente


def test_la_salud_responde_bajo_la_ruta_base_y_no_se_guarda():
    respuesta = cliente("/servicios/mpv").get("/servicios/mpv/salud")

    assert (respuesta.status_code, respuesta.text, respuesta.headers["cache-control"]) == (200, "ok", "no-store")


def test_una_direccion_inexistente_se_dice_en_espanol():
    respuesta = cliente("/servicios/mpv").get("/otra-cosa")

    assert (respuesta.status_code, respuesta.text) == (404, "Esa dirección no existe en la Mesa de Partes Virtual.")
