"""Writing one filing down: expediente, registro, words, documents, first movimiento and promised mail.

It happens while everybody else who files waits, so each table gets one plain insert, and whatever can be known
beforehand comes ready in ``Preparado``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.db.base import Base
from portal.db.models import (
    BorradorRow,
    CargaRow,
    DestinoRow,
    DocumentoRow,
    ExpedientePalabraRow,
    ExpedienteRow,
    MovimientoRow,
    PlazoRow,
    RegistroRow,
)
from portal.domain import terminos
from portal.domain.calendario import Presentacion, presentacion
from portal.domain.configuracion import Institucion
from portal.domain.encaminar import primer_destino
from portal.domain.estados import Accion
from portal.domain.formulario import Valor
from portal.domain.numeracion import formatear
from portal.domain.texto import plegar
from portal.services import adjuntos, avisos_oficina, claves, correlativos, correos, historia, relojes
from portal.services.actuaciones import Actuacion
from portal.services.contexto import Contexto
from portal.services.filas_nuevas import columnas, insertar
from portal.services.historia import NADA_MAS, Hechos
from portal.services.respuestas import de_papel


@dataclass(frozen=True)
class Preparado:
    """A draft that was judged and can be filed: what was written and attached then, and what will be registered.

    ``folios``: the sheets counted at the counter, instead of the pages of the files. ``hechos``: of the first movimiento.
    ``vigente``: the institution in force, whose offices it goes to; ``procedimiento``: what is asked of it, if it is one.
    """

    institucion: Institucion
    escrito: dict[str, Any]
    adjuntado: list[tuple[str, str]]
    valores: dict[str, Valor]
    cargas: list[CargaRow]
    remitente: dict[str, str]
    antecedente_id: int | None
    vigente: Institucion
    procedimiento: str = ""
    canal: str = "web"
    folios: int = 0
    hechos: Hechos = NADA_MAS

    def destino(self, hoy: date) -> str:
        """The office that has it first."""
        return primer_destino(
            self.institucion,
            self.valores,
            procedimiento=self.procedimiento,
            escritorio=self.vigente.escritorio,
            hoy=hoy,
        )

    @property
    def paginas(self) -> int:
        """How many it has: as its sender says where that is asked, else as they were counted."""
        return int(self.de_papel("paginas") or sum(carga.paginas or 0 for carga in self.cargas))

    def de_papel(self, papel: str) -> str:
        """The datum of the registro that some field of the form holds, in words."""
        return de_papel(self.institucion, self.valores, papel)


def asentar(
    session: Session, ctx: Contexto, borrador: BorradorRow, listo: Preparado
) -> tuple[RegistroRow, ExpedienteRow]:
    """Register a draft that is held, in its turn. The rows are copies: changing them changes nothing."""
    correlativos.esperar_turno(session)
    momento = presentacion(ctx.reloj(), listo.institucion.dias)
    inicial = listo.institucion.estado_inicial
    plazo = relojes.nuevo(
        listo.institucion,
        listo.valores,
        procedimiento=listo.procedimiento,
        acto=momento.presentado,
        ahora=momento.enviado,
    )
    halladas = _terminos(listo)
    linea = terminos.en_linea(halladas)
    expediente = _expediente(session, borrador, listo, momento, linea, vence_el=plazo.vence_el if plazo else None)
    registro = _registro(session, borrador, listo, momento, expediente)
    insertar(session, ExpedientePalabraRow, *({"palabra": p, "expediente_id": expediente.id} for p in halladas))
    documentos = adjuntos.documentos(listo.institucion.formulario.ranuras, listo.cargas)
    insertar(session, DocumentoRow, *({**documento, "registro_id": registro.id} for documento in documentos))
    movimiento = historia.siguiente(
        expediente, None, accion=Accion.REGISTRAR, hasta=inicial, actor=ctx.actor, nota="", ahora=momento.enviado,
        hechos=listo.hechos,
    )  # fmt: skip
    insertar(session, MovimientoRow, columnas(movimiento))
    _abrir_destino(session, ctx, expediente, listo, momento)
    if plazo is not None:
        plazo.expediente_id = expediente.id
        insertar(session, PlazoRow, columnas(plazo))
    if listo.remitente["correo"]:  # who came with paper may have none, and loses nothing
        correos.encolar(
            session,
            ctx,
            clave=f"cargo:{registro.id}",
            destinatario=listo.remitente["correo"],
            plantilla="cargo",
            datos={"nombre": registro.por},
            registro_id=registro.id,
        )
    enviado = update(Base.metadata.tables["borrador"]).where(BorradorRow.id == borrador.id)
    session.connection().execute(enviado.values(registro_id=registro.id))
    return registro, expediente


def _terminos(listo: Preparado) -> tuple[str, ...]:
    """All by which it will be found."""
    de = listo.remitente
    return terminos.de_expediente(
        asunto=listo.de_papel("asunto"),
        remitente=(de["nombre"], de["numero_doc"], de["persona"], de["persona_numero_doc"]),
        numero=listo.de_papel("numero"),
        tipo=listo.de_papel("tipo"),
        canal=listo.canal,
    )


def _expediente(
    session: Session,
    borrador: BorradorRow,
    listo: Preparado,
    momento: Presentacion,
    palabras: str,
    *,
    vence_el: date | None,
) -> ExpedienteRow:
    """In this release each filing opens its own expediente; an antecedente is a link, not a home."""
    institucion, inicial = listo.institucion, listo.institucion.estado_inicial
    numeracion, anio = institucion.numeracion, momento.enviado.astimezone(institucion.zona).year
    correlativo = correlativos.siguiente(
        session, f"E{numeracion.serie}", anio, desde=numeracion.desde("expediente", anio)
    )
    expediente = ExpedienteRow(
        numero=formatear(numeracion.expediente, correlativo=correlativo, anio=anio, serie=numeracion.serie),
        serie=numeracion.serie,
        anio=anio,
        correlativo=correlativo,
        administrado_id=borrador.administrado_id,
        institucion_version=borrador.institucion_version,
        asunto=listo.de_papel("asunto"),
        estado=inicial.id,
        fase=inicial.fase,
        movimientos=1,
        clave_version=1,
        abierto_at=momento.enviado,
        canal=listo.canal,
        presentado_el=momento.presentado,
        dependencia=listo.destino(momento.enviado.astimezone(institucion.zona).date()),
        por_recibir=True,
        vence_el=vence_el,
        palabras=palabras,
    )
    expediente.id = insertar(session, ExpedienteRow, columnas(expediente))
    return expediente


def _abrir_destino(
    session: Session, ctx: Contexto, expediente: ExpedienteRow, listo: Preparado, momento: Presentacion
) -> None:
    """It waits to be received where it arrived first. An office that it reached by itself is told, as when it is sent there.

    The counter sent it there, as far as giving it back goes.
    """
    mesa = listo.vigente.escritorio.mesa.id
    encaminado = expediente.dependencia != mesa
    destino = DestinoRow(
        expediente_id=expediente.id,
        origen=mesa if encaminado else "",
        dependencia=expediente.dependencia,
        tipo="responsable",
        pedido="",
        proveido="",
        creado_at=momento.enviado,
        respuesta="",
        cierre="",
    )
    destino.id = insertar(session, DestinoRow, columnas(destino))
    if encaminado:
        avisos_oficina.llego(session, ctx, Actuacion(expediente, listo.institucion, listo.vigente), destino)


def _registro(
    session: Session, borrador: BorradorRow, listo: Preparado, momento: Presentacion, expediente: ExpedienteRow
) -> RegistroRow:
    """The entry in the general register, which has its own number besides the expediente's (art. 157)."""
    numeracion = listo.institucion.numeracion
    anio = expediente.anio
    desde = numeracion.desde("registro", anio)
    correlativo = correlativos.siguiente(session, f"R{numeracion.serie}", anio, desde=desde)
    numero_documento = listo.de_papel("numero")
    registro = RegistroRow(
        numero=formatear(numeracion.registro, correlativo=correlativo, anio=expediente.anio, serie=numeracion.serie),
        expediente_id=expediente.id,
        canal=listo.canal,
        cuenta_id=borrador.cuenta_id,
        administrado_id=borrador.administrado_id,
        remitente=listo.remitente,
        por=listo.remitente["persona"],
        tipo_documento=listo.de_papel("tipo"),
        numero_documento=numero_documento,
        numero_plegado=plegar(numero_documento),
        asunto=expediente.asunto,
        valores=listo.valores,
        antecedente=listo.de_papel("antecedente"),
        antecedente_id=listo.antecedente_id,
        enviado_at=momento.enviado,
        presentado_el=momento.presentado,
        plazo_desde=momento.plazo_desde,
        saltados=[{**asdict(dia), "fecha": dia.fecha.isoformat()} for dia in momento.saltados],
        paginas=listo.folios or listo.paginas,
        clave_envio=borrador.clave_envio,
        codigo_verificacion=claves.codigo_nuevo(),
        sentido="entrada",
        clase="presentacion",
        dependencia="",
        procedimiento=listo.procedimiento,
    )
    registro.id = insertar(session, RegistroRow, columnas(registro))
    return registro
