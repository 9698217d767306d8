from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal.db.models import ActoRow
from portal.services import actos
from portal.services.contexto import SISTEMA
from tests.factories import cuentas


def _anotar(ctx, que: str = "probar", **datos: object) -> None:
    with ctx.db.transaction() as session:
        actos.anotar_acto(session, ctx, que, "la prueba", datos)


def _intacta(ctx) -> bool:
    with ctx.db.lectura() as session:
        return actos.intacta(session)


@pytest.fixture
def tres(ctx):
    """The context of somebody who did three things."""
    propio = ctx.como(cuentas.personal(ctx))
    with ctx.db.lectura() as session:
        antes = len(session.scalars(select(ActoRow)).all())
    for vez in range(3):
        _anotar(propio, vez=vez, nombre="Ñandú", nada=None, dias=["2026-11-17"])
    return propio, antes


def test_un_acto_dice_quien_que_y_cuando(ctx, tres, reloj):
    propio, antes = tres
    with ctx.db.lectura() as session:
        ultimo = session.scalars(select(ActoRow).order_by(ActoRow.id.desc()).limit(1)).one()

    assert (ultimo.id, ultimo.que, ultimo.sobre) == (antes + 3, "probar", "la prueba")
    assert (ultimo.actor_id, ultimo.actor, ultimo.ocurrido_at) == (
        propio.actor.cuenta_id,
        propio.actor.nombre,
        reloj.ahora,
    )
    assert _intacta(ctx)


def test_lo_que_hace_el_sistema_lo_dice_tambien(ctx):
    _anotar(ctx.como(SISTEMA))

    with ctx.db.lectura() as session:
        ultimo = session.scalars(select(ActoRow).order_by(ActoRow.id.desc()).limit(1)).one()
    assert (ultimo.actor_id, ultimo.actor) == (None, "Sistema")


def _quitar_candados(session, base) -> None:
    if base.es_sqlite:
        session.execute(text("DROP TRIGGER acto_no_cambia"))
        session.execute(text("DROP TRIGGER acto_no_se_borra"))
    else:
        session.execute(text("ALTER TABLE acto DISABLE TRIGGER ALL"))


@pytest.mark.parametrize(
    "orden",
    [
        "UPDATE acto SET que = 'otra_cosa' WHERE id = {ultimo} - 1",
        "UPDATE acto SET sobre = 'otro' WHERE id = {ultimo}",
        "UPDATE acto SET actor = 'Otra persona' WHERE id = {ultimo} - 2",
        "UPDATE acto SET actor_id = NULL WHERE id = {ultimo} - 2",
        "UPDATE acto SET datos = '{{\"vez\": 9}}' WHERE id = {ultimo}",
        "UPDATE acto SET id = id + 100 WHERE id = {ultimo}",
        "DELETE FROM acto WHERE id = {ultimo} - 1",
    ],
)
def test_cambiar_mover_o_borrar_un_acto_se_nota(ctx, tres, orden):
    _, antes = tres
    with ctx.db.transaction() as session:
        _quitar_candados(session, ctx.db)
        session.execute(text(orden.format(ultimo=antes + 3).replace(":", r"\:")))

    assert not _intacta(ctx)


@pytest.mark.parametrize("orden", ["UPDATE acto SET que = 'x'", "DELETE FROM acto"])
def test_la_base_no_deja_cambiar_ni_borrar_un_acto(ctx, tres, orden):
    with pytest.raises(DatabaseError), ctx.db.transaction() as session:
        session.execute(text(orden))

    assert _intacta(ctx)


def test_si_lo_demas_se_deshace_el_acto_tambien(ctx, tres):
    propio, antes = tres

    def uno_y_otro_que_falla() -> None:
        with ctx.db.transaction() as session:
            actos.anotar_acto(session, propio, "probar", "la prueba", {})
            actos.anotar_acto(session, propio, "probar", "la prueba", {"no es JSON": object()})

    with pytest.raises(TypeError):
        uno_y_otro_que_falla()

    with ctx.db.lectura() as session:
        assert len(session.scalars(select(ActoRow)).all()) == antes + 3
    assert _intacta(ctx)


def test_muchos_actos_a_la_vez_forman_una_sola_cadena(ctx, tres):
    propio, antes = tres
    with ThreadPoolExecutor(8) as hilos:
        list(hilos.map(lambda vez: _anotar(propio, vez=vez), range(40)))

    with ctx.db.lectura() as session:
        assert session.scalars(select(ActoRow.id).order_by(ActoRow.id)).all() == list(range(1, antes + 44))
    assert _intacta(ctx)
