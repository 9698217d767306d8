"""The frame, the pieces and Streamlit's widgets in a real browser: Spanish, under a base path, within the CSP, light."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from portal.settings import PROYECTO
from tests.e2e.navegador import chromium

pytestmark = pytest.mark.e2e

BANDERAS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-pings",
)
BASE = "/servicios/mpv"
INGLES = re.compile(
    r"\b(the|and|your|please|press|choose|select|clear|show|hide|open|close|search|page|pages|date|month|year|next|previous|"
    r"required|field|input|options?|results?|available|column|row|download|fullscreen|password|increment|decrement|"
    r"running|connection|server|app|remove|all|menu|link|help|invalid|error:)\b",
    re.IGNORECASE,
)
TEXTOS = """() => {
  const textos = new Set(), paso = document.createTreeWalker(document.body, 5);
  for (let nodo; (nodo = paso.nextNode());) {
    if (nodo.nodeType === 3) {
      if (!nodo.parentElement.closest('style, script, noscript, [data-testid=stIconMaterial], .mp-icono')) textos.add(nodo.nodeValue.trim());
    } else for (const nombre of ['aria-label', 'placeholder', 'title', 'aria-valuetext', 'aria-description', 'alt']) textos.add(nodo.getAttribute(nombre) || '');
  }
  return [...textos];
}"""


@pytest.fixture(scope="module")
def servidor(tmp_path_factory):
    """The gallery under ``/servicios/mpv`` on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as libre:
        puerto = libre.getsockname()[1]
    casa = tmp_path_factory.mktemp("casa")
    direccion = f"http://localhost:{puerto}{BASE}"
    entorno = {"PATH": "/usr/bin:/bin", "MPV_HOME": str(casa), "MPV_PORT": str(puerto), "MPV_BASE_URL": direccion}
    for antes in (("migrar",), ("preset", "cargar", "igp")):
        subprocess.run([sys.executable, "-m", "portal", *antes], cwd=PROYECTO, env=entorno, check=True)
    orden = [sys.executable, "-m", "uvicorn", "tests.ui.galeria_asgi:app", "--port", str(puerto)]
    with (casa / "servidor.log").open("w") as registro:
        proceso = subprocess.Popen(orden, cwd=PROYECTO, env=entorno, stdout=registro, stderr=registro)
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{direccion}/salud", timeout=1).close()  # noqa: S310 -- our own http address
            break
        except OSError:
            time.sleep(0.2)
    yield direccion
    proceso.terminate()
    proceso.wait(15)


@pytest.fixture
def pagina(playwright):
    navegador = playwright.chromium.launch(executable_path=chromium(), args=BANDERAS)
    yield navegador.new_page(viewport={"width": 1280, "height": 1600}, locale="en-US")
    navegador.close()


def abrir(pagina, direccion: str, espera: str) -> list[str]:
    """Open, wait, and give the complaints of the console."""
    quejas: list[str] = []
    pagina.on("console", lambda m: quejas.append(m.text) if m.type in {"error", "warning"} else None)
    pagina.goto(direccion)
    pagina.wait_for_selector(espera)
    pagina.wait_for_timeout(1500)
    return quejas


def ingles(pagina) -> list[str]:
    pagina.wait_for_timeout(400)
    return sorted(texto for texto in pagina.evaluate(TEXTOS) if INGLES.search(texto))


def test_las_pantallas_cargan_bajo_la_ruta_base_sin_una_queja(servidor, pagina):
    pedidos: list[str] = []
    pagina.on("request", lambda pedido: pedidos.append(pedido.url))

    quejas = abrir(pagina, f"{servidor}/consulta-tramite", ".mp-guia")

    assert quejas == []
    assert [url for url in pedidos if not url.startswith((servidor, "data:", "blob:"))] == []
    assert pagina.evaluate("document.documentElement.lang") == "es-PE"
    assert pagina.locator(".st-key-mp-menu a[aria-current=page]").inner_text() == "Escritorio"
    assert pagina.locator("[data-testid=stPageLink-NavLink]").first.get_attribute("href") == f"{BASE}/"


