"""One expediente on the desk: everything its screen shows, asked at once and within reach.

What was filed comes from ``consulta``, as the citizen sees it; here is what only staff see: where it is and with whom,
its term, every step with its proveído, who was sent what, the sender's other expedientes, and what looks repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.db.models import CuentaRow, DestinoRow, DocumentoRow, ExpedienteRow, MovimientoRow, RegistroRow
from portal.domain.configuracion import Institucion
from portal.domain.estados import Accion, Fase
from portal.domain.permisos import Permiso
from portal.domain.plazos import Semaforo
from portal.domain.texto import palabras
from portal.services import actuaciones, alcances, comprobables, configuracion, consulta, posibles, relojes
from portal.services.comprobables import Comprobable
from portal.services.consulta import ExpedienteView
from portal.services.contexto import Contexto, requiere
from portal.services.destinos import nombre_de
from portal.services.duplicados import SIN_NUMERO
from portal.services.filas import luz_de
from portal.services.posibles import AccionPosible
from portal.services.posteriores import ENTRADA

MOSTRADOS = 10


@dataclass(frozen=True)
class Paso:
    """One step as staff read it: ``nota`` is what the citizen reads, ``interna`` the proveído, ``datos`` its facts."""

    accion: Accion
    estado: str
    fase: Fase
    actor: str
    oficina: str
    nota: str
    interna: str
    datos: dict[str, Any]
    publico: bool
    ocurrido_at: datetime


@dataclass(frozen=True)
class DestinoView:
    """An office to which it was sent, and what became of it there."""

    id: int
    oficina: str
    tipo: str
    pedido: str
    vence_el: date | None
    creado_at: datetime
    recibido_at: datetime | None
    recibido_por: str
    cerrado_at: datetime | None
    cierre: str
    respuesta: str


@dataclass(frozen=True)
class Hermano:
    """Another expediente within reach; ``por``: mismo_archivo or mismo_numero when it looks repeated, else empty."""

    numero: str
    asunto: str
    estado: str
    fase: Fase
    presentado_el: date | None
    por: str = ""


@dataclass(frozen=True)
class Ficha:
    """All of it. ``visto`` is what an act sends back: the movimientos that this screen shows. ``estado``: its name here."""

    vista: ExpedienteView
    visto: int
    estado: str
    oficina: str
    por_recibir: bool
    responsable: str
    semaforo: Semaforo
    vence_el: date | None
    quedan: int | None
    pasos: tuple[Paso, ...]
    destinos: tuple[DestinoView, ...]
    acciones: tuple[AccionPosible, ...]
    otros: tuple[Hermano, ...]
    repetidos: tuple[Hermano, ...]
    pedido: tuple[Comprobable, ...]


@requiere(Permiso.VER_BANDEJA)
def abrir(ctx: Contexto, numero: str) -> Ficha:
    """The expediente of that number, within reach. Raises NoEncontrado, the same for one that does not exist."""
    vista = consulta.de_bandeja(ctx, numero)
    with ctx.db.lectura() as session:
        actuacion = actuaciones.mirar(session, ctx, vista.numero)
        expediente, vigente = actuacion.expediente, actuacion.vigente
        destinos = _destinos(session, vigente, expediente.id)
        luz, dias = _termino(session, ctx, vigente, expediente)
        repetidos = _repetidos(session, ctx, vista, expediente)
        return Ficha(
            vista=vista,
            visto=expediente.movimientos,
            estado=actuacion.institucion.estado(expediente.estado).nombre,
            oficina=vigente.escritorio.dependencia(expediente.dependencia).nombre,
            por_recibir=expediente.por_recibir,
            responsable=nombre_de(session, expediente.responsable_id),
            semaforo=luz,
            vence_el=expediente.vence_el,
            quedan=dias,
            pasos=_pasos(session, actuacion.institucion, vigente, expediente.id),
            destinos=destinos,
            acciones=posibles.de(session, ctx, actuacion),
            otros=_otros(session, ctx, expediente),
            repetidos=repetidos,
            pedido=comprobables.de(session, actuacion.institucion, vista.registro_id),
        )


def _termino(
    session: Session, ctx: Contexto, vigente: Institucion, expediente: ExpedienteRow
) -> tuple[Semaforo, int | None]:
    """How near its end is, as its row in the list says (``filas``)."""
    return luz_de(
        expediente.fase,
        expediente.vence_el,
        detenido=relojes.abierto(session, expediente.id) is not None,
        hoy=relojes.hoy(session, ctx),
        calendario=vigente.dias_de(expediente.dependencia),
        aviso=vigente.escritorio.plazos.aviso,
    )


def _pasos(session: Session, propia: Institucion, vigente: Institucion, expediente_id: int) -> tuple[Paso, ...]:
    filas = session.scalars(
        select(MovimientoRow).where(MovimientoRow.expediente_id == expediente_id).order_by(MovimientoRow.orden.desc())
    )
    return tuple(
        Paso(
            accion=Accion(m.accion),
            estado=propia.estado(m.hasta).nombre,
            fase=Fase(m.fase),
            actor=m.actor,
            oficina=vigente.escritorio.dependencia(m.dependencia).nombre if m.dependencia else "",
            nota=m.nota,
            interna=m.interna,
            datos=m.datos or {},
            publico=m.publico,
            ocurrido_at=m.ocurrido_at,
        )
        for m in filas
    )


def _destinos(session: Session, vigente: Institucion, expediente_id: int) -> tuple[DestinoView, ...]:
    filas: Sequence[DestinoRow] = session.scalars(
        select(DestinoRow).where(DestinoRow.expediente_id == expediente_id).order_by(DestinoRow.id.desc())
    ).all()
    pedidos = {pedido.id: pedido.nombre for pedido in vigente.escritorio.pedidos}
    quienes = session.scalars(select(CuentaRow).where(CuentaRow.id.in_({d.recibido_por for d in filas})))
    nombres = {cuenta.id: cuenta.nombre for cuenta in quienes}
    return tuple(
        DestinoView(
            id=d.id,
            oficina=vigente.escritorio.dependencia(d.dependencia).nombre,
            tipo=d.tipo,
            pedido=pedidos.get(d.pedido, d.pedido),
            vence_el=d.vence_el,
            creado_at=d.creado_at,
            recibido_at=d.recibido_at,
            recibido_por=nombres.get(d.recibido_por or 0, ""),
            cerrado_at=d.cerrado_at,
            cierre=d.cierre,
            respuesta=d.respuesta,
        )
        for d in filas
    )


def _otros(session: Session, ctx: Contexto, expediente: ExpedienteRow) -> tuple[Hermano, ...]:
    """The newest of the same sender that the actor may read."""
    filas = session.scalars(
        select(ExpedienteRow)
        .where(ExpedienteRow.administrado_id == expediente.administrado_id, ExpedienteRow.id != expediente.id)
        .where(alcances.visibles(ctx.actor))
        .order_by(ExpedienteRow.id.desc())
        .limit(MOSTRADOS)
    )
    return tuple(_hermano(session, fila) for fila in filas)


def _repetidos(
    session: Session, ctx: Contexto, vista: ExpedienteView, expediente: ExpedienteRow
) -> tuple[Hermano, ...]:
    """Those that came with one of its files, or of the same sender with the same number of document."""
    huellas = [documento.sha256 for documento in vista.documentos]
    mismo_archivo = select(RegistroRow.expediente_id).join(DocumentoRow, DocumentoRow.registro_id == RegistroRow.id)
    mismo_archivo = mismo_archivo.where(DocumentoRow.sha256.in_(huellas), RegistroRow.sentido == ENTRADA)
    mismo_numero = select(RegistroRow.expediente_id).where(
        RegistroRow.administrado_id == expediente.administrado_id,
        RegistroRow.clase == "presentacion",
        RegistroRow.numero_documento == vista.numero_documento,
    )
    dicho = "".join(palabras(vista.numero_documento)) not in SIN_NUMERO
    de_archivo = set(session.scalars(mismo_archivo.limit(100)))
    de_numero = set(session.scalars(mismo_numero.limit(100))) if dicho else set()
    filas = session.scalars(
        select(ExpedienteRow)
        .where(or_(ExpedienteRow.id.in_(de_archivo), ExpedienteRow.id.in_(de_numero)))
        .where(ExpedienteRow.id != expediente.id, alcances.visibles(ctx.actor))
        .order_by(ExpedienteRow.id.desc())
        .limit(MOSTRADOS)
    )
    return tuple(
        _hermano(session, fila, "mismo_archivo" if fila.id in de_archivo else "mismo_numero") for fila in filas
    )


def _hermano(session: Session, fila: ExpedienteRow, por: str = "") -> Hermano:
    estado = configuracion.institucion(session, fila.institucion_version).estado(fila.estado)
    return Hermano(fila.numero, fila.asunto, estado.nombre, estado.fase, fila.presentado_el, por)
