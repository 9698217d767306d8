"""Where the browser is sent after signing in."""

from __future__ import annotations

import pytest

from portal.ui.auth import destino_local


@pytest.mark.parametrize(
    ("destino", "base", "local"),
    [
        ("/tramites?estado=x&n=1", "", "/tramites?estado=x&n=1"),
        ("tramites", "/servicios/mpv", "/servicios/mpv/tramites"),
        ("/servicios/mpv/tramites", "/servicios/mpv", "/servicios/mpv/tramites"),
        ("/servicios/mpvotro", "/servicios/mpv", "/servicios/mpv/servicios/mpvotro"),
        ("", "/mpv", "/mpv/"),
        ("/", "", "/"),
        ("/servicios/mpv", "/servicios/mpv", "/servicios/mpv/"),
    ],
)
def test_el_enlace_profundo_se_conserva_bajo_la_ruta_base(destino, base, local):
    assert destino_local(destino, base) == local


@pytest.mark.parametrize(
    "destino",
    [
        "https://otro.example/", "//otro.example", "///otro.example", "\\\\otro.example", "/\\otro.example",
        "javascript:alert(1)", "/a\nb", "/\t/otro.example", "http:otro.example", "/./..//otro.example",
    ],
)  # fmt: skip
def test_nadie_lleva_a_otro_sitio(destino):
    local = destino_local(destino, "/mpv")

    assert local.startswith("/mpv/")
    assert not local.startswith("//")
    assert destino_local(destino, "").startswith("/")
    assert not destino_local(destino, "").startswith(("//", "/\\"))
