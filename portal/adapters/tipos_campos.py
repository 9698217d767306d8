"""Fields of a text document (Word's, also in RTF): the few that start a program or fetch something when it is opened."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from portal.adapters.xml_hojeo import esta_lejos

LARGO = 4000
DDE = re.compile(r'\s*"?\s*DDE(AUTO)?\b', re.IGNORECASE)
POR_NUMEROS = re.compile(r"\bQUOTE\s+\d+(\s+\d+){2,}", re.IGNORECASE)
"""A field code spelt by the numbers of its letters: nobody writes so but to hide it."""
INCLUYE = re.compile(r'\bINCLUDE(?:PICTURE|TEXT)\s+"?([^"\s]+)', re.IGNORECASE)


@dataclass
class Campos:
    """Collects the codes of fields piece by piece; ``lanza`` and ``remoto`` tell what was found so far."""

    lanza: bool = False
    remoto: bool = False
    _codigo: str = field(default="", repr=False)

    def agregar(self, trozo: str) -> None:
        """One more piece of the code of the field that is open."""
        self._codigo = (self._codigo + trozo)[:LARGO]

    def cerrar(self) -> None:
        """The code ends here; another may begin."""
        codigo, self._codigo = self._codigo, ""
        self.lanza = self.lanza or DDE.match(codigo) is not None or POR_NUMEROS.search(codigo) is not None
        self.remoto = self.remoto or any(esta_lejos(que) for que in INCLUYE.findall(codigo.replace("\\\\", "\\")))
