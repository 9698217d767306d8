"""What joins an expediente after it was opened: a cure, a desistimiento, an answer. Each is an entry of the general register.

Law: Ley 27444, arts. 117 and 124 (everything that arrives or leaves is registered), 131-134 (when it counts as presented).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy.orm import Session

from portal.db.models import BorradorRow, CargaRow, DocumentoRow, ExpedienteRow, RegistroRow
from portal.domain.calendario import presentacion
from portal.domain.campos import Ranura
from portal.domain.formulario import Valor
from portal.domain.numeracion import formatear
from portal.services import adjuntos, claves, configuracion, correlativos
from portal.services.contexto import Contexto
from portal.services.filas_nuevas import insertar

SALIDA, ENTRADA = "salida", "entrada"


@dataclass(frozen=True)
class Posterior:
    """What is registered. ``remitente`` and ``por`` as in RegistroRow; ``dependencia``: the office that issues a salida."""

    clase: str
    asunto: str
    tipo_documento: str
    remitente: Mapping[str, str]
    por: str
    sentido: str = ENTRADA
    dependencia: str = ""
    numero_documento: str = ""
    canal: str = "web"
    valores: Mapping[str, Valor] = field(default_factory=dict)


def asentar(
    session: Session,
    ctx: Contexto,
    expediente: ExpedienteRow,
    que: Posterior,
    *,
    borrador: BorradorRow | None = None,
    ranuras: Sequence[Ranura] = (),
    cargas: Sequence[CargaRow] = (),
) -> RegistroRow:
    """Register it in its turn, with its documents; the caller holds the expediente and the draft.

    ``ranuras`` and ``cargas``: the slots of the draft and its files, safe in the store (``adjuntos.listas``). The draft,
    if any, is sent now, and its key makes a second send impossible. What leaves is dated today, whatever the hour.
    """
    correlativos.esperar_turno(session)
    _, institucion = configuracion.vigente(session)
    momento = presentacion(ctx.reloj(), institucion.dias)
    local = momento.enviado.astimezone(institucion.zona)
    sale = que.sentido == SALIDA
    patron = institucion.numeracion.de_salida if sale else institucion.numeracion.registro
    serie = institucion.numeracion.serie
    desde = institucion.numeracion.desde("salida" if sale else "registro", local.year)
    correlativo = correlativos.siguiente(session, f"{'S' if sale else 'R'}{serie}", local.year, desde=desde)
    registro = RegistroRow(
        numero=formatear(patron, correlativo=correlativo, anio=local.year, serie=serie),
        expediente_id=expediente.id,
        canal=que.canal,
        cuenta_id=ctx.actor.cuenta_id,
        administrado_id=expediente.administrado_id,
        remitente=dict(que.remitente),
        por=que.por,
        tipo_documento=que.tipo_documento,
        numero_documento=que.numero_documento,
        numero_plegado="",
        asunto=que.asunto,
        valores=dict(que.valores),
        antecedente="",
        enviado_at=momento.enviado,
        presentado_el=local.date() if sale else momento.presentado,
        plazo_desde=local.date() if sale else momento.plazo_desde,
        saltados=[] if sale else [{**asdict(dia), "fecha": dia.fecha.isoformat()} for dia in momento.saltados],
        paginas=sum(carga.paginas or 0 for carga in cargas),
        clave_envio=borrador.clave_envio if borrador else secrets.token_hex(16),
        codigo_verificacion=claves.codigo_nuevo(),
        sentido=que.sentido,
        clase=que.clase,
        dependencia=que.dependencia,
    )
    session.add(registro)
    session.flush()
    documentos = adjuntos.documentos(ranuras, cargas)
    insertar(session, DocumentoRow, *({**documento, "registro_id": registro.id} for documento in documentos))
    if borrador is not None:
        borrador.registro_id = registro.id
    return registro
