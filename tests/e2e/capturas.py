"""Pictures of every screen of the demonstration: ``python -m tests.e2e.capturas [carpeta]`` (var/capturas by default).

Each state is taken at 1280 and 390 pixels, light and dark. ``--portada`` only renews the picture of the README.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from portal.settings import PROYECTO
from tests.e2e import recorrido
from tests.e2e.documentos import Papeles
from tests.e2e.navegador import BANDERAS, chromium
from tests.e2e.pantallas import PASEOS, Sitio
from tests.e2e.servidor import Servidor

ANCHOS = {"1280": {"width": 1280, "height": 1000}, "390": {"width": 390, "height": 844}}
TEMAS = {"light": "claro", "dark": "oscuro"}
PORTADA = PROYECTO / "docs" / "imagenes" / "inicio.png"
COLORES = 128  # of a picture that must weigh little
DUENO = """
SELECT e.numero, c.correo, r.codigo_verificacion FROM expediente e
JOIN registro r ON r.expediente_id = e.id
JOIN miembro m ON m.administrado_id = e.administrado_id JOIN cuenta c ON c.id = m.cuenta_id
WHERE e.estado = 'registrada' ORDER BY e.id DESC LIMIT 1
"""


@contextmanager
def demostracion(carpeta: Path) -> Iterator[tuple[Servidor, dict[str, str], tuple[str, str, str]]]:
    """A demonstration being served: it, the passwords by e-mail, and (number, owner, code) of its newest expediente."""
    servidor = Servidor(carpeta, correo=0, modo="demo")
    servidor.orden("demo", "--sin-servir")
    with closing(sqlite3.connect(carpeta / "demo" / "mpv.db")) as base:
        dueno = base.execute(DUENO).fetchone()
    accesos = json.loads((carpeta / "demo" / "accesos.json").read_text(encoding="utf-8"))["accesos"]
    servidor.arrancar()
    try:
        yield servidor, {acceso["correo"]: acceso["contrasena"] for acceso in accesos}, dueno
    finally:
        servidor.detener()


def retratar(pagina: Page, carpeta: Path, nombre: str) -> None:
    """The four pictures of what is on the screen."""
    for ancho, medidas in ANCHOS.items():
        pagina.set_viewport_size(medidas)
        alto = pagina.evaluate("document.querySelector('[data-testid=stMainBlockContainer]')?.scrollHeight ?? 0")
        pagina.set_viewport_size({**medidas, "height": max(medidas["height"], min(int(alto), 4000))})
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
    return contexto.new_page()


def todas(
    programa: Browser, servidor: Servidor, claves: dict[str, str], dueno: tuple[str, str, str], carpeta: Path
) -> None:
    """Every walk, each signed in as who can make it."""
    numero, correo, codigo = dueno
    quienes = {
        "publico": None,
        "ciudadano": correo,
        "mesa": next(c for c in claves if c.startswith("mesa")),
        "administrador": next(c for c in claves if c.startswith("admin")),
    }
    with tempfile.TemporaryDirectory() as papeles:
        clave = json.loads((servidor.casa / "demo" / "accesos.json").read_text(encoding="utf-8"))["seguimiento"]
        for quien, paseo in PASEOS.items():
            pagina = ventana(programa)
            if quienes[quien]:
                recorrido.ir(pagina, f"{servidor.url}/ingresar", "Iniciar sesión")
                recorrido.ingresar(pagina, recorrido.Acceso(quienes[quien], claves[quienes[quien]]))
                pagina.get_by_role("button", name="Iniciar sesión").wait_for(state="detached")
            for estado in paseo(pagina, Sitio(servidor.url, numero, clave, codigo, Papeles(Path(papeles)))):
                retratar(pagina, carpeta, estado)
                print(estado, flush=True)


def portada(programa: Browser, servidor: Servidor) -> None:
    """The picture of the README: the first screen, light, in few colours."""
    pagina = ventana(programa)
    pagina.set_viewport_size({"width": 1280, "height": 860})
    recorrido.ir(pagina, f"{servidor.url}/")
    pagina.screenshot(path=PORTADA)
    Image.open(PORTADA).convert("RGB").quantize(COLORES).save(PORTADA, optimize=True)


def main() -> None:
    """Make the demonstration in a folder that goes away, serve it, and take the pictures."""
    analizador = ArgumentParser(description="Capturas de todas las pantallas de la demostración")
    analizador.add_argument("carpeta", nargs="?", type=Path, default=PROYECTO / "var" / "capturas")
    analizador.add_argument("--portada", action="store_true", help="solo la imagen del README")
    args = analizador.parse_args()
    with (
        tempfile.TemporaryDirectory() as casa,
        demostracion(Path(casa)) as (servidor, claves, dueno),
        sync_playwright() as p,
    ):
        programa = p.chromium.launch(executable_path=chromium(), args=list(BANDERAS))
        if args.portada:
            portada(programa, servidor)
        else:
            args.carpeta.mkdir(parents=True, exist_ok=True)
            todas(programa, servidor, claves, dueno, args.carpeta)
        programa.close()


if __name__ == "__main__":
    sys.exit(main())
