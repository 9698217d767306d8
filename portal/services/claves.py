"""Secrets that are derived, never stored: tracking passwords and the tokens of mailed links.

Each is an HMAC-SHA-256 of a server key and a public subject, so that it can be sent again and rotated,
and a copy of the database alone opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from portal.db.types import ID_MAXIMO
from portal.services.contexto import Contexto

ALFABETO = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # 31 signs without look-alikes (no I, L, O, 0, 1)
LARGO_FICHA = 80  # what is read of a mailed token
LARGO = 12  # 12 signs of 31 = 59 bits


def derivar(ctx: Contexto, uso: str, *sujeto: object) -> bytes:
    """32 bytes for one use and subject; different uses never collide."""
    mensaje = "\x1f".join((uso, *map(str, sujeto)))
    return hmac.new(ctx.secreto("claves"), mensaje.encode(), hashlib.sha256).digest()


def token(ctx: Contexto, uso: str, *sujeto: object) -> str:
    """256 bits in URL-safe text."""
    return base64.urlsafe_b64encode(derivar(ctx, uso, *sujeto)).rstrip(b"=").decode()


def legible(octetos: bytes) -> str:
    """Twelve signs that can be read aloud, in groups of four: ``KTRM-7WQX-49PD``."""
    numero = int.from_bytes(octetos, "big")
    signos = []
    for _ in range(LARGO):
        numero, resto = divmod(numero, len(ALFABETO))
        signos.append(ALFABETO[resto])
    texto = "".join(signos)
    return "-".join(texto[i : i + 4] for i in range(0, LARGO, 4))


def clave_de_seguimiento(ctx: Contexto, expediente_id: int, version: int) -> str:
    """The tracking password of an expediente in its current version."""
    return legible(derivar(ctx, "seguimiento", expediente_id, version))


def ficha_de_seguimiento(ctx: Contexto, expediente_id: int, version: int) -> str:
    """The token of the tracking link: knowing it tells nothing of the password."""
    return token(ctx, "ficha", expediente_id, version)


def id_de(ficha: str) -> int | None:
    """The id that stands first in a mailed token (``<id>.<token>``); None when no row can have it. Proves nothing."""
    numero = ficha.strip()[:LARGO_FICHA].partition(".")[0]
    if not (ficha.isascii() and numero.isdigit() and len(numero) <= len(str(ID_MAXIMO))):
        return None
    return int(numero) if int(numero) <= ID_MAXIMO else None


def codigo_nuevo() -> str:
    """A fresh verification code, as readable as a tracking password and as hard to guess."""
    return legible(secrets.token_bytes(32))


def normalizar(texto: str) -> str:
    """What a person typed, as ``legible`` writes it: case, spaces and dashes do not matter."""
    signos = "".join(c for c in texto.upper()[:64] if c in ALFABETO)
    return "-".join(signos[i : i + 4] for i in range(0, len(signos), 4))


def iguales(uno: str, otro: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(_octetos(uno), _octetos(otro))


def huella(texto: str) -> str:
    """SHA-256 in hexadecimal, for tokens that are looked up."""
    return hashlib.sha256(_octetos(texto)).hexdigest()


def _octetos(texto: str) -> bytes:
    """UTF-8 of whatever a browser may send, lone surrogates too."""
    return texto.encode("utf-8", "surrogatepass")
