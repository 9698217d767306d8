"""What was asked of the citizen and what became of it, as the desk, its owner and the acts read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import (
    AnalisisRow,
    DocumentoRow,
    ExpedienteRow,
    MovimientoRow,
    ObservacionItemRow,
    ObservacionRow,
    PlazoRow,
    RegistroRow,
)
from portal.domain import observacion as reglas
from portal.domain.calendario import Calendario
from portal.domain.campos import Formulario
from portal.domain.configuracion import Institucion
from portal.domain.estados import Accion
from portal.domain.permisos import Permiso
from portal.services import (
    actuaciones,
    administrados,
    configuracion,
    consulta,
    explicaciones,
    procedimientos,
    ranuras,
    relojes,
)
from portal.services.actuaciones import Actuacion
from portal.services.contexto import Contexto, requiere
from portal.services.explicaciones import ExplicacionPlazo

SUBSANADA = "subsanada"
MOSTRADAS = 20


@dataclass(frozen=True)
class ArchivoView:
    """One file of a cure."""

    id: int
    nombre: str
    tamano: int
    paginas: int | None
    tipo: str
    analisis: str = ""


@dataclass(frozen=True)
class ItemView:
    """One thing that was asked, what the citizen answered, and whether staff found it cured (None: not judged yet)."""

    id: int
    orden: int
    texto: str
    parte: str
    respuesta: str
    subsanado: bool | None
    archivos: tuple[ArchivoView, ...]


@dataclass(frozen=True)
class ObservacionView:
    """One act of asking. ``resultado``: subsanada, no_presentada, retirada, or empty while it waits.

    ``en_plazo``: the citizen may cure today. ``parte`` of an item is the name of the field or slot, if it is about one.
    ``registro_id``: of the cure, for its cargo. ``plazo``: why that last day, while it waits. ``antes``: the last day that
    was told before more days were given, and ``por_que`` they were.
    """

    id: int
    clase: str
    ronda: int
    oficina: str
    notificada_el: date
    vence_el: date
    cerrada_at: datetime | None
    resultado: str
    en_plazo: bool
    registro_id: int | None
    registro: str
    items: tuple[ItemView, ...]
    plazo: ExplicacionPlazo | None
    antes: date | None = None
    por_que: str = ""


@dataclass(frozen=True)
class Previo:
    """What whoever is about to ask must know: ``limite`` of the days to observe, and the citizen's term by default."""

    limite: date
    fuera_de_plazo: bool
    dias: int
    maximo: int
    vence_el: date
    partes: tuple[tuple[str, str], ...]
    hoy: date
    calendario: Calendario


@requiere(Permiso.VER_BANDEJA)
def de_bandeja(ctx: Contexto, numero: str) -> tuple[ObservacionView, ...]:
    """Everything that was asked in an expediente within reach, newest first. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        actuacion = actuaciones.mirar(session, ctx, numero)
        return de(session, ctx, actuacion.expediente)


@requiere(Permiso.VER_TRAMITES_PROPIOS)
def propias(ctx: Contexto, numero: str) -> tuple[ObservacionView, ...]:
    """The same of an own expediente. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        return de(session, ctx, consulta.exigir_propio(session, ctx, numero))


@requiere(Permiso.VER_TRAMITES_PROPIOS)
def por_corregir(ctx: Contexto) -> tuple[tuple[str, date], ...]:
    """What the actor may cure today: number and last day, the most urgent first."""
    with ctx.db.lectura() as session:
        filas = session.execute(
            select(ExpedienteRow.numero, ObservacionRow.vence_el)
            .join(ObservacionRow, ObservacionRow.expediente_id == ExpedienteRow.id)
            .where(ExpedienteRow.administrado_id.in_(administrados.de(ctx.actor)), ObservacionRow.cerrada_at.is_(None))
            .where(ObservacionRow.vence_el >= relojes.hoy(session, ctx))
            .order_by(ObservacionRow.vence_el, ObservacionRow.id)
            .limit(MOSTRADAS)
        )
        return tuple((fila.numero, fila.vence_el) for fila in filas)


@requiere(Permiso.OBSERVAR)
def previo(ctx: Contexto, numero: str) -> Previo:
    """What to know before asking: whether it is late, and until when the citizen would have. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        actuacion = actuaciones.mirar(session, ctx, numero, Permiso.OBSERVAR)
        hoy, limite = relojes.hoy(session, ctx), limite_para_observar(session, actuacion)
        minimo = actuacion.vigente.escritorio.plazos.subsanar
        calendario = actuacion.vigente.dias_de(actuacion.expediente.dependencia)
        termino = reglas.termino(hoy, dias=None, minimo=minimo, calendario=calendario)
        return Previo(
            limite=limite,
            fuera_de_plazo=hoy > limite,
            dias=termino.dias,
            maximo=max(reglas.DIAS_MAXIMO, minimo),
            vence_el=termino.vence_el,
            partes=tuple(partes(actuacion.institucion.formulario).items()),
            hoy=hoy,
            calendario=calendario,
        )


def abierta(session: Session, expediente_id: int) -> ObservacionRow | None:
    """What waits for the citizen's cure; None when nothing does."""
    observacion = ultima(session, expediente_id)
    return observacion if observacion is not None and observacion.cerrada_at is None else None


def ultima(session: Session, expediente_id: int) -> ObservacionRow | None:
    """The newest thing that was asked of the citizen, whatever became of it."""
    suyas = select(ObservacionRow).where(ObservacionRow.expediente_id == expediente_id)
    return session.scalars(suyas.order_by(ObservacionRow.id.desc()).limit(1)).one_or_none()


