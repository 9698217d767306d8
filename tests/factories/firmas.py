"""Digitally signed PDFs, with certificates made here: one person, another one, and what happens to a PDF afterwards."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from functools import cache

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader, PdfWriter

from tests.factories import archivos

ROSA = ("QUISPE HUAMAN ROSA ELENA FIR 40000001 hard", "PNOPE-40000001")
EMISOR = "ECEP de prueba"


@cache
def firmante(nombre: str, serie: str) -> signers.SimpleSigner:
    """Somebody with a key and a certificate that nobody trusts."""
    clave = ec.generate_private_key(ec.SECP256R1())
    sujeto = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "PE"),
        x509.NameAttribute(NameOID.COMMON_NAME, nombre),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Persona natural"),
        *([x509.NameAttribute(NameOID.SERIAL_NUMBER, serie)] if serie else []),
    ])  # fmt: skip
    ayer = datetime.now(UTC) - timedelta(days=1)
    certificado = (
        x509.CertificateBuilder()
        .subject_name(sujeto)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, EMISOR)]))
        .public_key(clave.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ayer)
        .not_valid_after(ayer + timedelta(days=365))
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, False, False, False, False),  # noqa: FBT003 -- nine of them
            critical=True,
        )
        .sign(clave, hashes.SHA256())
    )
    privada = clave.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=asn1.Certificate.load(certificado.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(privada),
        cert_registry=SimpleCertificateStore(),
    )


def firmado(octetos: bytes | None = None, *, quien: tuple[str, str] = ROSA, campo: str = "Firma1") -> bytes:
    """That PDF (or one of a page), signed by ``quien`` (common name, serialNumber) as one more revision."""
    escritor = IncrementalPdfFileWriter(io.BytesIO(octetos or archivos.pdf()), strict=False)
    salida = io.BytesIO()
    signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name=campo, md_algorithm="sha256"),
        signer=firmante(*quien),
        new_field_spec=SigFieldSpec(campo),
    ).sign_pdf(escritor, output=salida)
    return salida.getvalue()


def cambiado(octetos: bytes) -> bytes:
    """One byte of what was signed is another now."""
    return octetos.replace(b"/MediaBox [ 0.0 0.0 595 842 ]", b"/MediaBox [ 0.0 0.0 595 841 ]", 1)


def con_otra_pagina(octetos: bytes) -> bytes:
    """A page added after signing, as one more revision: the signed bytes are all there."""
    salida = io.BytesIO()
    escritor = PdfWriter(PdfReader(io.BytesIO(octetos)), incremental=True)
    escritor.add_blank_page(200, 200)
    escritor.write(salida)
    return salida.getvalue()
