"""The clean answer to one question of a form, by the clase of its field; or a refusal that says which rule it breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from portal.domain.administrado import validar_ce, validar_correo, validar_dni, validar_ruc, validar_telefono
from portal.domain.campos import Campo, Opcion
from portal.domain.errors import DatoInvalido
from portal.domain.texto import parrafos, una_linea

Valor = str | bool
MAXIMO_TEXTO = 4000
CIFRAS_ENTERO = 9
DE_SI_O_NO = frozenset({"si_no", "declaracion"})
DE_LISTA = frozenset({"opcion", "centro", "dependencia"})
DOCUMENTOS: Mapping[str, Callable[[str], str]] = {"dni": validar_dni, "ce": validar_ce, "ruc": validar_ruc}
"""The documents of a person that a field may hold, kept as ``dni:45678912``."""
_POR_LARGO = {9: "ce", 11: "ruc"}
_HUECOS: Mapping[str, Callable[[str], bool]] = {
    "9": lambda c: c.isascii() and c.isdigit(),
    "A": str.isalpha,
    "*": lambda c: c.isalpha() or (c.isascii() and c.isdigit()),
}


@dataclass(frozen=True)
class Pregunta:
    """A field as it is asked now. ``opciones``: what may be chosen, None when that is not known here.

    ``hoy``: the day it is answered, where the institution is; None when that is not known here.
    """

    campo: Campo
    exigida: bool
    opciones: tuple[Opcion, ...] | None = ()
    hoy: date | None = None


def contestar(pregunta: Pregunta, valor: Valor) -> Valor:
    """The clean answer. Cleaning twice changes nothing. Raises DatoInvalido with the figures of the rule that it breaks."""
    campo = pregunta.campo
    if campo.clase in DE_SI_O_NO:
        if campo.clase == "declaracion" and pregunta.exigida and not valor:
            _negar(campo, "declaracion")
        return bool(valor)
    crudo = str(valor)  # text pasted from elsewhere brings zero-width and control characters along
    texto = parrafos(crudo) if campo.clase == "texto_largo" else una_linea(crudo, max(len(crudo), 1))
    if campo.clase == "documento" and not separar_documento(texto)[1]:
        texto = ""
    if not texto:
        if pregunta.exigida:
            _negar(campo, "obligatorio")
        return ""
    return _POR_CLASE.get(campo.clase, _texto)(pregunta, texto)


def separar_documento(valor: str) -> tuple[str, str]:
    """Kind and number of a person's document; a number without its kind is told by its length."""
    tipo, dicho, numero = valor.partition(":")
    if dicho and tipo in DOCUMENTOS:
        return tipo, numero.strip()
    return _POR_LARGO.get(len(valor.strip()), "dni"), valor.strip()


def muestra(patron: str) -> str:
    """A text written as ``patron`` asks, to show how."""
    return patron.replace("9", "0").replace("*", "A")


def ajustado(patron: str, texto: str) -> str | None:
    """``texto`` written as ``patron`` asks, or None when it does not fit. Signs that only separate may be missing."""
    dichos = [c for c in texto if c.isalnum()]
    puesto = ""
    for signo in patron:
        if signo in _HUECOS:
            if not dichos or not _HUECOS[signo](dichos[0]):
                return None
            puesto += dichos.pop(0)
            continue
        if dichos and dichos[0].casefold() == signo.casefold():
            dichos.pop(0)
        puesto += signo
    return None if dichos else puesto


def _negar(campo: Campo, motivo: str, **cifras: object) -> NoReturn:
    raise DatoInvalido(campo=campo.id, motivo=motivo, etiqueta=campo.etiqueta, **cifras)


def _lista(pregunta: Pregunta, texto: str) -> str:
    opciones = pregunta.opciones
    if opciones is not None and texto not in {opcion.id for opcion in opciones}:
        _negar(pregunta.campo, "opcion")
    return texto


def _fecha(pregunta: Pregunta, texto: str) -> str:
    try:
        dia = date.fromisoformat(texto)
    except ValueError:
        _negar(pregunta.campo, "fecha")
    if pregunta.campo.hasta_hoy and pregunta.hoy is not None and dia > pregunta.hoy:
        _negar(pregunta.campo, "fecha_futura")
    return dia.isoformat()


def _entero(pregunta: Pregunta, texto: str) -> str:
    campo = pregunta.campo
    minimo, maximo = campo.minimo or 0, campo.maximo if campo.maximo is not None else 1_000_000
    if not (texto.isascii() and texto.isdigit() and len(texto) <= CIFRAS_ENTERO and minimo <= int(texto) <= maximo):
        _negar(campo, "entero", minimo=minimo, maximo=maximo)
    return str(int(texto))


def _correo(pregunta: Pregunta, texto: str) -> str:
    return validar_correo(texto, campo=pregunta.campo.id)


def _telefono(pregunta: Pregunta, texto: str) -> str:
    return validar_telefono(texto, campo=pregunta.campo.id)


def _documento(pregunta: Pregunta, texto: str) -> str:
    tipo, numero = separar_documento(texto)
    try:
        return f"{tipo}:{DOCUMENTOS[tipo](numero)}"
    except DatoInvalido as negado:
        raise DatoInvalido(**{**negado.facts, "campo": pregunta.campo.id}) from None


def _texto(pregunta: Pregunta, texto: str) -> str:
    campo = pregunta.campo
    if campo.patron and campo.clase != "texto_largo":
        puesto = ajustado(campo.patron, texto)
        if puesto is None:
            _negar(campo, "patron", forma=campo.ejemplo or muestra(campo.patron))
        texto = puesto
    maximo = min(campo.maximo or MAXIMO_TEXTO, MAXIMO_TEXTO)
    if len(texto) > maximo:
        _negar(campo, "muy_largo", maximo=maximo, escritos=len(texto))
    if campo.minimo is not None and len(texto) < campo.minimo:
        _negar(campo, "muy_corto", minimo=campo.minimo, escritos=len(texto))
    return texto


_POR_CLASE: Mapping[str, Callable[[Pregunta, str], str]] = {
    "opcion": _lista, "centro": _lista, "dependencia": _lista, "fecha": _fecha, "entero": _entero, "correo": _correo,
    "telefono": _telefono, "documento": _documento,
}  # fmt: skip
