"""Digital signatures of a PDF, by pyHanko: who signed, when, and whether the document changed since.

Runs inside the limited worker (``obrero``), and nothing is fetched from outside: whether the issuer of the certificate
is trusted is left unknown, which is no reason to refuse (Ley 27269; Ley 27444, art. 30).
"""

from __future__ import annotations

import re
from datetime import UTC
from typing import Any, BinaryIO, Protocol

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

MAXIMO = 20
LARGO = 200
DNI = re.compile(r"(?:^|[-: ])(?:PNO|IDC)PE-(\d{8})$|^(?:DNI[-: ]*)?(\d{8})$", re.IGNORECASE)
COLETILLA = re.compile(r"\s+(?:FIR|FAU|AUT|CIF)\s+\d{8,11}(?:\s+(?:hard|soft))?$", re.IGNORECASE)
"""What the RENIEC adds to the name: what the certificate is for, the number and where the key lives."""

DNI_EN_NOMBRE = re.compile(r"\b(?:FIR|FAU|DNI)\s+(\d{8})\b", re.IGNORECASE)


class Nombre(Protocol):
    """A distinguished name of a certificate, as asn1crypto gives it."""

    native: dict[str, object]


class Certificado(Protocol):
    """What is looked at of a certificate."""

    subject: Nombre
    issuer: Nombre


def leer(archivo: BinaryIO) -> list[dict[str, Any]]:
    """One fact sheet for each signature, oldest first; see ``_de``. Raises whatever pyHanko does on a broken file."""
    lector = PdfFileReader(archivo, strict=False)
    if lector.encrypted:
        lector.decrypt("")
    return [_de(firma) for firma in lector.embedded_regular_signatures[:MAXIMO]]


def _de(firma: EmbeddedPdfSignature) -> dict[str, Any]:
    """``firmante``, ``dni``, ``organizacion``, ``emisor``, ``cuando`` (ISO 8601, UTC, as who signed says; empty: unknown).

    ``estado``: sin_cambios, con_agregados (what may be added was, after it), alterado, sin_verificar.
    ``sellada``: a third party attests the time.
    """
    sujeto = _sujeto(firma.signer_cert)
    try:
        confianza = ValidationContext(trust_roots=[], allow_fetching=False)
        estado = validate_pdf_signature(firma, confianza, ts_validation_context=confianza)
    except Exception:  # noqa: BLE001 -- a signature that cannot be judged is said to be so; the file may still be read
        return sujeto | {"cuando": "", "sellada": False, "estado": "sin_verificar"}
    cuando = estado.signer_reported_dt
    return sujeto | {
        "cuando": cuando.astimezone(UTC).isoformat(timespec="seconds") if cuando is not None else "",
        "sellada": estado.timestamp_validity is not None,
        "estado": _estado(estado),
    }


def _estado(estado: PdfSignatureStatus) -> str:
    """Whether what was signed is what is there. Further signatures and filled fields that it allows change nothing."""
    if not (estado.intact and estado.valid):
        return "alterado"
    if estado.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return "sin_cambios"
    nivel = estado.modification_level
    if estado.coverage is not SignatureCoverageLevel.ENTIRE_REVISION or nivel is None or not estado.docmdp_ok:
        return "alterado"
    return {
        ModificationLevel.NONE: "sin_cambios",
        ModificationLevel.LTA_UPDATES: "sin_cambios",
        ModificationLevel.FORM_FILLING: "con_agregados",
        ModificationLevel.ANNOTATIONS: "con_agregados",
    }.get(nivel, "alterado")


def _sujeto(certificado: Certificado) -> dict[str, str]:
    partes = _partes(certificado.subject)
    nombre = partes.get("common_name") or " ".join(filter(None, (partes.get("given_name"), partes.get("surname"))))
    emisor = _partes(certificado.issuer)
    return {
        "firmante": COLETILLA.sub("", nombre)[:LARGO],
        "dni": dni_de(partes.get("serial_number", ""), nombre),
        "organizacion": partes.get("organization_name", "")[:LARGO],
        "emisor": (emisor.get("common_name") or emisor.get("organization_name", ""))[:LARGO],
    }


def _partes(nombre: Nombre) -> dict[str, str]:
    """What a distinguished name says, each part as one line of text."""
    return {
        clave: " ".join(str(valor if not isinstance(valor, list) else valor[0]).split())
        for clave, valor in nombre.native.items()
    }


def dni_de(serie: str, nombre: str) -> str:
    """The DNI in a certificate: of its serialNumber (``PNOPE-12345678``), or of the name as the RENIEC writes it."""
    if hallado := DNI.search(serie.strip()):
        return hallado[1] or hallado[2]
    hallado = DNI_EN_NOMBRE.search(nombre)
    return hallado[1] if hallado else ""
