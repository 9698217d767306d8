# ruff: noqa: ARG002, N802 -- aiosmtpd names and passes what it likes
"""A real SMTP server in a thread, which accepts, refuses, dawdles or dies as the test says."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Buzon:
    """What arrived, and how the server behaves. ``rcpt`` and ``data`` are the answers it gives."""

    rcpt: str = "250 OK"
    data: str = "250 OK"
    demora: float = 0.0
    conexiones: int = 0
    correos: list[EmailMessage] = field(default_factory=list)
    usuarios: list[str] = field(default_factory=list)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        if not session.host_name:
            self.conexiones += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.demora)
        if self.data == "morir":
            server.transport.abort()
            return "451 adiós"
        if self.data.startswith("250"):
            self.correos.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.data

    def autenticar(self, server, session, envelope, mechanism, auth_data):
        assert isinstance(auth_data, LoginPassword)
        self.usuarios.append(auth_data.login.decode())
        return AuthResult(success=auth_data.password == b"clave:rara/", handled=False)

    def esperar(self, cuantos: int, *, segundos: float = 5) -> list[EmailMessage]:
        """Until that many mails arrived; what there is when time is over."""
        limite = time.monotonic() + segundos
        while len(self.correos) < cuantos and time.monotonic() < limite:
            time.sleep(0.01)
        return self.correos


@contextmanager
def servidor(buzon: Buzon, **opciones) -> Generator[int]:
    """Run the server; gives its port."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        puerto = s.getsockname()[1]
    controlador = Controller(buzon, hostname="127.0.0.1", port=puerto, ready_timeout=10, **opciones)
    controlador.start()
    try:
        yield puerto
    finally:
        controlador.stop(no_assert=True)


def certificado(carpeta: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost that signs itself: the file to trust, and the server's side of TLS."""
    clave = ec.generate_private_key(ec.SECP256R1())
    nombre = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    hoy = dt.datetime.now(dt.UTC)
    firmado = (
        x509.CertificateBuilder()
        .subject_name(nombre)
        .issuer_name(nombre)
        .public_key(clave.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(hoy - dt.timedelta(days=1))
        .not_valid_after(hoy + dt.timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(clave, hashes.SHA256())
    )
    publico, privado = carpeta / "ca.pem", carpeta / "clave.pem"
    publico.write_bytes(firmado.public_bytes(serialization.Encoding.PEM))
    privado.write_bytes(
        clave.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    contexto = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexto.load_cert_chain(publico, privado)
    return publico, contexto
