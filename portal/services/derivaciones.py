"""From office to office: an expediente is routed, received and given back. What other offices answer: ``atenciones``.

Law: Ley 27444, arts. 117.2 and 132.1 (routed on the day it arrives), 125.3.3 (not while it is observed), 171 (what is
asked of other offices). Where it is now is its open ``responsable``; copies and requests for attention run beside it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import DestinoRow, MovimientoRow
from portal.domain.derivacion import Derivacion, DerivacionInvalida, PedidoDeAtencion, comprobar, dias_de
from portal.domain.errors import TransicionNoPermitida
from portal.domain.estados import Accion
from portal.domain.permisos import Permiso
from portal.services import actuaciones, alcances, avisos_oficina, destinos
from portal.services.actuaciones import Actuacion
from portal.services.contexto import Contexto, requiere

__all__ = ["DerivacionInvalida", "PedidoDeAtencion", "derivar", "devolver", "recibir"]


@requiere(Permiso.DERIVAR)
def derivar(
    ctx: Contexto,
    numero: str,
    *,
    visto: int | None,
    responsable: str | None,
    copias: tuple[str, ...] = (),
    atenciones: tuple[PedidoDeAtencion, ...] = (),
    pedido: str = "",
    proveido: str = "",
    nota: str = "",
    dias: int | None = None,
) -> None:
    """Send it to one office that answers for it, with copies and requests for attention to others.

    ``responsable`` None: it stays where it is. ``pedido``: what the responsible office is asked for; ``dias``: its
    business days (None: the usual ones of that pedido, if any). ``proveido`` is for the offices, ``nota`` for the citizen.
    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida (observed, ended), DerivacionInvalida.
    """
    envio = Derivacion(responsable, tuple(copias), tuple(atenciones), pedido, dias)
    with ctx.db.transaction() as session:
        actuacion = actuaciones.tomar(session, ctx, numero, accion=Accion.DERIVAR, visto=visto)
        regla = actuaciones.regla_de(actuacion, ctx, Accion.DERIVAR)
        comprobar(envio, actuacion.vigente.escritorio, desde=actuacion.expediente.dependencia)
        _sin_repetir(session, actuacion, envio)
        movimiento = actuaciones.hacer(
            session,
            ctx,
            actuacion,
            Accion.DERIVAR,
            regla=regla if responsable is not None else None,
            nota=nota,
            interna=proveido,
            datos=_datos(ctx, actuacion, envio),
            publico=responsable is not None,
            huecos={"oficina": _nombre(actuacion, responsable)},
        )
        _enviar(session, ctx, actuacion, envio, movimiento)


def _sin_repetir(session: Session, actuacion: Actuacion, envio: Derivacion) -> None:
    """An office is not asked, nor sent a copy, a second time while the first is open."""
    abiertos = select(DestinoRow.tipo, DestinoRow.dependencia).where(
        DestinoRow.expediente_id == actuacion.expediente.id, DestinoRow.cerrado_at.is_(None)
    )
    ya = {(tipo, dependencia) for tipo, dependencia in session.execute(abiertos)}
    nuevos = [(destinos.ATENCION, a.dependencia) for a in envio.atenciones]
    nuevos += [(destinos.COPIA, copia) for copia in envio.copias]
    for tipo, dependencia in nuevos:
        if (tipo, dependencia) in ya:
            raise DerivacionInvalida(motivo="pendiente", oficina=_nombre(actuacion, dependencia))


def _datos(ctx: Contexto, actuacion: Actuacion, envio: Derivacion) -> dict[str, Any]:
    """The facts of the movimiento: offices by id, the responsible one also by the name that it has today."""
    vigente, escritorio = actuacion.vigente, actuacion.vigente.escritorio

    def vence(dependencia: str, dias: int | None) -> str | None:
        hasta = destinos.hasta_cuando(vigente, dependencia, ctx.reloj(), dias)
        return hasta.isoformat() if hasta is not None else None

    responsable = envio.responsable
    return {
        "responsable": responsable,
        "oficina": _nombre(actuacion, responsable),
        "pedido": envio.pedido if responsable is not None else "",
        "vence": vence(responsable, dias_de(escritorio, envio.pedido, envio.dias)) if responsable is not None else None,
        "copias": list(envio.copias),
        "atenciones": [
            {"dependencia": a.dependencia, "pedido": a.pedido, "vence": vence(a.dependencia, _dias(actuacion, a))}
            for a in envio.atenciones
        ],
    }


def _dias(actuacion: Actuacion, atencion: PedidoDeAtencion) -> int:
    """A request for attention always has a term: the one given, the usual one, or the institution's for requests."""
    escritorio = actuacion.vigente.escritorio
    return dias_de(escritorio, atencion.pedido, atencion.dias) or escritorio.plazos.pedido


