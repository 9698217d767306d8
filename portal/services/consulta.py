"""Following an expediente: by the link of the mail, by number and password, from the own tray, or from the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import CuentaRow, ExpedienteRow, MovimientoRow, ObservacionRow, RegistroRow
from portal.domain.configuracion import Institucion
from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.estados import Fase
from portal.domain.numeracion import interpretar
from portal.domain.permisos import Permiso
from portal.domain.texto import una_linea
from portal.services import (
    administrados,
    alcances,
    claves,
    configuracion,
    explicaciones,
    intentos,
    lectores,
    procedimientos,
    registros,
    relatos,
)  # fmt: skip
from portal.services.contexto import Contexto, requiere
from portal.services.explicaciones import ExplicacionPlazo
from portal.services.lectores import Lector
from portal.services.registros import DocumentoView, RegistroView
from portal.services.respuestas import adicionales


class SeguimientoNoCoincide(PortalError):
    """No such number, or another password: one answer, and the same work, for both."""

    code = "seguimiento_no_coincide"


@dataclass(frozen=True)
class MovimientoView:
    """One step: ``frase`` says what happened, the rest is in the institution's public words. ``actor``: for staff only."""

    estado: str
    explicacion: str
    fase: Fase
    nota: str
    actor: str
    ocurrido_at: datetime
    frase: str


@dataclass(frozen=True)
class ExpedienteView:
    """An expediente as this actor may see it; ``movimientos`` newest first. ``responde_hasta``: the last day to answer; None once it
    ended, while the term is stopped, and where none was promised. ``plazo``: why that day. ``registros``: what joined it later.
    ``corrige_hasta``: the last day of what is asked of the citizen, while something is. ``con_clave``: whether it has a
    tracking password and link.
    ``oficina`` and ``responsable``: for its party and staff only. ``tono``: the colour that the institution gave its estado.
    """

    id: int
    numero: str
    registro: str
    registro_id: int
    asunto: str
    estado_id: str
    estado: str
    fase: Fase
    explicacion: str
    que_sigue: str
    remitente: dict[str, str]
    por: str
    procedimiento: str
    tipo_documento: str
    numero_documento: str
    antecedente: str
    antecedente_comprobado: bool
    otros_datos: tuple[tuple[str, str], ...]
    enviado_at: datetime
    presentado_el: date
    plazo_desde: date
    responde_hasta: date | None
    plazo: ExplicacionPlazo | None
    paginas: int
    codigo_verificacion: str
    movimientos: tuple[MovimientoView, ...]
    documentos: tuple[DocumentoView, ...]
    documentos_ocultos: int
    con_documentos: bool
    registros: tuple[RegistroView, ...]
    oficina: str
    responsable: str
    corrige_hasta: date | None
    con_clave: bool
    ficha: str
    tono: str = ""


@requiere(Permiso.PUBLICO)
def por_clave(ctx: Contexto, *, numero: str, contrasena: str, ip: str) -> ExpedienteView:
    """Follow with number and tracking password, without an account.

    Failures are slowed down by address, never by expediente: numbers are sequential, and anyone could lock a citizen
    out. A right password is always accepted (59 bits: guessing is hopeless, waiting or not).
    Raises SeguimientoNoCoincide, DemasiadosIntentos.
    """
    with ctx.db.lectura() as session:
        expediente = por_numero(session, numero)
        version = expediente.clave_version if expediente else 0
        esperada = claves.clave_de_seguimiento(ctx, expediente.id if expediente else 0, version)
        acierto = claves.iguales(claves.normalizar(contrasena), esperada)
        vista = _publica(ctx, session, expediente) if acierto and expediente is not None else None
    if vista is None:
        with ctx.db.transaction() as session:
            intentos.contar_seguimiento(session, ctx, ip=ip)
        raise SeguimientoNoCoincide
    return vista


@requiere(Permiso.PUBLICO)
def por_ficha(ctx: Contexto, *, numero: str, ficha: str) -> ExpedienteView:
    """Follow with the link of the mail. Its token has 256 bits. Raises SeguimientoNoCoincide."""
    with ctx.db.lectura() as session:
        expediente = por_numero(session, numero)
        version = expediente.clave_version if expediente else 0
        esperada = claves.ficha_de_seguimiento(ctx, expediente.id if expediente else 0, version)
        if not claves.iguales(ficha, esperada) or expediente is None:
            raise SeguimientoNoCoincide
        vista = _publica(ctx, session, expediente)
    if vista is None:
        raise SeguimientoNoCoincide
    return vista


@requiere(Permiso.VER_TRAMITES_PROPIOS)
def propio(ctx: Contexto, numero: str) -> ExpedienteView:
    """Follow from the own tray. Raises NoEncontrado for another's as for one that does not exist."""
    with ctx.db.lectura() as session:
        expediente = por_numero(session, numero)
        if expediente is None or not administrados.es_de(session, ctx.actor, expediente.administrado_id):
            raise NoEncontrado
        return _ver(ctx, session, expediente, Lector.PARTE)


@requiere(Permiso.VER_BANDEJA)
def de_bandeja(ctx: Contexto, numero: str) -> ExpedienteView:
    """Open it at the desk, with what can be done to it. Raises NoEncontrado."""
    with ctx.db.lectura() as session:
        expediente = alcances.exigir_ver(session, ctx.actor, por_numero(session, numero))
        return _ver(ctx, session, expediente, Lector.PERSONAL)


def exigir_propio(session: Session, ctx: Contexto, numero: str, *, bloquear: bool = False) -> ExpedienteRow:
    """The expediente of whom the actor acts for today; ``bloquear`` holds it. Raises NoEncontrado."""
    expediente = por_numero(session, numero)
    if expediente is None or not administrados.es_de(session, ctx.actor, expediente.administrado_id):
        raise NoEncontrado
    if bloquear:
        session.refresh(expediente, with_for_update=True)
    return expediente


