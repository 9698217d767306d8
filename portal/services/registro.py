"""Filing: from draft to registro, expediente, number and promised mail, in one transaction.

Law: Ley 27444 arts. 117 (register and cargo), 124 (receive everything), 131-134 (terms), 157 (unique numbering).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from portal.db.models import (
    AdministradoRow,
    BorradorRow,
    CargaRow,
    CuentaRow,
    ExpedienteRow,
    RegistroPalabraRow,
    RegistroRow,
)
from portal.domain.calendario import Presentacion, presentacion
from portal.domain.configuracion import Institucion
from portal.domain.errors import DatosInvalidos, NoEncontrado, PortalError
from portal.domain.estados import Accion
from portal.domain.formulario import Valor, validar
from portal.domain.numeracion import formatear, interpretar
from portal.domain.permisos import Permiso
from portal.domain.texto import palabras, plegar
from portal.services import (
    aceptaciones,
    adjuntos,
    administrados,
    claves,
    configuracion,
    correlativos,
    correos,
    historia,
    recibos,
)
from portal.services.adjuntos import ArchivoPerdido
from portal.services.borradores import propio, propio_o_enviado
from portal.services.contexto import Contexto, requiere
from portal.services.recibos import Recibo

LARGO_PALABRA = 60


@dataclass(frozen=True)
class Revision:
    """What the review step shows: the legal date if sent now, who files, and what is still wrong."""

    presentacion: Presentacion
    remitente: Mapping[str, str]
    errores: Mapping[str, PortalError]


@dataclass(frozen=True)
class _Preparado:
    """A draft that was judged and can be filed: what was written and attached then, and what will be registered."""

    institucion: Institucion
    escrito: dict[str, Any]
    adjuntado: list[tuple[str, str]]
    valores: dict[str, Valor]
    cargas: list[CargaRow]
    remitente: dict[str, str]


@dataclass(frozen=True)
class _Acto:
    """One filing while it is being written down."""

    ctx: Contexto
    session: Session
    institucion: Institucion
    borrador: BorradorRow
    momento: Presentacion
    valores: dict[str, Valor]
    remitente: dict[str, str]

    def de_papel(self, papel: str) -> str:
        """The datum of the registro that some field of the form holds, in words."""
        campo = self.institucion.formulario.con_papel(papel)
        valor = str(self.valores.get(campo.id, "")) if campo else ""
        nombres = {opcion.id: opcion.nombre for opcion in campo.opciones} if campo else {}
        return nombres.get(valor, valor)


@requiere(Permiso.PRESENTAR)
def revisar(ctx: Contexto, borrador_id: str) -> Revision:
    """Judge a draft as ``enviar`` would, and change nothing. Raises NoEncontrado, BorradorEnviado."""
    with ctx.db.lectura() as session:
        borrador = propio(session, ctx, borrador_id)
        institucion = configuracion.institucion(session, borrador.institucion_version)
        _, errores = validar(institucion.formulario, borrador.valores)
        errores |= adjuntos.errores(institucion, borrador.valores, adjuntos.de(session, borrador_id))
        remitente = _remitente(session, ctx, borrador)
        return Revision(presentacion(ctx.reloj(), institucion.dias), remitente, errores)


@requiere(Permiso.PRESENTAR)
def enviar(ctx: Contexto, borrador_id: str) -> Recibo:
    """File a draft. The same draft again, from a double click or a retry, gives the same number.

    The files are on disk under their SHA-256 before; the number, the registro, the expediente, its first movimiento
    and the mail are kept together or not at all. Raises NoEncontrado, TextosPorAceptar, DatosInvalidos, ArchivoPerdido.
    """
    with ctx.db.lectura() as session:  # all that can be judged beforehand does not hold up who files next
        borrador = propio_o_enviado(session, ctx, borrador_id)
        listo = _preparar(ctx, session, borrador) if borrador.registro_id is None else None
    with ctx.db.transaction() as session:
        borrador = propio_o_enviado(session, ctx, borrador_id, bloquear=True)
        if borrador.registro_id is not None:
            return recibos.componer(session, ctx, *recibos.registrado(session, borrador.registro_id))
        if listo is None or not _sigue_igual(ctx, session, borrador, listo):
            listo = _preparar(ctx, session, borrador)
        registro, expediente = _registrar(ctx, session, borrador, listo)
        borrador.registro_id = registro.id
        session.flush()
        return recibos.componer(session, ctx, registro, expediente)


@requiere(Permiso.PRESENTAR)
def recibo(ctx: Contexto, borrador_id: str) -> Recibo | None:
    """The receipt of a draft that was sent, or None: a reload of the confirmation shows it again."""
    with ctx.db.lectura() as session:
        borrador = propio_o_enviado(session, ctx, borrador_id)
        if borrador.registro_id is None:
            return None
        return recibos.componer(session, ctx, *recibos.registrado(session, borrador.registro_id))


def _preparar(ctx: Contexto, session: Session, borrador: BorradorRow) -> _Preparado:
    """Judge a draft. Raises TextosPorAceptar, DatosInvalidos, ArchivoPerdido, NoEncontrado."""
    aceptaciones.exigir(session, ctx)
    institucion = configuracion.institucion(session, borrador.institucion_version)
    todas = adjuntos.de(session, borrador.id)
    valores, errores = validar(institucion.formulario, borrador.valores)
    errores |= adjuntos.errores(institucion, valores, todas)
    if errores:
        raise DatosInvalidos(errores)
    cargas = adjuntos.de_ranuras_visibles(institucion, valores, todas)
    for carga in cargas:
        if carga.sha256 is None or not ctx.almacen.existe(carga.sha256):
            raise ArchivoPerdido(nombre=carga.nombre)
    return _Preparado(
        institucion=institucion,
        escrito=dict(borrador.valores),
        adjuntado=[(carga.id, carga.estado) for carga in todas],
        valores=valores,
        cargas=cargas,
        remitente=_remitente(session, ctx, borrador),
    )


def _sigue_igual(ctx: Contexto, session: Session, borrador: BorradorRow, listo: _Preparado) -> bool:
    """Whether the draft is still the one that was judged, and the account still acts for its administrado."""
    return (
        borrador.valores == listo.escrito
        and [(carga.id, carga.estado) for carga in adjuntos.de(session, borrador.id)] == listo.adjuntado
        and administrados.es_de(session, ctx.actor, borrador.administrado_id)
    )


def _registrar(
    ctx: Contexto, session: Session, borrador: BorradorRow, listo: _Preparado
) -> tuple[RegistroRow, ExpedienteRow]:
    institucion, cargas = listo.institucion, listo.cargas
    correlativos.esperar_turno(session)
    momento = presentacion(ctx.reloj(), institucion.dias)
    acto = _Acto(ctx, session, institucion, borrador, momento, listo.valores, listo.remitente)
    expediente = _abrir_expediente(acto)
    registro = _asentar(acto, expediente, paginas=sum(carga.paginas or 0 for carga in cargas))
    adjuntos.guardar(session, institucion, registro, cargas)
    historia.anotar(
        session,
        expediente,
        accion=Accion.REGISTRAR,
        hasta=institucion.estado_inicial,
        actor=ctx.actor,
        nota="",
        ahora=momento.enviado,
    )
    correos.encolar(
        session,
        ctx,
        clave=f"cargo:{registro.id}",
        destinatario=listo.remitente["correo"],
        plantilla="cargo",
        datos={"nombre": registro.por},
        registro_id=registro.id,
    )
    return registro, expediente


def _abrir_expediente(acto: _Acto) -> ExpedienteRow:
    """In this release each filing opens its own expediente; an antecedente is a link, not a home."""
    session, borrador, institucion = acto.session, acto.borrador, acto.institucion
    numeracion, anio = institucion.numeracion, acto.momento.enviado.astimezone(institucion.zona).year
    correlativo = correlativos.siguiente(session, f"E{numeracion.serie}", anio)
    inicial = institucion.estado_inicial
    expediente = ExpedienteRow(
        numero=formatear(numeracion.expediente, correlativo=correlativo, anio=anio, serie=numeracion.serie),
        serie=numeracion.serie,
        anio=anio,
        correlativo=correlativo,
        administrado_id=borrador.administrado_id,
        institucion_version=borrador.institucion_version,
        asunto=acto.de_papel("asunto"),
        estado=inicial.id,
        fase=inicial.fase,
        abierto_at=acto.momento.enviado,
    )
    session.add(expediente)
    session.flush()
    return expediente


def _asentar(acto: _Acto, expediente: ExpedienteRow, *, paginas: int) -> RegistroRow:
    """The entry in the general register, which has its own number besides the expediente's (art. 157)."""
    session, borrador, momento = acto.session, acto.borrador, acto.momento
    numeracion = acto.institucion.numeracion
    correlativo = correlativos.siguiente(session, f"R{numeracion.serie}", expediente.anio)
    antecedente = acto.de_papel("antecedente")
    numero_documento = acto.de_papel("numero")
    registro = RegistroRow(
        numero=formatear(numeracion.registro, correlativo=correlativo, anio=expediente.anio, serie=numeracion.serie),
        expediente_id=expediente.id,
        canal="web",
        cuenta_id=borrador.cuenta_id,
        administrado_id=borrador.administrado_id,
        remitente=acto.remitente,
        por=acto.remitente["persona"],
        tipo_documento=acto.de_papel("tipo"),
        numero_documento=numero_documento,
        numero_plegado=plegar(numero_documento),
        asunto=expediente.asunto,
        valores=acto.valores,
        antecedente=antecedente,
        antecedente_id=_antecedente(acto, antecedente),
        enviado_at=momento.enviado,
        presentado_el=momento.presentado,
        plazo_desde=momento.plazo_desde,
        saltados=[{**asdict(dia), "fecha": dia.fecha.isoformat()} for dia in momento.saltados],
        paginas=paginas,
        clave_envio=borrador.clave_envio,
        codigo_verificacion=claves.codigo_nuevo(),
    )
    session.add(registro)
    session.flush()
    unicas = dict.fromkeys(palabra[:LARGO_PALABRA] for palabra in palabras(registro.asunto))
    session.add_all(RegistroPalabraRow(palabra=palabra, registro_id=registro.id) for palabra in unicas)
    return registro


