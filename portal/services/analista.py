"""The worker of the antivirus: in a thread of its own, since one big file takes longer than mail may wait."""

from __future__ import annotations

import logging
import threading

from portal.services import analisis
from portal.services.contexto import Contexto

log = logging.getLogger(__name__)

PAUSA = 1.0
PAUSA_TRAS_FALLO = 30.0
DESPEDIDA = 5.0


class Analista:
    """Scans what was filed, one content after another, and outlives every failure. ``ctx``: its actor is SISTEMA."""

    def __init__(self, ctx: Contexto, antivirus: analisis.Antivirus, *, pausa: float = PAUSA) -> None:
        self._ctx = ctx
        self._antivirus = antivirus
        self._pausa = pausa
        self._fin = threading.Event()
        self._hilo: threading.Thread | None = None
        self._hasta: int | None = None

    def arrancar(self) -> None:
        """Work in a thread of this process. Starting twice changes nothing."""
        if self._hilo is None or not self._hilo.is_alive():
            self._fin.clear()
            self._hilo = threading.Thread(target=self._correr, name="analista", daemon=True)
            self._hilo.start()

    def detener(self) -> None:
        """Stop; a scan at hand is begun anew another day."""
        self._fin.set()
        if self._hilo is not None:
            self._hilo.join(DESPEDIDA)

    def vuelta(self) -> bool:
        """Put the new ones in line and scan one; whether there was something to do."""
        if self._hasta is None:
            self._hasta = analisis.pendientes_desde(self._ctx)
        antes = self._hasta
        self._hasta = analisis.encolar(self._ctx, desde=antes)
        return analisis.analizar_uno(self._ctx, self._antivirus) or self._hasta > antes

    def _correr(self) -> None:
        while not self._fin.is_set():
            try:
                pausa = 0.0 if self.vuelta() else self._pausa
            except Exception as problema:  # noqa: BLE001 -- the edge of the thread: it must outlive any failure
                log.error("el antivirus falló: %s", type(problema).__name__)  # noqa: TRY400 -- the kind is enough
                pausa = PAUSA_TRAS_FALLO
            self._fin.wait(pausa)
