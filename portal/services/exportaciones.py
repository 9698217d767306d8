"""Lists taken away as a file: the citizen's tray in Excel or CSV, all its pages, as filtered.

The same reading and the same scope as the tray's (``bandejas``), authorised when the file is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from portal.adapters import planilla
from portal.adapters.planilla import Columna, Tabla
from portal.db.types import ID_MAXIMO
from portal.domain.configuracion import Institucion
from portal.domain.errors import PortalError
from portal.domain.fechas import corta
from portal.domain.permisos import Permiso
from portal.domain.tamanos import KB
from portal.domain.texto import una_linea
from portal.i18n import t
from portal.services import bandejas, configuracion
from portal.services.bandejas import FilaView, Filtros
from portal.services.contexto import Contexto, requiere

MAXIMO = 10_000
"""Filings in one file: what a spreadsheet handles with ease and the server writes in a couple of seconds."""

EN_LA_DIRECCION: Mapping[str, str] = {"expediente": "n_expediente"}
"""Filters whose name in the address is another: «expediente» says there which one is open."""


class Formato(StrEnum):
    """How the list is written; the value is the end of the file's name."""

    EXCEL = "xlsx"
    CSV = "csv"


MIME: Mapping[Formato, str] = {
    Formato.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Formato.CSV: "text/csv; charset=utf-8",
}


class FiltroIlegible(PortalError):
    """A filter of the address cannot be read; nothing is exported rather than something else."""

    code = "filtro_ilegible"


@dataclass(frozen=True, slots=True)
class Exportacion:
    """A file ready to be sent. ``completa`` is False when only the newest ``MAXIMO`` fit in."""

    nombre: str
    mime: str
    octetos: bytes
    filas: int
    completa: bool


Fila = TypeVar("Fila")


@dataclass(frozen=True, slots=True)
class Dato(Generic[Fila]):
    """One column of an export: its head, what it takes of each row, and how it is written."""

    columna: Columna
    valor: Callable[[Fila, ZoneInfo], object]


def filtros_de(consulta: Mapping[str, str]) -> Filtros:
    """The filters that an address tells; what it does not tell is any. Raises FiltroIlegible."""
    dichos: dict[str, str | int | date] = {}
    for campo in fields(Filtros):
        texto = consulta.get(EN_LA_DIRECCION.get(campo.name, campo.name), "")
        if texto:
            dichos[campo.name] = _leido(texto, str(campo.type))
    return Filtros(**dichos)  # type: ignore[arg-type]  # each field got its own type above


def direccion(filtros: Filtros) -> dict[str, str]:
    """The query that ``filtros_de`` reads back as ``filtros``."""
    dichos = {EN_LA_DIRECCION.get(campo.name, campo.name): getattr(filtros, campo.name) for campo in fields(filtros)}
    return {nombre: v.isoformat() if isinstance(v, date) else str(v) for nombre, v in dichos.items() if v}


@requiere(Permiso.VER_TRAMITES_PROPIOS)
def mis_tramites(ctx: Contexto, filtros: Filtros, *, formato: Formato, maximo: int = MAXIMO) -> Exportacion:
    """The tray of this account as a file: what ``bandejas.mis_tramites`` shows with these filters, on all its pages."""
    filas = bandejas.todos_mis_tramites(ctx, filtros, maximo=maximo + 1)
    institucion = configuracion.mostrada(ctx)
    completa = len(filas) <= maximo
    acerca = {
        t("exportar.alcance"): t("exportar.completa" if completa else "exportar.cortada", maximo=maximo),
        t("exportar.horas"): t("exportar.horas_detalle", zona=str(institucion.zona)),
    }
    tabla = tabla_de(
        institucion, ctx.reloj(), t("exportar.titulo"), filas=filas[:maximo], datos=DEL_CIUDADANO, acerca=acerca
    )
    return en_archivo(institucion, ctx.reloj(), "tramites", tabla, formato=formato, completa=completa)


def tabla_de(
    institucion: Institucion,
    ahora: datetime,
    titulo: str,
    *,
    filas: Sequence[Fila],
    datos: Sequence[Dato[Fila]],
    acerca: Mapping[str, str],
) -> Tabla:
    """Any list, in the columns given, with what is told of it on a sheet of its own."""
    sobre = {
        t("exportar.institucion"): institucion.identidad.nombre,
        t("exportar.lista"): titulo,
        t("exportar.hecha"): corta(ahora, institucion.zona),
        t("exportar.registros"): str(len(filas)),
    }
    return Tabla(
        hoja=titulo,
        columnas=[dato.columna for dato in datos],
        filas=[[dato.valor(fila, institucion.zona) for dato in datos] for fila in filas],
        hoja_acerca=t("exportar.acerca"),
        acerca={**sobre, **acerca},
    )


def en_archivo(
    institucion: Institucion, ahora: datetime, nombre: str, tabla: Tabla, *, formato: Formato, completa: bool
) -> Exportacion:
    """The table written down, with the day in the name of its file."""
    octetos = (
        planilla.excel(tabla, autor=institucion.identidad.nombre, creado=ahora)
        if formato is Formato.EXCEL
        else planilla.en_csv(tabla)
    )
    hoy = ahora.astimezone(institucion.zona)
    return Exportacion(f"{nombre}-{hoy:%Y-%m-%d}.{formato}", MIME[formato], octetos, len(tabla.filas), completa)


def _leido(texto: str, tipo: str) -> str | int | date:
    """The text of an address as the type of its filter."""
    try:
        if "date" in tipo:
            return date.fromisoformat(texto)
        return min(int(texto[:15]), ID_MAXIMO) if "int" in tipo else texto
    except ValueError:
        raise FiltroIlegible(texto=una_linea(texto, 20)) from None


DEL_CIUDADANO: tuple[Dato[FilaView], ...] = (
    Dato(Columna(t("exportar.numero"), ancho=15), lambda f, _: f.numero),
    Dato(
        Columna(t("exportar.fecha"), "instante", 17),
        lambda f, zona: f.registrado_at.astimezone(zona).replace(tzinfo=None, microsecond=0),
    ),
    Dato(Columna(t("exportar.por"), ancho=26), lambda f, _: f.por),
    Dato(Columna(t("exportar.de"), ancho=30), lambda f, _: f.remitente),
    Dato(Columna(t("exportar.documento"), ancho=22), lambda f, _: f.numero_documento),
    Dato(Columna(t("exportar.asunto"), ancho=60), lambda f, _: f.asunto),
    Dato(Columna(t("exportar.paginas"), "entero", 9), lambda f, _: f.paginas),
    Dato(Columna(t("exportar.tamano"), "decimal", 12), lambda f, _: round(f.tamano / KB, 2)),
    Dato(Columna(t("exportar.estado"), ancho=18), lambda f, _: f.estado),
    Dato(Columna(t("exportar.movimientos"), "entero", 12), lambda f, _: f.movimientos),
    Dato(Columna(t("exportar.presentado"), "dia", 14), lambda f, _: f.presentado_el),
)
