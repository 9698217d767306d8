"""One judgement of a draft that opens an expediente, online or at the counter: its words, its files, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.db.models import BorradorRow, CargaRow
from portal.domain.configuracion import Institucion
from portal.domain.errors import DatosInvalidos, PortalError
from portal.domain.formulario import Valor, validar
from portal.services import adjuntos, configuracion
from portal.services.asiento import Preparado
from portal.services.contexto import Contexto
from portal.services.historia import NADA_MAS, Hechos
from portal.services.respuestas import entorno


@dataclass(frozen=True)
class Juicio:
    """``institucion``: the one it is filed with. ``valores`` are clean; ``errores``, by field and slot, empty when it can go."""

    institucion: Institucion
    valores: dict[str, Valor]
    cargas: Sequence[CargaRow]
    errores: Mapping[str, PortalError]


def juzgar(session: Session, ctx: Contexto, borrador: BorradorRow) -> Juicio:
    """What a draft says today, and everything that is wrong with it; nothing changes."""
    institucion = configuracion.institucion(session, borrador.institucion_version, borrador.procedimiento)
    cargas = adjuntos.de(session, borrador.id)
    valores, errores = validar(institucion.formulario, borrador.valores, entorno(institucion, ctx.reloj()))
    return Juicio(institucion, valores, cargas, errores | adjuntos.errores(institucion, valores, cargas))


def preparar(
    session: Session,
    ctx: Contexto,
    borrador: BorradorRow,
    juicio: Juicio,
    *,
    remitente: dict[str, str],
    antecedente_id: int | None = None,
    canal: str = "web",
    folios: int = 0,
    hechos: Hechos = NADA_MAS,
) -> Preparado:
    """A draft that was judged, ready to be written down. Raises DatosInvalidos, ArchivoPerdido."""
    if juicio.errores:
        raise DatosInvalidos(dict(juicio.errores))
    visibles = adjuntos.de_ranuras_visibles(juicio.institucion, juicio.valores, juicio.cargas)
    return Preparado(
        institucion=juicio.institucion,
        escrito=dict(borrador.valores),
        adjuntado=[(carga.id, carga.estado) for carga in juicio.cargas],
        valores=juicio.valores,
        cargas=adjuntos.listas(ctx.almacen, visibles),
        remitente=remitente,
        antecedente_id=antecedente_id,
        vigente=configuracion.vigente(session)[1],
        procedimiento=borrador.procedimiento,
        canal=canal,
        folios=folios,
        hechos=hechos,
    )
