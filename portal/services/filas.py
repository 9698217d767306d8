"""From what the database keeps of an expediente to what a row of the desk shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from sqlalchemy.orm import Session

from portal.db.queries import escritorio as consultas
from portal.db.queries.criterio import Criterio
from portal.db.queries.escritorio import FilaCruda
from portal.domain.calendario import Calendario
from portal.domain.configuracion import Institucion
from portal.domain.estados import FINALES, Fase
from portal.domain.plazos import Semaforo
from portal.services import configuracion


@dataclass(frozen=True, slots=True)
class FilaEscritorio:
    """One expediente in a list of the desk. ``dias``: business days left of its term, negative when it is late.

    ``destino_tipo``: as what it is open in the offices of who looks: responsable, atencion, copia; empty when it only
    passed. Of an ``atencion``, ``vence_el`` is the term of that request. ``movimientos``: what an act sends as ``visto``.
    """

    expediente_id: int
    numero: str
    asunto: str
    remitente: str
    numero_documento: str
    tipo: str
    dependencia_id: str
    dependencia: str
    responsable_id: int | None
    responsable: str
    estado_id: str
    estado: str
    fase: Fase
    semaforo: Semaforo
    dias: int | None
    vence_el: date | None
    enviado_at: datetime
    presentado_el: date
    canal: str
    movimientos: int
    por_recibir: bool
    destino_tipo: str
    destino_id: int | None


def ver(session: Session, institucion: Institucion, c: Criterio, ids: Sequence[int]) -> tuple[FilaEscritorio, ...]:
    """The rows of these expedientes, in this order, as the actor of ``c`` sees them."""
    if not ids:
        return ()
    crudas = consultas.filas(session, c, ids)
    estado = cache(lambda version, cual: configuracion.institucion(session, version).estado(cual).nombre)
    calendario = cache(institucion.dias_de)
    dependencia = institucion.escritorio.dependencia
    return tuple(
        _fila(
            cruda,
            dependencia=dependencia(cruda.dependencia).nombre,
            estado=estado(cruda.version, cruda.estado),
            termino=_termino(institucion, calendario(cruda.dependencia), c.hoy, cruda),
        )
        for cruda in (crudas[i] for i in ids if i in crudas)
    )


def _fila(
    cruda: FilaCruda, *, dependencia: str, estado: str, termino: tuple[Semaforo, int | None, date | None]
) -> FilaEscritorio:
    luz, dias, vence_el = termino
    return FilaEscritorio(
        expediente_id=cruda.id,
        numero=cruda.numero,
        asunto=cruda.asunto,
        remitente=cruda.remitente,
        numero_documento=cruda.numero_documento,
        tipo=cruda.tipo,
        dependencia_id=cruda.dependencia,
        dependencia=dependencia,
        responsable_id=cruda.responsable_id,
        responsable=f"{cruda.nombres} {cruda.apellidos}" if cruda.nombres is not None else "",
        estado_id=cruda.estado,
        estado=estado,
        fase=Fase(cruda.fase),
        semaforo=luz,
        dias=dias,
        vence_el=vence_el,
        enviado_at=_instante(cruda.enviado_at),
        presentado_el=_dia(cruda.presentado_el),
        canal=cruda.canal,
        movimientos=cruda.movimientos,
        por_recibir=bool(cruda.por_recibir) if cruda.destino_id is None else cruda.destino_recibido is None,
        destino_tipo=cruda.destino_tipo or "",
        destino_id=cruda.destino_id,
    )


def _termino(
    vigente: Institucion, calendario: Calendario, hoy: date, cruda: FilaCruda
) -> tuple[Semaforo, int | None, date | None]:
    """How near the end is, by the calendar of the office that has it; the business days left; the end itself."""
    suyo = cruda.destino_vence if cruda.destino_tipo == "atencion" else cruda.vence_el
    vence_el = _dia(suyo) if suyo is not None else None
    aviso = vigente.escritorio.plazos.aviso
    luz, dias = luz_de(cruda.fase, vence_el, detenido=bool(cruda.detenido), hoy=hoy, calendario=calendario, aviso=aviso)
    return luz, dias, vence_el


def luz_de(
    fase: str, vence_el: date | None, *, detenido: bool, hoy: date, calendario: Calendario, aviso: int
) -> tuple[Semaforo, int | None]:
    """How near the end of a term is, and the business days left, negative when it is late.

    ``detenido``: there is a term, and it does not run.
    """
    if fase in FINALES:
        return Semaforo.SIN_PLAZO, None
    if fase == Fase.OBSERVADO or (vence_el is None and detenido):
        return Semaforo.DETENIDO, None
    if vence_el is None:
        return Semaforo.SIN_PLAZO, None
    dias = calendario.habiles_entre(hoy, vence_el)
    if vence_el < hoy:
        return Semaforo.VENCIDO, dias
    return Semaforo.POR_VENCER if dias <= aviso else Semaforo.EN_PLAZO, dias


def _dia(dato: date | str) -> date:
    return date.fromisoformat(dato) if isinstance(dato, str) else dato


def _instante(dato: datetime | str) -> datetime:
    if isinstance(dato, str):
        return datetime.fromisoformat(dato).replace(tzinfo=UTC)
    return dato.astimezone(UTC)
