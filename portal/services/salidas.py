"""What the institution answers: a text and its documents, which leave as a registro de salida with their own number.

The citizen reads the text where they follow the expediente, never in a mail; that they read it is an ``acuse``.
Law: Ley 27444, arts. 117.2 (what leaves is registered too) and 186 (with the answer the matter ends).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import BorradorRow, CargaRow, RegistroRow
from portal.domain.campos import Ranura
from portal.domain.configuracion import Institucion
from portal.domain.errors import NoEncontrado, PortalError
from portal.domain.estados import Accion
from portal.domain.permisos import Permiso
from portal.domain.texto import una_linea
from portal.i18n import t
from portal.services import actuaciones, adjuntos, borrador_propio, posteriores, ranuras
from portal.services.actuaciones import Actuacion, FaltaMotivo, limpia
from portal.services.contexto import Contexto, requiere
from portal.services.posteriores import SALIDA, Posterior

CLASE, PLANTILLA = "respuesta", "respuesta"
LARGO_DOCUMENTO = 120


class FaltaRespuesta(FaltaMotivo):
    """An answer says something; the documents that go with it are not enough."""

    code = "falta_respuesta"


class FaltaDocumento(PortalError):
    """This institution answers with a document, always."""

    code = "falta_documento"


@dataclass(frozen=True)
class BorradorDeRespuesta:
    """Where the documents of an answer wait until it is sent: a draft of the actor, and its one slot."""

    id: str
    ranura: Ranura


@dataclass(frozen=True)
class _Dicho:
    """What was written in the dialog of an answer."""

    nota: str
    borrador_id: str | None
    documento: str
    transicion: str | None


@requiere(Permiso.RESPONDER)
def preparar(ctx: Contexto, numero: str, *, visto: int | None = None) -> BorradorDeRespuesta:
    """The draft of the actor's answer to it, the same until it is sent. Raises NoEncontrado, NoAutorizado, EstadoCambio."""
    with ctx.db.lectura() as session:
        actuacion = actuaciones.mirar(session, ctx, numero, Permiso.RESPONDER)
        actuaciones.exigir_visto(session, actuacion, visto)
        if (suyo := _sin_enviar(session, ctx, actuacion)) is not None:
            return _view(session, suyo)
    with ctx.db.transaction() as session:
        actuacion = actuaciones.retener(session, ctx, numero, Permiso.RESPONDER, visto=visto)
        suyo = _sin_enviar(session, ctx, actuacion) or borrador_propio.comenzar(
            session,
            ctx,
            CLASE,
            administrado_id=actuacion.expediente.administrado_id,
            expediente_id=actuacion.expediente.id,
        )
        return _view(session, suyo)


@requiere(Permiso.RESPONDER)
def atender(
    ctx: Contexto,
    numero: str,
    *,
    visto: int | None,
    nota: str,
    borrador_id: str | None = None,
    documento: str = "",
    transicion: str | None = None,
) -> str:
    """Answer and end: the term to attend closes. ``documento``: how the office calls its own. The number of the salida.

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, FaltaRespuesta, FaltaDocumento,
    BorradorEnviado, ArchivosPendientes, ArchivoPerdido.
    """
    dicho = _Dicho(nota, borrador_id, documento, transicion)
    with ctx.db.transaction() as session:
        actuacion = actuaciones.tomar(session, ctx, numero, accion=Accion.ATENDER, visto=visto)
        return _contestar(session, ctx, actuacion, Accion.ATENDER, dicho)


@requiere(Permiso.RESPONDER)
def responder(
    ctx: Contexto,
    numero: str,
    *,
    visto: int | None,
    nota: str,
    borrador_id: str | None = None,
    documento: str = "",
    transicion: str | None = None,
) -> str:
    """Answer in part and go on with it: estado and term stay as they are. Otherwise as ``atender``."""
    dicho = _Dicho(nota, borrador_id, documento, transicion)
    with ctx.db.transaction() as session:
        actuacion = actuaciones.tomar(session, ctx, numero, accion=Accion.RESPONDER, visto=visto)
        return _contestar(session, ctx, actuacion, Accion.RESPONDER, dicho)


