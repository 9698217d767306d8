"""What an antivirus may say of a file, and when to ask again one that does not answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from portal.domain.errors import PortalError

Estado = Literal["en_analisis", "limpio", "infectado", "no_analizado"]

PACIENCIA = 3
"""Attempts after which a file is told as not scanned; it goes on being tried all the same."""

ESPERAS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=6))


@dataclass(frozen=True)
class Dictamen:
    """``firma``: the name of what was found, or why it was not scanned (``grande``, ``limite``)."""

    estado: Estado
    firma: str = ""


class AntivirusNoResponde(PortalError):
    """It is not there, it does not end, or it says nothing that is understood."""

    code = "antivirus_no_responde"


class DocumentoInfectado(PortalError):
    """The antivirus found something in a filed document: it is kept, and nobody opens it."""

    code = "documento_infectado"


def espera(intentos: int) -> timedelta:
    """How long to wait after that many attempts without an answer."""
    return ESPERAS[min(intentos, len(ESPERAS)) - 1]
