"""Whose turn it is at something scarce: who used it least lately goes first, and nobody holds every place.

One person with twenty files that take their fifteen seconds each waits for themselves, and not everybody else for them.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

MITAD_SEGUNDOS = 60.0
"""What somebody used weighs half as much after so long."""
NADA = 0.01


@dataclass(eq=False, slots=True)
class _Ficha:
    quien: str


class Turnos:
    """``lugares`` places for everybody together. Nobody in particular (``""``) may hold them all."""

    def __init__(self, lugares: int) -> None:
        self._lugares = lugares
        self._condicion = threading.Condition()
        self._esperan: list[_Ficha] = []
        self._usan: Counter[str] = Counter()
        self._gastado: dict[str, tuple[float, float]] = {}

    @contextmanager
    def lugar(self, quien: str = "") -> Generator[None]:
        """Wait for a place, and hold it."""
        ficha = _Ficha(quien)
        with self._condicion:
            self._esperan.append(ficha)
            try:
                self._condicion.wait_for(lambda: self._siguiente() is ficha)
                self._usan[quien] += 1
            finally:
                self._esperan.remove(ficha)
                self._condicion.notify_all()
        desde = time.monotonic()
        try:
            yield
        finally:
            with self._condicion:
                self._usan[quien] -= 1
                self._apuntar(quien, time.monotonic() - desde)
                self._condicion.notify_all()

    def _siguiente(self) -> _Ficha | None:
        """The one whose turn it is: of those who may, the one of who used least; of equals, who came first."""
        if self._usan.total() >= self._lugares:
            return None
        pueden = [ficha for ficha in self._esperan if not ficha.quien or self._usan[ficha.quien] < self._por_persona]
        return min(pueden, key=lambda ficha: self._deuda(ficha.quien), default=None)

    @property
    def _por_persona(self) -> int:
        return max(1, self._lugares - 1)

    def _deuda(self, quien: str) -> float:
        """Seconds used lately."""
        segundos, cuando = self._gastado.get(quien, (0.0, 0.0))
        return float(segundos * 0.5 ** ((time.monotonic() - cuando) / MITAD_SEGUNDOS)) if segundos else 0.0

    def _apuntar(self, quien: str, segundos: float) -> None:
        if quien:
            self._gastado[quien] = (self._deuda(quien) + segundos, time.monotonic())
        self._gastado = {uno: usado for uno, usado in self._gastado.items() if self._deuda(uno) > NADA}
        self._usan += Counter()  # forgets who holds none
