"""The one page of Streamlit, in Spanish, and the files it asks for."""

from __future__ import annotations

import gzip
import re

import pytest

from portal.ui.recursos import PROPIOS, direccion
from tests.routes.servidor import PAQUETE, cliente

INDICE = (PAQUETE / "index.html").read_text(encoding="utf-8")


def paquete(patron: str) -> str:
    """The name of one bundled file, as the installed index or its folder gives it."""
    return next(str(ruta.relative_to(PAQUETE)) for ruta in sorted(PAQUETE.rglob(patron)))


@pytest.mark.parametrize(
    ("ruta", "estado"), [("/", 200), ("/presentar", 200), ("/presentar/", 200), ("/una/ruta/honda", 404)]
)
def test_toda_pantalla_llega_en_espanol_y_ninguna_es_404(ruta, estado):
    respuesta = cliente().get(ruta)

    assert respuesta.status_code == estado
    assert ('<meta name="mp-no-existe">' in respuesta.text) == (estado == 404)
    assert '<html lang="es-PE"' in respuesta.text
    assert "<title>Mesa de &lt;Partes&gt;</title>" in respuesta.text
    assert "necesita JavaScript" in respuesta.text
    assert respuesta.headers["cache-control"] == "no-cache"
    for palabra in (">Streamlit<", "You need", "agents", "<!--", "openapi"):
        assert palabra not in respuesta.text


def test_los_guiones_van_antes_del_paquete_y_la_hoja_de_estilos_despues():
    pagina = cliente().get("/").text

    orden = [
        pagina.index(parte)
        for parte in ("/recursos/i18n.", "/recursos/marco.", "/static/js/index.", "/recursos/theme.")
    ]
    assert orden == sorted(orden)


def test_bajo_una_ruta_base_nada_apunta_fuera_de_ella():
    pagina = cliente("/servicios/mpv").get("/servicios/mpv/presentar").text

    direcciones = re.findall(r'(?:src|href)="([^"]+)"', pagina)
    assert direcciones
    assert all(direccion.startswith("/servicios/mpv/") for direccion in direcciones)


def test_la_raiz_del_servidor_lleva_a_la_ruta_base():
    respuesta = cliente("/servicios/mpv").get("/", follow_redirects=False)

    assert (respuesta.status_code, respuesta.headers["location"]) == (307, "/servicios/mpv/")


def test_todo_lo_que_pide_la_pagina_existe():
    http = cliente("/mpv")
    pagina = http.get("/mpv/").text

    for pedida in re.findall(r'(?:src|href)="([^"]+)"', pagina):
        assert http.get(pedida).status_code == 200, pedida


def test_la_pagina_no_se_vuelve_a_bajar_si_no_cambio():
    http = cliente()
    etag = http.get("/").headers["etag"]

    repetida = http.get("/", headers={"if-none-match": etag})

    assert (repetida.status_code, repetida.content) == (304, b"")


def test_head_responde_como_get_sin_cuerpo():
    http = cliente()

    cabeza, entera = http.head("/"), http.get("/")

    assert cabeza.content == b""
    assert cabeza.headers["etag"] == entera.headers["etag"]


def test_el_paquete_viaja_comprimido_y_para_siempre():
    nombre = paquete("index.*.js")
    respuesta = cliente().get(f"/{nombre}")

    assert respuesta.headers["content-encoding"] == "gzip"
    assert respuesta.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert respuesta.content == (PAQUETE / nombre).read_bytes()
    assert len(gzip.compress(respuesta.content)) < len(respuesta.content) / 2


@pytest.mark.parametrize("nombre", ["theme.css", "i18n.js", "marco.js"])
def test_lo_nuestro_tambien_viaja_comprimido(nombre):
    respuesta = cliente("/mpv").get(direccion(nombre, "/mpv"))

    assert respuesta.headers["content-encoding"] == "gzip"
    assert respuesta.content == (PROPIOS / nombre).read_bytes()


def test_quien_no_acepta_gzip_recibe_el_archivo_entero():
    nombre = paquete("index.*.css")
    respuesta = cliente().get(f"/{nombre}", headers={"accept-encoding": "identity"})

    assert "content-encoding" not in respuesta.headers
    assert respuesta.content == (PAQUETE / nombre).read_bytes()


@pytest.mark.parametrize(
    "ruta", ["/static/../index.html", "/static/%2e%2e/%2e%2e/config.py", "/static/js/nada.js", "/static/"]
)
def test_fuera_del_paquete_no_hay_nada(ruta):
    assert cliente().get(ruta).status_code in {200, 404}
    assert "def " not in cliente().get(ruta).text


@pytest.mark.parametrize("letra", ["MaterialSymbols-Rounded.*.woff2", "SourceSansVF-Upright.*.woff2"])
def test_las_letras_de_streamlit_se_cambian_por_las_nuestras(letra):
    respuesta = cliente("/mpv").get(f"/mpv/{paquete(letra)}")

    assert respuesta.history[0].status_code == 307
    assert respuesta.content[:4] == b"wOF2"
    assert len(respuesta.content) < 64 * 1024


def test_un_recurso_con_otra_huella_no_existe():
    respuesta = cliente().get("/recursos/theme.00000000.css")

    assert respuesta.status_code == 404


def test_la_letra_publica_lleva_su_licencia():
    assert (PROPIOS / "PublicSans-OFL.txt").is_file()


def test_quien_espera_la_primera_pantalla_sabe_a_quien_y_sin_javascript_no_espera():
    pagina = cliente().get("/").text

    assert '<main id="mp-espera"><h1>' in pagina
    assert "Cargando…" in pagina
    assert "#mp-espera { display: none; }" in pagina.partition("<noscript>")[2].partition("</noscript>")[0]


def test_lo_que_la_primera_pantalla_pedira_despues_se_adelanta():
    pagina = cliente("/servicios/mpv").get("/servicios/mpv/").text

    for elemento in ("Html", "PageLink", "Button", "TextInput"):
        assert f'<link rel="modulepreload" crossorigin href="/servicios/mpv/static/js/{elemento}.' in pagina
