"""What makes a password acceptable: long enough, and not what somebody would try first. No rules about kinds of signs.

A password is weak when, without common words, sequences, years and what is known of its owner, little is left of it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from portal.db.models import CuentaRow
from portal.domain.configuracion import Institucion
from portal.domain.errors import DatoInvalido
from portal.domain.permisos import PERSONAL, Rol
from portal.domain.texto import palabras, plegar

LARGO_MAXIMO = 128
LARGO_LEIDO = 1024  # of what is typed to sign in; the rest is not worth reading
LARGO_PERSONAL = 15
COMUNES = Path(__file__).with_name("contrasenas_comunes.txt")
_RAIZ_MINIMA = 4  # shorter words say nothing
_RESTO_MINIMO = 5  # signs of one's own that must be left
_PALABRAS_BASTANTES = 4  # that many different common words make a passphrase
_DISTINTOS_MINIMO = 5
_LEET = str.maketrans("013457@$!", "oieastasi")
_FILAS = ("qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "abcdefghijklmnopqrstuvwxyz", "01234567890")
_CIFRAS = re.compile(r"(?<![0-9])[0-9]{1,4}(?![0-9])|(?:19|20)[0-9]{2}")
_SIGNOS = re.compile(r"[\s!-#%-/:-?\[-`{-~]+")  # punctuation adds little: people end with it; @ and $ stand for letters
_ALFABETO = "abcdefghijkmnpqrstuvwxyz23456789"  # without look-alikes: it is copied from a terminal


def exigir(contrasena: str, *, minimo: int, propias: Iterable[str] = (), campo: str = "contrasena") -> None:
    """Pass, or raise DatoInvalido(campo, motivo): contrasena_vacia, _corta, _larga, _comun or _propia (with its figures)."""
    escritos = len(contrasena)
    if not contrasena.strip():
        raise DatoInvalido(campo=campo, motivo="contrasena_vacia")
    if escritos < minimo:
        raise DatoInvalido(campo=campo, motivo="contrasena_corta", minimo=minimo, escritos=escritos)
    if escritos > LARGO_MAXIMO:
        raise DatoInvalido(campo=campo, motivo="contrasena_larga", maximo=LARGO_MAXIMO, escritos=escritos)
    if motivo := _debil(contrasena, frozenset(_raices(propias))):
        raise DatoInvalido(campo=campo, motivo=motivo)


def largo_minimo(institucion: Institucion, rol: Rol) -> int:
    """What the institution asks of citizens, and at least 15 of its own staff."""
    largo = institucion.cuentas.largo_contrasena
    return max(largo, LARGO_PERSONAL) if rol in PERSONAL else largo


def conocidas(institucion: Institucion, *datos: str) -> tuple[str, ...]:
    """What anybody could guess: data of the person, and the institution's names."""
    return (*datos, institucion.identidad.nombre, institucion.identidad.sigla, institucion.identidad.web)


def de_cuenta(cuenta: CuentaRow) -> tuple[str, ...]:
    """The data of an account that its password must not be made of."""
    return (cuenta.correo, cuenta.numero_doc, cuenta.telefono, cuenta.nombres, cuenta.apellidos)


def generada() -> str:
    """A password to hand over once: 20 signs in groups of five, 100 bits."""
    signos = "".join(secrets.choice(_ALFABETO) for _ in range(20))
    return "-".join(signos[i : i + 5] for i in range(0, len(signos), 5))


def _debil(contrasena: str, propias: frozenset[str]) -> str | None:
    """The motivo to refuse it, or None."""
    plegada = _SIGNOS.sub("", plegar(contrasena))
    if len(set(plegada)) < _DISTINTOS_MINIMO or _se_repite(plegada):
        return "contrasena_comun"
    for lectura in (plegada, plegada.translate(_LEET)):
        if _es_poco(lectura, frozenset()):
            return "contrasena_comun"
        if _es_poco(lectura, propias):
            return "contrasena_propia"
    return None


def _es_poco(lectura: str, propias: frozenset[str]) -> bool:
    """Whether little is left of it without common words and ``propias``, and those are too few to be a passphrase."""
    sabidas = comunes() | propias
    halladas, resto = _quitar(lectura, sabidas)
    suelto = _CIFRAS.sub("0", resto)  # a year or a date is worth one sign
    return lectura in sabidas or (len(halladas - propias) < _PALABRAS_BASTANTES and len(suelto) < _RESTO_MINIMO)


def _quitar(lectura: str, sabidas: frozenset[str]) -> tuple[set[str], str]:
    """The different words of ``sabidas`` found from left to right, longest first, and what is left between them."""
    halladas: set[str] = set()
    resto: list[str] = []
    i = 0
    while i < len(lectura):
        trozos = (lectura[i:j] for j in range(min(len(lectura), i + 24), i + _RAIZ_MINIMA - 1, -1))
        hallada = next((trozo for trozo in trozos if trozo in sabidas), None)
        if hallada is None:
            resto.append(lectura[i])
            i += 1
        else:
            halladas.add(hallada)
            i += len(hallada)
    return halladas, "".join(resto)


def _se_repite(lectura: str) -> bool:
    """Whether it is one short piece again and again."""
    periodo = (lectura + lectura).find(lectura, 1)
    return periodo < min(len(lectura), 8)


def _raices(textos: Iterable[str]) -> set[str]:
    """Words long enough to count, and each text as one word."""
    sueltas = {palabra for texto in textos for palabra in palabras(texto)}
    juntas = {"".join(palabras(texto)) for texto in textos}
    return {raiz for raiz in sueltas | juntas if len(raiz) >= _RAIZ_MINIMA}


@cache
def comunes() -> frozenset[str]:
    """Folded common passwords and words, and every run of four or more signs along a keyboard row or the alphabet."""
    lineas = COMUNES.read_text(encoding="utf-8").splitlines()
    escritas = {linea for linea in lineas if linea and not linea.startswith("# ") and linea != "#"}
    return frozenset(escritas | set(_secuencias()))


def _secuencias() -> Iterable[str]:
    for fila in _FILAS:
        for sentido in (fila, fila[::-1]):
            for largo in range(_RAIZ_MINIMA, len(sentido) + 1):
                yield from (sentido[i : i + largo] for i in range(len(sentido) - largo + 1))
