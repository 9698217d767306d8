"""Colours as people see them: how light one is, and how much two differ. WCAG 2.2, 1.4.3 and 1.4.11."""

from __future__ import annotations

_TRAMO = 0.04045


def luminancia(color: str) -> float:
    """The relative luminance of ``#rrggbb``, from 0 (black) to 1 (white)."""
    canales = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= _TRAMO else ((c + 0.055) / 1.055) ** 2.4 for c in canales)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contraste(uno: str, otro: str) -> float:
    """How many times lighter the lighter of two colours is, from 1 to 21."""
    mayor, menor = sorted((luminancia(uno), luminancia(otro)), reverse=True)
    return (mayor + 0.05) / (menor + 0.05)
