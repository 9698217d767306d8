"""Verifying a cargo, and comparing a copy of a file with what was filed under it.

The comparing is done in the browser, by SHA-256. Where a browser cannot, the copy passes through here piece by piece:
it is hashed and forgotten, never written anywhere. Both need the code of a cargo: without one nothing is told.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.permisos import Permiso
from portal.services import cargos, claves, intentos
from portal.services.cargos import ArchivoVerificado, Verificacion
from portal.services.contexto import Contexto, requiere


class CodigoIncompleto(PortalError):
    """What was typed cannot be a code: ``facts["escritos"]`` of its ``facts["largo"]`` signs."""

    code = "codigo_incompleto"


class CopiaDemasiadoLarga(PortalError):
    """More bytes came than were announced; the comparing ends."""

    code = "copia_demasiado_larga"


@dataclass(eq=False)
class Cotejo:
    """One copy on its way through. ``admisible``: some file of the cargo has its size, so it is worth reading."""

    tamano: int
    candidatos: tuple[ArchivoVerificado, ...]
    recibido: int = 0
    _suma: Any = field(default_factory=hashlib.sha256)

    @property
    def admisible(self) -> bool:
        """False when the size alone tells that it is another file."""
        return bool(self.candidatos)

    def agregar(self, trozo: bytes | bytearray) -> None:
        """Hash the next piece. Raises CopiaDemasiadoLarga beyond what was announced."""
        self.recibido += len(trozo)
        if self.recibido > self.tamano:
            raise CopiaDemasiadoLarga
        self._suma.update(trozo)

    def igual(self) -> ArchivoVerificado | None:
        """The file that was filed with exactly these bytes, or None. A copy that was cut is equal to nothing."""
        sha256 = self._suma.hexdigest()
        return next((a for a in self.candidatos if self.recibido == a.tamano and a.sha256 == sha256), None)


@requiere(Permiso.PUBLICO)
def verificar(ctx: Contexto, codigo: str) -> Verificacion:
    """What the cargo with this code says, however it was typed. A right code is never refused for other failures.

    Raises CodigoIncompleto without looking it up, NoEncontrado, DemasiadosIntentos.
    """
    escritos = len(claves.normalizar(codigo).replace("-", ""))
    if escritos != claves.LARGO:
        raise CodigoIncompleto(escritos=escritos, largo=claves.LARGO)
    try:
        return cargos.verificar(ctx, codigo)
    except NoEncontrado:
        with ctx.db.transaction() as session:
            intentos.contar_verificacion(session, ctx, ip=ctx.actor.ip)
        raise


@requiere(Permiso.PUBLICO)
def comenzar(ctx: Contexto, codigo: str, *, tamano: int) -> Cotejo:
    """Prepare to compare a copy of ``tamano`` bytes with the files of that cargo; counted by address.

    Raises what ``verificar`` raises.
    """
    verificado = verificar(ctx, codigo)
    with ctx.db.transaction() as session:
        intentos.contar_cotejo(session, ctx, ip=ctx.actor.ip)
    return Cotejo(tamano, tuple(a for a in verificado.archivos if a.tamano == tamano))
