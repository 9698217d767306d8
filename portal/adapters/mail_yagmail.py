"""Delivery of one mail over SMTP: yagmail for connection, TLS and login; the standard library for the content.

yagmail's own ``send`` is not used: it attaches contents that happen to be paths, retries by sleeping and hides
failures. Here a failure is either of this mail for good (``Permanente``) or of the moment (``Transitorio``).
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLITICA
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

import yagmail

ESPERA = 15.0
PUERTOS = {"ssl": 465, "starttls": 587, "none": 25}
_5XX = 500
_DEMASIADO_GRANDE = 552
_CONTROLES = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_FUERA_DE_DIRECCION = frozenset(' ,;<>"()[]\\:')


class Permanente(Exception):
    """This mail will never be accepted as it is: the address or the content is at fault."""


class Transitorio(Exception):
    """Not now. Another attempt may succeed."""


class SinServidor(Transitorio):
    """The server does not answer or does not let us in: no other mail will pass either."""


@dataclass(frozen=True, kw_only=True)
class Correo:
    """One mail to one person, ready to go. ``adjuntos`` are PDFs: file name and bytes."""

    para: str
    nombre_remitente: str
    asunto: str
    texto: str
    html: str
    message_id: str
    fecha: datetime
    responder_a: str = ""
    adjuntos: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True)
class Servidor:
    """Where and how to deliver, as an address says: ``smtp://user:pass@host:587?tls=starttls&ca=/path.pem``."""

    host: str
    puerto: int
    tls: str
    usuario: str
    contrasena: str = field(repr=False)
    ca: str | None

    @classmethod
    def de(cls, url: str) -> Servidor:
        """Read ``smtp://`` (``tls=starttls`` unless said otherwise) or ``smtps://``. Raises ValueError."""
        partes = urlsplit(url)
        opciones = {clave: valores[-1] for clave, valores in parse_qs(partes.query).items()}
        tls = "ssl" if partes.scheme == "smtps" else opciones.get("tls", "starttls")
        if partes.scheme not in {"smtp", "smtps"} or not partes.hostname or tls not in PUERTOS:
            raise ValueError("la dirección SMTP debe ser smtp://… (tls=starttls o tls=none) o smtps://…")
        return cls(
            host=partes.hostname,
            puerto=partes.port or PUERTOS[tls],
            tls=tls,
            usuario=unquote(partes.username or ""),
            contrasena=unquote(partes.password or ""),
            ca=opciones.get("ca"),
        )


class Cartero:
    """Delivers mails over one connection that it keeps and renews. For one thread.

    Args:
        url: the SMTP server (see ``Servidor``).
        remitente: the From address; the user of ``url`` when empty.
        espera: seconds to wait for each answer of the server.
    """

    def __init__(self, url: str, *, remitente: str | None = None, espera: float = ESPERA) -> None:
        self.servidor = Servidor.de(url)
        if not remitente and "@" not in self.servidor.usuario:
            raise ValueError("falta la dirección del remitente (MPV_SMTP_FROM)")
        self.remitente = direccion(remitente or self.servidor.usuario)
        self._conexion = _Conexion(self.servidor, self.remitente, espera)

    def enviar(self, correo: Correo) -> None:
        """Hand one mail to the server. Raises Permanente, Transitorio or SinServidor."""
        mensaje = componer(correo, remitente=self.remitente)
        try:
            smtp = self._conexion.lista()
        except (OSError, smtplib.SMTPException) as problema:
            self.cerrar()
            raise SinServidor(_resumen(problema)) from problema
        try:
            smtp.send_message(mensaje, from_addr=self.remitente, to_addrs=[str(mensaje["To"])])
        except smtplib.SMTPRecipientsRefused as negativa:
            codigo, respuesta = next(iter(negativa.recipients.values()))
            raise _clase(codigo)(f"{codigo} {_decir(respuesta)}") from negativa
        except smtplib.SMTPSenderRefused as negativa:  # about us, not about this mail, except for its size
            clase = Permanente if negativa.smtp_code == _DEMASIADO_GRANDE else SinServidor
            raise clase(_resumen(negativa)) from negativa
        except smtplib.SMTPDataError as negativa:
            raise _clase(negativa.smtp_code)(_resumen(negativa)) from negativa
        except (OSError, smtplib.SMTPException) as problema:
            self.cerrar()
            raise Transitorio(_resumen(problema)) from problema

    def cerrar(self) -> None:
        """Leave the server, politely when it still listens."""
        self._conexion.close()


