"""The worker about what waits for a citizen: one reminder, one proposal, and nothing ends by itself."""

from __future__ import annotations

import pytest

from portal.services import avisos_ciudadano
from portal.services.contexto import SISTEMA
from tests.factories import escritorio
from tests.factories import observaciones as fabrica
from tests.factories.presentaciones import lima


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


def test_se_recuerda_una_vez_el_dia_habil_anterior(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-03 10:00:00")
    _, dueno = fabrica.observado(ctx, gente.mesa)
    sistema = ctx.como(SISTEMA)
    assert avisos_ciudadano.recordar(sistema) == 0

    reloj.ahora = lima("2026-12-04 08:00:00")
    assert (avisos_ciudadano.recordar(sistema), avisos_ciudadano.recordar(sistema)) == (1, 0)

    assert escritorio.correos(ctx)[-1] == ("recordatorio", dueno.actor.correo)


def test_a_quien_ya_corrigio_no_se_le_recuerda_ni_se_propone_nada(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-03 10:00:00")
    numero, dueno = fabrica.observado(ctx, gente.mesa)
    fabrica.subsanar(dueno, numero)

    reloj.ahora = lima("2026-12-30 08:00:00")

    assert (avisos_ciudadano.recordar(ctx.como(SISTEMA)), avisos_ciudadano.proponer(ctx.como(SISTEMA))) == (0, 0)


def test_vencido_el_plazo_se_propone_una_vez_y_no_termina_solo(ctx, gente, reloj):
    reloj.ahora = lima("2026-12-03 10:00:00")
    numero, _ = fabrica.observado(ctx, gente.mesa)
    sistema = ctx.como(SISTEMA)
    reloj.ahora = lima("2026-12-07 23:59:59")
    assert avisos_ciudadano.proponer(sistema) == 0

    reloj.ahora = lima("2026-12-08 00:30:00")
    assert (avisos_ciudadano.proponer(sistema), avisos_ciudadano.proponer(sistema)) == (1, 0)

    ultimo = escritorio.movimientos(ctx, numero)[-1]
    assert (ultimo.publico, ultimo.datos) == (False, {"propone": "no_presentar"})
    assert "lunes 7 de diciembre" in ultimo.interna
    assert escritorio.expediente(ctx, numero).fase == "observado"
    escritorio.coherente(ctx, numero)
