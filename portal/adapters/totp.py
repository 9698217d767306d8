"""Codes of an authenticator application (RFC 6238), by pyotp: SHA-1, six digits, thirty seconds, as every one reads."""

from __future__ import annotations

import base64
from datetime import datetime
from hmac import compare_digest

import pyotp

PASO = 30  # seconds
VENTANA = 1  # steps of a clock that is early or late


def secreto(semilla: bytes) -> str:
    """``semilla`` in Base32, as a person may type it into the application."""
    return base64.b32encode(semilla).decode().rstrip("=")


def direccion(semilla: bytes, *, cuenta: str, emisor: str) -> str:
    """What the QR code says: the ``otpauth`` address, with the names that the application will show."""
    return pyotp.TOTP(secreto(semilla)).provisioning_uri(
        name=cuenta.replace(":", " "), issuer_name=emisor.replace(":", " ")
    )


def paso_de(semilla: bytes, codigo: str, ahora: datetime) -> int | None:
    """The step, now or next to it, whose code is ``codigo``; None for any other. Each of them is compared whole.

    Steps count from 1970: who remembers the last one that was accepted takes no code twice.
    """
    totp = pyotp.TOTP(secreto(semilla))
    actual = int(ahora.timestamp()) // PASO
    hallado = None
    for paso in range(actual - VENTANA, actual + VENTANA + 1):
        if compare_digest(totp.generate_otp(paso).encode(), codigo.encode("utf-8", "surrogatepass")):
            hallado = paso
    return hallado