class _Conexion(yagmail.SMTP):  # type: ignore[misc]
    """yagmail's client, with verified TLS, a time-out, and a SMTP user that need not be the From address."""

    smtp: smtplib.SMTP | None

    def __init__(self, servidor: Servidor, remitente: str, espera: float) -> None:
        contexto = ssl.create_default_context(cafile=servidor.ca) if servidor.tls != "none" else None
        super().__init__(
            servidor.usuario or remitente,
            servidor.contrasena,
            host=servidor.host,
            port=servidor.puerto,
            smtp_ssl=servidor.tls == "ssl",
            smtp_starttls={"context": contexto} if servidor.tls == "starttls" else False,
            smtp_skip_login=not servidor.contrasena,
            soft_email_validation=False,
            timeout=espera,
            **({"context": contexto} if servidor.tls == "ssl" else {}),
        )
        self.user = servidor.usuario  # yagmail adds @gmail.com to a name without a domain

    def lista(self) -> smtplib.SMTP:
        """The open connection: the one at hand when it still answers, or a new one."""
        if self.smtp is not None and self.smtp.sock is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                if self.smtp.noop()[0] == 250:  # noqa: PLR2004 -- RFC 5321: OK
                    return self.smtp
        self.close()
        self.login()
        if self.smtp is None:  # pragma: no cover -- login() opens or raises
            raise smtplib.SMTPServerDisconnected
        return self.smtp

    def close(self) -> None:
        self.is_closed = True
        smtp, self.smtp = self.smtp, None
        if smtp is not None and smtp.sock is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.sock.settimeout(1)  # a server that stopped answering is not worth a full wait
                smtp.quit()
            smtp.close()


def componer(correo: Correo, *, remitente: str) -> EmailMessage:
    """The MIME message: text, HTML and PDFs, on headers that no value can break. Raises Permanente."""
    mensaje = EmailMessage(policy=POLITICA)
    mensaje["Subject"] = una_linea(correo.asunto)
    mensaje["From"] = Address(una_linea(correo.nombre_remitente, 80), addr_spec=remitente)
    mensaje["To"] = direccion(correo.para)
    mensaje["Date"] = format_datetime(correo.fecha)
    mensaje["Message-ID"] = correo.message_id
    mensaje["Auto-Submitted"] = "auto-generated"
    mensaje["X-Auto-Response-Suppress"] = "All"
    with contextlib.suppress(Permanente):  # what the institution wrote wrong about itself stops no mail
        if correo.responder_a:
            mensaje["Reply-To"] = direccion(correo.responder_a)
    mensaje.set_content(correo.texto, cte="quoted-printable")
    mensaje.add_alternative(correo.html, subtype="html", cte="quoted-printable")
    for nombre, octetos in correo.adjuntos:
        archivo = una_linea(nombre, 100).replace("/", "_")
        mensaje.add_attachment(octetos, maintype="application", subtype="pdf", filename=archivo)
    return mensaje


def direccion(texto: str) -> str:
    """One plain address with its domain in ASCII (``ñandú.pe`` -> ``xn--…``). Raises Permanente."""
    local, _, dominio = texto.strip().rpartition("@")
    try:
        limpia = f"{local}@{dominio.encode('idna').decode()}"
        limpia.encode("ascii")
        Address(addr_spec=limpia)
    except (UnicodeError, ValueError, IndexError, MessageError) as problema:
        raise Permanente("la dirección no se puede escribir en un correo") from problema
    if not local or not dominio or "@" in local or _CONTROLES.search(limpia) or _FUERA_DE_DIRECCION & set(limpia):
        raise Permanente("la dirección no se puede escribir en un correo")
    return limpia


def una_linea(texto: str, maximo: int = 200) -> str:
    """``texto`` fit for a header: line breaks and other control characters become spaces."""
    return _CONTROLES.sub(" ", texto).strip()[:maximo]


def _clase(codigo: int) -> type[Exception]:
    return Permanente if codigo >= _5XX else Transitorio


def _decir(respuesta: bytes | str) -> str:
    texto = respuesta.decode(errors="replace") if isinstance(respuesta, bytes) else respuesta
    return una_linea(texto, 300)


def _resumen(problema: Exception) -> str:
    """What happened, for a person who administers: the server's own words, or the kind of failure."""
    if isinstance(problema, smtplib.SMTPResponseException):
        return f"{problema.smtp_code} {_decir(problema.smtp_error)}"
    return una_linea(f"{type(problema).__name__}: {problema}", 300)
