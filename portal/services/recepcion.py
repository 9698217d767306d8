"""Bytes of an upload as they come in: written piece by piece, made safe, and recorded in that order."""

from __future__ import annotations

import errno

from sqlalchemy import update

from portal.db.models import CargaRow
from portal.domain.archivos import PasaDelLargo, SinEspacio
from portal.domain.errors import NoEncontrado
from portal.domain.tamanos import MB
from portal.services.contexto import Contexto, Escritor


class Recepcion:
    """An upload open for more bytes. Each ``confirmar`` makes what arrived safe, and says so in the database."""

    def __init__(self, ctx: Contexto, carga_id: str, escritor: Escritor, *, recibido: int, tamano: int) -> None:
        self._ctx, self._id, self._escritor = ctx, carga_id, escritor
        self._tamano = tamano
        self.confirmado = self.recibido = recibido

    @property
    def completa(self) -> bool:
        """Whether every byte is safe."""
        return self.confirmado == self._tamano

    def escribir(self, trozo: bytes | bytearray) -> None:
        """Append. Raises PasaDelLargo, SinEspacio; what was confirmed stays.

        What was announced together may be more than the disk keeps free: here it stops, before the disk is full.
        """
        if self.recibido + len(trozo) > self._tamano:
            raise PasaDelLargo
        libre = self._ctx.almacen.libre()
        if libre is not None and libre - len(trozo) < self._ctx.limites.mb_reserva * MB:
            raise SinEspacio
        try:
            self._escritor.escribir(trozo)
        except OSError as problema:
            if problema.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
                raise SinEspacio from problema
            raise
        self.recibido += len(trozo)

    def confirmar(self) -> int:
        """Fsync, then record: bytes that will never have to travel again. Raises NoEncontrado when it was removed.

        One at a time, but ``escribir`` may go on meanwhile.
        """
        hasta = self.recibido
        if hasta == self.confirmado:
            return hasta
        self._escritor.confirmar()
        with self._ctx.db.transaction() as session:
            tocadas = session.execute(
                update(CargaRow)
                .where(CargaRow.id == self._id, CargaRow.estado == "subiendo", CargaRow.recibido == self.confirmado)
                .values(
                    recibido=hasta,
                    estado="revisando" if hasta == self._tamano else "subiendo",
                    actualizada_at=self._ctx.reloj(),
                )
                .returning(CargaRow.id)
            ).all()
        if not tocadas:
            raise NoEncontrado
        self.confirmado = hasta
        return hasta
