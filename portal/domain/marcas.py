"""What an accepted file brings besides its pages: told to staff beside the document, never a refusal by itself."""

from __future__ import annotations

from portal.domain.archivos import Medido
from portal.domain.riesgos import RIESGOS

MARCAS = (*RIESGOS, "firma_sin_revisar")
"""In the order in which they are told: first what may harm."""


def marcas(medido: Medido) -> list[str]:
    """The marks of an accepted file, of ``MARCAS``. Links and the view a PDF opens with are so common that they tell nothing."""
    halladas = {*medido.activo, *medido.peligros, *(["cifrado"] if medido.cifrado else [])}
    return [marca for marca in MARCAS if marca in halladas]
