"""When the ending of a name deceives: it promises a type, and the bytes are of another that does not pass for it."""

from __future__ import annotations

from collections.abc import Collection

OTRAS_EXTENSIONES = {
    "jpeg": "jpg",
    "jpe": "jpg",
    "jfif": "jpg",
    "tiff": "tif",
    "heif": "heic",
    "text": "txt",
    "log": "txt",
}
"""Endings that name one of these types too."""

PARIENTES: tuple[frozenset[str], ...] = (
    frozenset({"jpg", "png", "tif", "gif", "bmp", "webp", "heic"}),
    frozenset({"txt", "csv", "json", "xml", "kml", "dxf", "eml"}),
    frozenset({"doc", "docx", "docm", "rtf", "odt"}),
    frozenset({"xls", "xlsx", "xlsm", "xlsb", "ods"}),
    frozenset({"ppt", "pptx", "pptm", "odp"}),
    frozenset({"zip", "kmz"}),
    frozenset({"mp3", "m4a", "mp4", "mov", "ogg", "wav", "avi", "mkv"}),
)
"""Types whose programs open one another: a wrong ending among them deceives nobody."""


def promete_otro(extension: str, tipo: str, conocidos: Collection[str]) -> bool:
    """Whether ``extension`` (lower case) names one of the ``conocidos`` that is neither ``tipo`` nor of its family."""
    dicho = OTRAS_EXTENSIONES.get(extension, extension)
    if dicho == tipo or dicho not in conocidos:
        return False
    return not any({dicho, tipo} <= familia for familia in PARIENTES)