def _nombre(actuacion: Actuacion, dependencia: str | None) -> str:
    return actuacion.vigente.escritorio.dependencia(dependencia).nombre if dependencia is not None else ""


def _enviar(
    session: Session, ctx: Contexto, actuacion: Actuacion, envio: Derivacion, movimiento: MovimientoRow
) -> None:
    """Open the destinos and tell the offices."""
    expediente, escritorio = actuacion.expediente, actuacion.vigente.escritorio
    origen = expediente.dependencia
    nuevos: list[tuple[str, str, str, int | None]] = []
    if envio.responsable is not None:
        _cerrar_responsable(session, ctx, actuacion, destinos.DERIVADO)
        dias = dias_de(escritorio, envio.pedido, envio.dias)
        nuevos.append((destinos.RESPONSABLE, envio.responsable, envio.pedido, dias))
    nuevos += [(destinos.ATENCION, a.dependencia, a.pedido, _dias(actuacion, a)) for a in envio.atenciones]
    nuevos += [(destinos.COPIA, copia, "", None) for copia in envio.copias]
    for tipo, dependencia, pedido, dias in nuevos:
        destino = destinos.abrir(
            session,
            ctx,
            expediente,
            vigente=actuacion.vigente,
            tipo=tipo,
            origen=origen,
            dependencia=dependencia,
            movimiento_id=movimiento.id,
            pedido=pedido,
            proveido=movimiento.interna,
            dias=dias,
        )
        avisos_oficina.llego(session, ctx, actuacion, destino)


def _cerrar_responsable(session: Session, ctx: Contexto, actuacion: Actuacion, cierre: str) -> DestinoRow:
    """The office that has it is done with it. Raises TransicionNoPermitida when nobody has it."""
    actual = destinos.abierto(session, actuacion.expediente.id)
    if actual is None:
        raise TransicionNoPermitida(fase=actuacion.expediente.fase, accion=Accion.DERIVAR)
    destinos.cerrar(session, ctx, actual, cierre)
    return actual


@requiere(Permiso.RECIBIR)
def recibir(ctx: Contexto, numero: str, *, visto: int | None = None, destino_id: int | None = None) -> None:
    """It arrived: the expediente itself, or with ``destino_id`` the copy or the request of an office within reach.

    Raises NoEncontrado, NoAutorizado, EstadoCambio, TransicionNoPermitida; YaHecho says who received it, and when.
    """
    with ctx.db.transaction() as session:
        actuacion, destino = _por_recibir(session, ctx, numero, visto=visto, destino_id=destino_id)
        principal = destino.tipo == destinos.RESPONSABLE
        mesa = actuacion.vigente.escritorio.mesa.id
        actuaciones.hacer(
            session,
            ctx,
            actuacion,
            Accion.RECIBIR,
            regla=actuaciones.regla_de(actuacion, ctx, Accion.RECIBIR) if principal else None,
            datos=actuaciones.hechos_de(actuacion, destino),
            publico=principal and destino.dependencia == mesa,
            dependencia=destino.dependencia,
        )
        destinos.recibir(session, ctx, actuacion.expediente, destino)