def pedida(session: Session, actuacion: Actuacion, clase: str, ronda: int) -> bool:
    """Whether that round was asked already."""
    suya = select(ObservacionRow.id).where(
        ObservacionRow.expediente_id == actuacion.expediente.id,
        ObservacionRow.clase == clase,
        ObservacionRow.ronda == ronda,
    )
    return session.scalar(suya) is not None


def items_de(session: Session, observacion_id: int) -> Sequence[ObservacionItemRow]:
    """Its items, in their order."""
    suyos = select(ObservacionItemRow).where(ObservacionItemRow.observacion_id == observacion_id)
    return session.scalars(suyos.order_by(ObservacionItemRow.orden)).all()


def cerrar(
    session: Session, ctx: Contexto, observacion: ObservacionRow, resultado: str, *, registro_id: int | None = None
) -> None:
    """It waits no more, and its term ends. ``registro_id``: of the cure."""
    observacion.cerrada_at, observacion.resultado, observacion.registro_id = ctx.reloj(), resultado, registro_id
    for plazo in session.scalars(relojes.plazos_de(observacion).where(PlazoRow.cerrado_at.is_(None))).all():
        plazo.cerrado_at = ctx.reloj()


def limite_para_observar(session: Session, actuacion: Actuacion) -> date:
    """The last day on which the counter may observe it, by the calendar in force."""
    expediente, vigente = actuacion.expediente, actuacion.vigente
    presentado = expediente.presentado_el or consulta.registro_de(session, expediente.id).presentado_el
    calendario = vigente.dias_de(expediente.dependencia)
    return reglas.limite_para_observar(presentado, vigente.escritorio.plazos.observar, calendario)


def partes(formulario: Formulario) -> dict[str, str]:
    """What an item may be about: the slots and the fields of the form, by id."""
    ranuras_ = {ranura.id: ranura.etiqueta for ranura in formulario.ranuras}
    return ranuras_ | {campo.id: campo.etiqueta for campo in formulario.campos}


def de(session: Session, ctx: Contexto, expediente: ExpedienteRow) -> tuple[ObservacionView, ...]:
    """Everything that was asked in it, newest first, for who was authorised to read it."""
    filas = session.scalars(
        select(ObservacionRow).where(ObservacionRow.expediente_id == expediente.id).order_by(ObservacionRow.id.desc())
    ).all()
    institucion = procedimientos.institucion_de(session, expediente)
    return tuple(_vista(session, ctx, institucion, fila) for fila in filas)


def _vista(session: Session, ctx: Contexto, institucion: Institucion, fila: ObservacionRow) -> ObservacionView:
    registro = session.get(RegistroRow, fila.registro_id) if fila.registro_id is not None else None
    archivos = archivos_de(session, fila.registro_id)
    nombres = partes(institucion.formulario)
    _, vigente = configuracion.vigente(session)
    dada = prorroga_de(session, fila)
    return ObservacionView(
        id=fila.id,
        clase=fila.clase,
        ronda=fila.ronda,
        oficina=vigente.escritorio.dependencia(fila.dependencia).nombre,
        notificada_el=fila.notificada_el,
        vence_el=fila.vence_el,
        cerrada_at=fila.cerrada_at,
        resultado=fila.resultado,
        en_plazo=fila.cerrada_at is None and relojes.hoy(session, ctx) <= fila.vence_el,
        registro_id=fila.registro_id,
        registro=registro.numero if registro is not None else "",
        items=tuple(
            ItemView(
                id=i.id,
                orden=i.orden,
                texto=i.texto,
                parte=nombres.get(i.parte, ""),
                respuesta=i.respuesta,
                subsanado=i.subsanado,
                archivos=archivos.get(f"{ranuras.PREFIJO_ITEM}{i.id}", ()),
            )
            for i in items_de(session, fila.id)
        ),
        plazo=explicaciones.de_lo_pedido(session, fila),
        antes=date.fromisoformat(dada["antes"]) if dada else None,
        por_que=dada["motivo"] if dada else "",
    )


def prorroga_de(session: Session, observacion: ObservacionRow) -> Mapping[str, Any] | None:
    """The facts of the act that gave more days to cure it, ``antes`` and ``motivo`` among them; None if none did."""
    if session.scalar(relojes.plazos_de(observacion).where(PlazoRow.ampliacion > 0).limit(1)) is None:
        return None
    actos = select(MovimientoRow.datos).where(
        MovimientoRow.expediente_id == observacion.expediente_id, MovimientoRow.accion == Accion.AMPLIAR
    )
    return next((datos for datos in session.scalars(actos) if datos.get("observacion") == observacion.id), None)


def archivos_de(session: Session, registro_id: int | None) -> dict[str, tuple[ArchivoView, ...]]:
    """The files of a cure, by slot."""
    hallados: dict[str, tuple[ArchivoView, ...]] = {}
    if registro_id is None:
        return hallados
    suyos = (
        select(DocumentoRow, AnalisisRow.estado)
        .outerjoin(AnalisisRow, AnalisisRow.sha256 == DocumentoRow.sha256)
        .where(DocumentoRow.registro_id == registro_id)
        .order_by(DocumentoRow.orden)
    )
    for d, analisis in session.execute(suyos):
        suya = ArchivoView(d.id, d.nombre, d.tamano, d.paginas, d.tipo, analisis or "")
        hallados[d.ranura] = (*hallados.get(d.ranura, ()), suya)
    return hallados
