"""A slow line between browser and server that can be cut: every byte of every connection passes here, and is counted.

Chromium's own throttling leaves websockets alone and gives each connection the whole speed; a poor line does not.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

TROZO = 4096
EN_VUELO = 16  # pieces on their way in one direction of one connection: what a router would hold


@dataclass
class Linea:
    """A line to ``destino`` (a port of this machine). ``kbits``: thousands of bits a second each way, shared; 0: no limit.

    ``ida_y_vuelta``: seconds. ``bajados`` and ``subidos`` count bytes as they came out at the other end.
    """

    destino: int
    kbits: int = 0
    ida_y_vuelta: float = 0.0
    puerto: int = 0
    bajados: int = 0
    subidos: int = 0
    cortada: bool = False
    _bucle: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _lista: threading.Event = field(default_factory=threading.Event)
    _fin: asyncio.Event = field(default_factory=asyncio.Event)
    _libre: dict[str, float] = field(default_factory=lambda: {"baja": 0.0, "sube": 0.0})
    _abiertas: set[asyncio.StreamWriter] = field(default_factory=set)

    def cortar(self) -> None:
        """Every connection dies, and new ones are refused."""
        self.cortada = True
        self._bucle.call_soon_threadsafe(self._soltar)

    def volver(self) -> None:
        """The line is back; whoever wants to talk must connect again."""
        self.cortada = False

    def _trabajar(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._bucle) as corredor:
            corredor.run(self._oir())  # what is still open when it ends is cancelled

    async def _oir(self) -> None:
        oyente = await asyncio.start_server(self._atender, "127.0.0.1", 0)
        self.puerto = oyente.sockets[0].getsockname()[1]
        self._lista.set()
        await self._fin.wait()
        oyente.close()
        self._soltar()

    def _soltar(self) -> None:
        for escritor in list(self._abiertas):
            escritor.transport.abort()

    async def _atender(self, lector: asyncio.StreamReader, escritor: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.CancelledError), self._abierta(escritor):  # streams complain of cancelling
            await self._unir(lector, escritor)

    @contextmanager
    def _abierta(self, escritor: asyncio.StreamWriter) -> Iterator[None]:
        """While it lasts the connection can be cut; afterwards nothing of it is left, however it ended."""
        self._abiertas.add(escritor)
        try:
            yield
        finally:
            self._abiertas.discard(escritor)
            escritor.transport.abort()

    async def _unir(self, lector: asyncio.StreamReader, escritor: asyncio.StreamWriter) -> None:
        if self.cortada:
            return
        await asyncio.sleep(self.ida_y_vuelta)  # the handshake, which a socket of this machine does not pay
        with contextlib.suppress(OSError):
            lejos_lector, lejos = await asyncio.open_connection("127.0.0.1", self.destino)
            with self._abierta(lejos):
                await asyncio.gather(self._llevar(lector, lejos, "sube"), self._llevar(lejos_lector, escritor, "baja"))
                await asyncio.gather(lejos.wait_closed(), escritor.wait_closed(), return_exceptions=True)

    async def _llevar(self, de: asyncio.StreamReader, a: asyncio.StreamWriter, sentido: str) -> None:
        camino: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(EN_VUELO)
        async with asyncio.TaskGroup() as juntos:
            juntos.create_task(self._entregar(camino, a, sentido))
            with contextlib.suppress(OSError):
                while trozo := await de.read(TROZO):
                    await camino.put((self._turno(len(trozo), sentido), trozo))
            await camino.put((0.0, b""))

    async def _entregar(
        self, camino: asyncio.Queue[tuple[float, bytes]], a: asyncio.StreamWriter, sentido: str
    ) -> None:
        while True:
            cuando, trozo = await camino.get()
            if not trozo:
                a.close()
                return
            await asyncio.sleep(cuando - self._bucle.time())
            if a.is_closing():
                continue
            with contextlib.suppress(OSError):
                a.write(trozo)
                await a.drain()
            if sentido == "baja":
                self.bajados += len(trozo)
            else:
                self.subidos += len(trozo)

    def _turno(self, octetos: int, sentido: str) -> float:
        """When these bytes come out: after all that entered before, and half a round trip."""
        empieza = max(self._bucle.time(), self._libre[sentido])
        self._libre[sentido] = empieza + (octetos * 8 / (self.kbits * 1000) if self.kbits else 0.0)
        return self._libre[sentido] + self.ida_y_vuelta / 2


@contextmanager
def linea(destino: int, *, kbits: int = 0, ida_y_vuelta: float = 0.0) -> Iterator[Linea]:
    """A line in use, on a port of its own."""
    una = Linea(destino, kbits, ida_y_vuelta)
    hilo = threading.Thread(target=una._trabajar, daemon=True)  # the driver of the browser has the loop of this one
    hilo.start()
    una._lista.wait(5)
    try:
        yield una
    finally:
        una.cortar()
        una._bucle.call_soon_threadsafe(una._fin.set)
        hilo.join(5)
