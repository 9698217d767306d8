"""Pictures of every screen of the demonstration: ``python -m tests.e2e.capturas [carpeta]`` (var/capturas by default).

Each state is taken at 1280, 768 and 390 pixels, light and dark. ``--documentos`` only renews the few pictures of the
manual (``portal/ui/static/manual_*.webp``) and of the README (``docs/imagenes``).
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from portal.settings import PROYECTO
from portal.ui import manual
from tests.e2e import recorrido
from tests.e2e.documentos import Papeles
from tests.e2e.navegador import BANDERAS, chromium, preparar
from tests.e2e.pantallas import PASEOS
from tests.e2e.servidor import Servidor
from tests.e2e.sitio import Sitio

ANCHOS = {
    "1280": {"width": 1280, "height": 1000},
    "768": {"width": 768, "height": 1024},
    "390": {"width": 390, "height": 844},
}
TEMAS = {"light": "claro", "dark": "oscuro"}
DEL_MANUAL = {
    "crear-cuenta": "crear_cuenta",
    "ingresar": "ingresar",
    "verificar-autentico": "verificar",
    "seguimiento": "seguir",
    "tramites": "bandeja",
    "presentar-documento": "presentar",
    "presentar-archivos-subidos": "archivos",
    "presentar-revisar": "revisar",
    "presentar-listo": "cargo",
}
DEL_README = {
    "inicio": "inicio",
    "presentar-archivos-subidos": "presentar",
    "seguimiento": "seguimiento",
    "bandeja": "bandeja",
}
ULTIMAS = {"publico": "verificar-autentico", "ciudadano": "presentar-listo", "mesa": "bandeja", "administrador": ""}
"""The last state of each walk that a document shows."""
FIGURAS, IMAGENES = PROYECTO / "portal" / "ui" / "static", PROYECTO / "docs" / "imagenes"
RECORTE = (1088, 680)  # of the column where the citizen reads, with a little air, shown at the size that ui/manual says
ESPERA_MS = 30_000
CALIDAD = 70
ALTO = """ventana => {
  const caja = document.querySelector('[data-testid=stMain]'), pagina = document.querySelector('.st-key-mp-pagina, .st-key-mp-escritorio');
  if (pagina) pagina.style.minHeight = '';
  if (pagina && caja.scrollHeight > ventana) pagina.style.minHeight = '0';  // it is as tall as the window, which grows with it
  return caja?.scrollHeight ?? 0;
}"""
ALTO_MAXIMO = 4000
VENTANA_README = {"width": 1280, "height": 860}
ANCHO_README, COLORES = 960, 96
DUENO = """
SELECT e.numero, c.correo, r.codigo_verificacion FROM expediente e
JOIN registro r ON r.expediente_id = e.id
JOIN miembro m ON m.administrado_id = e.administrado_id JOIN cuenta c ON c.id = m.cuenta_id
WHERE e.estado = 'registrada' {} ORDER BY e.id DESC LIMIT 1
"""
ESE = "AND e.numero = :numero"
SOLO = "AND m.cuenta_id NOT IN (SELECT cuenta_id FROM miembro JOIN administrado a ON a.id = administrado_id WHERE clase = 'juridica')"


@dataclass(frozen=True)
class Muestra:
    """What of the demonstration is looked at: its accounts, the expediente it announces, and the newest of a person alone."""

    claves: dict[str, str]
    seguimiento: str
    anunciado: tuple[str, str, str]
    de_persona: tuple[str, str, str]


@contextmanager
def demostracion(carpeta: Path) -> Iterator[tuple[Servidor, Muestra]]:
    """A demonstration being served, and what of it is looked at."""
    servidor = Servidor(carpeta, correo=0, modo="demo")
    servidor.orden("demo", "--sin-servir")
    dicho = json.loads((carpeta / "demo" / "accesos.json").read_text(encoding="utf-8"))
    with closing(sqlite3.connect(carpeta / "demo" / "mpv.db")) as base:
        anunciado, de_persona = (base.execute(DUENO.format(filtro), dicho).fetchone() for filtro in (ESE, SOLO))
    claves = {acceso["correo"]: acceso["contrasena"] for acceso in dicho["accesos"]}
    try:
        servidor.arrancar()
        yield servidor, Muestra(claves, dicho["seguimiento"], anunciado, de_persona)
    finally:
        servidor.detener()


def _abarcar(pagina: Page, medidas: ViewportSize) -> None:
    """A window as tall as what is on the screen, once that no longer grows: a field may still be on its way."""
    pagina.set_viewport_size(medidas)
    antes, alto = 0, pagina.evaluate(ALTO, medidas["height"])
    while antes != alto:
        pagina.wait_for_timeout(200)
        antes, alto = alto, pagina.evaluate(ALTO, medidas["height"])
    pagina.set_viewport_size({**medidas, "height": max(medidas["height"], min(int(alto), ALTO_MAXIMO))})


def retratar(pagina: Page, carpeta: Path, nombre: str) -> None:
    """The six pictures of what is on the screen."""
    for ancho, medidas in ANCHOS.items():
        _abarcar(pagina, medidas)
        for tema, dicho in TEMAS.items():
            pagina.emulate_media(color_scheme=tema)
            pagina.wait_for_timeout(300)  # colours change by themselves: nothing tells when
            pagina.screenshot(path=carpeta / f"{nombre}-{ancho}-{dicho}.png")
    pagina.emulate_media(color_scheme="light")
    pagina.set_viewport_size(ANCHOS["1280"])


def ventana(programa: Browser) -> Page:
    """A new person's browser."""
    contexto = programa.new_context(
        viewport=ANCHOS["1280"], locale="es-PE", timezone_id="America/Lima", reduced_motion="reduce"
    )
    return preparar(contexto).new_page()


