"""What a browser says it is (its User-Agent), in the two names a person knows: the browser and the device.

Only to recognise one's own sessions in a list: anybody can write anything there, so nothing is decided by it.
"""

from __future__ import annotations

NAVEGADORES = (  # the first mark found wins: most of them also say Chrome, Safari and Mozilla
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Opera", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("YaBrowser", "Yandex"), ("Vivaldi", "Vivaldi"), ("FxiOS", "Firefox"), ("Firefox", "Firefox"), ("CriOS", "Chrome"),
    ("HeadlessChrome", "Chrome"), ("Chrome/", "Chrome"), ("Chromium", "Chromium"), ("Version/", "Safari"),
)  # fmt: skip
EQUIPOS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"), ("Linux", "Linux"), ("X11", "Linux"),
)  # fmt: skip


def nombres(agente: str) -> tuple[str, str]:
    """Browser and device, as in ``("Chrome", "Windows")``; what cannot be told is empty."""
    return _primero(NAVEGADORES, agente), _primero(EQUIPOS, agente)


def _primero(marcas: tuple[tuple[str, str], ...], agente: str) -> str:
    return next((nombre for marca, nombre in marcas if marca in agente), "")
