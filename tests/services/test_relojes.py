from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, update

from portal.db.models import ExpedienteRow, MovimientoRow, ObservacionRow, PlazoRow
from portal.domain.configuracion import DiaEspecial
from portal.domain.plazos import Unidad
from portal.services import configuracion, derivaciones, finales, recalculos, relojes
from portal.services.contexto import SISTEMA
from tests.factories import cuentas, escritorio, oficinas, presentaciones


@pytest.fixture
def recibo(ctx, reloj):
    reloj.ahora = datetime(2026, 7, 22, 21, 0, tzinfo=UTC)  # Wednesday 16:00 in Lima, the eve of a holiday
    return presentaciones.presentar(ctx, cuentas.ciudadano(ctx))


def _vence(ctx) -> tuple[date | None, list[date | None]]:
    with ctx.db.lectura() as session:
        expediente = session.scalars(select(ExpedienteRow)).one()
        plazos = session.scalars(select(PlazoRow).where(PlazoRow.cerrado_at.is_(None)).order_by(PlazoRow.id))
        return expediente.vence_el, [p.vence_el for p in plazos]


def _con_expediente(ctx, hacer) -> None:
    with ctx.db.transaction() as session:
        hacer(session, session.scalars(select(ExpedienteRow)).one())


def test_al_presentar_corre_el_plazo_de_treinta_dias_habiles(ctx, recibo):
    assert _vence(ctx) == (date(2026, 9, 8), [date(2026, 9, 8)])


def test_mientras_esta_detenido_no_vence_y_al_seguir_se_corre_lo_que_paro(ctx, recibo, reloj):
    _con_expediente(ctx, lambda s, e: relojes.detener(s, ctx, e, motivo="El ciudadano subsana"))
    assert _vence(ctx) == (None, [None])
    _con_expediente(ctx, lambda s, e: relojes.detener(s, ctx, e, motivo="Otra vez"))

    reloj.ahora = datetime(2026, 7, 27, 15, 0, tzinfo=UTC)  # Monday
    _con_expediente(ctx, lambda s, e: relojes.reanudar(s, ctx, e))

    assert _vence(ctx) == (date(2026, 9, 10), [date(2026, 9, 10)])  # Friday 24 and Monday 27 did not count


def test_tras_la_subsanacion_el_plazo_corre_entero_desde_ella(ctx, recibo):
    _con_expediente(ctx, lambda s, e: relojes.detener(s, ctx, e, motivo="El ciudadano subsana"))

    _con_expediente(ctx, lambda s, e: relojes.reiniciar(s, ctx, e, acto=date(2026, 7, 24)))

    assert _vence(ctx) == (date(2026, 9, 9), [date(2026, 9, 9)])


def test_al_terminar_no_corre_nada_y_lo_que_no_corre_no_se_detiene(ctx, recibo):
    _con_expediente(ctx, lambda s, e: relojes.cerrar(s, ctx, e))
    for hacer in (
        lambda s, e: relojes.detener(s, ctx, e, motivo="x"),
        lambda s, e: relojes.reanudar(s, ctx, e),
        lambda s, e: relojes.reiniciar(s, ctx, e, acto=date(2026, 7, 24)),
    ):
        _con_expediente(ctx, hacer)

    assert _vence(ctx) == (None, [])


def test_cada_tipo_de_documento_puede_tener_su_plazo_y_su_silencio():
    igp = configuracion.preset("igp")
    plazos = igp.escritorio.plazos.model_validate(
        igp.escritorio.plazos.model_dump()
        | {"por_tipo": [{"tipo": "recurso", "dias": 15, "silencio": "negativo", "base_legal": "TUPA 7"}]}
    )
    propia = igp.model_copy(update={"escritorio": igp.escritorio.model_copy(update={"plazos": plazos})})

    assert relojes.termino(propia, {"tipo": "recurso"}) == relojes.Termino(15, Unidad.HABILES, "negativo", "TUPA 7")
    assert relojes.termino(propia, {"tipo": "carta"}) == relojes.Termino(30, Unidad.HABILES, "", "Ley 27444, art. 35")


def test_sin_plazo_prometido_nada_vence():
    igp = configuracion.preset("igp")
    nada = igp.escritorio.plazos.model_copy(update={"atencion": None})
    sin = igp.model_copy(
        update={
            "escritorio": igp.escritorio.model_copy(update={"plazos": nada}),
            "seguimiento": igp.seguimiento.model_copy(update={"dias_habiles": None}),
        }
    )

    assert relojes.termino(sin, {}) is None
    assert relojes.nuevo(sin, {}, acto=date(2026, 7, 22), ahora=datetime(2026, 7, 22, tzinfo=UTC)) is None


def _con_otro_dia(ctx, dia: date, *, sedes: tuple[str, ...] = ()) -> None:
    """The institution publishes a version in which that day is non-working."""
    igp = configuracion.mostrada(ctx)
    nuevo = DiaEspecial(fecha=dia, nombre="Duelo nacional", base_legal="DS 100-2026-PCM", sedes=sedes)
    calendario = igp.calendario.model_copy(update={"dias": (*igp.calendario.dias, nuevo)})
    configuracion.publicar(ctx.como(SISTEMA), igp.model_copy(update={"calendario": calendario}), autor="pruebas")