def _por_recibir(
    session: Session, ctx: Contexto, numero: str, *, visto: int | None, destino_id: int | None
) -> tuple[Actuacion, DestinoRow]:
    """What is to be received, held; who comes second is told who received it, or who took it away."""
    if destino_id is not None:
        actuacion, suyo = actuaciones.tomar_destino(session, ctx, numero, destino_id, accion=Accion.RECIBIR)
        _una_vez(session, actuacion, suyo)
        actuaciones.exigir_visto(session, actuacion, visto)
        return actuacion, suyo
    actuacion = actuaciones.retener_visible(session, ctx, numero)
    destino = destinos.abierto(session, actuacion.expediente.id)
    if alcances.alcanza(ctx.actor, Permiso.RECIBIR, actuacion.expediente.dependencia):
        _una_vez(session, actuacion, destino)
    actuaciones.exigir_visto(session, actuacion, visto)
    alcances.exigir_actuar(session, ctx.actor, Permiso.RECIBIR, actuacion.expediente)
    if destino is None:
        raise TransicionNoPermitida(fase=actuacion.expediente.fase, accion=Accion.RECIBIR)
    return actuacion, destino


def _una_vez(session: Session, actuacion: Actuacion, destino: DestinoRow | None) -> None:
    """Raises YaHecho when that office received it before."""
    if destino is not None and destino.recibido_at is not None:
        quien = destinos.nombre_de(session, destino.recibido_por)
        raise actuaciones.ya_hecho(actuacion, Accion.RECIBIR, quien, destino.recibido_at)


@requiere(Permiso.RECIBIR)
def devolver(ctx: Contexto, numero: str, *, visto: int | None, motivo: str, destino_id: int | None = None) -> None:
    """Give back what came by mistake to the office that sent it; with ``destino_id``, a request for attention.

    ``motivo`` is for that office. Raises NoEncontrado, NoAutorizado, EstadoCambio, FaltaMotivo, YaHecho;
    TransicionNoPermitida also when it came from outside, and there is no office to give it back to.
    """
    with ctx.db.transaction() as session:
        if destino_id is None:
            actuacion = actuaciones.tomar(session, ctx, numero, accion=Accion.DEVOLVER, visto=visto)
            destino = destinos.abierto(session, actuacion.expediente.id)
        else:
            actuacion, destino = actuaciones.tomar_destino(
                session, ctx, numero, destino_id, accion=Accion.DEVOLVER, visto=visto
            )
        if destino is None or not destino.origen or destino.tipo == destinos.COPIA:
            raise TransicionNoPermitida(fase=actuacion.expediente.fase, accion=Accion.DEVOLVER)
        vuelve_a = _vuelve_a(actuacion, destino)
        principal = destino.tipo == destinos.RESPONSABLE
        movimiento = actuaciones.hacer(
            session,
            ctx,
            actuacion,
            Accion.DEVOLVER,
            regla=None,
            interna=motivo,
            datos=actuaciones.hechos_de(actuacion, destino)
            | {"a": vuelve_a, "oficina_a": _nombre(actuacion, vuelve_a)},
            publico=False,
            dependencia=destino.dependencia,
        )
        destinos.cerrar(session, ctx, destino, destinos.DEVUELTO)
        destino.respuesta = movimiento.interna
        if principal:  # it has it again as it had it then: it can give it back further, never to and fro
            destinos.abrir(
                session,
                ctx,
                actuacion.expediente,
                vigente=actuacion.vigente,
                tipo=destinos.RESPONSABLE,
                origen=destinos.origen_de(session, actuacion.expediente.id, vuelve_a, destino.id),
                dependencia=vuelve_a,
                movimiento_id=movimiento.id,
                proveido=movimiento.interna,
            )
        avisos_oficina.volvio(session, ctx, actuacion, destino, vuelve_a)


def _vuelve_a(actuacion: Actuacion, destino: DestinoRow) -> str:
    """The office that sent it, or the counter once that one is no longer in use."""
    escritorio = actuacion.vigente.escritorio
    return destino.origen if escritorio.dependencia(destino.origen).activa else escritorio.mesa.id
