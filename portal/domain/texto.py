"""Text that people typed: folded for searching, flattened for one line, cut at a word."""

from __future__ import annotations

import re
import unicodedata

_PALABRA = re.compile(r"[^\W_]+")
_INVISIBLES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def plegar(texto: str) -> str:
    """``texto`` without accents, case or extra spaces (``ñ`` becomes ``n``): equal folds are the same for a search.

    Folding twice changes nothing.
    """
    anterior = None
    while texto != anterior:
        anterior = texto
        partes = unicodedata.normalize("NFKD", texto.casefold())
        texto = " ".join("".join(c for c in partes if not unicodedata.combining(c)).split())
    return texto


def palabras(texto: str) -> tuple[str, ...]:
    """The folded words of ``texto``, letters and digits only: ``0005-2021/MTC`` is three words."""
    return tuple(_PALABRA.findall(plegar(texto)))


def una_linea(texto: str, maximo: int = 200) -> str:
    """``texto`` on one line of at most ``maximo`` characters: control characters become spaces, invisible ones go."""
    return acortar(" ".join("".join(_visible(c) for c in texto).split()), maximo)


def frase(texto: str) -> str:
    """``texto`` with its first letter in upper case, the rest untouched: the start of a sentence."""
    return texto[:1].upper() + texto[1:]


def parrafos(texto: str) -> str:
    """``texto`` with its line breaks and without what nobody sees: each line as ``una_linea`` leaves it."""
    return "\n".join(una_linea(linea, max(len(linea), 1)) for linea in texto.splitlines()).strip()


def tiene_invisibles(texto: str) -> bool:
    """Whether ``texto`` holds control, format (direction marks, zero width) or private characters."""
    return any(unicodedata.category(c) in _INVISIBLES for c in texto)


def acortar(texto: str, maximo: int) -> str:
    """``texto`` in at most ``maximo`` characters, cut at the edge of a word and ended with ``…``.

    A first word that is too long is cut where it must. Raises ValueError when ``maximo`` < 1.
    """
    if maximo < 1:
        raise ValueError("maximo must be at least 1")
    if len(texto) <= maximo:
        return texto
    cabe = texto[: maximo - 1]
    if not texto[maximo - 1].isspace():
        cabe = cabe.rpartition(" ")[0] or cabe
    return f"{cabe.rstrip()}…"


def _visible(c: str) -> str:
    categoria = unicodedata.category(c)
    if categoria in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if categoria in _INVISIBLES else c
