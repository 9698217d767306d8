"""What other offices owe to the one that has the expediente: they answer its requests, or take note of their copy.

Law: Ley 27444, arts. 171 and 172 (reports of other offices, within their term).
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.db.models import DestinoRow
from portal.domain.errors import TransicionNoPermitida
from portal.domain.estados import Accion
from portal.domain.permisos import Permiso
from portal.services import actuaciones, avisos_oficina, destinos
from portal.services.actuaciones import Actuacion, limpia
from portal.services.contexto import Contexto, requiere

TIPO_DE = {Accion.INFORMAR: destinos.ATENCION, Accion.ENTERARSE: destinos.COPIA}
"""What each act answers."""


@requiere(Permiso.TRABAJAR)
def informar(ctx: Contexto, numero: str, *, destino_id: int, respuesta: str, visto: int | None = None) -> None:
    """An office answers the request for attention that it was sent; the office that asked is told.

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, FaltaMotivo without an answer; YaHecho.
    """
    with ctx.db.transaction() as session:
        actuacion, destino = actuaciones.tomar_destino(
            session, ctx, numero, destino_id, accion=Accion.INFORMAR, visto=visto
        )
        if not limpia(respuesta):
            raise actuaciones.FaltaMotivo
        _atender(session, ctx, actuacion, destino, respuesta=respuesta)
        avisos_oficina.informaron(session, ctx, actuacion, destino)


@requiere(Permiso.TRABAJAR)
def enterarse(ctx: Contexto, numero: str, *, destino_id: int, visto: int | None = None) -> None:
    """An office took note of its copy. Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida, YaHecho."""
    with ctx.db.transaction() as session:
        actuacion, destino = actuaciones.tomar_destino(
            session, ctx, numero, destino_id, accion=Accion.ENTERARSE, visto=visto
        )
        _atender(session, ctx, actuacion, destino)


def _atender(
    session: Session, ctx: Contexto, actuacion: Actuacion, destino: DestinoRow, *, respuesta: str = ""
) -> None:
    """A request is answered, a copy is taken note of: whoever does it received it."""
    accion = Accion.INFORMAR if respuesta else Accion.ENTERARSE
    if destino.tipo != TIPO_DE[accion]:
        raise TransicionNoPermitida(fase=actuacion.expediente.fase, accion=accion)
    movimiento = actuaciones.hacer(
        session,
        ctx,
        actuacion,
        accion,
        regla=None,
        interna=respuesta,
        datos=actuaciones.hechos_de(actuacion, destino) | {"pedido": destino.pedido},
        publico=False,
        dependencia=destino.dependencia,
    )
    if destino.recibido_at is None:
        destinos.recibir(session, ctx, actuacion.expediente, destino)
    destino.respuesta = movimiento.interna
    destinos.cerrar(session, ctx, destino, destinos.ATENDIDO if respuesta else destinos.ENTERADO)
