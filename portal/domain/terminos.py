"""The terms by which an expediente is found: the words of its asunto, its sender, its number, its type, its channel.

They are folded (``texto.plegar``) and each kind bears its own sign, so that one index serves all of them: ``quispe`` is a
word of an asunto, ``@quispe`` a sender. What is looked for is told in the same way as what is kept.
"""

from __future__ import annotations

from collections.abc import Iterable

from portal.domain.texto import palabras, plegar

LARGO = 60
"""The longest term; a longer word is found by its beginning."""
CUANTOS = 12
"""Of what is looked for, as many terms as anybody remembers."""
CANAL_HABITUAL = "web"
_REMITENTE, _NUMERO, _TIPO, _CANAL = "@", "#", "=", "~"


def de_expediente(
    *, asunto: str, remitente: Iterable[str], numero: str, tipo: str, canal: str = CANAL_HABITUAL
) -> tuple[str, ...]:
    """Every term of what was filed, once each. ``remitente``: names and numbers of documents of who files."""
    de_quien = (termino for dato in remitente for termino in de_remitente(dato))
    de_canal = (de_su_canal(canal),) if canal != CANAL_HABITUAL else ()
    return tuple(dict.fromkeys((*de_asunto(asunto), *de_quien, *de_numero(numero), *de_tipo(tipo), *de_canal)))


def de_asunto(texto: str) -> tuple[str, ...]:
    """The words of an asunto."""
    return _unicas(palabras(texto), "")


def de_remitente(texto: str) -> tuple[str, ...]:
    """The words of a name, or the number of a document."""
    return _unicas(palabras(texto), _REMITENTE)


def de_numero(texto: str) -> tuple[str, ...]:
    """The words and figures of the number of a document: ``0005-2026/ABC`` is found as 5, 2026 and abc."""
    return _unicas((palabra.lstrip("0") or "0" for palabra in palabras(texto)), _NUMERO)


def de_tipo(texto: str) -> tuple[str, ...]:
    """The type of document, whole."""
    return _unicas(["-".join(plegar(texto).split())], _TIPO) if texto.strip() else ()


def de_su_canal(canal: str) -> str:
    """The channel; the usual one is not kept."""
    return f"{_CANAL}{plegar(canal)}"[:LARGO]


def en_linea(terminos: Iterable[str]) -> str:
    """The terms in one text, each between two spaces: to ask of one expediente whether it has a term."""
    return f" {' '.join(terminos)} "


def _unicas(sueltas: Iterable[str], signo: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{signo}{palabra}"[:LARGO] for palabra in sueltas))