def por_numero(session: Session, texto: str) -> ExpedienteRow | None:
    """An expediente by its number as people write it, ``123-2021`` for ``00123-2021``; by its exact text for older patterns."""
    _, institucion = configuracion.vigente(session)
    texto = una_linea(texto)
    exacto = session.scalars(select(ExpedienteRow).where(ExpedienteRow.numero == texto)).one_or_none()
    if exacto is not None:
        return exacto
    leido = interpretar(institucion.numeracion.expediente, texto)
    if leido is None:
        return None
    correlativo, anio = leido
    return session.scalars(
        select(ExpedienteRow).where(
            ExpedienteRow.serie == institucion.numeracion.serie,
            ExpedienteRow.anio == anio,
            ExpedienteRow.correlativo == correlativo,
        )
    ).one_or_none()


def registro_de(session: Session, expediente_id: int) -> RegistroRow:
    """The registro that opened an expediente; what joined it later is another."""
    return session.scalars(
        select(RegistroRow).where(RegistroRow.expediente_id == expediente_id, RegistroRow.clase == "presentacion")
    ).one()


def _publica(ctx: Contexto, session: Session, expediente: ExpedienteRow) -> ExpedienteView | None:
    """None where the institution it was filed with gives no password: then nobody follows it without signing in."""
    if not lectores.con_clave(session, expediente):
        return None
    return _ver(ctx, session, expediente, lectores.con_enlace(session, expediente))


def _movimientos(
    session: Session, institucion: Institucion, expediente: ExpedienteRow, lector: Lector
) -> tuple[MovimientoView, ...]:
    """Newest first; the steps between offices are for staff."""
    filas = select(MovimientoRow).where(MovimientoRow.expediente_id == expediente.id)
    if lector is not Lector.PERSONAL:
        filas = filas.where(MovimientoRow.publico)
    return tuple(
        _movimiento(institucion, m, lector) for m in session.scalars(filas.order_by(MovimientoRow.orden.desc()))
    )


def _ver(ctx: Contexto, session: Session, expediente: ExpedienteRow, lector: Lector) -> ExpedienteView:
    registro = registro_de(session, expediente.id)
    institucion = configuracion.institucion(session, expediente.institucion_version, registro.procedimiento)
    archivos = tuple(registros.documentos_de(session, registro.id)[registro.id])
    documentos = lector.ve_documentos
    estado = institucion.estado(expediente.estado)
    plazo = explicaciones.de(session, expediente)
    return ExpedienteView(
        id=expediente.id,
        numero=expediente.numero,
        registro=registro.numero,
        registro_id=registro.id,
        asunto=expediente.asunto,
        estado_id=estado.id,
        estado=estado.publico,
        fase=estado.fase,
        tono=estado.tono,
        explicacion=estado.explicacion,
        que_sigue=estado.que_sigue,
        remitente=registro.remitente if documentos else {},
        por=registro.por if documentos else "",
        procedimiento=procedimientos.nombre(institucion, registro.procedimiento),
        tipo_documento=registro.tipo_documento,
        numero_documento=registro.numero_documento,
        antecedente=registro.antecedente,
        antecedente_comprobado=registro.antecedente_id is not None,
        otros_datos=adicionales(institucion, registro.valores) if documentos else (),
        enviado_at=registro.enviado_at,
        presentado_el=registro.presentado_el,
        plazo_desde=registro.plazo_desde,
        responde_hasta=plazo.vence if plazo is not None else None,
        plazo=plazo,
        paginas=registro.paginas,
        codigo_verificacion=registro.codigo_verificacion,
        movimientos=_movimientos(session, institucion, expediente, lector),
        documentos=archivos if documentos else (),
        con_documentos=documentos,
        registros=registros.posteriores(session, ctx, expediente, lector),
        oficina=_oficina(session, expediente) if lector.identificado else "",
        responsable=_responsable(session, expediente) if lector.identificado else "",
        documentos_ocultos=0 if documentos else len(archivos),
        corrige_hasta=_corrige_hasta(session, expediente),
        con_clave=institucion.seguimiento.contrasena,
        ficha=claves.ficha_de_seguimiento(ctx, expediente.id, expediente.clave_version),
    )


def _corrige_hasta(session: Session, expediente: ExpedienteRow) -> date | None:
    """The last day to cure what was asked, also when it is over and nobody ended it yet."""
    abierta = select(ObservacionRow.vence_el).where(
        ObservacionRow.expediente_id == expediente.id, ObservacionRow.cerrada_at.is_(None)
    )
    return session.scalar(abierta.order_by(ObservacionRow.id.desc()).limit(1))


def _oficina(session: Session, expediente: ExpedienteRow) -> str:
    """Where it is, or was last."""
    return configuracion.vigente(session)[1].escritorio.dependencia(expediente.dependencia).nombre


def _responsable(session: Session, expediente: ExpedienteRow) -> str:
    """Who has it in charge, while somebody has (art. 55.9)."""
    cuenta = session.get(CuentaRow, expediente.responsable_id) if expediente.responsable_id is not None else None
    return cuenta.nombre if cuenta is not None else ""


def _movimiento(institucion: Institucion, m: MovimientoRow, lector: Lector) -> MovimientoView:
    estado = institucion.estado(m.hasta)
    actor = m.actor if lector is Lector.PERSONAL else ""
    dicho = relatos.frase(m, identificado=lector.identificado)
    return MovimientoView(estado.publico, estado.explicacion, Fase(m.fase), m.nota, actor, m.ocurrido_at, dicho)
