"""Who files: identity documents, telephone, e-mail and names. Each ``validar_*`` returns the normalised text.

Every refusal is a DatoInvalido whose ``motivo`` is a catalog key under ``error.dato_invalido``. Digits are ASCII digits:
other scripts look alike and would be stored as another person.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import NoReturn

from portal.domain.errors import DatoInvalido
from portal.domain.texto import tiene_invisibles

PATRON_CE = r"[0-9]{9}"
CORREO_MAXIMO = 254  # RFC 5321, as corrected by erratum 1690 of RFC 3696

_DNI, _CE_MAXIMO, _RUC, _ARROBA_MAXIMO = 8, 20, 11, 64
_TELEFONO_MINIMO, _TELEFONO_MAXIMO = 6, 15  # E.164 allows 15
_PESOS_DNI = (3, 2, 7, 6, 5, 4, 3, 2)
_PESOS_RUC = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_PREFIJOS_RUC = ("10", "15", "16", "17", "20")
_VERIFICADORES_DNI = tuple(zip("65432110987", "KJIHGFEDCBA", strict=True))
_DNI_VERIFICADO = re.compile(r"([0-9]{8})-([0-9A-Z])")
_TELEFONO = re.compile(r"\+?[0-9 ().-]+")
_ATOMO = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOMO}(?:\.{_ATOMO})*")
_ETIQUETA = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMINIO = re.compile(rf"(?:{_ETIQUETA}\.)+(?=[a-z0-9-]*[a-z]){_ETIQUETA}")
SIGNOS_DE_DIRECCION = ("/", ":", "@", "www.")


class ClaseAdministrado(StrEnum):
    """Who the account stands for."""

    NATURAL = "natural"
    JURIDICA = "juridica"


class TipoDocumentoIdentidad(StrEnum):
    """What proves who they are."""

    DNI = "dni"
    CE = "ce"
    RUC = "ruc"


def validar_dni(texto: str, *, campo: str = "dni") -> str:
    """The 8 digits of a DNI. It has no redundancy, but the character printed after it is checked when given (``-K``)."""
    limpio = _compacto(texto, campo)
    if m := _DNI_VERIFICADO.fullmatch(limpio.upper()):
        limpio, verificador = m.groups()
        suma = sum(int(d) * peso for d, peso in zip(limpio, _PESOS_DNI, strict=True))
        if verificador not in _VERIFICADORES_DNI[suma % 11]:
            _rechazar(campo, "dni_verificador", verificador=verificador)
    _exigir_digitos(limpio, _DNI, campo, prefijo="dni")
    return limpio


def validar_ce(texto: str, *, patron: str = PATRON_CE, campo: str = "ce") -> str:
    """The number of a carnet de extranjería, upper case, leading zeros kept. ``patron`` is the institution's expression.

    The manual says 9 digits; others are seen, so it is text.
    """
    limpio = _compacto(texto, campo).upper()
    if len(limpio) > _CE_MAXIMO or not limpio.isascii() or not re.fullmatch(patron, limpio):
        _rechazar(campo, "ce_formato" if patron == PATRON_CE else "ce_otro_formato", escritos=len(limpio))
    return limpio


def validar_ruc(texto: str, *, campo: str = "ruc") -> str:
    """The 11 digits of a RUC with a known prefix and a right check digit (module 11)."""
    limpio = _compacto(texto, campo)
    _exigir_digitos(limpio, _RUC, campo, prefijo="ruc")
    if not limpio.startswith(_PREFIJOS_RUC):
        _rechazar(campo, "ruc_prefijo", inicio=limpio[:2], prefijos=", ".join(_PREFIJOS_RUC))
    suma = sum(int(d) * peso for d, peso in zip(limpio, _PESOS_RUC, strict=False))
    if int(limpio[-1]) != (11 - suma % 11) % 10:
        _rechazar(campo, "ruc_verificador")
    return limpio


def validar_telefono(texto: str, *, campo: str = "telefono") -> str:
    """A Peruvian or foreign number as digits, with its ``+`` when written: 6 to 15 digits."""
    recortado = " ".join(texto.split())
    if not recortado:
        _rechazar(campo, "vacio")
    if not _TELEFONO.fullmatch(recortado):
        _rechazar(campo, "telefono_caracteres")
    digitos = re.sub(r"[^0-9]", "", recortado)
    if not _TELEFONO_MINIMO <= len(digitos) <= _TELEFONO_MAXIMO:
        _rechazar(campo, "telefono_longitud", minimo=_TELEFONO_MINIMO, maximo=_TELEFONO_MAXIMO, escritos=len(digitos))
    return f"+{digitos}" if recortado.startswith("+") else digitos


def validar_correo(texto: str, *, campo: str = "correo") -> str:
    """An e-mail address in lower case, with its domain in ASCII (IDNA): one spelling per mailbox, safe in a header.

    Outer spaces go; any control or invisible character refuses it, even at the end.
    """
    if tiene_invisibles(texto):
        _rechazar(campo, "caracteres_invisibles")
    limpio = unicodedata.normalize("NFKC", texto[: 4 * CORREO_MAXIMO]).strip().lower()
    if not limpio:
        _rechazar(campo, "vacio")
    if len(limpio) > CORREO_MAXIMO:
        _rechazar(campo, "correo_largo", maximo=CORREO_MAXIMO, escritos=len(limpio))
    local, arroba, dominio = limpio.partition("@")
    if not (local and arroba and dominio) or "@" in dominio or " " in limpio:
        _rechazar(campo, "correo_formato")
    if not local.isascii():
        _rechazar(campo, "correo_tildes")
    if len(local) > _ARROBA_MAXIMO or not _LOCAL.fullmatch(local):
        _rechazar(campo, "correo_formato")
    correo = f"{local}@{_dominio_ascii(dominio, campo)}"
    if len(correo) > CORREO_MAXIMO:
        _rechazar(campo, "correo_largo", maximo=CORREO_MAXIMO, escritos=len(correo))
    return correo


def validar_nombre(texto: str, *, campo: str, maximo: int = 120) -> str:
    """A person's name: NFC, single spaces, at least one letter or digit, at most ``maximo`` characters.

    No signs of an address: the name is mailed to a mailbox that nobody has proven yet.
    """
    if tiene_invisibles(texto):
        _rechazar(campo, "caracteres_invisibles")
    limpio = " ".join(unicodedata.normalize("NFC", texto).split())
    if not any(c.isalnum() for c in limpio):
        _rechazar(campo, "vacio")
    if any(signo in limpio.lower() for signo in SIGNOS_DE_DIRECCION):
        _rechazar(campo, "nombre_signos")
    if len(limpio) > maximo:
        _rechazar(campo, "largo", maximo=maximo, escritos=len(limpio))
    return limpio


def enmascarar_correo(correo: str) -> str:
    """``j•••@dominio.pe``: the first letter and the domain; the length of the rest is not told."""
    local, arroba, dominio = correo.rpartition("@")
    return f"{local[:1]}•••{arroba}{dominio}"


def _compacto(texto: str, campo: str) -> str:
    """``texto`` without spaces, since people copy numbers in groups; refused when nothing is left."""
    return "".join(texto.split()) or _rechazar(campo, "vacio")


def _exigir_digitos(limpio: str, largo: int, campo: str, *, prefijo: str) -> None:
    if not (limpio.isascii() and limpio.isdigit()):
        _rechazar(campo, f"{prefijo}_solo_digitos")
    if len(limpio) != largo:
        _rechazar(campo, f"{prefijo}_longitud", escritos=len(limpio))


def _dominio_ascii(dominio: str, campo: str) -> str:
    try:
        ascii_ = dominio.encode("idna").decode("ascii").lower()
    except UnicodeError:
        ascii_ = ""
    return ascii_ if _DOMINIO.fullmatch(ascii_) else _rechazar(campo, "correo_dominio", dominio=dominio)


def _rechazar(campo: str, motivo: str, **cifras: object) -> NoReturn:
    raise DatoInvalido(campo=campo, motivo=motivo, **cifras)
