"""The citizen's own tray: what the administrados of the account filed. That of the desk: ``escritorio``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, partial

from sqlalchemy.orm import Session

from portal.db.queries.tramites import CUENTA_HASTA, Criterio, FilaCruda, hoja, todas
from portal.db.types import ID_MAXIMO
from portal.domain import terminos
from portal.domain.configuracion import Institucion
from portal.domain.estados import Fase
from portal.domain.fechas import ULTIMO_DIA, comienzo
from portal.domain.numeracion import interpretar, interpretar_sin_anio
from portal.domain.permisos import Permiso
from portal.domain.texto import plegar, una_linea
from portal.services import administrados, configuracion
from portal.services.contexto import Contexto, requiere

POR_HOJA = 25


@dataclass(frozen=True)
class Filtros:
    """What the person wrote in the filters; empty means any. Dates are days of the institution, both included."""

    desde: date | None = None
    hasta: date | None = None
    expediente: str = ""
    numero: str = ""
    asunto: str = ""
    de: int | None = None
    """One of the administrados of the account, where it acts for several; it counts in its own tray only."""


@dataclass(frozen=True)
class FilaView:
    """One filing in a list."""

    registro_id: int
    numero: str
    registrado_at: datetime
    por: str
    remitente: str
    numero_documento: str
    documento_id: int | None
    tamano: int
    paginas: int | None
    asunto: str
    estado: str
    fase: Fase
    movimientos: int
    presentado_el: date
    tono: str = ""


@dataclass(frozen=True)
class HojaView:
    """One page of a list. ``total`` above ``CUENTA_HASTA`` means "more than that"."""

    filas: tuple[FilaView, ...]
    total: int
    hay_mas_recientes: bool
    hay_mas_antiguos: bool

    @property
    def incontable(self) -> bool:
        """Whether ``total`` is only a floor."""
        return self.total > CUENTA_HASTA


@requiere(Permiso.VER_TRAMITES_PROPIOS)
def mis_tramites(
    ctx: Contexto, filtros: Filtros, *, antes: int | None = None, despues: int | None = None, por_hoja: int = POR_HOJA
) -> HojaView:
    """What the administrados of this account filed, newest first, whoever of them filed it."""
    with ctx.db.lectura() as session:
        _, institucion = configuracion.vigente(session)
        criterio = _criterio_propio(ctx, institucion, filtros)
        return _ver(session, criterio, antes=antes, despues=despues, por_hoja=por_hoja)


@requiere(Permiso.VER_TRAMITES_PROPIOS)
def todos_mis_tramites(ctx: Contexto, filtros: Filtros, *, maximo: int) -> tuple[FilaView, ...]:
    """What ``mis_tramites`` would show on all its pages together, at most ``maximo`` of the newest."""
    with ctx.db.lectura() as session:
        _, institucion = configuracion.vigente(session)
        version = cache(partial(configuracion.institucion, session))  # thousands of filings, a few versions
        crudas = todas(session, _criterio_propio(ctx, institucion, filtros), maximo=maximo)
        return tuple(_fila(version(cruda.expediente.institucion_version), cruda) for cruda in crudas)


def _criterio_propio(ctx: Contexto, institucion: Institucion, filtros: Filtros) -> Criterio:
    suyos = administrados.de(ctx.actor, solo=_id(filtros.de))
    return replace(_criterio(institucion, filtros), administrados=suyos)


def _criterio(institucion: Institucion, filtros: Filtros) -> Criterio:
    """From words to what the database is asked. An unreadable expediente number finds nothing, rather than all."""
    expediente = una_linea(filtros.expediente)
    leido = interpretar(institucion.numeracion.expediente, expediente)
    return Criterio(
        desde=comienzo(filtros.desde, institucion.zona) if filtros.desde else None,
        hasta=comienzo(min(filtros.hasta, ULTIMO_DIA) + timedelta(days=1), institucion.zona) if filtros.hasta else None,
        expediente=expediente,
        expediente_leido=leido,
        correlativo=None if leido else interpretar_sin_anio(expediente),
        numero=plegar(una_linea(filtros.numero)),
        palabras=_buscadas(filtros.asunto),
    )


def _buscadas(asunto: str) -> tuple[str, ...]:
    """The words to look for, cut as the index has them; nobody remembers more than so many of an asunto."""
    return terminos.de_asunto(asunto)[: terminos.CUANTOS]


def _ver(session: Session, criterio: Criterio, *, antes: int | None, despues: int | None, por_hoja: int) -> HojaView:
    cruda = hoja(session, criterio, por_hoja=por_hoja, antes=_id(antes), despues=_id(despues))
    versiones = {fila.expediente.institucion_version for fila in cruda.filas}
    instituciones = {version: configuracion.institucion(session, version) for version in versiones}
    filas = tuple(_fila(instituciones[fila.expediente.institucion_version], fila) for fila in cruda.filas)
    return HojaView(filas, cruda.total, cruda.mas_recientes, cruda.mas_antiguos)


def _id(limite: int | None) -> int | None:
    """What stands in an address, brought to what can be an id."""
    return None if limite is None else min(max(limite, 0), ID_MAXIMO)


def _fila(institucion: Institucion, fila: FilaCruda) -> FilaView:
    registro, expediente, documento = fila.registro, fila.expediente, fila.documento
    estado = institucion.estado(expediente.estado)
    return FilaView(
        registro_id=registro.id,
        numero=expediente.numero,
        registrado_at=registro.enviado_at,
        por=registro.por,
        remitente=registro.remitente["nombre"],
        numero_documento=registro.numero_documento,
        documento_id=documento.id if documento else None,
        tamano=documento.tamano if documento else 0,
        paginas=documento.paginas if documento else None,
        asunto=registro.asunto,
        estado=estado.publico,
        fase=estado.fase,
        tono=estado.tono,
        movimientos=expediente.movimientos,
        presentado_el=registro.presentado_el,
    )
