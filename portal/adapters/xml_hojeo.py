"""XML of strangers, leafed through to its end: every element with its attributes, as the programs that open it read them.

Looking for words in the bytes is not enough: ``&#104;ttp:`` or a document in UTF-16 says the same to who parses it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from portal.adapters.xml_raiz import DocumentoConTipo

TROZO = 64 * 1024
ESQUEMA = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
UNIDAD = re.compile(r"file:/{0,3}[a-z](?::|%3a|\|)", re.IGNORECASE)
INVISIBLES = re.compile(r"[\x00-\x20]")

Elemento = Callable[[str, dict[str, str]], None]


def hojear(entrada: IO[bytes], elemento: Elemento, texto: Callable[[str], None] | None = None) -> None:
    """Call ``elemento`` with the local name and the attributes (by local name) of each element; ``texto`` with what is between.

    Ends in silence where the XML breaks: nobody reads further. Raises DocumentoConTipo.
    """
    lector = expat.ParserCreate()
    lector.buffer_text = True
    lector.StartDoctypeDeclHandler = _con_tipo
    lector.StartElementHandler = lambda nombre, atributos: elemento(
        nombre.rpartition(":")[2], {clave.rpartition(":")[2]: valor for clave, valor in atributos.items()}
    )
    if texto is not None:
        lector.CharacterDataHandler = texto
    try:
        while trozo := entrada.read(TROZO):
            lector.Parse(trozo)
    except expat.ExpatError:
        return


def esta_lejos(destino: str) -> bool:
    """Whether an address leads out of the file and out of the computer that opens it: a network, a share, a scheme."""
    limpio = INVISIBLES.sub("", destino)
    if limpio[:1] in {"/", "\\"} and limpio[1:2] in {"/", "\\"}:
        return True
    return ESQUEMA.match(limpio) is not None and UNIDAD.match(limpio) is None


def _con_tipo(*_: object) -> None:
    raise DocumentoConTipo
