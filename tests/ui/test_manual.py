"""The manual says what the institution's configuration says, and only that."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from portal.services import configuracion
from portal.settings import PROYECTO
from portal.ui import manual

OTRA = PROYECTO / "tests" / "data" / "otra.toml"
TOPE = 600 * 1024


def escrito(institucion) -> str:
    return unescape(manual.html(institucion, direccion="https://mesa.example/", base=""))


@pytest.mark.parametrize("origen", [configuracion.PRESETS / "igp.toml", OTRA], ids=["igp", "otra"])
def test_el_manual_dice_los_datos_los_limites_y_los_estados_de_su_institucion(origen):
    institucion = configuracion.leer_preset(Path(origen))

    dicho = escrito(institucion)

    for campo in institucion.formulario.campos:
        assert f"<td>{campo.etiqueta}" in dicho
    for ranura in institucion.formulario.ranuras:
        assert f"<td>{ranura.etiqueta}</td>" in dicho
        assert str(ranura.mb_cada or ranura.mb_total) in dicho
    for estado in institucion.estados:
        assert f"<td>{estado.publico}</td>" in dicho
    assert f"al menos {institucion.cuentas.largo_contrasena} caracteres" in dicho


def test_el_historial_dice_fecha_version_cambios_y_autor_lo_ultimo_primero():
    igp = configuracion.preset("igp")

    dicho = escrito(igp)

    celdas = re.findall(r'<td role="cell" data-de="([^"]+)">([^<]+)</td>', dicho)
    assert [columna for columna, _ in celdas] == ["Fecha", "Versión", "Cambios", "Autor"] * 2
    assert [celdas[i][1] for i in (0, 1, 4, 5, 6)] == ["22/11/2026", "2.0", "12/03/2021", "1.0", "Nuevo"]
    assert "Maritza Bueno Trucíos" in dicho
    assert manual.version(igp) == "Versión 2.0, del 22/11/2026"


def test_sin_personas_juridicas_no_hay_capitulo_de_organizaciones():
    igp = configuracion.preset("igp")
    solo = igp.model_copy(update={"cuentas": igp.cuentas.model_copy(update={"clases": ("natural",)})})

    assert "organizacion" not in manual.capitulos(solo)
    assert "RUC" not in escrito(solo).partition('<section id="crear_cuenta">')[2].partition("</section>")[0]


def test_lo_que_escribe_la_institucion_no_es_codigo():
    igp = configuracion.preset("igp")
    malo = igp.model_copy(
        update={"manual": igp.manual.model_copy(update={"agregado": "<script>alert(1)</script> **fin**"})}
    )

    dicho = manual.html(malo, direccion="https://mesa.example/", base="")

    assert "<script>" not in dicho
    assert "<b>fin</b>" in dicho


def test_las_figuras_pesan_poco():
    figuras = list((PROYECTO / "portal" / "ui" / "static").glob("manual_*.webp"))

    assert sum(figura.stat().st_size for figura in figuras) < TOPE
