"""Writing one filing down: expediente, registro, words, documents, first movimiento and promised mail.

It happens while everybody else who files waits, so each table gets one plain insert, and whatever can be known
beforehand comes ready in ``Preparado``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, update
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
from portal.domain.estados import Accion
from portal.domain.formulario import Valor
from portal.domain.numeracion import formatear
from portal.domain.texto import plegar
from portal.services import adjuntos, claves, correlativos, correos, historia, relojes
from portal.services.contexto import Contexto
from portal.services.historia import NADA_MAS, Hechos
from portal.services.respuestas import de_papel


@dataclass(frozen=True)
class Preparado:
    """A draft that was judged and can be filed: what was written and attached then, and what will be registered.

    ``folios``: the sheets counted at the counter, instead of the pages of the files. ``hechos``: of the first movimiento.
    """

    institucion: Institucion
    escrito: dict[str, Any]
    adjuntado: list[tuple[str, str]]
    valores: dict[str, Valor]
    cargas: list[CargaRow]
    remitente: dict[str, str]
    antecedente_id: int | None
    canal: str = "web"
    folios: int = 0
    hechos: Hechos = NADA_MAS

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
    plazo = relojes.nuevo(listo.institucion, listo.valores, acto=momento.presentado, ahora=momento.enviado)
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
    insertar(session, DestinoRow, _primer_destino(expediente, momento))
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
        dependencia=institucion.escritorio.mesa.id,
        por_recibir=True,
        vence_el=vence_el,
        palabras=palabras,
    )
    expediente.id = insertar(session, ExpedienteRow, columnas(expediente))
    return expediente


def _primer_destino(expediente: ExpedienteRow, momento: Presentacion) -> dict[str, Any]:
    """Everything that is filed arrives at the counter, and waits to be received."""
    return columnas(
        DestinoRow(
            expediente_id=expediente.id,
            origen="",
            dependencia=expediente.dependencia,
            tipo="responsable",
            pedido="",
            proveido="",
            creado_at=momento.enviado,
            respuesta="",
            cierre="",
        )
    )


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
        paginas=listo.folios or sum(carga.paginas or 0 for carga in listo.cargas),
        clave_envio=borrador.clave_envio,
        codigo_verificacion=claves.codigo_nuevo(),
        sentido="entrada",
        clase="presentacion",
        dependencia="",
        procedimiento=borrador.procedimiento,
    )
    registro.id = insertar(session, RegistroRow, columnas(registro))
    return registro


def columnas(fila: Base) -> dict[str, Any]:
    """What a row that was never added says of itself; its id is the database's."""
    return {columna.key: getattr(fila, columna.key) for columna in fila.__table__.columns if columna.key != "id"}


def insertar(session: Session, modelo: type[Base], *filas: Mapping[str, Any]) -> int:
    """Insert these rows of one table at once, past the unit of work; the id, when it was one row with an id."""
    if not filas:
        return 0
    tabla = Base.metadata.tables[modelo.__tablename__]
    hecho = session.connection().execute(insert(tabla), filas[0] if len(filas) == 1 else list(filas))
    clave = hecho.inserted_primary_key if len(filas) == 1 and "id" in tabla.columns else None
    return int(clave[0]) if clave else 0
