from __future__ import annotations

import pytest
from sqlalchemy import text

from portal.db.models import MovimientoRow
from portal.services import historia, tramite
from tests.factories import cuentas, presentaciones


@pytest.fixture
def expediente(ctx, reloj):
    """Three movimientos in two days."""
    recibo = presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    mesa = ctx.como(cuentas.personal(ctx))
    reloj.avanzar(days=1)
    tramite.cambiar_estado(mesa, recibo.numero, transicion="poner_en_proceso", nota="Visto")
    reloj.avanzar(days=1)
    tramite.avanzar(mesa, recibo.numero, visto=2, nota="Visto", publico=True)
    return 1


def _a_escondidas(ctx, *ordenes: str) -> None:
    """What somebody with the database in hand can do: take the locks off first."""
    with ctx.db.transaction() as session:
        if ctx.db.es_sqlite:
            session.execute(text("DROP TRIGGER movimiento_no_cambia"))
            session.execute(text("DROP TRIGGER movimiento_no_se_borra"))
        else:
            session.execute(text("ALTER TABLE movimiento DISABLE TRIGGER ALL"))
        session.execute(text("UPDATE correo_saliente SET movimiento_id = NULL"))
        for orden in ordenes:
            session.execute(text(orden))


def _intacta(ctx, expediente: int) -> bool:
    with ctx.db.lectura() as session:
        return historia.intacta(session, expediente)


def test_la_cadena_de_un_expediente_sin_tocar_esta_intacta(ctx, expediente):
    assert _intacta(ctx, expediente)


@pytest.mark.parametrize(
    "orden",
    [
        "UPDATE movimiento SET nota = 'Otra cosa' WHERE expediente_id = 1 AND orden = 2",
        "UPDATE movimiento SET actor = 'Otra persona' WHERE expediente_id = 1 AND orden = 1",
        "UPDATE movimiento SET actor_id = NULL WHERE expediente_id = 1 AND orden = 1",
        "UPDATE movimiento SET ocurrido_at = '2026-11-17 15:00:01' WHERE expediente_id = 1 AND orden = 1",
        "UPDATE movimiento SET hasta = 'rechazada', fase = 'rechazado' WHERE expediente_id = 1 AND orden = 3",
        "UPDATE movimiento SET huella_anterior = huella WHERE expediente_id = 1 AND orden = 2",
        "UPDATE movimiento SET expediente_id = 2 WHERE expediente_id = 1 AND orden = 3",
        "DELETE FROM movimiento WHERE expediente_id = 1 AND orden = 2",
        "DELETE FROM movimiento WHERE expediente_id = 1 AND orden = 1",
        "DELETE FROM movimiento WHERE expediente_id = 1 AND orden = 3",
        "DELETE FROM movimiento WHERE expediente_id = 1",
    ],
)
def test_un_cambio_hecho_a_escondidas_se_nota(ctx, expediente, orden):
    _a_escondidas(ctx, orden)

    assert not _intacta(ctx, expediente)


def test_rehacer_una_huella_rompe_la_siguiente(ctx, expediente):
    with ctx.db.lectura() as session:
        fila = session.get_one(MovimientoRow, 3)
        fila.nota = "Otra cosa"
        nueva = historia.huella(fila)
        session.expunge(fila)

    orden = f"UPDATE movimiento SET nota = 'Otra cosa', huella = '{nueva}' WHERE id = 3"  # noqa: S608 -- a digest
    _a_escondidas(ctx, orden)

    assert not _intacta(ctx, expediente)
