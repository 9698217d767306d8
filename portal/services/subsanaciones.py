"""The citizen's cure: item by item, kept as it is written, sent once, and registered with its own number and cargo.

It is accepted until the last moment of the last day, where the institution is. Whoever acts today for who filed may cure.
Law: Ley 27444, arts. 125.6 and 140.1 (the term ends at the last moment of its last day), 126.1 (the expediente keeps the
date on which it was presented), 131.1 (the institution's term runs from the cure).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import BorradorRow, CargaRow, ExpedienteRow, ObservacionItemRow, ObservacionRow
from portal.domain import fechas
from portal.domain.calendario import Presentacion, presentacion
from portal.domain.campos import Ranura
from portal.domain.errors import DatosInvalidos, PortalError
from portal.domain.estados import Accion
from portal.domain.permisos import Permiso
from portal.domain.texto import parrafos
from portal.i18n import t
from portal.services import (
    aceptaciones,
    actuaciones,
    adjuntos,
    borrador_propio,
    configuracion,
    consulta,
    observables,
    observadas,
    posteriores,
    ranuras,
    recibos,
    registro,
    relojes,
)
from portal.services.borrador_propio import propio, propio_o_enviado, tocar
from portal.services.contexto import Contexto, requiere
from portal.services.observadas import SUBSANADA, ObservacionView
from portal.services.posteriores import Posterior

CLASE = "subsanacion"
LARGO_RESPUESTA = 2000
EN_GENERAL = "items"
"""Where an error stands that is of no single item."""


class SubsanacionVacia(PortalError):
    """Nothing was answered nor attached."""

    code = "subsanacion_vacia"


class SubsanacionTardia(PortalError):
    """The last day to cure is over; ``facts``: hasta, in words."""

    code = "subsanacion_tardia"


class NadaQueSubsanar(PortalError):
    """Nothing is asked of this expediente now: it was cured, or ended meanwhile."""

    code = "nada_que_subsanar"


@dataclass(frozen=True)
class SubsanacionView:
    """A cure being written: what is asked, the slots by item id, the answers so far, the legal date if sent now."""

    borrador_id: str
    numero: str
    asunto: str
    pedido: ObservacionView
    respuestas: Mapping[int, str]
    ranuras: Mapping[int, Ranura]
    guardado_at: datetime
    presentacion: Presentacion


@dataclass(frozen=True)
class SubsanacionHecha:
    """A cure that was sent. ``conserva``: the day on which the expediente counts as presented, which never changes."""

    numero: str
    registro: str
    registro_id: int
    enviado_at: datetime
    presentado_el: date
    conserva: date
    archivos: int
    correo: str


@requiere(Permiso.PRESENTAR)
def abrir(ctx: Contexto, numero: str) -> SubsanacionView:
    """What the actor wrote so far of the cure of that expediente, or a new draft of it.

    Raises NoEncontrado, NadaQueSubsanar, SubsanacionTardia.
    """
    with ctx.db.lectura() as session:
        expediente, observacion = _pedida(session, ctx, numero)
        if (fila := _empezada(session, ctx, observacion)) is not None:
            return _view(session, ctx, expediente, observacion, fila)
    with ctx.db.transaction() as session:
        expediente, observacion = _pedida(session, ctx, numero, bloquear=True)
        fila = _empezada(session, ctx, observacion) or borrador_propio.comenzar(
            session,
            ctx,
            CLASE,
            administrado_id=expediente.administrado_id,
            expediente_id=expediente.id,
            observacion_id=observacion.id,
        )
        return _view(session, ctx, expediente, observacion, fila)


@requiere(Permiso.PRESENTAR)
def guardar(ctx: Contexto, borrador_id: str, *, item: int, respuesta: str) -> datetime:
    """Keep what was answered to one item; when it was kept. Raises NoEncontrado, BorradorEnviado."""
    with ctx.db.transaction() as session:
        fila = propio(session, ctx, borrador_id, bloquear=True)
        clave = f"{ranuras.PREFIJO_ITEM}{item}"
        if fila.clase == CLASE and ranuras.una(session, fila, clave) is not None:
            fila.valores = {**fila.valores, clave: respuesta[:LARGO_RESPUESTA]}
        return tocar(fila, ctx.reloj())


@requiere(Permiso.PRESENTAR)
def errores(ctx: Contexto, borrador_id: str) -> Mapping[str, PortalError]:
    """What is wrong with the cure as it stands, by slot id or ``EN_GENERAL``. Raises NoEncontrado, BorradorEnviado."""
    with ctx.db.lectura() as session:
        fila = propio(session, ctx, borrador_id)
        return _errores(fila, ranuras.de(session, fila), adjuntos.de(session, fila.id))


@requiere(Permiso.PRESENTAR)
def enviar(ctx: Contexto, borrador_id: str) -> SubsanacionHecha:
    """Send the cure. The same again, from a double click or a retry, gives the same registro.

    Raises NoEncontrado, TextosPorAceptar, DatosInvalidos, ArchivoPerdido; NadaQueSubsanar when somebody cured it first,
    SubsanacionTardia after the last day.
    """
    with ctx.db.transaction() as session:
        fila = propio_o_enviado(session, ctx, borrador_id, bloquear=True)
        if fila.registro_id is not None:
            return _hecha(session, fila.registro_id)
        if fila.clase != CLASE:
            raise NadaQueSubsanar
        aceptaciones.exigir(session, ctx)
        expediente = session.get_one(ExpedienteRow, fila.expediente_id, with_for_update=True)
        observacion = _exigir_abierta(session, ctx, expediente, fila.observacion_id)
        return _asentar(session, ctx, expediente, observacion, fila)


@requiere(Permiso.PRESENTAR)
def hecha(ctx: Contexto, borrador_id: str) -> SubsanacionHecha | None:
    """What was sent of that draft, or None: a reload of the confirmation shows it again. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        fila = propio_o_enviado(session, ctx, borrador_id)
        if fila.registro_id is None or fila.clase != CLASE:
            return None
        return _hecha(session, fila.registro_id)


