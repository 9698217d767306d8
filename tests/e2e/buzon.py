"""The mailbox of everybody: a real SMTP server that tells when something arrives."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from email.message import EmailMessage

from tests.factories import smtp

PACIENCIA = 20.0


@dataclass
class Buzon(smtp.Buzon):
    """What arrived; ``esperar_a`` sleeps until the mail comes, instead of looking again and again."""

    llegada: threading.Condition = field(default_factory=threading.Condition)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        respuesta = await super().handle_DATA(server, session, envelope)
        with self.llegada:
            self.llegada.notify_all()
        return respuesta

    def esperar_a(self, para: str, asunto: str, *, cual: int = 1) -> EmailMessage:
        """The ``cual``-th mail to that address whose subject contains ``asunto``."""

        def suyos() -> list[EmailMessage]:
            return [c for c in self.correos if para in str(c["To"]) and asunto in str(c["Subject"])]

        with self.llegada:
            assert self.llegada.wait_for(lambda: len(suyos()) >= cual, PACIENCIA), (
                f"no llegó «{asunto}» a {para}: {[(str(c['To']), str(c['Subject'])) for c in self.correos]}"
            )
        return suyos()[cual - 1]


def texto(correo: EmailMessage) -> str:
    """What is read in the plain part."""
    parte = correo.get_body(preferencelist=("plain",))
    assert parte is not None
    return parte.get_content()


def enlace(correo: EmailMessage) -> str:
    """The one link of the mail that is of ours."""
    return re.findall(r"https?://\S+", texto(correo))[0]


def adjunto(correo: EmailMessage) -> bytes:
    """The PDF that comes with it."""
    (unico,) = correo.iter_attachments()
    assert unico.get_content_type() == "application/pdf"
    return unico.get_content()
