"""pypdf's reader, as lenient as the programs people read PDFs with: no less, and no more.

A broken cross-reference table is rebuilt by looking for the objects, as they do. But where it has to be rebuilt there
must be a trailer that names the root: without one pypdf guesses, and nobody else opens the file.
"""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.errors import LimitReachedError

TRAILER = re.compile(rb"trailer\s*<<")
LARGO_TRAILER = 2000
TROZO = 1024 * 1024
SOLAPE = 4096


class Lector(PdfReader):
    """``rehecho``: the table could not be trusted and was made anew."""

    rehecho = False

    def _read_xref_tables_and_trailers(self, stream: Any, *lugar: Any) -> None:  # noqa: ANN401 -- as pypdf has it
        try:
            super()._read_xref_tables_and_trailers(stream, *lugar)
        except (MemoryError, RecursionError, LimitReachedError):
            raise
        except Exception:  # noqa: BLE001 -- pypdf leaks whatever a broken table makes it raise
            self._rebuild_xref_table(stream)

    def _rebuild_xref_table(self, stream: Any) -> None:  # noqa: ANN401 -- as pypdf has it
        self.rehecho = True
        super()._rebuild_xref_table(stream)


def con_trailer(archivo: BinaryIO) -> bool:
    """Whether some trailer of the file names its root."""
    archivo.seek(0)
    cola = b""
    while trozo := archivo.read(TROZO):
        ventana = cola + trozo
        if any(ventana.find(b"/Root", t.end(), t.end() + LARGO_TRAILER) >= 0 for t in TRAILER.finditer(ventana)):
            return True
        cola = trozo[-SOLAPE:]
    return False
