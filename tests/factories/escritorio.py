"""The desk at work: offices with people, an expediente, and what the database says of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select

from portal.db.models import CorreoSalienteRow, DestinoRow, ExpedienteRow, MovimientoRow, PlazoRow
from portal.domain.estados import FINALES, Fase
from portal.domain.permisos import Alcance, Rol
from portal.services import derivaciones, historia
from portal.services.contexto import Actor, Contexto
from portal.services.derivaciones import PedidoDeAtencion
from tests.factories import cuentas, oficinas, presentaciones
from tests.factories.oficinas import ARBOL, DIRECCION, LABORATORIO, LOGISTICA, MESA

CORREOS = {LABORATORIO: "laboratorio@igp.example", LOGISTICA: "logistica@igp.example", MESA: "mesa@igp.example"}


@dataclass(frozen=True)
class Gente:
    """A context for each person: the counter, the head of two offices, a specialist, and another office."""

    mesa: Contexto
    jefa: Contexto
    especialista: Contexto
    logistica: Contexto
    archivo: Contexto


def gente(ctx: Contexto, **cambios: object) -> Gente:
    """Offices with mailboxes in force, and somebody in each."""
    arbol = tuple(d.model_copy(update={"correo": CORREOS.get(d.id, "")}) for d in ARBOL)
    oficinas.publicar(ctx, **{"dependencias": arbol, **cambios})
    return Gente(
        mesa=ctx.como(oficinas.persona(ctx, Rol.MESA, MESA)),
        jefa=ctx.como(oficinas.persona(ctx, Rol.JEFE, DIRECCION, Alcance.DESCENDIENTES)),
        especialista=ctx.como(oficinas.persona(ctx, Rol.ESPECIALISTA, LABORATORIO)),
        logistica=ctx.como(oficinas.persona(ctx, Rol.JEFE, LOGISTICA)),
        archivo=ctx.como(oficinas.persona(ctx, Rol.ARCHIVO, MESA, Alcance.TODAS)),
    )


def presentado(ctx: Contexto, *, de: Actor | None = None) -> str:
    """The number of something just filed, by ``de`` or by somebody new."""
    return presentaciones.presentar(ctx, de or cuentas.ciudadano(ctx)).numero


def en_laboratorio(ctx: Contexto, gente: Gente, *, recibido: bool = True, de: Actor | None = None) -> str:
    """The number of something filed, routed to the laboratory and received there."""
    numero = presentado(ctx, de=de)
    derivaciones.derivar(gente.mesa, numero, visto=None, responsable=LABORATORIO, pedido="atender", proveido="Vea")
    if recibido:
        derivaciones.recibir(gente.especialista, numero)
    return numero


def con_copia_y_pedido(ctx: Contexto, gente: Gente, *, de: Actor | None = None) -> tuple[str, int, int]:
    """A number in the laboratory, the destino of a copy to the Dirección and that of a request to Logística."""
    numero = en_laboratorio(ctx, gente, de=de)
    derivaciones.derivar(
        gente.especialista,
        numero,
        visto=None,
        responsable=None,
        copias=(DIRECCION,),
        atenciones=(PedidoDeAtencion(LOGISTICA, "informe"),),
        proveido="Informe de costos",
    )
    copia, pedido = (destino(ctx, numero, tipo).id for tipo in ("copia", "atencion"))
    return numero, copia, pedido


def expediente(ctx: Contexto, numero: str) -> ExpedienteRow:
    """Its row."""
    with ctx.db.lectura() as session:
        return session.scalars(select(ExpedienteRow).where(ExpedienteRow.numero == numero)).one()


def visto(ctx: Contexto, numero: str) -> int:
    """How many movimientos a screen would show now."""
    return expediente(ctx, numero).movimientos


def destinos(ctx: Contexto, numero: str) -> list[DestinoRow]:
    """Where it is and was, oldest first."""
    with ctx.db.lectura() as session:
        suyos = select(DestinoRow).join(ExpedienteRow, ExpedienteRow.id == DestinoRow.expediente_id)
        return list(session.scalars(suyos.where(ExpedienteRow.numero == numero).order_by(DestinoRow.id)))


def destino(ctx: Contexto, numero: str, tipo: str = "responsable") -> DestinoRow:
    """Its newest destino of that kind."""
    return [d for d in destinos(ctx, numero) if d.tipo == tipo][-1]


def movimientos(ctx: Contexto, numero: str) -> list[MovimientoRow]:
    """Its history."""
    with ctx.db.lectura() as session:
        suyos = select(MovimientoRow).join(ExpedienteRow, ExpedienteRow.id == MovimientoRow.expediente_id)
        return list(session.scalars(suyos.where(ExpedienteRow.numero == numero).order_by(MovimientoRow.orden)))


def plazos(ctx: Contexto, numero: str) -> list[PlazoRow]:
    """Its terms, oldest first."""
    with ctx.db.lectura() as session:
        suyos = select(PlazoRow).join(ExpedienteRow, ExpedienteRow.id == PlazoRow.expediente_id)
        return list(session.scalars(suyos.where(ExpedienteRow.numero == numero).order_by(PlazoRow.id)))


def correos(ctx: Contexto) -> list[tuple[str, str]]:
    """Template and address of every mail but those of the accounts and the cargo."""
    with ctx.db.lectura() as session:
        filas = session.scalars(select(CorreoSalienteRow).order_by(CorreoSalienteRow.id))
        return [(c.plantilla, c.destinatario) for c in filas if c.plantilla not in {"activacion", "cargo"}]


def coherente(ctx: Contexto, numero: str) -> None:
    """What holds of every expediente whatever was done to it, and by whom."""
    e, suyos, historia_ = expediente(ctx, numero), destinos(ctx, numero), movimientos(ctx, numero)
    with ctx.db.lectura() as session:
        assert historia.intacta(session, e.id)
    assert [m.orden for m in historia_] == list(range(1, e.movimientos + 1))
    assert (e.estado, e.fase) == (historia_[-1].hasta, historia_[-1].fase)
    abiertos = [d for d in suyos if d.cerrado_at is None]
    responsables = [d for d in abiertos if d.tipo == "responsable"]
    if Fase(e.fase) in FINALES:
        assert [d.tipo for d in abiertos if d.tipo != "copia"] == []
        assert (e.por_recibir, e.vence_el) == (False, None)
        assert [p for p in plazos(ctx, numero) if p.cerrado_at is None] == []
    else:
        (suyo,) = responsables
        assert (suyo.dependencia, suyo.responsable_id) == (e.dependencia, e.responsable_id)
        assert e.por_recibir is (suyo.recibido_at is None)
    assert all((d.cerrado_at is None) is (d.cierre == "") for d in suyos)
    assert all(d.recibido_at is not None for d in suyos if d.cierre in {"derivado", "enterado"})
    for antes, despues in pairwise(historia_):
        assert despues.desde == antes.hasta
        if antes.fase == Fase.OBSERVADO:
            assert despues.accion not in {"derivar", "devolver", "recibir", "asignar"}
        if Fase(antes.fase) in FINALES and antes.fase != despues.fase:
            assert despues.accion in {"archivar", "reabrir"}
