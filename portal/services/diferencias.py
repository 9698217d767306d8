"""What changed between two configurations, in words: names and not ids, one line for each thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.i18n import catalogo, t

_LLAVES = ("id", "fecha", "anio", "tipo", "version")
_NOMBRES = ("nombre", "etiqueta", "titulo", "texto", "asunto", "id", "fecha", "anio", "dependencia", "tipo")
_SENALA = {
    "desde": ("estados",), "hasta": ("estados",), "roles": ("escritorio.roles",), "padre": ("escritorio.dependencias",),
    "dependencia": ("escritorio.dependencias",), "sede": ("escritorio.sedes",), "sedes": ("escritorio.sedes",),
    "centro": ("escritorio.centros",), "plantilla": ("plantillas",), "ranura": ("formulario.ranuras",),
}  # fmt: skip
"""Fields whose value is the id of something else, and where that is."""
_FECHA = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_LARGO = 240
SEPARADOR = " › "

Json = Any


@dataclass(frozen=True)
class Diferencia:
    """One thing that changed. ``parte``: its dotted place, with ids. ``lugar``: the same in words.

    ``clase``: agregado, quitado, cambiado, orden. ``cosa``: what was added or taken out, «el campo». ``frase``: all of it
    in one sentence.
    """

    parte: str
    lugar: str
    antes: str
    ahora: str
    clase: str = "cambiado"
    cosa: str = ""

    @property
    def frase(self) -> str:
        """«Se agregó el campo…», as a sentence."""
        donde = self.lugar.rpartition(SEPARADOR)[0] if self.cosa else self.lugar
        en = t("diferencia.en", lugar=donde) if donde else ""
        return t(f"diferencia.{self.clase}", lugar=donde, antes=self.antes, ahora=self.ahora, cosa=self.cosa, en=en)


def comparar(antes: Mapping[str, Json], ahora: Mapping[str, Json]) -> tuple[Diferencia, ...]:
    """What is different in ``ahora``, in the order of the model. Both are whole institutions, in JSON."""
    nombres = _nombres(antes) | _nombres(ahora)
    return tuple(_comparar(antes, ahora, (), (), nombres))


def lugar_en_palabras(contenido: Mapping[str, Json], lugar: str) -> str:
    """A dotted place with ids, as people call it: «Formulario › Documento › Asunto › Largo máximo»."""
    palabras: list[str] = []
    actual: Json = contenido
    pasos = lugar.split(".") if lugar else []
    for n, paso in enumerate(pasos):
        if isinstance(actual, list):
            actual = next(
                (c for n_, c in enumerate(actual, 1) if isinstance(c, dict) and (_llave(c) or str(n_)) == paso), None
            )
            palabras[-1] = _uno(pasos[n - 1], _nombre(actual) if actual else paso)
        else:
            actual = actual.get(paso) if isinstance(actual, dict) else None
            palabras.append(nombre_de_campo(paso))
    return SEPARADOR.join(palabras)


def nombre_de_campo(campo: str) -> str:
    """What people call one field of the model (``lugar.<campo>`` in the catalog)."""
    return catalogo().get(f"lugar.{campo}", campo.replace("_", " ").capitalize())


def nombre_de_correo(plantilla_id: str, si_no: str = "") -> str:
    """What people call one mail of the house; another is called by its subject, or by its id."""
    return catalogo().get(f"config.correo.{plantilla_id}", si_no or plantilla_id)


def _comparar(
    antes: Json, ahora: Json, camino: tuple[str, ...], palabras: tuple[str, ...], nombres: Mapping[str, str]
) -> Iterator[Diferencia]:
    if antes == ahora:
        return
    if isinstance(antes, Mapping) and isinstance(ahora, Mapping):
        for campo in dict.fromkeys([*ahora, *antes]):
            yield from _comparar(
                antes.get(campo), ahora.get(campo), (*camino, campo), (*palabras, nombre_de_campo(campo)), nombres
            )
    elif _es_tabla(antes) and _es_tabla(ahora) and (antes or ahora):
        yield from _listas(antes, ahora, camino, palabras, nombres)
    else:
        campo = camino[-1] if camino else ""
        decia, dice = (en_palabras(campo, valor, nombres) for valor in (antes, ahora))
        yield Diferencia(".".join(camino), SEPARADOR.join(palabras), decia, dice)


def _listas(
    antes: Sequence[Json], ahora: Sequence[Json], camino: tuple[str, ...], palabras: tuple[str, ...],
    nombres: Mapping[str, str],
) -> Iterator[Diferencia]:  # fmt: skip
    """Two lists of things with a key: what was added, taken out, changed, and put in another order."""
    viejas, nuevas = ({_llave(cada): cada for cada in lista} for lista in (antes, ahora))
    lista, antes_de = camino[-1], palabras[:-1]
    cosa = _cosa(lista)
    lugar = SEPARADOR.join((*antes_de, _sin_articulo(cosa)))
    for llave, cada in nuevas.items():
        aqui = (*camino, llave)
        if llave not in viejas:
            yield Diferencia(".".join(aqui), lugar, "", _nombre(cada), "agregado", cosa)
        else:
            yield from _comparar(viejas[llave], cada, aqui, (*antes_de, _uno(lista, _nombre(cada))), nombres)
    for llave, cada in viejas.items():
        if llave not in nuevas:
            yield Diferencia(".".join((*camino, llave)), lugar, _nombre(cada), "", "quitado", cosa)
    lugar = SEPARADOR.join(palabras)
    comunes = [[llave for llave in cuales if llave in viejas and llave in nuevas] for cuales in (viejas, nuevas)]
    if comunes[0] != comunes[1]:
        era, es = (_corto(", ".join(_nombre(cuales[llave]) for llave in cuales)) for cuales in (viejas, nuevas))
        yield Diferencia(".".join(camino), lugar, era, es, "orden")


def en_palabras(campo: str, valor: Json, nombres: Mapping[str, str]) -> str:
    """One value as people read it."""
    if valor is None or (isinstance(valor, str | list | tuple) and not valor):
        return t("diferencia.nada")
    if isinstance(valor, bool):
        return t("diferencia.si") if valor else t("diferencia.no")
    if isinstance(valor, Mapping):
        if "campo" in valor and "op" in valor:
            return _condicion(valor, nombres)
        return _nombre(valor)
    if isinstance(valor, list):
        return _corto(", ".join(en_palabras(campo, cada, nombres) for cada in valor))
    dicho = catalogo().get(f"lugar.valor.{campo}.{valor}") or nombres.get(f"{campo}:{valor}", str(valor))
    return _corto(_FECHA.sub(r"\3/\2/\1", dicho) if _FECHA.fullmatch(dicho) else dicho)


def _condicion(valor: Mapping[str, Json], nombres: Mapping[str, str]) -> str:
    campo = nombres.get(f"campo:{valor['campo']}", valor["campo"])
    buscado = valor.get("valores") or valor.get("valor", "")
    cuales = buscado if isinstance(buscado, list) else [buscado]
    dichos = ", ".join(nombres.get(f"opcion:{v}", en_palabras("valor", v, nombres)) for v in cuales)
    return t(f"diferencia.condicion.{valor['op']}", campo=campo, valor=dichos)


def _nombres(contenido: Mapping[str, Json]) -> dict[str, str]:
    """By ``field:id``, the name of what that field points at."""
    conocidos: dict[str, str] = {}
    for campo, lugares in _SENALA.items():
        for lugar in lugares:
            actual: Json = contenido
            for paso in lugar.split("."):
                actual = actual.get(paso) if isinstance(actual, Mapping) else None
            conocidos |= {f"{campo}:{c['id']}": _nombre(c) for c in actual or () if "id" in c}
    for formulario in [
        contenido.get("formulario"),
        *(p.get("formulario") for p in contenido.get("procedimientos", ())),
    ]:
        for campo in (c for s in (formulario or {}).get("secciones", ()) for c in s.get("campos", ())):
            conocidos |= {f"campo:{campo['id']}": _nombre(campo), f"depende_de:{campo['id']}": _nombre(campo)}
            conocidos |= {f"opcion:{o['id']}": _nombre(o) for o in campo.get("opciones", ())}
    return conocidos


def _cosa(lista: str) -> str:
    """One of that list, with its article: «el campo»."""
    return catalogo().get(f"lugar.uno.{lista}", nombre_de_campo(lista).lower())


def _sin_articulo(cosa: str) -> str:
    """«Campo», as it begins a place."""
    corta = cosa.removeprefix("el ").removeprefix("la ")
    return corta[:1].upper() + corta[1:]


def _uno(lista: str, nombre: str) -> str:
    return t("diferencia.uno", cosa=_sin_articulo(_cosa(lista)), nombre=nombre)


def _es_tabla(valor: Json) -> bool:
    """A list of things that can be told apart by a key."""
    if not isinstance(valor, list) or not all(isinstance(cada, Mapping) and _llave(cada) for cada in valor):
        return False
    return len({_llave(cada) for cada in valor}) == len(valor)


def _llave(cada: Mapping[str, Json]) -> str:
    return next((str(cada[llave]) for llave in _LLAVES if cada.get(llave)), "")


def _nombre(cada: Mapping[str, Json]) -> str:
    if "asunto" in cada and "cuerpo" in cada:
        return nombre_de_correo(str(cada.get("id", "")), str(cada["asunto"]))
    return _corto(next((str(cada[nombre]) for nombre in _NOMBRES if cada.get(nombre)), ""))


def _corto(texto: str) -> str:
    return texto if len(texto) <= _LARGO else f"{texto[: _LARGO - 1]}…"
