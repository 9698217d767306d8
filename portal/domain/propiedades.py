"""What each kind of field has to be set, and which conditions can look at it: what the designer of forms offers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Literal, get_args

from portal.domain.campos import Campo, Clase
from portal.domain.texto import plegar

Signo = Literal["cifra", "letra", "cualquiera", "signo"]
"""What one sign of a ``patron`` stands for: 9, A, *, or itself."""

_ESCRITO = frozenset({"ayuda", "ejemplo", "obligatorio"})
PROPIEDADES: Mapping[Clase, frozenset[str]] = MappingProxyType(
    {
        "texto": _ESCRITO | {"minimo", "maximo", "patron", "inicial"},
        "texto_largo": _ESCRITO | {"minimo", "maximo", "inicial"},
        "fecha": frozenset({"ayuda", "obligatorio", "hasta_hoy"}),
        "entero": _ESCRITO | {"minimo", "maximo", "inicial"},
        "opcion": frozenset({"ayuda", "obligatorio", "opciones", "depende_de", "orden", "inicial"}),
        "si_no": frozenset({"ayuda", "inicial"}),
        "correo": _ESCRITO,
        "telefono": _ESCRITO,
        "documento": frozenset({"ayuda", "obligatorio"}),
        "antecedente": _ESCRITO,
        "centro": frozenset({"ayuda", "obligatorio"}),
        "dependencia": frozenset({"ayuda", "obligatorio", "depende_de"}),
        "declaracion": frozenset({"ayuda", "cuerpo", "obligatorio"}),
        "explicacion": frozenset({"cuerpo"}),
    }
)
"""By kind: the properties of a field that mean something in it, besides its label and when it is shown."""

PAPELES: Mapping[str, frozenset[Clase]] = MappingProxyType(
    {
        "asunto": frozenset({"texto", "texto_largo"}),
        "tipo": frozenset({"opcion", "texto"}),
        "numero": frozenset({"texto"}),
        "fecha": frozenset({"fecha"}),
        "destino": frozenset({"dependencia"}),
        "antecedente": frozenset({"antecedente", "texto"}),
        "paginas": frozenset({"entero"}),
    }
)
"""The data of the registro that a field can be, and the kinds that can be it."""

CON_LISTA = frozenset({"opcion", "centro", "dependencia"})
DE_MARCAR = frozenset({"si_no", "declaracion"})
_DE_LISTA = ("igual", "distinto", "uno_de", "lleno", "vacio")
_DE_PALABRAS = ("lleno", "vacio", "igual", "distinto")


def operadores(campo: Campo) -> tuple[str, ...]:
    """What a condition may say of ``campo``, the usual first; empty when nothing can look at it."""
    if campo.clase == "explicacion":
        return ()
    if campo.clase in DE_MARCAR:
        return ("igual",)
    if campo.clase in CON_LISTA:
        return _DE_LISTA
    return _DE_PALABRAS if campo.clase in {"texto", "entero"} else ("lleno", "vacio")


def con_clase(campo: Campo, clase: Clase) -> Campo:
    """The same field, of another kind: it keeps what that kind has too. Same ``id``, always."""
    tiene = PROPIEDADES[clase]
    otra_medida = {"minimo", "maximo"} if "entero" in {clase, campo.clase} else set()
    guarda = {"id", "etiqueta", "condicion"} | tiene - {"inicial", "depende_de"} - otra_medida
    datos = {nombre: valor for nombre, valor in campo if nombre in guarda}
    if "obligatorio" in tiene:
        datos["exigido_si"] = campo.exigido_si
    if campo.papel is not None and clase in PAPELES[campo.papel]:
        datos["papel"] = campo.papel
    return Campo(clase=clase, **datos)


_PISTAS: tuple[tuple[str, Clase], ...] = (
    (r"\b(correo|e-?mail)\b", "correo"),
    (r"\b(celular|telefono|movil|whatsapp)\b", "telefono"),
    (r"\b(dni|ruc|documento de identidad|carne de extranjeria)\b", "documento"),
    (r"\bexpediente\b.*\b(anterior|relacionado|referencia)\b|\bantecedente\b", "antecedente"),
    (r"\bcentro de gestion\b", "centro"),
    (r"\b(dependencia|oficina|area|gerencia)\b.*\b(destino|dirige|corresponde)\b", "dependencia"),
    (r"^fecha\b|\bfecha (de|del)\b", "fecha"),
    (r"\b(cantidad|paginas|folios|cuantos|cuantas)\b", "entero"),
    (r"^(declaro|acepto|autorizo)\b", "declaracion"),
    (r"^(descripcion|detalle|motivo|fundamento|informacion|observacion)", "texto_largo"),
    (r"^(tipo|clase|modalidad|departamento|provincia|distrito|region|sexo|categoria)\b", "opcion"),
    (r"^¿?\s*(desea|quiere|tiene|conoce|es|necesita|cuenta con|adjunta|sabe)\b", "si_no"),
)


def clase_sugerida(etiqueta: str) -> Clase:
    """The kind that a label asks for, by its words; a plain text when they say nothing."""
    llana = plegar(etiqueta)
    return next((clase for patron, clase in _PISTAS if re.search(patron, llana)), "texto")


def partes_del_patron(patron: str) -> tuple[tuple[Signo, int, str], ...]:
    """A ``patron`` told in runs: what it is, how many, and the sign itself when it stands for itself."""
    signos: dict[str, Signo] = {"9": "cifra", "A": "letra", "*": "cualquiera"}
    return tuple(
        (signos[signo], len(list(seguidos)), "") if signo in signos else ("signo", len(list(seguidos)), signo)
        for signo, seguidos in groupby(patron)
    )


CLASES: tuple[Clase, ...] = get_args(Clase)
"""Every kind of field, in the order in which they are offered."""
