"""Where each estado and each step stands in the diagram: columns by stage, an order with few crossings, and the lines.

Plain arithmetic, without a browser: what the component draws and what a test can look at. Measures are in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from portal.domain.configuracion import Estado, Transicion
from portal.domain.estados import ABIERTAS, Fase

ANCHO, ALTO = 132, 46
ANCHO_PASO, ALTO_PASO = 146, 28
ENTRE_COLUMNAS, ENTRE_FILAS = 40, 14
MARGEN = 8
VUELTAS = 12
LARGO_LINEA, LARGO_PASO = 17, 22


@dataclass
class Nodo:
    """A box (an estado), a pill (a step) or a place that a long line passes (``paso`` of nothing)."""

    id: str
    columna: int
    texto: str = ""
    clase: str = "cruce"
    y: float = 0.0
    vecinos: list[str] = field(default_factory=list)

    @property
    def alto(self) -> int:
        """Its height."""
        return {"estado": ALTO, "paso": ALTO_PASO}.get(self.clase, 4)

    @property
    def ancho(self) -> int:
        """Its width."""
        return ANCHO if self.columna % 2 == 0 else ANCHO_PASO


def trazar(
    estados: Sequence[Estado], transiciones: Sequence[Transicion], *, mal: frozenset[str], elegido: str
) -> dict[str, Any]:
    """The drawing, as the component takes it. ``mal``: the estados to which nothing leads; ``elegido``: as it is named."""
    nodos = _nodos(estados, transiciones)
    lineas = _lineas(transiciones, nodos)
    columnas = _ordenar(nodos)
    ancho, alto = _situar(columnas, nodos)
    tonos = {estado.id: tono(estado) for estado in estados}
    return {
        "ancho": ancho,
        "alto": alto,
        "nodos": [_nodo(n, columnas, mal, elegido, tonos) for n in nodos.values() if n.clase != "cruce"],
        "lineas": [_linea(camino, nodos, columnas, elegido) for camino in lineas],
    }


def tono(estado: Estado) -> str:
    """The colour of an estado: the one it was given, or that of its fase."""
    de_fase = {
        Fase.REGISTRADO: "azul", Fase.EN_TRAMITE: "azul", Fase.OBSERVADO: "ambar", Fase.ATENDIDO: "verde",
        Fase.RECHAZADO: "rojo", Fase.NO_PRESENTADO: "rojo",
    }  # fmt: skip
    return estado.tono or de_fase.get(estado.fase, "gris")


def etapas(estados: Sequence[Estado], transiciones: Sequence[Transicion]) -> dict[str, int]:
    """The stage of each estado: how far from the beginning while it is open, then those that end, then the archive."""
    abiertos = {e.id for e in estados if e.fase in ABIERTAS}
    inicial = next((e.id for e in estados if e.fase is Fase.REGISTRADO), "")
    lejos, frontera = {inicial: 0}, [inicial]
    while frontera:
        de = frontera.pop(0)
        for t in transiciones:
            if de in t.desde and t.hasta in abiertos and t.hasta not in lejos:
                lejos[t.hasta] = lejos[de] + 1
                frontera.append(t.hasta)
    ultima = max((lejos.get(cual, 1) for cual in abiertos), default=0)
    return {
        e.id: lejos.get(e.id, 1) if e.id in abiertos else ultima + (2 if e.fase is Fase.ARCHIVADO else 1)
        for e in estados
    }


def _nodos(estados: Sequence[Estado], transiciones: Sequence[Transicion]) -> dict[str, Nodo]:
    etapa = etapas(estados, transiciones)
    nodos = {f"estado:{e.id}": Nodo(f"estado:{e.id}", 2 * etapa[e.id], e.nombre, "estado") for e in estados}
    for t in transiciones:
        salen = [etapa[d] for d in t.desde if d in etapa and d != t.hasta]
        if t.hasta in etapa and salen:
            llega = etapa[t.hasta]
            # Beside where it leads, on the side it is come from; what goes back stands on the other side.
            columna = 2 * llega - 1 if min(salen) < llega or llega == max(salen) else 2 * llega + 1
            nodos[_paso(t)] = Nodo(_paso(t), max(columna, 1), t.nombre, "paso")
    return nodos


def _paso(transicion: Transicion) -> str:
    return f"transicion:{transicion.id}"


def _lineas(transiciones: Sequence[Transicion], nodos: dict[str, Nodo]) -> list[list[str]]:
    """Every line as the nodes it passes, with a crossing in each column between its ends."""
    caminos = []
    for t in transiciones:
        if _paso(t) in nodos:
            pares = [(f"estado:{d}", _paso(t)) for d in t.desde if f"estado:{d}" in nodos and d != t.hasta]
            caminos += [_camino(de, a, nodos) for de, a in [*pares, (_paso(t), f"estado:{t.hasta}")]]
    for camino in caminos:
        for uno, otro in pairwise(camino):
            nodos[uno].vecinos.append(otro)
            nodos[otro].vecinos.append(uno)
    return caminos


def _camino(de: str, a: str, nodos: dict[str, Nodo]) -> list[str]:
    desde, hasta = nodos[de].columna, nodos[a].columna
    sentido = 1 if hasta > desde else -1
    camino = [de]
    for columna in range(desde + sentido, hasta, sentido):
        cruce = f"cruce:{de}>{a}:{columna}"
        nodos[cruce] = Nodo(cruce, columna)
        camino.append(cruce)
    return [*camino, a]


def _ordenar(nodos: Mapping[str, Nodo]) -> list[list[Nodo]]:
    """The nodes of each column, each near those it is tied to."""
    ultima = max((n.columna for n in nodos.values()), default=-1)
    columnas: list[list[Nodo]] = [[n for n in nodos.values() if n.columna == c] for c in range(ultima + 1)]
    _apilar(columnas)
    for vuelta in range(VUELTAS):
        for columna in columnas if vuelta % 2 == 0 else reversed(columnas):
            columna.sort(key=lambda n: _medio(n, nodos))
            _separar(columna, nodos)
    return columnas


def _apilar(columnas: Iterable[list[Nodo]]) -> None:
    for columna in columnas:
        y = 0.0
        for nodo in columna:
            nodo.y = y + nodo.alto / 2
            y += nodo.alto + ENTRE_FILAS


def _medio(nodo: Nodo, nodos: Mapping[str, Nodo]) -> float:
    return sum(nodos[v].y for v in nodo.vecinos) / len(nodo.vecinos) if nodo.vecinos else nodo.y


def _separar(columna: Sequence[Nodo], nodos: Mapping[str, Nodo]) -> None:
    """Each as near as can be to the middle of those it is tied to, in this order and without touching."""
    deseos = [_medio(nodo, nodos) for nodo in columna]
    for lugar, (nodo, deseo) in enumerate(zip(columna, deseos, strict=True)):
        nodo.y = deseo
        if lugar:
            nodo.y = max(deseo, _debajo(columna[lugar - 1], nodo))
    if columna:
        corrido = sum(nodo.y - deseo for nodo, deseo in zip(columna, deseos, strict=True)) / len(columna)
        for nodo in columna:
            nodo.y -= corrido


def _debajo(arriba: Nodo, nodo: Nodo) -> float:
    return arriba.y + (arriba.alto + nodo.alto) / 2 + ENTRE_FILAS


def _situar(columnas: Sequence[Sequence[Nodo]], nodos: Mapping[str, Nodo]) -> tuple[int, int]:
    """Move everything inside the drawing; its width and height."""
    arriba = min((n.y - n.alto / 2 for n in nodos.values()), default=0)
    for nodo in nodos.values():
        nodo.y += MARGEN - arriba
    abajo = max((n.y + n.alto / 2 for n in nodos.values()), default=0)
    return _x(len(columnas), columnas) - ENTRE_COLUMNAS + MARGEN, round(abajo) + MARGEN


def _x(columna: int, columnas: Sequence[Sequence[Nodo]]) -> int:
    """Where a column begins; an empty one takes no room."""
    anchos = [(ANCHO if c % 2 == 0 else ANCHO_PASO) + ENTRE_COLUMNAS if columnas[c] else 0 for c in range(columna)]
    return MARGEN + sum(anchos)


def _nodo(
    n: Nodo, columnas: Sequence[Sequence[Nodo]], mal: frozenset[str], elegido: str, tonos: Mapping[str, str]
) -> dict[str, Any]:
    propio = n.id.partition(":")[2]
    marcas = [n.clase]
    if n.clase == "estado":
        marcas.append(tonos[propio])
    if propio in mal and n.clase == "estado":
        marcas.append("mal")
    if n.id == elegido:
        marcas.append("elegido")
    return {
        "id": n.id, "x": _x(n.columna, columnas), "y": round(n.y - n.alto / 2), "ancho": n.ancho, "alto": n.alto,
        "lineas": partido(n.texto, 2) if n.clase == "estado" else partido(n.texto, 1, LARGO_PASO), "clase": " ".join(marcas),
    }  # fmt: skip


def _linea(
    camino: Sequence[str], nodos: Mapping[str, Nodo], columnas: Sequence[Sequence[Nodo]], elegido: str
) -> dict[str, Any]:
    """A smooth line through its nodes: it leaves and arrives level."""
    puntos: list[tuple[float, float]] = []
    sentido = 1 if nodos[camino[-1]].columna > nodos[camino[0]].columna else -1
    for lugar, cual in enumerate(camino):
        n = nodos[cual]
        izquierda = _x(n.columna, columnas)
        entra, sale = (izquierda, izquierda + n.ancho) if sentido > 0 else (izquierda + n.ancho, izquierda)
        puntos += [(entra, n.y)] if lugar else []
        puntos += [(sale, n.y)] if lugar < len(camino) - 1 else []
    d = f"M{puntos[0][0]:.0f} {puntos[0][1]:.0f}"
    for (x0, y0), (x1, y1) in pairwise(puntos):
        medio = (x0 + x1) / 2
        d += f"C{medio:.0f} {y0:.0f} {medio:.0f} {y1:.0f} {x1:.0f} {y1:.0f}"
    llega = camino[-1].startswith("estado:")
    marcas = [
        m
        for m, si in (("llega", llega), ("vuelve", sentido < 0), ("elegida", elegido in {camino[0], camino[-1]}))
        if si
    ]
    return {"d": d, "clase": " ".join(marcas)}


def partido(texto: str, lineas: int, largo: int = LARGO_LINEA) -> list[str]:
    """A name in at most so many lines of a box; what does not fit ends in three dots."""
    hechas = [""]
    for palabra in texto.split():
        junto = f"{hechas[-1]} {palabra}".strip()
        if len(junto) <= largo or not hechas[-1]:
            hechas[-1] = junto
        else:
            hechas.append(palabra)
    cortas = [linea if len(linea) <= largo else f"{linea[: largo - 1]}…" for linea in hechas[:lineas]]
    if len(hechas) > lineas:
        cortas[-1] = f"{cortas[-1][: largo - 1].rstrip()}…"
    return cortas
