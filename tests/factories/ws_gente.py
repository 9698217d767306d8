"""Many people at once on one screen, in a process of their own: ``python -m tests.factories.ws_gente < plan.json``.

The plan says where (``url``), who (``galletas``: one session cookie each), which field they change (``etiqueta``), how
many at each stage (``etapas``) and for how long (``segundos``). Each person acts, waits for the script to end, thinks
for 2.5 to 7.5 seconds, and acts again. After each stage one line of JSON tells the seconds of every act; the next
stage begins when a line arrives on the input.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from dataclasses import dataclass, field
from time import perf_counter, process_time

from tests.factories.ws import Pestana

PIENSA = (2.5, 7.5)
LLEGADAS = 20  # people who open the screen each second


@dataclass
class Gente:
    """Everybody who came, and what their acts took since the count began."""

    etiqueta: str
    tiempos: list[float] = field(default_factory=list)
    octetos: list[int] = field(default_factory=list)
    fallos: list[str] = field(default_factory=list)
    tareas: list[asyncio.Task[None]] = field(default_factory=list)
    abiertas: list[float] = field(default_factory=list)

    def empezar(self) -> None:
        """Count from now on."""
        self.tiempos, self.octetos, self.fallos = [], [], []

    async def llegar(self, url: str, galletas: list[str]) -> None:
        """More people, one after another."""
        for galleta in galletas:
            self.tareas.append(asyncio.create_task(self._vivir(Pestana(url, galleta))))
            await asyncio.sleep(1 / LLEGADAS)

    async def _vivir(self, pestana: Pestana) -> None:
        try:
            self.abiertas.append(await pestana.abrir())
            turno = 0
            while True:
                await asyncio.sleep(random.uniform(*PIENSA))  # noqa: S311 -- people, not secrets
                turno += 1
                self.tiempos.append(await pestana.escribir(self.etiqueta, f"{turno:04}-2026/ABC"))
                self.octetos.append(pestana.octetos)
        except (OSError, TimeoutError, KeyError) as fallo:
            self.fallos.append(repr(fallo))


async def principal() -> None:
    """Follow the plan on the input."""
    plan = json.loads(sys.stdin.readline())
    gente, galletas = Gente(plan["etiqueta"]), plan["galletas"]
    for cuantos in plan["etapas"]:
        await gente.llegar(plan["url"], galletas[len(gente.tareas) : cuantos])
        await asyncio.sleep(PIENSA[1])  # until everybody has come and nobody starts in step
        gente.empezar()
        reloj, cpu = perf_counter(), process_time()
        await asyncio.sleep(plan["segundos"])
        dicho = {
            "personas": cuantos,
            "tiempos": gente.tiempos,
            "octetos": sum(gente.octetos) / max(1, len(gente.octetos)),
            "fallos": gente.fallos,
            "abrir": sorted(gente.abiertas)[len(gente.abiertas) // 2] if gente.abiertas else None,
            "cpu": (process_time() - cpu) / (perf_counter() - reloj),
        }
        print(json.dumps(dicho), flush=True)
        if not await asyncio.to_thread(sys.stdin.readline):
            return


if __name__ == "__main__":
    asyncio.run(principal())
