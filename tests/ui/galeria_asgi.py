"""The gallery behind the real middleware: ``uvicorn tests.ui.galeria_asgi:app``."""

from __future__ import annotations

from pathlib import Path

from portal.asgi import construir
from portal.settings import settings

app = construir(settings(), Path(__file__).with_name("galeria.py"))