def _pedida(
    session: Session, ctx: Contexto, numero: str, *, bloquear: bool = False
) -> tuple[ExpedienteRow, ObservacionRow]:
    expediente = consulta.exigir_propio(session, ctx, numero, bloquear=bloquear)
    return expediente, _exigir_abierta(session, ctx, expediente)


def _exigir_abierta(
    session: Session, ctx: Contexto, expediente: ExpedienteRow, esta: int | None = None
) -> ObservacionRow:
    """What waits for a cure, today and until the last moment of its last day."""
    observacion = observadas.abierta(session, expediente.id)
    if observacion is None or esta not in {None, observacion.id}:
        raise NadaQueSubsanar
    if relojes.hoy(session, ctx) > observacion.vence_el:
        raise SubsanacionTardia(hasta=fechas.en_palabras(observacion.vence_el))
    return observacion


def _empezada(session: Session, ctx: Contexto, observacion: ObservacionRow) -> BorradorRow | None:
    return session.scalars(
        select(BorradorRow)
        .where(
            BorradorRow.cuenta_id == ctx.actor.cuenta_id,
            BorradorRow.clase == CLASE,
            BorradorRow.observacion_id == observacion.id,
            BorradorRow.registro_id.is_(None),
        )
        .order_by(BorradorRow.creado_at)
        .limit(1)
    ).one_or_none()


def _view(
    session: Session, ctx: Contexto, expediente: ExpedienteRow, observacion: ObservacionRow, fila: BorradorRow
) -> SubsanacionView:
    pedido = next(o for o in observadas.de(session, ctx, expediente) if o.id == observacion.id)
    por_id = {ranura.id: ranura for ranura in ranuras.de(session, fila)}
    _, vigente = configuracion.vigente(session)
    return SubsanacionView(
        borrador_id=fila.id,
        numero=expediente.numero,
        asunto=expediente.asunto,
        pedido=pedido,
        respuestas={i.id: str(fila.valores.get(f"{ranuras.PREFIJO_ITEM}{i.id}", "")) for i in pedido.items},
        ranuras={i.id: por_id[f"{ranuras.PREFIJO_ITEM}{i.id}"] for i in pedido.items},
        guardado_at=fila.actualizado_at,
        presentacion=presentacion(ctx.reloj(), vigente.dias),
    )


