"""Sizes of files, in the one measure of the house: 1 kB = 1024 bytes, 1 MB = 1,048,576 bytes."""

from __future__ import annotations

KB = 1024
MB = 1_048_576

_UNIDADES = ("kB", "MB", "GB", "TB")


def legible(octetos: int) -> str:
    """``562.47 kB``, ``0 bytes``, ``300 MB``: two decimals, none for whole numbers. Raises ValueError when negative."""
    if octetos < 0:
        raise ValueError("a size is not negative")
    if octetos < KB:
        return f"{octetos} byte" if octetos == 1 else f"{octetos} bytes"
    exponente = 1
    while _centesimas(octetos, exponente) >= KB * 100 and exponente < len(_UNIDADES):
        exponente += 1
    enteros, resto = divmod(_centesimas(octetos, exponente), 100)
    unidad = _UNIDADES[exponente - 1]
    return f"{enteros}.{resto:02} {unidad}" if resto else f"{enteros} {unidad}"


def comparados(octetos: int, limite: int) -> tuple[str, str]:
    """Both sizes so that a person sees which is larger: in bytes when the rounded words would be equal."""
    palabras = legible(octetos), legible(limite)
    if octetos == limite or palabras[0] != palabras[1]:
        return palabras
    return f"{octetos} bytes", f"{limite} bytes"


def _centesimas(octetos: int, exponente: int) -> int:
    """Hundredths of kB (1), MB (2)…, rounded half up in whole numbers."""
    divisor = 1 << 10 * exponente
    return (octetos * 100 + divisor // 2) // divisor