def _contestar(session: Session, ctx: Contexto, actuacion: Actuacion, accion: Accion, dicho: _Dicho) -> str:
    """Register what leaves, write the act down and tell the citizen that there is an answer, not which."""
    regla = actuaciones.regla_de(actuacion, ctx, accion, transicion=dicho.transicion)
    texto = limpia(dicho.nota)
    if not texto:
        raise FaltaRespuesta
    borrador = _suyo(session, ctx, actuacion, dicho.borrador_id) if dicho.borrador_id is not None else None
    cargas = _adjuntados(session, ctx, borrador) if borrador is not None else []
    if actuacion.vigente.escritorio.respuesta_con_documento and not cargas:
        raise FaltaDocumento
    registro = posteriores.asentar(
        session,
        ctx,
        actuacion.expediente,
        _posterior(ctx, actuacion, texto, dicho.documento),
        borrador=borrador,
        ranuras=ranuras.de(session, borrador) if borrador is not None else (),
        cargas=cargas,
    )
    movimiento = actuaciones.hacer(
        session,
        ctx,
        actuacion,
        accion,
        regla=regla,
        interna=texto,
        datos=_hechos(registro, cargas),
        publico=True,
    )
    if regla is None or regla.plantilla is None:
        actuaciones.avisar(session, ctx, movimiento, PLANTILLA)
    return registro.numero


def _posterior(ctx: Contexto, actuacion: Actuacion, texto: str, documento: str) -> Posterior:
    oficina = actuacion.expediente.dependencia
    return Posterior(
        CLASE,
        asunto=t("salidas.asunto", asunto=actuacion.expediente.asunto),
        tipo_documento=t("salidas.tipo"),
        remitente=_institucion(actuacion.vigente, ctx.actor.nombre),
        por=ctx.actor.nombre,
        sentido=SALIDA,
        dependencia=oficina,
        numero_documento=una_linea(documento, LARGO_DOCUMENTO),
        valores={"texto": texto, "oficina": actuacion.vigente.escritorio.dependencia(oficina).nombre},
    )


def _institucion(vigente: Institucion, persona: str) -> dict[str, str]:
    """Who sends what leaves, in the words of a remitente."""
    identidad = vigente.identidad
    return {
        "clase": "juridica",
        "tipo_doc": "ruc",
        "numero_doc": identidad.ruc,
        "nombre": identidad.nombre,
        "direccion": "",
        "persona": persona,
        "persona_tipo_doc": "",
        "persona_numero_doc": "",
        "telefono": "",
        "correo": "",
    }


def _hechos(registro: RegistroRow, cargas: Sequence[CargaRow]) -> dict[str, object]:
    """What the chain of the history seals of an answer: its number and the bytes that went with it."""
    return {
        "registro": registro.numero,
        "registro_id": registro.id,
        "oficina": registro.valores["oficina"],
        "archivos": len(cargas),
        "huellas": [carga.sha256 for carga in cargas],
    }


def _sin_enviar(session: Session, ctx: Contexto, actuacion: Actuacion) -> BorradorRow | None:
    """The newest, when two tabs began one at once."""
    return session.scalars(
        select(BorradorRow)
        .where(
            BorradorRow.cuenta_id == ctx.actor.cuenta_id,
            BorradorRow.expediente_id == actuacion.expediente.id,
            BorradorRow.clase == CLASE,
            BorradorRow.registro_id.is_(None),
        )
        .order_by(BorradorRow.creado_at.desc(), BorradorRow.id)
        .limit(1)
    ).one_or_none()


def _suyo(session: Session, ctx: Contexto, actuacion: Actuacion, borrador_id: str) -> BorradorRow:
    """The actor's draft of an answer to that very expediente, held. Raises NoEncontrado, BorradorEnviado."""
    borrador = borrador_propio.propio(session, ctx, borrador_id, bloquear=True)
    if (borrador.clase, borrador.expediente_id) != (CLASE, actuacion.expediente.id):
        raise NoEncontrado
    return borrador


def _adjuntados(session: Session, ctx: Contexto, borrador: BorradorRow) -> list[CargaRow]:
    """Its files, all of them safe. Raises ArchivosPendientes, ArchivoPerdido."""
    cargas = adjuntos.de(session, borrador.id)
    for falta in adjuntos.faltas(ranuras.de(session, borrador), cargas).values():
        raise falta
    return adjuntos.listas(ctx.almacen, cargas)


def _view(session: Session, borrador: BorradorRow) -> BorradorDeRespuesta:
    (ranura,) = ranuras.de(session, borrador)
    return BorradorDeRespuesta(borrador.id, ranura)
