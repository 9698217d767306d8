"""The desk's list: what staff see of the expedientes within reach, by trays, filters and pages.

Each question is asked of the database in the order of the list, never loaded whole. Who may see what: ``alcances``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from portal.db.queries import escritorio as consultas
from portal.db.queries.criterio import Criterio
from portal.db.queries.escritorio import CUENTA_HASTA, Lista
from portal.db.types import ID_MAXIMO
from portal.domain.bandeja import Bandeja, Filtro
from portal.domain.configuracion import Institucion
from portal.domain.permisos import Permiso
from portal.services import alcances, configuracion, criterios, filas
from portal.services.contexto import Contexto, requiere
from portal.services.filas import FilaEscritorio

__all__ = [
    "CUENTA_HASTA",
    "HojaEscritorio",
    "Opciones",
    "Vecinos",
    "algunas",
    "cuentas",
    "lista",
    "opciones",
    "todas",
    "vecinos",
]

POR_HOJA = 25
CANALES = ("web", "ventanilla")
_TRAMO = 500


@dataclass(frozen=True)
class HojaEscritorio:
    """One page. ``total`` is exact unless ``incontable``: then there are at least so many.

    ``hay_mas_recientes``: there is a page before this one (ask with ``despues`` = the id of the first row);
    ``hay_mas_antiguos``: there is one after it (ask with ``antes`` = that of the last row). Whatever the order.
    """

    filas: tuple[FilaEscritorio, ...]
    total: int
    incontable: bool
    hay_mas_recientes: bool
    hay_mas_antiguos: bool


@dataclass(frozen=True)
class Vecinos:
    """The numbers of the expedientes before and after one in a list, and its place; None where there is none."""

    anterior: str | None
    siguiente: str | None
    posicion: int | None
    total: int
    incontable: bool


@dataclass(frozen=True)
class Opciones:
    """What the filters may choose from, within reach: what the filter takes and the words shown for it, in order."""

    dependencias: Mapping[str, str]
    responsables: Mapping[int, str]
    tipos: tuple[str, ...]
    estados: Mapping[str, str]
    canales: tuple[str, ...]


@requiere(Permiso.VER_BANDEJA)
def lista(
    ctx: Contexto, filtro: Filtro, *, antes: int | None = None, despues: int | None = None, por_hoja: int = POR_HOJA
) -> HojaEscritorio:
    """One page of what ``filtro`` asks, as far as the actor may read. ``antes`` and ``despues`` are ids of expedientes."""
    with ctx.db.lectura() as session:
        institucion, c, encontrada = _buscar(session, ctx, filtro)
        antes, despues = _id(antes), _id(despues)
        hacia_atras = antes is None and despues is not None
        ids = encontrada.pagina(por_hoja=por_hoja + 1, antes=antes, despues=despues)
        hay_mas, ids = len(ids) > por_hoja, ids[:por_hoja]
        if hacia_atras:
            ids.reverse()
        sola = antes is None and despues is None and not hay_mas
        total, incontable = (len(ids), False) if sola else encontrada.total()
        return HojaEscritorio(
            filas=filas.ver(session, institucion, c, ids),
            total=max(total, len(ids)),
            incontable=incontable,
            hay_mas_recientes=hay_mas if hacia_atras else antes is not None,
            hay_mas_antiguos=True if hacia_atras else hay_mas,
        )


@requiere(Permiso.VER_BANDEJA)
def todas(ctx: Contexto, filtro: Filtro, *, maximo: int) -> tuple[FilaEscritorio, ...]:
    """What ``lista`` would show on all its pages together, at most ``maximo`` rows, in the same order."""
    leidas: list[FilaEscritorio] = []
    with ctx.db.lectura() as session:
        institucion, c, encontrada = _buscar(session, ctx, filtro)
        while len(leidas) < maximo:
            antes = leidas[-1].expediente_id if leidas else None
            ids = encontrada.pagina(por_hoja=min(_TRAMO, maximo - len(leidas)), antes=antes)
            if not ids:
                break
            leidas += filas.ver(session, institucion, c, ids)
    return tuple(leidas)


@requiere(Permiso.VER_BANDEJA)
def algunas(ctx: Contexto, ids: Sequence[int]) -> tuple[FilaEscritorio, ...]:
    """The rows of these expedientes, as the list shows them; those that the actor may not read are left out."""
    with ctx.db.lectura() as session:
        institucion, c, _ = _buscar(session, ctx, Filtro())
        visibles = consultas.visibles(session, alcances.visibles(ctx.actor), [i for i in ids if i <= ID_MAXIMO])
        return filas.ver(session, institucion, c, [i for i in dict.fromkeys(ids) if i in visibles])


@requiere(Permiso.VER_BANDEJA)
def cuentas(ctx: Contexto) -> Mapping[Bandeja, int]:
    """How many each tray holds; CUENTA_HASTA + 1 means more than that."""
    with ctx.db.lectura() as session:
        _, c, _ = _buscar(session, ctx, Filtro())
        totales = {bandeja: Lista(session, replace(c, bandeja=bandeja)).total() for bandeja in Bandeja}
        return {bandeja: CUENTA_HASTA + 1 if incontable else total for bandeja, (total, incontable) in totales.items()}


@requiere(Permiso.VER_BANDEJA)
def vecinos(ctx: Contexto, filtro: Filtro, expediente_id: int) -> Vecinos:
    """What stands before and after an expediente in the list that ``filtro`` asks, so that one may walk it.

    One that no longer is in the list (an act took it elsewhere) has no place, and still its neighbours.
    """
    with ctx.db.lectura() as session:
        _, _, encontrada = _buscar(session, ctx, filtro)
        aqui = _id(expediente_id) or 0
        antes = encontrada.pagina(por_hoja=1, despues=aqui)
        luego = encontrada.pagina(por_hoja=1, antes=aqui)
        numeros = consultas.numeros(session, antes + luego)
        total, incontable = encontrada.total()
        return Vecinos(
            anterior=numeros[antes[0]] if antes else None,
            siguiente=numeros[luego[0]] if luego else None,
            posicion=encontrada.posicion(aqui),
            total=total,
            incontable=incontable,
        )


@requiere(Permiso.VER_BANDEJA)
def opciones(ctx: Contexto) -> Opciones:
    """The choices of the filters: offices and people within reach, tipos, estados and canales."""
    alcance = alcances.oficinas(ctx.actor, Permiso.VER_BANDEJA)
    with ctx.db.lectura() as session:
        _, institucion = configuracion.vigente(session)
        tipo = institucion.formulario.con_papel("tipo")
        return Opciones(
            dependencias={
                d.id: d.nombre for d in institucion.escritorio.dependencias if alcance is None or d.id in alcance
            },
            responsables=consultas.personal(session, alcance, ctx.reloj()),
            tipos=tuple(opcion.nombre for opcion in tipo.opciones) if tipo is not None else (),
            estados={estado.id: estado.nombre for estado in institucion.estados},
            canales=CANALES,
        )


def _buscar(session: Session, ctx: Contexto, filtro: Filtro) -> tuple[Institucion, Criterio, Lista]:
    """The institution in force, what is asked, and the list of it."""
    consultas.preparar(session)
    institucion = configuracion.mostrada(ctx)
    c = criterios.de_filtro(institucion, ctx, filtro)
    return institucion, c, Lista(session, c)


def _id(limite: int | None) -> int | None:
    """What stands in an address, brought to what can be an id."""
    return None if limite is None else min(max(limite, 0), ID_MAXIMO)
