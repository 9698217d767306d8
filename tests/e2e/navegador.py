"""The browser of the distribution, and what must never happen in it whatever the test is about."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from tests.e2e.sosiego import NOTAS

APAGADAS = (
    # Two pages of Chromium's own address bar, drawn anew for each person's browser though nobody sees them.
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxSimplification",
    # Of such lists only the last counts: these are of Playwright's.
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying",
    "AimEnabled", "PreconnectToSearch",
)  # fmt: skip
BANDERAS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(APAGADAS)}",
    # No other site exists: whatever a page asks of one fails, and is heard (``Vigia``).
    "--host-resolver-rules=MAP mesa.intranet 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
NOMBRES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CAMINOS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
DEL_NAVEGADOR = frozenset({"chrome", "chrome-extension"})  # its own PDF viewer asks itself for its pieces
POLITICA = re.compile("content security policy", re.IGNORECASE)
SIN_RED = re.compile(r"net::ERR_|WebSocket connection to")


def chromium() -> str:
    """The program to drive. Without one the test is skipped by name, or fails where skipping is forbidden."""
    entorno = os.environ  # noqa: TID251 -- settings of the tests, not of the portal
    candidatos = (entorno.get("MPV_TEST_CHROMIUM"), *map(shutil.which, NOMBRES), *map(shutil.which, CAMINOS))
    for candidato in candidatos:
        if candidato:
            return candidato
    if entorno.get("MPV_TEST_SIN_SALTOS"):
        pytest.fail("falta Chromium y aquí no se permite saltar pruebas")
    pytest.skip("NO PROBADO: falta Chromium (en Debian: apt-get install chromium; o MPV_TEST_CHROMIUM=/ruta)")


def preparar(contexto: BrowserContext) -> BrowserContext:
    """Have every window of it take notes of what travels, and hand file choosers over from its beginning.

    Asked for only where a file is chosen, the second comes too late on a busy machine: the key is quicker than the request,
    and the chooser opens where nobody sees it.
    """
    contexto.add_init_script(NOTAS)
    contexto.on("page", _atender_elecciones)
    return contexto


def _atender_elecciones(pagina: Page) -> None:
    pagina.on("filechooser", lambda _: None)


@dataclass
class Vigia:
    """Listens to every window of a context: complaints of the console, failures of scripts, calls to other sites."""

    quejas: list[str] = field(default_factory=list)
    toleradas: list[re.Pattern[str]] = field(default_factory=list)

    def mirar(self, contexto: BrowserContext) -> None:
        """Listen from now on."""
        contexto.on("console", self._consola)
        contexto.on("weberror", lambda error: self.quejas.append(f"guion: {error.error}"))
        contexto.on("requestfailed", self._fallido)  # to hear of each of a hundred per screen is a tenth of its time

    def tolerar(self, *formas: str | re.Pattern[str]) -> None:
        """What this test provokes on purpose. A breach of the content security policy is never tolerated."""
        self.toleradas += [re.compile(forma) for forma in formas]

    def sin_quejas(self) -> None:
        """Fail with everything that was heard."""
        graves = [q for q in self.quejas if POLITICA.search(q) or not self._tolerada(q, self.toleradas)]
        assert not graves, "\n".join(graves)

    def _consola(self, mensaje: ConsoleMessage) -> None:
        if mensaje.type in {"error", "warning"} or POLITICA.search(mensaje.text):
            self.quejas.append(f"{mensaje.type}: {mensaje.text} ({mensaje.location.get('url', '')})")

    def _fallido(self, pedido: Request) -> None:
        if urlsplit(pedido.url).scheme in DEL_NAVEGADOR:
            return
        anfitrion = urlsplit(pedido.url).hostname
        if anfitrion not in {None, "localhost", "127.0.0.1", "mesa.intranet"}:
            self.quejas.append(f"pedido a otro sitio: {pedido.url}")

    @staticmethod
    def _tolerada(queja: str, formas: Iterable[re.Pattern[str]]) -> bool:
        return any(forma.search(queja) for forma in formas)
