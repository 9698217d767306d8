"""The worker: mail, housekeeping and what each day brings; a thread of the server, or ``python -m portal trabajador``."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from portal.services import correos, jornadas, limpieza
from portal.services.configuracion import SinInstitucion
from portal.services.contexto import Contexto

log = logging.getLogger(__name__)

PAUSA = 1.0
PAUSA_TRAS_FALLO = 10.0
CADA_HORA = 3600.0
DESPEDIDA = 20.0  # longer than one answer of a slow SMTP server


class Trabajador:
    """Sends what is due, looks again every second, and outlives every failure.

    Args:
        ctx: a context whose actor is SISTEMA.
        carteros: what delivers now; None where mail is only captured. Asked and used by this thread alone.
        pausa: seconds between two looks.
        tras_fallo: seconds of rest after an unforeseen failure.
    """

    def __init__(
        self,
        ctx: Contexto,
        carteros: Callable[[], correos.Entrega | None],
        *,
        pausa: float = PAUSA,
        tras_fallo: float = PAUSA_TRAS_FALLO,
    ) -> None:
        self._ctx = ctx
        self._carteros = carteros
        self._pausa = pausa
        self._tras_fallo = tras_fallo
        self._fin = threading.Event()
        self._aviso = threading.Event()
        self._hilo: threading.Thread | None = None
        self._limpieza = time.monotonic()
        self._jornada: jornadas.Jornada | None = None

    def arrancar(self) -> None:
        """Work in a thread of this process. Starting twice changes nothing."""
        if self._hilo is None or not self._hilo.is_alive():
            self._fin.clear()
            self._hilo = threading.Thread(target=self.correr, name="trabajador", daemon=True)
            self._hilo.start()

    def avisar(self) -> None:
        """There is mail: do not wait for the next look."""
        self._aviso.set()

    def detener(self) -> None:
        """Finish the mail at hand and stop. What is left stays in the outbox."""
        self._fin.set()
        self._aviso.set()
        if self._hilo is not None:
            self._hilo.join(DESPEDIDA)

    def correr(self) -> None:
        """Work until ``detener``: the whole life of the thread, or of the process."""
        while not self._fin.is_set():
            pausa = self._vuelta()
            self._aviso.wait(pausa)
            self._aviso.clear()

    def _vuelta(self) -> float:
        """One round; returns how long to rest after it."""
        try:
            if time.monotonic() >= self._limpieza:
                self._limpieza = time.monotonic() + CADA_HORA
                limpieza.limpiar(self._ctx)
            salieron = correos.enviar_pendientes(self._ctx, self._carteros(), maximo=10)
            self._jornada = jornadas.cumplir(self._ctx, self._jornada)  # last: mail does not wait for it to go well
        except SinInstitucion:  # nobody has prepared this installation yet
            return self._tras_fallo
        except Exception as problema:  # noqa: BLE001 -- the edge of the thread: mail must outlive any failure
            # Only the kind: the words of an error may carry the facts of a mail.
            log.error("el trabajador de correo falló: %s", type(problema).__name__)  # noqa: TRY400 -- see above
            return self._tras_fallo
        return 0 if salieron else self._pausa
