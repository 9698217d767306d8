"""The worker that opens what strangers send: type by structure, and pages, password and signatures of PDFs.

Started by ``pdf_inspector`` as a program of its own, with an empty environment. It reads one request per line and
answers one line. Where the system can, each file is opened by a fork with hard limits, so that a hostile file meets
nothing of the one before and takes nothing with it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any, BinaryIO

from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from portal.adapters.pdf_lector import Lector, con_trailer
from portal.adapters.tipos import reconocer

if sys.platform != "win32":
    import resource

MEMORIA = 512 * 1024 * 1024
SEGUNDOS_CPU = 10
SEGUNDOS_CPU_FIRMAS = 6
ABIERTOS = 64
NODOS = 50_000
SEGUNDOS_DE_PASEO = 1.5
ACTIVOS = {
    "/JS": "javascript", "/JavaScript": "javascript", "/XFA": "xfa", "/EmbeddedFiles": "adjuntos", "/AA": "acciones",
    "/OpenAction": "acciones", "/RichMedia": "multimedia", "/EF": "adjuntos",
}  # fmt: skip
ACCIONES = {
    "/JavaScript": "javascript",
    "/Launch": "lanza_programas",
    "/SubmitForm": "envia_datos",
    "/ImportData": "importa_datos",
    "/URI": "enlaces",
}

COMPUESTOS = (IndirectObject, DictionaryObject, ArrayObject)

Hechos = dict[str, Any]


def servir() -> None:
    """Answer requests from standard input until it closes."""
    logging.disable(logging.CRITICAL)
    atender = _en_un_hijo if hasattr(os, "fork") else _aqui
    for linea in sys.stdin.buffer:
        pedido = json.loads(linea)
        firmas = pedido.get("que") == "firmas"
        if firmas:
            import portal.adapters.firmas  # noqa: F401, PLC0415 -- pyHanko is 27 MB: loaded once, by the first signed PDF
        respuesta = atender(Path(pedido["ruta"]), pedido["extension"], firmas=firmas)
        sys.stdout.buffer.write(json.dumps(respuesta).encode() + b"\n")
        sys.stdout.buffer.flush()


def _aqui(ruta: Path, extension: str, *, firmas: bool) -> Hechos:
    return _firmas(ruta) if firmas else _abrir(ruta, extension)


def _en_un_hijo(ruta: Path, extension: str, *, firmas: bool) -> Hechos:
    """The same in a fork of its own; whatever ends the fork early is an answer too."""
    lectura, escritura = os.pipe()
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            os.close(lectura)
            os.close(0)
            _limitar(SEGUNDOS_CPU_FIRMAS if firmas else SEGUNDOS_CPU)
            os.write(escritura, json.dumps(_aqui(ruta, extension, firmas=firmas)).encode())
        os._exit(0)
    os.close(escritura)
    with os.fdopen(lectura, "rb") as tubo:
        respuesta = tubo.read()
    os.waitpid(pid, 0)
    try:
        hechos: Hechos = json.loads(respuesta)
    except ValueError:  # nothing, or half of it
        return {"sin_revisar": True} if firmas else {"tipo": None, "sin_revisar": True}
    return hechos


def _limitar(segundos: int) -> None:
    """Memory, processor time, no new files, no core. Not every system knows every limit."""
    if sys.platform == "win32":
        return
    limites = {
        resource.RLIMIT_AS: MEMORIA,
        resource.RLIMIT_CPU: segundos,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: ABIERTOS,
        resource.RLIMIT_CORE: 0,
    }
    for limite, valor in limites.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limite, (valor, valor))


def _abrir(ruta: Path, extension: str) -> Hechos:
    """What is found in the file. A file that exhausts its limits is ``sin_revisar``."""
    hallazgo = None
    try:
        hallazgo = reconocer(ruta, extension)
        hechos: Hechos = {
            "tipo": hallazgo.tipo,
            "danado": hallazgo.danado,
            "cifrado": hallazgo.cifrado,
            "peligros": list(hallazgo.peligros),
            "activo": list(hallazgo.activo),
        }
        if hallazgo.tipo == "pdf":
            with ruta.open("rb") as archivo:
                pdf = _pdf(archivo)
            pdf["peligros"] = [*hechos["peligros"], *pdf.get("peligros", [])]
            hechos |= pdf
    except (MemoryError, RecursionError):
        return {"tipo": hallazgo.tipo if hallazgo else None, "sin_revisar": True}
    return hechos


def _firmas(ruta: Path) -> Hechos:
    """What is known of the digital signatures of a PDF that has some."""
    from portal.adapters.firmas import leer  # noqa: PLC0415 -- as in ``servir``

    try:
        with ruta.open("rb") as archivo:
            return {"firmas": leer(archivo)}
    except Exception:  # noqa: BLE001 -- pyHanko leaks whatever a broken file makes it raise
        return {"sin_revisar": True}


def _pdf(archivo: BinaryIO) -> Hechos:
    """Pages, password, signature and active content. pypdf leaks any exception there is: all mean a broken file."""
    try:
        lector = Lector(archivo)
        if lector.is_encrypted and not lector.decrypt(""):
            return {"cifrado": True}
        paginas = len(lector.pages)
        if paginas == 0 or (lector.rehecho and not con_trailer(archivo)):
            return {"danado": True}
    except (MemoryError, LimitReachedError):
        return {"sin_revisar": True}
    except Exception:  # noqa: BLE001 -- TypeError, KeyError, AssertionError… have all been seen
        return {"danado": True}
    activo, firmado = _pasear(lector)
    peligros = ["lanza_programas"] if "lanza_programas" in activo else []
    return {"paginas": paginas, "firmado": firmado, "activo": sorted(activo), "peligros": peligros}


def _pasear(lector: Lector) -> tuple[set[str], bool]:
    """Active content and whether a signature was applied, by a walk from the root; "parcial" when it was cut short."""
    activo: set[str] = set()
    firmado = False
    vistos: set[tuple[int, int]] = set()
    pendientes: deque[object] = deque([lector.trailer.get("/Root")])
    hasta = time.monotonic() + SEGUNDOS_DE_PASEO
    for _ in range(NODOS):
        if not pendientes or time.monotonic() > hasta:
            break
        objeto = pendientes.popleft()
        if isinstance(objeto, IndirectObject):
            clave = (objeto.idnum, objeto.generation)
            if clave in vistos:
                continue
            vistos.add(clave)
            with contextlib.suppress(Exception):
                pendientes.append(objeto.get_object())
        elif isinstance(objeto, DictionaryObject):
            firmado = firmado or _es_firma(objeto)
            activo |= _activo(objeto)
            pendientes.extend(v for nombre, v in objeto.items() if nombre != "/Parent" and isinstance(v, COMPUESTOS))
        elif isinstance(objeto, ArrayObject):
            pendientes.extend(valor for valor in objeto if isinstance(valor, COMPUESTOS))
    return activo | ({"parcial"} if pendientes else set()), firmado


def _activo(objeto: DictionaryObject) -> set[str]:
    activo = {ACTIVOS[nombre] for nombre in objeto if nombre in ACTIVOS}
    accion = ACCIONES.get(str(objeto.get("/S", "")))
    return activo | {accion} if accion else activo


def _es_firma(objeto: DictionaryObject) -> bool:
    """A signature dictionary that covers bytes, and not a field that waits for one."""
    return "/ByteRange" in objeto and "/Contents" in objeto
