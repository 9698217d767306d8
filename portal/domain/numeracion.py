"""How an expediente is numbered: ``{corr:05}-{anio}`` gives ``00123-2021``, and people may type ``123 – 2021``.

A patrón is literal text with the tokens ``{corr}`` or ``{corr:0N}`` (N digits at least), ``{anio}`` and ``{serie}``.
Law: Ley 27444, art. 157 (unique, invariable numbering).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from portal.domain.errors import PortalError

CORRELATIVO_MAXIMO = 999_999_999
PATRON_MAXIMO = 60
SERIE_MAXIMA = 20
TEXTO_MAXIMO = 120

_ANIO_MINIMO, _ANIO_MAXIMO = 1000, 9999
_TOKEN = re.compile(r"\{(corr(?::0[1-9])?|anio|serie)\}")
_CORR, _ANIO, _SERIE = r"(?P<corr>[0-9]{1,20})", r"(?P<anio>[0-9]{4})", r".*?"
_SIN_ANIO = re.compile(_CORR)
_RUIDO = re.compile(r"(?:(?:expediente|expte|exp|numero|nro|num|№|n\s?\.?\s?[oº°]|n(?=[.:\s]))(?:\s?-)?|[.:#])\s*")
_GUIONES = frozenset("−⁃")


class PatronInvalido(PortalError, ValueError):
    """A numbering pattern cannot be used; ``facts["motivo"]`` says which rule it breaks.

    It is a ValueError too, so that the model of the institution reports it with its other contradictions.
    """

    code = "patron_invalido"

    @property
    def clave(self) -> str:
        """One sentence for each motivo."""
        return f"error.{self.code}.{self.facts['motivo']}"


def validar_patron(patron: str) -> None:
    """Accept ``patron`` or raise PatronInvalido.

    It has exactly one ``{corr}`` and one ``{anio}``, at most one ``{serie}``, and a text in which nothing can be taken
    for part of a number: no digit beside ``{corr}`` or ``{anio}``, something other than a digit between them and
    ``{serie}``.
    """
    piezas = _TOKEN.split(patron)
    literales, tokens = piezas[::2], [p[:4] for p in piezas[1::2]]
    motivo = ""
    if len(patron) > PATRON_MAXIMO:
        motivo = "largo"
    elif not patron.isprintable():
        motivo = "caracteres"
    elif any(c in "{}" for literal in literales for c in literal):
        motivo = "llaves"
    elif tokens.count("corr") != 1 or tokens.count("anio") != 1 or tokens.count("seri") > 1:
        motivo = "tokens"
    elif _ambiguo([_plegar(literal) for literal in literales], tokens):
        motivo = "ambiguo"
    if motivo:
        raise PatronInvalido(patron=patron[:PATRON_MAXIMO], motivo=motivo, maximo=PATRON_MAXIMO)


def formatear(patron: str, *, correlativo: int, anio: int, serie: str = "") -> str:
    """The number as it is printed; a correlativo with more digits than the pattern widens it.

    Raises PatronInvalido, or ValueError when the figures or the serie cannot be part of a number.
    """
    validar_patron(patron)
    if not 1 <= correlativo <= CORRELATIVO_MAXIMO:
        raise ValueError(f"correlativo out of range: {correlativo}")
    if not _ANIO_MINIMO <= anio <= _ANIO_MAXIMO:
        raise ValueError(f"anio out of range: {anio}")
    if len(serie) > SERIE_MAXIMA or not all(c.isalpha() or c in "0123456789 ._/-" for c in serie):
        raise ValueError(f"serie is not plain text: {serie!r}")

    def valor(token: re.Match[str]) -> str:
        nombre, _, ancho = token[1].partition(":")
        return {"corr": f"{correlativo:0{int(ancho or 0)}}", "anio": str(anio), "serie": serie}[nombre]

    return _TOKEN.sub(valor, patron)


def interpretar(patron: str, texto: str) -> tuple[int, int] | None:
    """``(correlativo, anio)`` of a number as people type it, or None: it never raises.

    Leading zeros, case, accents, spaces, kinds of dash and prefixes such as ``Exp. N.º`` do not matter; a beginning or
    an end of the pattern without digits may be left out.
    """
    try:
        expresion = _expresion(patron)
    except PatronInvalido:
        return None
    if not (m := _leido(expresion, texto)):
        return None
    correlativo, anio = int(m["corr"]), int(m["anio"])
    if not (1 <= correlativo <= CORRELATIVO_MAXIMO and anio >= _ANIO_MINIMO):
        return None
    return correlativo, anio


def interpretar_sin_anio(texto: str) -> int | None:
    """The correlativo of a number typed without its year, as in ``1`` or ``Exp. 0001``, or None: it never raises."""
    m = _leido(_SIN_ANIO, texto)
    return int(m["corr"]) if m and 1 <= int(m["corr"]) <= CORRELATIVO_MAXIMO else None


def _leido(expresion: re.Pattern[str], texto: str) -> re.Match[str] | None:
    """What people typed, folded, once what they put before a number is taken away."""
    if len(texto) > TEXTO_MAXIMO:
        return None
    plegado = _plegar(texto).strip()
    while not (m := expresion.fullmatch(plegado)):
        if not (ruido := _RUIDO.match(plegado)):
            return None
        plegado = plegado[ruido.end() :]
    return m


def _ambiguo(literales: list[str], tokens: list[str]) -> bool:
    """Whether a neighbour could be read as part of a number."""
    for (antes, despues), nombre in zip(pairwise(literales), tokens, strict=True):
        if nombre != "seri" and (antes[-1:].isdigit() or despues[:1].isdigit()):
            return True
    pares = zip(literales[1:-1], pairwise(tokens), strict=True)
    return any("seri" in par and not literal.strip() for literal, par in pares)


@lru_cache(maxsize=64)
def _expresion(patron: str) -> re.Pattern[str]:
    validar_patron(patron)
    piezas = _TOKEN.split(patron)
    partes = []
    for i, pieza in enumerate(piezas):
        if i % 2:
            partes.append({"corr": _CORR, "anio": _ANIO, "seri": _SERIE}[pieza[:4]])
        else:
            partes.append(_literal(pieza, en_el_borde=i in {0, len(piezas) - 1}))
    return re.compile("".join(partes))


def _literal(literal: str, *, en_el_borde: bool) -> str:
    """The expression of one literal text, with free spaces around each of its words and signs."""
    plegado = _plegar(literal)
    simbolos = re.findall(r"\w+|[^\w\s]", plegado)
    if not simbolos:
        return r"\s*" if en_el_borde or not plegado else r"\s+"
    expresion = r"\s*" + r"\s*".join(re.escape(s) for s in simbolos) + r"\s*"
    return rf"(?:{expresion})?" if en_el_borde and not re.search(r"\d", plegado) else expresion


def _plegar(texto: str) -> str:
    """Case, accents, kinds of dash and of space, and invisible characters put aside. Digits stay what they are."""
    letras = []
    for c in unicodedata.normalize("NFD", texto.casefold()):
        categoria = unicodedata.category(c)
        if categoria == "Pd" or c in _GUIONES:
            letras.append("-")
        elif categoria not in {"Mn", "Cf"}:
            letras.append(c)
    return re.sub(r"\s+", " ", "".join(letras))
