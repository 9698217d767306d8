"""Passwords by streamlit-authenticator: its ``Hasher`` and its ``check_credentials``, and nothing else of it.

The library sees a pre-hashed password (bcrypt 5 refuses more than 72 bytes) over a mapping of one account. Its
constructor is not run: it would write into ``st.session_state`` and rebuild the mapping. An unknown account is checked
against a decoy of the same cost, so that it takes as long as a known one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import os
import secrets
import threading
import unicodedata
from functools import cached_property
from typing import Any

import bcrypt

logging.disable(logging.WARNING)  # the library registers a component on import, and warns when no screen is there
from streamlit_authenticator import Hasher  # noqa: E402 -- imported in silence, see above
from streamlit_authenticator.models.authentication_model import AuthenticationModel  # noqa: E402 -- as above

logging.disable(logging.NOTSET)

A_LA_VEZ = max(1, (os.cpu_count() or 1) - 1)


class _UnaCuenta(AuthenticationModel):  # type: ignore[misc]  # the library carries no types
    """The library's model over one account, without its constructor and its counters of failures (ours are rows)."""

    def __init__(self, correo: str, clave: str) -> None:
        self.path = None
        self.credentials: dict[str, Any] = {"usernames": {correo: {"password": clave}}}


class Autenticador:
    """Hash and check passwords. bcrypt releases the GIL; at most ``A_LA_VEZ`` run at once, so a flood starves nobody.

    Args:
        pimienta: key of the server; without it a copy of the database cannot even be guessed at.
        rondas: bcrypt cost as a power of two; None is the library's own (12). Tests use a cheap one.
    """

    def __init__(self, pimienta: bytes, *, rondas: int | None = None) -> None:
        self._pimienta = pimienta
        self._rondas = rondas
        self._turno = threading.BoundedSemaphore(A_LA_VEZ)

    def cifrar(self, contrasena: str) -> str:
        """The bcrypt hash to store, 60 signs."""
        with self._turno:
            return self._cifrar(self._preparada(contrasena))

    def comprobar(self, correo: str, contrasena: str, clave: str | None) -> bool:
        """Whether ``contrasena`` is the one behind ``clave``. None (no such account) costs the same and is False."""
        modelo = _UnaCuenta(correo, clave or self._senuelo)
        with self._turno:
            acierto = bool(modelo.check_credentials(correo, self._preparada(contrasena)))
        return acierto and clave is not None

    def calentar(self) -> None:
        """Make the decoy before the first request does."""
        assert self._senuelo  # noqa: S101 -- evaluates the cached property

    @cached_property
    def _senuelo(self) -> str:
        return self._cifrar(self._preparada(secrets.token_hex(16)))

    def _cifrar(self, preparada: str) -> str:
        if self._rondas is None:
            return str(Hasher.hash(preparada))
        return bcrypt.hashpw(preparada.encode(), bcrypt.gensalt(self._rondas)).decode()

    def _preparada(self, contrasena: str) -> str:
        """44 ASCII signs whatever was typed: equal for every keyboard's way to write the same accented letter."""
        normal = unicodedata.normalize("NFKC", contrasena).encode("utf-8", "surrogatepass")
        return base64.b64encode(hmac.new(self._pimienta, normal, hashlib.sha256).digest()).decode()