def sitios(
    programa: Browser, servidor: Servidor, muestra: Muestra, papeles: Path
) -> Iterator[tuple[str, Page, Iterator[str]]]:
    """Every walk with its name and its window, each signed in as who can make it."""
    quienes = {
        "publico": None,
        "ciudadano": muestra.de_persona[1],
        "mesa": next(c for c in muestra.claves if c.startswith("mesa")),
        "administrador": next(c for c in muestra.claves if c.startswith("admin")),
    }
    for quien, correo in quienes.items():  # the demonstration has nobody for the other walks
        pagina, paseo = ventana(programa), PASEOS[quien]
        if correo:
            recorrido.ir(pagina, f"{servidor.url}/ingresar", "Iniciar sesión")
            recorrido.ingresar(pagina, recorrido.Acceso(correo, muestra.claves[correo]))
            pagina.get_by_role("button", name="Iniciar sesión").wait_for(state="detached")
        numero, _, codigo = muestra.de_persona if quien == "ciudadano" else muestra.anunciado
        yield quien, pagina, paseo(pagina, Sitio(servidor.url, numero, muestra.seguimiento, codigo, Papeles(papeles)))
        pagina.context.close()


def figura(pagina: Page, nombre: str) -> None:
    """A picture of the manual: the column of the citizen from the title on, light, small."""
    pagina.set_viewport_size({"width": ANCHOS["1280"]["width"], "height": 1400})
    pagina.locator('[data-testid="stMain"]').evaluate("caja => caja.scrollTo(0, 0)")
    pagina.wait_for_timeout(300)
    caja = pagina.locator(".st-key-mp-pagina").bounding_box()
    assert caja is not None
    ancho, alto = RECORTE
    lugar = {"x": (ANCHOS["1280"]["width"] - ancho) / 2, "y": max(0, caja["y"] - 8), "width": ancho, "height": alto}
    dibujo = Image.open(BytesIO(pagina.screenshot(clip=lugar))).convert("RGB").resize((manual.ANCHO, manual.ALTO))
    dibujo.save(FIGURAS / f"manual_{nombre}.webp", quality=CALIDAD, method=6)
    pagina.set_viewport_size(ANCHOS["1280"])


def imagen(pagina: Page, nombre: str) -> None:
    """A picture of the README: the top of a screen, light, in few colours."""
    pagina.set_viewport_size(VENTANA_README)
    pagina.wait_for_timeout(300)
    dibujo = Image.open(BytesIO(pagina.screenshot())).convert("RGB")
    alto = round(dibujo.height * ANCHO_README / dibujo.width)
    dibujo.resize((ANCHO_README, alto)).quantize(COLORES).save(IMAGENES / f"{nombre}.png", optimize=True)
    pagina.set_viewport_size(ANCHOS["1280"])


def documentos(pagina: Page, estado: str) -> None:
    """The pictures that the documents show of this state, if any."""
    if estado in DEL_MANUAL:
        figura(pagina, DEL_MANUAL[estado])
    if estado in DEL_README:
        imagen(pagina, DEL_README[estado])


def main() -> None:
    """Make the demonstration in a folder that goes away, serve it, and take the pictures."""
    analizador = ArgumentParser(description="Capturas de todas las pantallas de la demostración")
    analizador.add_argument("carpeta", nargs="?", type=Path, default=PROYECTO / "var" / "capturas")
    analizador.add_argument("--documentos", action="store_true", help="solo las imágenes del manual y del README")
    args = analizador.parse_args()
    expect.set_options(timeout=ESPERA_MS)
    with (
        tempfile.TemporaryDirectory() as casa,
        tempfile.TemporaryDirectory() as papeles,
        demostracion(Path(casa)) as (servidor, muestra),
        sync_playwright() as p,
    ):
        programa = p.chromium.launch(executable_path=chromium(), args=list(BANDERAS))
        args.carpeta.mkdir(parents=True, exist_ok=True)
        for quien, pagina, estados in sitios(programa, servidor, muestra, Path(papeles)):
            for estado in estados:
                print(estado, flush=True)
                if not args.documentos:
                    retratar(pagina, args.carpeta, estado)
                    continue
                documentos(pagina, estado)
                if estado == ULTIMAS[quien]:
                    break
        programa.close()


if __name__ == "__main__":
    sys.exit(main())
