"""Mutated PDFs through the inspector: ``python -m tests.benchmarks.mutar ESTADO --hasta 100000 --segundos 380``.

Each number makes the same file for ever: a seed of the corpora (``MPV_TEST_CORPUS``) or of ours, spoiled as broken and
hostile files are. The work goes on where ESTADO (a JSON file) left it, so that it can be done in pieces.
A hang is an answer that takes longer than the limit; an escape, anything but a verdict: an exception, a process that
outlives its question, a file that appears. With ``--solo N`` one of them is written beside ESTADO, to look at it.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from portal.adapters.pdf_inspector import OBREROS, SEGUNDOS, Inspector
from portal.domain.archivos import Medido
from tests.factories import archivos, firmas

PESO = 150_000
TROZOS = (
    b"<<", b">>", b"[" * 3000, b"(" * 3000, b"<<" * 2000, b"stream\n", b"endstream", b"endobj", b"obj", b"xref\n", b"trailer",
    b"/Length 99999999999", b"/Kids [1 0 R 1 0 R]", b"/Parent 1 0 R", b"/Count -1", b"/Count 2147483647", b"/Prev 0",
    b"/Size 999999999", b"/Filter [/FlateDecode /FlateDecode /FlateDecode]", b"/Filter /ASCII85Decode", b"/W [9 9 9]",
    b"/Index [0 99999999]", b"/JS (app.alert(1))", b"/OpenAction << /S /Launch /F (cmd.exe) >>", b"/EmbeddedFiles 1 0 R",
    b"/ByteRange [0 10 20 30]", b"/Contents <00>", b"/Encrypt << /Filter /Standard /V 5 /R 6 >>", b"startxref\n0\n%%EOF",
    b"startxref\n-1\n%%EOF", b"1 0 R", b"99999999999999999999", b"-0.0e999", b"\0" * 500, b"%PDF-1.7\n", b"/Type /ObjStm /N 9999",
)  # fmt: skip


def semillas(corpus: Path | None) -> list[bytes]:
    """What is spoiled: the PDFs of the corpora that are not heavy, and some of ours, signed ones among them."""
    propias = [archivos.pdf(), archivos.pdf(3, clave="x"), archivos.pdf(accion="/Launch"), archivos.pdf(relleno=2000)]
    propias += [_firmado()] * 6
    if corpus is None:
        return propias
    with (corpus / "MANIFEST.csv").open(newline="", encoding="utf-8") as manifiesto:
        rutas = [corpus / fila["path"] for fila in csv.DictReader(manifiesto) if fila["kind"] == "pdf"]
    return propias + [ruta.read_bytes() for ruta in rutas if ruta.stat().st_size <= PESO]


@cache
def _firmado() -> bytes:
    """A signature is never the same twice, so its bytes go in the folder of the run (see ``_fijas``)."""
    return firmas.firmado()


def mutado(semillas_: list[bytes], n: int) -> bytes:
    """The file of that number."""
    azar = random.Random(f"mutar {n}")  # noqa: S311 -- to be repeated, not to be secret
    datos = bytearray(azar.choice(semillas_))
    for _ in range(azar.choice((1, 1, 2, 3, 5, 8, 20))):
        _golpe(azar, datos, semillas_)
    return bytes(datos)


def _golpe(azar: random.Random, datos: bytearray, semillas_: list[bytes]) -> None:
    """One spoiling, in place."""
    largo = len(datos)
    i = azar.randrange(largo + 1)
    j = min(largo, i + azar.choice((1, 4, 16, 64, 512, 4096)))
    match azar.randrange(9):
        case 0 if i < largo:
            datos[i] ^= 1 << azar.randrange(8)
        case 1:
            datos[i:j] = azar.randbytes(j - i)
        case 2:
            del datos[i:j]
        case 3:
            datos[i:i] = datos[i:j] * azar.choice((1, 2, 50))
        case 4:
            datos[i:i] = azar.choice(TROZOS)
        case 5:
            datos[i : i + len(trozo)] = (trozo := azar.choice(TROZOS))
        case 6:
            otra = azar.choice(semillas_)
            k = azar.randrange(len(otra))
            datos[i:j] = otra[k : k + azar.choice((16, 512, 8192))]
        case 7:
            del datos[max(i, 200) :]
        case _:
            _otro_numero(azar, datos)


def _otro_numero(azar: random.Random, datos: bytearray) -> None:
    """A digit somewhere becomes another, or many."""
    donde = [i for i in range(azar.randrange(64), len(datos), 64) if 48 <= datos[i] <= 57]
    if donde:
        i = azar.choice(donde)
        datos[i : i + 1] = azar.choice((b"0", b"9", b"-1", b"2147483648", b"1 0 R", b"65536"))


class Corrida:
    """Asks, and keeps the figures."""

    def __init__(self, estado: Path, corpus: Path | None) -> None:
        self.archivo = estado
        self.estado = (
            json.loads(estado.read_text()) if estado.exists() else {"hechos": 0, "veredictos": {}, "malos": []}
        )
        self.veredictos = Counter(self.estado["veredictos"])
        self.tiempos: list[float] = []
        self.semillas = self._fijas(semillas(corpus))
        self._inspector = Inspector()
        self._candado = threading.Lock()
        self._carpeta = Path(tempfile.mkdtemp(prefix="mutar-"))

    def _fijas(self, nuevas: list[bytes]) -> list[bytes]:
        """The signed seed of the first run, in the next ones too."""
        guardada = self.archivo.with_suffix(".firmado")
        if not guardada.exists():
            guardada.write_bytes(_firmado())
        return [guardada.read_bytes() if octetos is _firmado() else octetos for octetos in nuevas]

    def correr(self, hasta: int, segundos: float) -> None:
        """Until the number or the time is reached; in ESTADO stays how far it came."""
        fin = time.monotonic() + segundos
        with ThreadPoolExecutor(OBREROS) as hilos:
            while self.estado["hechos"] < hasta and time.monotonic() < fin:
                desde = self.estado["hechos"]
                tanda = range(desde, min(desde + 200, hasta))
                list(hilos.map(self._uno, tanda))
                self._anotar(tanda.stop)
        self._inspector.cerrar()
        self._carpeta.rmdir()
        self.estado["MB_del_hijo_mayor"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        self._guardar()

    def _uno(self, n: int) -> None:
        ruta = self._carpeta / str(n)
        ruta.write_bytes(mutado(self.semillas, n))
        inicio = time.perf_counter()
        try:
            medido = self._inspector.medir(ruta, nombre="carta.pdf")
            veredicto = _resumen(medido)
        except Exception as problema:  # noqa: BLE001 -- exactly what must never be
            veredicto = f"ESCAPE {type(problema).__name__}"
        segundos = time.perf_counter() - inicio
        ruta.unlink()
        with self._candado:
            self.veredictos[veredicto] += 1
            self.tiempos.append(segundos)
            if veredicto.startswith("ESCAPE") or segundos > SEGUNDOS:
                self.estado["malos"].append([n, veredicto, round(segundos, 2)])
            if segundos > self.estado.get("peor", [0, 0])[1]:
                self.estado["peor"] = [n, round(segundos, 2)]

    def _anotar(self, hechos: int) -> None:
        sobran = [p.name for p in self._carpeta.iterdir()]
        if sobran:
            self.estado["malos"].append([hechos, f"ESCAPE archivos {sobran[:5]}", 0])
        orden = sorted(self.tiempos)
        self.estado |= {
            "hechos": hechos, "veredictos": dict(self.veredictos), "p50_ms": round(orden[len(orden) // 2] * 1000, 1),
            "p95_ms": round(orden[len(orden) * 95 // 100] * 1000, 1), "p99_ms": round(orden[len(orden) * 99 // 100] * 1000, 1),
        }  # fmt: skip
        self._guardar()

    def _guardar(self) -> None:
        nuevo = self.archivo.with_suffix(".nuevo")
        nuevo.write_text(json.dumps(self.estado, indent=1, ensure_ascii=False))
        nuevo.replace(self.archivo)


def _resumen(medido: Medido) -> str:
    assert isinstance(medido, Medido)
    if medido.sin_revisar:
        return "sin revisar"
    if medido.danado or medido.cifrado or medido.tipo != "pdf":
        return "dañado" if medido.danado else "cifrado" if medido.cifrado else f"no es pdf: {medido.tipo}"
    return "pdf firmado" if medido.firmado else "pdf"


def main() -> None:
    """The command."""
    ordenes = argparse.ArgumentParser(description=__doc__)
    ordenes.add_argument("estado", type=Path)
    ordenes.add_argument("--hasta", type=int, default=100_000)
    ordenes.add_argument("--segundos", type=float, default=380)
    ordenes.add_argument("--solo", type=int)
    pedido = ordenes.parse_args()
    carpeta = os.environ.get("MPV_TEST_CORPUS")  # noqa: TID251 -- a script of the tests
    corrida = Corrida(pedido.estado, Path(carpeta) if carpeta else None)
    if pedido.solo is not None:
        pedido.estado.with_name(f"mutado-{pedido.solo}.pdf").write_bytes(mutado(corrida.semillas, pedido.solo))
        return
    corrida.correr(pedido.hasta, pedido.segundos)
    print(json.dumps(corrida.estado, ensure_ascii=False))


if __name__ == "__main__":
    main()
