"""The outbox: a mail is a row written with the event it announces, and a worker sends it afterwards.

Rows hold template and facts, never a rendered secret: links and tracking passwords are minted when the mail is
rendered. At least once: the ``Message-ID`` is fixed with the row, so that a duplicate is recognisable.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db.models import CorreoSalienteRow
from portal.services import configuracion
from portal.services.contexto import Contexto

PENDIENTE = "pendiente"


def encolar(
    session: Session,
    ctx: Contexto,
    *,
    clave: str,
    destinatario: str,
    plantilla: str,
    datos: dict[str, Any],
    enlace_id: int | None = None,
    registro_id: int | None = None,
    movimiento_id: int | None = None,
) -> None:
    """Promise a mail in the transaction of its event. The same ``clave`` (at most 80 signs) promises it only once.

    ``plantilla`` is one of the institution's mails; ``datos`` are JSON facts for its blanks, never a secret.
    """
    version, _ = configuracion.vigente(session)
    ahora = ctx.reloj()
    insertar = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    fila = insertar(CorreoSalienteRow).values(
        clave=clave,
        destinatario=destinatario,
        plantilla=plantilla,
        institucion_version=version,
        enlace_id=enlace_id,
        registro_id=registro_id,
        movimiento_id=movimiento_id,
        datos=datos,
        estado=PENDIENTE,
        intentos=0,
        proximo_at=ahora,
        message_id=f"<{secrets.token_hex(16)}@{urlsplit(ctx.base_url).hostname or 'localhost'}>",
        creado_at=ahora,
    )
    session.execute(fila.on_conflict_do_nothing(index_elements=["clave"]))
