"""HTTP connections with a deadline: one that never finishes its request is closed, so it cannot hold a place for ever.

uvicorn bounds only idle keep-alive. Here headers must arrive whole in ``PLAZO_CABECERAS`` seconds (dripping them does
not help) and a body may pause at most ``PLAZO_CUERPO``, unless it is us who stopped reading.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PLAZO_CABECERAS = 20.0
PLAZO_CUERPO = 60.0


class ConexionConPlazo(HttpToolsProtocol):
    """uvicorn's HTTP protocol with one timer for what the other side still owes."""

    _plazo: asyncio.TimerHandle | None = None
    _hasta = 0.0

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

    def handle_websocket_upgrade(self) -> None:
        self._esperar(None)  # from here on, pings watch the connection
        super().handle_websocket_upgrade()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._plazo is None:
            self._esperar(PLAZO_CABECERAS)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._esperar(PLAZO_CUERPO)

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        self._hasta = self.loop.time() + PLAZO_CUERPO

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._esperar(None)
