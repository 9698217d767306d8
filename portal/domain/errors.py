"""Refusals. Each has a code and facts; the words live in the catalog under ``error.<code>``."""

from __future__ import annotations

from typing import ClassVar


class PortalError(Exception):
    """A foreseen refusal: nothing was saved, and the person can be told why.

    ``code`` names the sentence in the catalog; ``facts`` fill its blanks.
    """

    code: ClassVar[str] = "inesperado"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts = facts

    @property
    def clave(self) -> str:
        """The catalog key of its sentence."""
        return f"error.{self.code}"


class NoEncontrado(PortalError):
    """It does not exist, or the actor may not know that it does: one answer for both."""

    code = "no_encontrado"


class NoAutorizado(PortalError):
    """The actor is known and may not do this."""

    code = "no_autorizado"


class SesionRequerida(PortalError):
    """Nobody is signed in, or the session ended."""

    code = "sesion_requerida"


class SegundoFactorPendiente(SesionRequerida):
    """The password was right; the second factor is not proved yet in this session."""

    code = "segundo_factor_pendiente"


class DatoInvalido(PortalError):
    """One field does not satisfy its rule. ``facts["campo"]`` names it, ``facts["motivo"]`` is the catalog key suffix."""

    code = "dato_invalido"

    @property
    def clave(self) -> str:
        """One sentence for each motivo."""
        return f"error.{self.code}.{self.facts['motivo']}"


class DatosInvalidos(PortalError):
    """Several fields at once, so that a form can show them together."""

    code = "datos_invalidos"

    def __init__(self, errores: dict[str, PortalError]) -> None:
        super().__init__(cuantos=len(errores))
        self.errores = errores


class DemasiadosIntentos(PortalError):
    """Too many failures from here; ``facts["segundos"]`` is the wait."""

    code = "demasiados_intentos"


class TransicionNoPermitida(PortalError):
    """The estado does not admit this acción."""

    code = "transicion_no_permitida"


class ArchivoRechazado(PortalError):
    """A file does not satisfy its slot; subclass codes say which rule and carry both figures."""

    code = "archivo_rechazado"
