"""From what the database keeps of an expediente to what a row of the desk shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from portal.db.models import DestinoRow
from portal.db.queries import escritorio as consultas
from portal.db.queries.escritorio import Criterio
from portal.domain.configuracion import Institucion
from portal.domain.estados import FINALES, Fase
from portal.domain.plazos import Semaforo
from portal.services import configuracion

_PREFERENCIA = ("responsable", "atencion", "copia")


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
    version = cache(partial(configuracion.institucion, session))
    crudas = consultas.filas(session, ids)
    destinos = consultas.destinos(session, ids, c.propias)
    return tuple(
        _fila(institucion, version(cruda.institucion_version), c, cruda, _por_que(c, destinos.get(cruda.id, ())))
        for cruda in (crudas[i] for i in ids if i in crudas)
    )


def _por_que(c: Criterio, destinos: Sequence[DestinoRow]) -> DestinoRow | None:
    """The open destino by which it is in this tray; of several, the one that gives most to do."""
    if c.bandeja == "por_recibir":
        destinos = [d for d in destinos if d.recibido_at is None]
    return min(destinos, key=lambda d: _PREFERENCIA.index(d.tipo), default=None)


def _fila(
    vigente: Institucion, propia: Institucion, c: Criterio, cruda: Row[Any], destino: DestinoRow | None
) -> FilaEscritorio:
    vence_el = destino.vence_el if destino is not None and destino.tipo == "atencion" else cruda.vence_el
    luz, dias = _termino(vigente, c, cruda, vence_el)
    estado = propia.estado(cruda.estado)
    return FilaEscritorio(
        expediente_id=cruda.id,
        numero=cruda.numero,
        asunto=cruda.asunto,
        remitente=cruda.remitente["nombre"],
        numero_documento=cruda.numero_documento,
        tipo=cruda.tipo_documento,
        dependencia_id=cruda.dependencia,
        dependencia=vigente.escritorio.dependencia(cruda.dependencia).nombre,
        responsable_id=cruda.responsable_id,
        responsable=f"{cruda.nombres} {cruda.apellidos}" if cruda.nombres is not None else "",
        estado_id=cruda.estado,
        estado=estado.nombre,
        fase=Fase(cruda.fase),
        semaforo=luz,
        dias=dias,
        vence_el=vence_el,
        enviado_at=cruda.abierto_at,
        presentado_el=cruda.presentado_el,
        canal=cruda.canal,
        movimientos=cruda.movimientos,
        por_recibir=destino.recibido_at is None if destino is not None else cruda.por_recibir,
        destino_tipo=destino.tipo if destino is not None else "",
        destino_id=destino.id if destino is not None else None,
    )


def _termino(vigente: Institucion, c: Criterio, cruda: Row[Any], vence_el: date | None) -> tuple[Semaforo, int | None]:
    """How near the end is, by the calendar of the office that has it, and the business days left."""
    if cruda.fase in FINALES:
        return Semaforo.SIN_PLAZO, None
    if cruda.fase == Fase.OBSERVADO or (vence_el is None and cruda.detenido):
        return Semaforo.DETENIDO, None
    if vence_el is None:
        return Semaforo.SIN_PLAZO, None
    dias = vigente.dias_de(cruda.dependencia).habiles_entre(c.hoy, vence_el)
    if vence_el < c.hoy:
        return Semaforo.VENCIDO, dias
    return Semaforo.POR_VENCER if dias <= vigente.escritorio.plazos.aviso else Semaforo.EN_PLAZO, dias