def test_la_primera_visita_pesa_menos_de_un_mega_y_la_segunda_casi_nada(servidor, pagina):
    red = pagina.context.new_cdp_session(pagina)
    red.send("Network.enable")
    pesos: list[int] = []
    red.on("Network.loadingFinished", lambda evento: pesos.append(evento["encodedDataLength"]))

    abrir(pagina, f"{servidor}/", ".mp-entrada")
    primera = sum(pesos)
    pesos.clear()
    abrir(pagina, f"{servidor}/", ".mp-entrada")

    assert primera < 1024 * 1024
    assert sum(pesos) < 8 * 1024


def test_no_queda_ingles_en_los_campos(servidor, pagina):
    abrir(pagina, f"{servidor}/", ".mp-entrada")
    assert ingles(pagina) == []

    for clave in ("tipo", "oficinas"):
        pagina.locator(f".st-key-{clave} input").first.click()
        pagina.keyboard.type("zz")
        assert ingles(pagina) == []
        pagina.keyboard.press("Escape")
    for clave in ("fecha", "periodo", "cita"):
        pagina.locator(f".st-key-{clave} button").first.click()
        assert ingles(pagina) == []
        pagina.keyboard.press("Escape")
    for clave, escrito in (("ruc", "1"), ("asunto", "hola"), ("correo", "x"), ("folios", "99"), ("nombre", "Ana")):
        pagina.locator(f".st-key-{clave} :is(input, textarea)").first.fill(escrito)
        pagina.keyboard.press("Tab")
        assert ingles(pagina) == []


def test_no_queda_ingles_en_tablas_menus_y_dialogos(servidor, pagina):
    abrir(pagina, f"{servidor}/consulta-tramite", ".mp-guia")
    assert ingles(pagina) == []

    lienzo = pagina.locator("[data-testid=stDataFrame] canvas").first.bounding_box()
    pagina.mouse.click(lienzo["x"] + lienzo["width"] - 20, lienzo["y"] + 15)
    assert ingles(pagina) == []
    pagina.keyboard.press("Escape")
    for boton in (".st-key-mas button", "[data-testid=stPopover] button", ".st-key-mp-cuenta button"):
        pagina.locator(boton).first.click()
        assert ingles(pagina) == []
        pagina.keyboard.press("Escape")
    pagina.locator(".st-key-abrir button").click()
    pagina.wait_for_selector("[role=dialog]")
    assert ingles(pagina) == []


def test_una_pantalla_que_no_existe_se_dice_en_espanol(servidor, pagina):
    abrir(pagina, f"{servidor}/no-existe", "[role=dialog]")

    assert "Esa página no existe" in pagina.locator("[role=dialog]").inner_text()
    assert ingles(pagina) == []


def test_una_falla_de_pantalla_muestra_un_numero_y_ningun_detalle(servidor, pagina):
    abrir(pagina, f"{servidor}/consulta-tramite", ".mp-guia")

    pagina.locator(".st-key-fallar button").click()
    pagina.wait_for_selector(".mp-aviso.rojo")

    assert re.search(r"este número a la institución: [0-9A-F]{8}\.", pagina.locator(".mp-aviso.rojo").inner_text())
    assert "sorpresa" not in pagina.content()


def test_el_resumen_de_errores_toma_el_foco_y_lleva_al_campo(servidor, pagina):
    abrir(pagina, f"{servidor}/", ".mp-errores")
    assert pagina.evaluate("document.activeElement.className") == "mp-errores"

    pagina.locator(".mp-errores a").click()
    campo = pagina.locator(".st-key-ruc input")

    assert campo.evaluate("el => el === document.activeElement")
    assert campo.get_attribute("aria-invalid") == "true"
    assert campo.get_attribute("aria-describedby") == "mp-error-ruc"
