from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal.db.models import ExpedienteRow, PlazoRow
from portal.domain.plazos import Unidad
from portal.services import configuracion, relojes
from tests.factories import cuentas, presentaciones


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