def _remitente(session: Session, ctx: Contexto, borrador: BorradorRow) -> dict[str, str]:
    """Who files, as they are today: the registro keeps this even if the account changes later."""
    cuenta = session.get_one(CuentaRow, borrador.cuenta_id)
    administrado = session.scalars(
        select(AdministradoRow).where(
            AdministradoRow.id == borrador.administrado_id, AdministradoRow.id.in_(administrados.de(ctx.actor))
        )
    ).one_or_none()
    if administrado is None:  # the account no longer acts for it
        raise NoEncontrado
    return {
        "clase": administrado.clase,
        "tipo_doc": administrado.tipo_doc,
        "numero_doc": administrado.numero_doc,
        "nombre": administrado.nombre,
        "direccion": administrado.direccion,
        "persona": f"{cuenta.nombres} {cuenta.apellidos}",
        "persona_tipo_doc": cuenta.tipo_doc,
        "persona_numero_doc": cuenta.numero_doc,
        "telefono": cuenta.telefono,
        "correo": cuenta.correo,
    }


def _antecedente(acto: _Acto, texto: str) -> int | None:
    """The expediente cited, only when the account may see it: otherwise the text stays a text, and nothing is told."""
    numeracion = acto.institucion.numeracion
    leido = interpretar(numeracion.expediente, texto) if texto else None
    citado = [ExpedienteRow.numero == texto]  # as it is printed: numbered by an older pattern, too
    if leido is not None:
        suyo = tuple_(ExpedienteRow.serie, ExpedienteRow.anio, ExpedienteRow.correlativo)
        correlativo, anio = leido
        citado.append(suyo == (numeracion.serie, anio, correlativo))
    return acto.session.scalars(
        select(ExpedienteRow.id)
        .where(or_(*citado), ExpedienteRow.administrado_id.in_(administrados.de(acto.ctx.actor)))
        .order_by(citado[0].desc())
        .limit(1)
    ).one_or_none()
