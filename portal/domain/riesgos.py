"""What a file can bring that may harm who opens it: what is never received, and what each slot refuses or accepts marked."""

from __future__ import annotations

from typing import Literal, get_args

Riesgo = Literal[
    "macros", "javascript", "plantilla_externa", "entidades", "programas", "objetos", "adjuntos", "remoto", "envia_datos",
    "importa_datos", "multimedia", "xfa", "cifrado", "parcial",
]  # fmt: skip
"""What a slot may refuse, first what may harm most. What it does not refuse is accepted, and staff see its mark."""

RIESGOS: tuple[Riesgo, ...] = get_args(Riesgo)

SIEMPRE = frozenset({"bomba", "rutas", "doble", "ejecutable", "lanza_programas"})
"""Never received, by no setting: it fills the disk, leaves its folder, runs by itself, or only half of it was looked at."""

DE_FABRICA: tuple[Riesgo, ...] = ("plantilla_externa", "entidades", "cifrado")
"""What a slot refuses when nothing is said: what fetches from elsewhere by being opened, and what nobody could read."""

_ANTES = {"admite_macros": "macros", "admite_cifrado": "cifrado"}


def al_dia(datos: object) -> object:
    """A slot as packages of before wrote it (``admite_macros``, ``admite_cifrado``), in the words of today."""
    if not isinstance(datos, dict) or not _ANTES.keys() & datos.keys():
        return datos
    admite = {riesgo: datos[viejo] for viejo, riesgo in _ANTES.items() if viejo in datos}
    dichos, otros = datos.get("rechaza", DE_FABRICA), {c: valor for c, valor in datos.items() if c not in _ANTES}
    if not isinstance(dichos, list | tuple):  # what it is instead is told by who validates it
        return otros
    rechaza = [r for r in dichos if r not in tuple(admite)] + [r for r, si in admite.items() if not si]
    return otros | {"rechaza": en_orden(rechaza)}


def en_orden(dichos: object) -> object:
    """The same risks, each once and in the order in which they are told; what is no list is left for who validates it."""
    if not isinstance(dichos, list | tuple):
        return dichos
    suyos = [riesgo for riesgo in RIESGOS if riesgo in dichos]
    return (*suyos, *(otro for otro in dichos if otro not in suyos))