def test_un_dia_declarado_no_laborable_despues_mueve_lo_que_corre_y_nada_de_lo_terminado(ctx, recibo, reloj):
    gente = escritorio.gente(ctx)
    cerrado = escritorio.en_laboratorio(ctx, gente)
    finales.rechazar(gente.jefa, cerrado, visto=None, motivo="No procede")
    antes = escritorio.plazos(ctx, cerrado), escritorio.expediente(ctx, recibo.numero).presentado_el
    _con_otro_dia(ctx, date(2026, 8, 10))

    sistema = ctx.como(SISTEMA)
    assert (recalculos.recalcular(sistema), recalculos.recalcular(sistema)) == (1, 0)

    e = escritorio.expediente(ctx, recibo.numero)
    (plazo,) = escritorio.plazos(ctx, recibo.numero)
    assert (e.vence_el, plazo.vence_el) == (date(2026, 9, 9), date(2026, 9, 9))
    assert e.presentado_el == antes[1]
    assert [p.vence_el for p in escritorio.plazos(ctx, cerrado)] == [p.vence_el for p in antes[0]]


def test_un_dia_de_otra_sede_no_mueve_lo_que_empezo_en_esta(ctx, recibo):
    _con_otro_dia(ctx, date(2026, 8, 10), sedes=("tacna",))

    assert recalculos.recalcular(ctx.como(SISTEMA)) == 0
    assert _vence(ctx) == (date(2026, 9, 8), [date(2026, 9, 8)])


def test_el_plazo_se_cuenta_con_los_dias_de_la_sede_donde_empezo(ctx, reloj):
    reloj.ahora = datetime(2026, 7, 22, 21, 0, tzinfo=UTC)
    sedes = ({"id": "lima", "nombre": "Lima"}, {"id": "tacna", "nombre": "Tacna"})
    suyas = {"mesa_de_partes": "lima", "logistica": "tacna"}
    arbol = [d.model_copy(update={"sede": suyas.get(d.id)}) for d in oficinas.ARBOL]
    gente = escritorio.gente(ctx)
    oficinas.publicar(ctx, dependencias=arbol, sedes=sedes)
    _con_otro_dia(ctx, date(2026, 8, 10), sedes=("tacna",))
    numero = escritorio.presentado(ctx)

    derivaciones.derivar(gente.mesa, numero, visto=None, responsable="logistica", pedido="atender", dias=12)
    recalculos.recalcular(ctx.como(SISTEMA))

    atencion, pedido = escritorio.plazos(ctx, numero)
    assert (atencion.dependencia, atencion.vence_el) == ("mesa_de_partes", date(2026, 9, 8))
    assert (pedido.dependencia, pedido.vence_el) == ("logistica", date(2026, 8, 14))
    _con_otro_dia(ctx, date(2026, 8, 11), sedes=("tacna",))
    assert recalculos.recalcular(ctx.como(SISTEMA)) == 1
    assert escritorio.plazos(ctx, numero)[1].vence_el == date(2026, 8, 17)
    assert escritorio.destino(ctx, numero).vence_el == date(2026, 8, 17)


def test_lo_presentado_antes_de_que_hubiera_plazos_recibe_el_que_se_le_dijo(ctx, recibo):
    with ctx.db.transaction() as session:
        session.execute(delete(PlazoRow))
        session.execute(update(ExpedienteRow).values(vence_el=None))

    recalculos.recalcular(ctx.como(SISTEMA))

    assert _vence(ctx) == (date(2026, 9, 8), [date(2026, 9, 8)])


def test_a_quien_corrige_no_se_le_quitan_dias_si_un_feriado_se_deroga(ctx, recibo, reloj):
    _con_expediente(ctx, lambda s, e: _observar(s, ctx, e, vence_el=date(2026, 7, 31)))

    recalculos.recalcular(ctx.como(SISTEMA))

    with ctx.db.lectura() as session:
        assert session.scalars(select(ObservacionRow.vence_el)).one() == date(2026, 7, 31)
    _con_otro_dia(ctx, date(2026, 7, 31))
    _con_otro_dia(ctx, date(2026, 7, 30))
    _con_otro_dia(ctx, date(2026, 7, 27))
    recalculos.recalcular(ctx.como(SISTEMA))
    with ctx.db.lectura() as session:
        assert session.scalars(select(ObservacionRow.vence_el)).one() == date(2026, 8, 3)


def _observar(session, ctx, expediente, *, vence_el: date) -> None:
    """Something to cure in two days, notified on the eve of a holiday."""
    movimiento = session.scalars(select(MovimientoRow)).one()
    observacion = ObservacionRow(
        expediente_id=expediente.id, movimiento_id=movimiento.id, clase="observacion", ronda=1,
        dependencia="mesa_de_partes", notificada_el=date(2026, 7, 22), vence_el=vence_el, creada_at=ctx.reloj(),
    )  # fmt: skip
    session.add(observacion)
    session.flush()
    session.add(
        PlazoRow(
            expediente_id=expediente.id, clase="subsanacion", observacion_id=observacion.id,
            dependencia="mesa_de_partes", acto=date(2026, 7, 22), cantidad=2, unidad="habiles", vence_el=vence_el,
            creado_at=ctx.reloj(),
        )
    )  # fmt: skip
