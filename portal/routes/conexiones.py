"""HTTP connections with a deadline: one that never finishes its request is closed, so it cannot hold a place for ever.

uvicorn bounds only idle keep-alive. Here headers must arrive whole in ``PLAZO_CABECERAS`` seconds (dripping them does
not help) and a body may pause at most ``PLAZO_CUERPO``, unless it is us who stopped reading. Its parser bounds nothing
either: one header without end cost the square of its length, and the server answered nobody meanwhile.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PLAZO_CABECERAS = 20.0
PLAZO_CUERPO = 60.0
SIN_PROVECHO = 64 * 1024
"""Bytes of an address, of headers, of trailers or of the remarks of a piece, that may come without anything else."""
EN_FILA = 16
"""Requests that one connection may send before it has its first answer; browsers send none."""


class DemasiadosPedidos(Exception):
    """The parser turns it into 400, and the connection ends."""


class ConexionConPlazo(HttpToolsProtocol):
    """uvicorn's HTTP protocol with one timer for what the other side still owes."""

    _plazo: asyncio.TimerHandle | None = None
    _hasta = 0.0
    _provecho = False
    _en_vano = 0

    def _esperar(self, segundos: float | None) -> None:
        if self._plazo is not None:
            self._plazo.cancel()
        self._plazo = None if segundos is None else self.loop.call_later(segundos, self._vencer)
        self._hasta = 0.0

    def _vencer(self) -> None:
        falta = self._hasta - self.loop.time()
        if falta > 0:  # something came meanwhile; each piece of a body only notes it, and pays for no timer
            self._plazo = self.loop.call_later(falta, self._vencer)
        elif self.flow is not None and self.flow.read_paused:  # our turn, not theirs
            self._esperar(PLAZO_CUERPO)
        elif not self.transport.is_closing():
            self.transport.close()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._esperar(PLAZO_CABECERAS)

    def connection_lost(self, exc: Exception | None) -> None:
        self._esperar(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Refuse what goes on and on without a request, a body or an end."""
        self._provecho = False
        super().data_received(data)
        self._en_vano = 0 if self._provecho else self._en_vano + len(data)
        if self._en_vano > SIN_PROVECHO and not self.transport.is_closing():
            self.send_400_response("Request header fields too large.")

    def handle_websocket_upgrade(self) -> None:
        self._esperar(None)  # from here on, pings watch the connection
        super().handle_websocket_upgrade()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._provecho = True
        if self._plazo is None:
            self._esperar(PLAZO_CABECERAS)

    def on_headers_complete(self) -> None:
        self._provecho = True
        if len(self.pipeline) >= EN_FILA:
            raise DemasiadosPedidos
        super().on_headers_complete()
        self._esperar(PLAZO_CUERPO)

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        self._provecho = True
        self._hasta = self.loop.time() + PLAZO_CUERPO

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._provecho = True
        self._esperar(None)
