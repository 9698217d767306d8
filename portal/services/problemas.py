"""What is wrong with a configuration, in words: one sentence or two that say where it is, what happens and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal.domain.problemas import Problema
from portal.i18n import t
from portal.services.diferencias import lugar_en_palabras, nombre_de_correo


def decir(problema: Problema) -> str:
    """What happens and how to mend it."""
    hechos = {nombre: _dicho(valor) for nombre, valor in problema.datos.items()}
    if "plantilla" in hechos:
        hechos["plantilla"] = nombre_de_correo(str(hechos["plantilla"]))
    return t(f"problema.{problema.codigo}", **hechos)


def en_renglones(contenido: Mapping[str, Any], problemas: Iterable[Problema]) -> list[str]:
    """One line for each, with its place in words: «Formulario › Documento › Asunto: …»."""
    lugares = ((lugar_en_palabras(contenido, problema.lugar), decir(problema)) for problema in problemas)
    return [f"{lugar}: {dicho}" if lugar else dicho for lugar, dicho in lugares]


def _dicho(valor: object) -> object:
    if isinstance(valor, bool):
        return t("diferencia.si") if valor else t("diferencia.no")
    return ", ".join(map(str, valor)) if isinstance(valor, list | tuple) else valor
