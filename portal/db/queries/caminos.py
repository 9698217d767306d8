"""How a long list is walked in its order: which index to follow, and which conditions to ask of each row on the way.

Each thing asked (``Parte``) is a condition on one expediente and, where an index keeps exactly those in order of id, the
walks (``Brazo``) that visit only them. The shortest walk is followed; the other parts are asked of each row it visits. What
the engine's planner would guess is measured here instead: a look at the beginning of each walk tells how sparse it is.

It is written as text because the shape changes with each question and building the expression costs more than its answer.
Only this module's and ``escritorio``'s own words are joined; every value is bound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import inf
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.bandeja import Orden

MUESTRA = 500
"""How many steps of a walk are looked at to tell how long it is."""
SIN_ORDEN = 5_000
"""The longest walk whose rows must be sorted."""
BRAZOS_MAXIMO = 40


@dataclass(frozen=True)
class Brazo:
    """A walk over one index, in order of id. ``donde`` speaks of ``t``; ``indice`` names it, where SQLite must be told."""

    tabla: str
    id: str
    donde: str
    indice: str = ""
    ordenado: bool = True
    """Whether the index gives them in order of id; else they are sorted, and only a short walk is worth it."""

    @property
    def propio(self) -> bool:
        """Whether it visits the expedientes themselves."""
        return self.tabla == "expediente"


TODOS = Brazo("expediente", "id", "1 = 1")


@dataclass(frozen=True)
class Parte:
    """One thing asked: ``condicion`` speaks of ``e``; ``brazos``, together, visit exactly those that satisfy it.

    ``por_id``: the same condition where an index alone can tell, given the id (``{id}``): it spares reading the expediente.
    """

    condicion: str
    brazos: tuple[Brazo, ...] = ()
    por_id: str = ""


@dataclass
class Pedido:
    """All that is asked of a list: its parts, the values they name, and the ids between which it can be."""

    partes: list[Parte] = field(default_factory=list)
    datos: dict[str, Any] = field(default_factory=dict)
    desde: int = 1
    hasta: int = 0
    ultimo: int = 0
    """The greatest id that there is."""
    imposible: bool = False

    def dato(self, valor: object) -> str:
        """The name of a value in the statement."""
        nombre = f"d{len(self.datos)}"
        self.datos[nombre] = valor
        return f":{nombre}"

    def entre(self, desde: int | None, hasta: int | None) -> None:
        """Nothing outside these ids can be in the list."""
        self.desde = max(self.desde, desde or self.desde)
        self.hasta = min(self.hasta, self.hasta if hasta is None else hasta)

    def recortado(self, desde: int | None, hasta: int | None) -> Pedido:
        """The same, between nearer ids."""
        otro = replace(self)
        otro.entre(desde, hasta)
        return otro

    @property
    def entero(self) -> bool:
        """Whether it can be anywhere."""
        return self.desde <= 1 and self.hasta >= self.ultimo

    @property
    def vacio(self) -> bool:
        """Whether nothing can be in it."""
        return self.imposible or self.desde > self.hasta


@dataclass(frozen=True)
class Camino:
    """The walk to follow: its arms, what is left to ask of each row, and about how many rows it visits."""

    brazos: tuple[Brazo, ...]
    resto: tuple[Parte, ...]
    largo: float

    def con(self, condicion: str) -> Camino:
        """The same walk, asking one thing more."""
        return Camino(self.brazos, (*self.resto, Parte(condicion)), self.largo)

    @property
    def ordenado(self) -> bool:
        """Whether its ids come in order."""
        return all(brazo.ordenado for brazo in self.brazos)

    @property
    def por_indices(self) -> bool:
        """Whether no expediente need be read to tell what is left to ask."""
        return all(parte.por_id for parte in self.resto)


def elegir(session: Session, p: Pedido) -> Camino:
    """The walk that visits fewest rows between the ids of ``p``."""
    candidatas = [(n, parte) for n, parte in enumerate(p.partes) if 0 < len(parte.brazos) <= BRAZOS_MAXIMO]
    largos = _largos(session, p, [(n, brazo) for n, parte in candidatas for brazo in parte.brazos])
    n, mejor = min(candidatas, key=lambda candidata: largos[candidata[0]], default=(-1, Parte("")))
    if largos.get(n, inf) == inf:
        return Camino((TODOS,), tuple(p.partes), float(p.hasta - p.desde + 1))
    return Camino(mejor.brazos, tuple(p.partes[:n] + p.partes[n + 1 :]), largos[n])


def _largos(session: Session, p: Pedido, brazos: Sequence[tuple[int, Brazo]]) -> dict[int, float]:
    """About how many rows the walks of each part visit, told from the newest of each."""
    if not brazos:
        return {}
    miradas = [_mirada(n, brazo, sqlite=es_sqlite(session)) for n, brazo in brazos]
    largos: dict[int, float] = {}
    for (n, cuantos, ultimo), (_, brazo) in zip(ejecutar(session, p, " UNION ALL ".join(miradas)), brazos, strict=True):
        if cuantos < (MUESTRA if brazo.ordenado else SIN_ORDEN):
            largo = float(cuantos)
        elif brazo.ordenado:
            largo = cuantos * (p.hasta - p.desde + 1) / max(p.hasta - ultimo + 1, 1)
        else:
            largo = inf
        largos[n] = largos.get(n, 0.0) + largo
    return largos


def _mirada(n: int, brazo: Brazo, *, sqlite: bool) -> str:
    """How many rows the beginning of a walk has, and the last of them."""
    if brazo.ordenado:
        comienzo = paso(brazo, (), sqlite=sqlite, orden="e.id DESC", cuantos=MUESTRA)
        return f"SELECT {n}, COUNT(*), MIN(id) FROM ({comienzo}) m"  # noqa: S608 -- own words
    comienzo = paso(brazo, (), sqlite=sqlite, orden="", cuantos=SIN_ORDEN)
    return f"SELECT {n}, COUNT(*), 0 FROM ({comienzo}) m"  # noqa: S608 -- own words


def paso(brazo: Brazo, resto: Sequence[Parte], *, sqlite: bool, orden: str, cuantos: int, con_dia: bool = False) -> str:
    """One arm of a walk: its ids, and the day on which the term of each ends.

    SQLite's planner is told the way, which it would otherwise guess.
    """
    guia = f" INDEXED BY {brazo.indice}" if brazo.indice else " NOT INDEXED" if brazo == TODOS else ""
    de = f"{brazo.tabla} {'e' if brazo.propio else 't'}{guia if sqlite else ''}"
    clave = f"{'e' if brazo.propio else 't'}.{brazo.id}"
    donde = [de_e(brazo.donde) if brazo.propio else brazo.donde, f"{clave} BETWEEN :desde AND :hasta"]
    if not brazo.propio and (con_dia or not all(parte.por_id for parte in resto)):
        de += f" {'CROSS' if sqlite else 'INNER'} JOIN expediente e ON e.id = {clave}"
    donde += [preguntar(parte, clave, leido=brazo.propio or " JOIN " in de) for parte in resto]
    unica = "DISTINCT " if brazo.tabla == "destino" else ""
    orden = f" ORDER BY {orden.replace('e.id', clave)}" if orden else ""
    que = f"{unica}{clave} AS id{', e.vence_el AS dia' if con_dia else ''}"
    return f"SELECT {que} FROM {de} WHERE {' AND '.join(donde)}{orden} LIMIT {cuantos}"  # noqa: S608 -- own words


def preguntar(parte: Parte, clave: str, *, leido: bool) -> str:
    """The condition to ask of a row: of what was read of it, or of an index by its id."""
    return parte.condicion if leido or not parte.por_id else parte.por_id.replace("{id}", clave)


def recorrer(session: Session, p: Pedido, camino: Camino, *, baja: bool, cuantos: int) -> list[int]:
    """The first ``cuantos`` ids of the list between the ids of ``p``, newest (``baja``) or oldest first."""
    if p.vacio:
        return []
    return [fila[0] for fila in ejecutar(session, p, unidos(session, camino, baja=baja, cuantos=cuantos))]


def enteros(session: Session, p: Pedido, camino: Camino, *, orden: Orden, tope: int) -> list[int] | None:
    """Every id of a short list, in order; None when it is longer than ``tope`` after all."""
    if p.vacio:
        return []
    con_dia = orden is Orden.VENCIMIENTO
    pasos = [
        paso(brazo, camino.resto, sqlite=es_sqlite(session), orden="", cuantos=tope + 1, con_dia=con_dia)
        for brazo in camino.brazos
    ]
    juntos = " UNION ALL ".join(f"SELECT * FROM ({uno}) p{i}" for i, uno in enumerate(pasos))  # noqa: S608 -- own words
    filas = ejecutar(session, p, juntos if len(pasos) > 1 else pasos[0])
    if len(filas) > tope:
        return None
    if con_dia:
        return [i for _, _, i in sorted({(dia is None, dia, i) for i, dia in filas})]
    return sorted({fila[0] for fila in filas}, reverse=orden is Orden.RECIENTES)


def contar(session: Session, p: Pedido, camino: Camino, *, tope: int, examina: int) -> tuple[int, bool]:
    """How many a long list holds, and whether that is only a floor: past ``tope``, or past ``examina`` rows looked at."""
    if p.vacio:
        return 0, False
    sqlite = es_sqlite(session)
    if camino.brazos == (TODOS,) and not camino.resto and p.entero:
        total = ejecutar(session, p, f"SELECT COUNT(*) FROM (SELECT 1 FROM expediente LIMIT {tope + 1}) c")[0][0]  # noqa: S608 -- own words
        return min(total, tope), total > tope
    cada = (examina if camino.resto else tope) // len(camino.brazos) + 1
    une = "" if camino.por_indices else f" {'CROSS' if sqlite else 'INNER'} JOIN expediente e ON e.id = c.id"
    resto = " AND ".join(preguntar(parte, "c.id", leido=bool(une)) for parte in camino.resto) or "1 = 1"
    visitas = [
        paso(brazo, (), sqlite=sqlite, orden="e.id DESC" if brazo.ordenado else "", cuantos=cada)
        for brazo in camino.brazos
    ]
    if len(visitas) == 1:
        orden = f"SELECT COUNT(CASE WHEN {resto} THEN 1 END), COUNT(*) >= {cada} FROM ({visitas[0]}) c{une}"  # noqa: S608 -- own words
    else:
        vistos = " OR ".join(f"(SELECT COUNT(*) FROM ({visita}) v) >= {cada}" for visita in visitas)  # noqa: S608 -- own words
        quedan = " UNION ".join(f"SELECT c.id FROM ({visita}) c{une} WHERE {resto}" for visita in visitas)  # noqa: S608 -- own words
        orden = f"SELECT (SELECT COUNT(*) FROM ({quedan}) q), {vistos}"  # noqa: S608 -- own words
    total, de_mas = ejecutar(session, p, orden)[0]
    return min(total, tope), bool(de_mas)


def unidos(session: Session, camino: Camino, *, baja: bool, cuantos: int) -> str:
    """The arms together: of each only as many as can be needed, so that none is walked to its end."""
    sentido = "DESC" if baja else "ASC"
    pasos = [
        paso(brazo, camino.resto, sqlite=es_sqlite(session), orden=f"e.id {sentido}", cuantos=cuantos)
        for brazo in camino.brazos
    ]
    if len(pasos) == 1:
        return pasos[0]
    juntos = " UNION ".join(f"SELECT id FROM ({uno}) p{i}" for i, uno in enumerate(pasos))  # noqa: S608 -- own words
    return f"{juntos} ORDER BY id {sentido} LIMIT {cuantos}"


def ejecutar(session: Session, p: Pedido, orden: str) -> Sequence[Any]:
    """The rows of a statement of these modules, with the values of ``p``; SQLite gives days and instants as text."""
    datos = {**p.datos, "desde": p.desde, "hasta": p.hasta}
    if es_sqlite(session):
        datos = {nombre: dato.isoformat() if isinstance(dato, date) else dato for nombre, dato in datos.items()}
    else:
        orden = _HUECO.sub(r"%(\1)s", orden)
    return session.connection().exec_driver_sql(orden, datos).all()


_HUECO = re.compile(r":([a-z]\w*)")


def de_e(donde: str) -> str:
    """What is said of ``t``, said of ``e``."""
    return re.sub(r"\bt\.", "e.", donde)


def es_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
