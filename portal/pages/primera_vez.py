"""Instalación: what every address shows until the institution exists."""

from __future__ import annotations

from portal.ui import primera_vez

primera_vez.dibujar()