def _errores(fila: BorradorRow, suyas: Sequence[Ranura], cargas: Sequence[CargaRow]) -> dict[str, PortalError]:
    hallados = adjuntos.faltas(suyas, cargas)
    con_archivo = {carga.ranura for carga in cargas}
    if not any(ranura.id in con_archivo or str(fila.valores.get(ranura.id, "")).strip() for ranura in suyas):
        hallados[EN_GENERAL] = SubsanacionVacia()
    return hallados


def _asentar(
    session: Session,
    ctx: Contexto,
    expediente: ExpedienteRow,
    observacion: ObservacionRow,
    fila: BorradorRow,
) -> SubsanacionHecha:
    """Register it, close what was asked, and let the expediente go on where it was."""
    suyas, cargas = _completa(session, ctx, fila)
    actuacion = actuaciones.sostener(session, expediente)
    regla = observables.regla_del_ciudadano(actuacion, Accion.SUBSANAR)
    remitente = registro.remitente_de(session, ctx, fila)
    original = consulta.registro_de(session, expediente.id)
    items = observadas.items_de(session, observacion.id)
    for item in items:
        item.respuesta = parrafos(str(fila.valores.get(f"{ranuras.PREFIJO_ITEM}{item.id}", "")))
    que = Posterior(
        clase=CLASE,
        asunto=t("subsanar.asunto_registro", asunto=original.asunto)[:1000],
        tipo_documento=t("subsanar.tipo_documento"),
        remitente=remitente,
        por=remitente["persona"],
        valores=dict(fila.valores),
    )
    hecho = posteriores.asentar(session, ctx, expediente, que, borrador=fila, ranuras=suyas, cargas=cargas)
    observadas.cerrar(session, ctx, observacion, SUBSANADA, registro_id=hecho.id)
    actuaciones.hacer(
        session,
        ctx,
        actuacion,
        Accion.SUBSANAR,
        regla=regla,
        datos={
            "registro": hecho.numero,
            "clase": observacion.clase,
            "respondidos": _respondidos(items, cargas),
            "archivos": len(cargas),
        },
        huecos={"registro": hecho.numero},
    )
    relojes.reiniciar(session, ctx, expediente, acto=hecho.presentado_el)
    session.flush()
    return _hecha(session, hecho.id)


def _completa(session: Session, ctx: Contexto, fila: BorradorRow) -> tuple[Sequence[Ranura], Sequence[CargaRow]]:
    """Its slots, and its files in their order. Raises DatosInvalidos, ArchivoPerdido."""
    suyas, cargas = ranuras.de(session, fila), adjuntos.de(session, fila.id)
    if hallados := _errores(fila, suyas, cargas):
        raise DatosInvalidos(hallados)
    lugar = {ranura.id: i for i, ranura in enumerate(suyas)}
    return suyas, sorted(adjuntos.listas(ctx.almacen, cargas), key=lambda carga: lugar[carga.ranura])


def _respondidos(items: Sequence[ObservacionItemRow], cargas: Sequence[CargaRow]) -> list[int]:
    con_archivo = {carga.ranura for carga in cargas}
    return [i.orden for i in items if i.respuesta or f"{ranuras.PREFIJO_ITEM}{i.id}" in con_archivo]


def _hecha(session: Session, registro_id: int) -> SubsanacionHecha:
    suyo, expediente = recibos.registrado(session, registro_id)
    original = consulta.registro_de(session, expediente.id)
    return SubsanacionHecha(
        numero=expediente.numero,
        registro=suyo.numero,
        registro_id=suyo.id,
        enviado_at=suyo.enviado_at,
        presentado_el=suyo.presentado_el,
        conserva=expediente.presentado_el or original.presentado_el,
        archivos=sum(map(len, observadas.archivos_de(session, suyo.id).values())),
        correo=suyo.remitente["correo"],
    )
