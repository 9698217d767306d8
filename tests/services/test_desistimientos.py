"""Withdrawing: the citizen's own act, until the expediente is over, told which of the two the law knows."""

from __future__ import annotations

import pytest

from portal.domain.errors import NoEncontrado, TransicionNoPermitida
from portal.services import desistimientos
from portal.services.desistimientos import ClaseDeDesistimiento
from tests.factories import cuentas, escritorio, presentaciones
from tests.factories import observaciones as fabrica


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


@pytest.mark.parametrize("clase", ["procedimiento", "pretension"])
def test_quien_presento_retira_su_tramite_y_queda_registrado(ctx, gente, clase):
    dueno = ctx.como(cuentas.ciudadano(ctx))
    numero = presentaciones.presentar(ctx, dueno.actor).numero
    with pytest.raises(ClaseDeDesistimiento):
        desistimientos.desistir(dueno, numero, clase="todo")

    hecho = desistimientos.desistir(dueno, numero, clase=clase, motivo="Ya no lo necesito")

    suyo = fabrica.registros(ctx, numero)[1]
    assert (suyo.clase, suyo.numero, suyo.valores["clase"]) == ("desistimiento", hecho.registro, clase)
    assert escritorio.expediente(ctx, numero).fase == "desistido"
    ultimo = escritorio.movimientos(ctx, numero)[-1]
    assert (ultimo.datos["clase"], ultimo.interna) == (clase, "Ya no lo necesito")
    assert escritorio.correos(ctx)[-1] == ("desistimiento", dueno.actor.correo)
    escritorio.coherente(ctx, numero)
    assert not desistimientos.se_puede(dueno, numero)
    with pytest.raises(TransicionNoPermitida):
        desistimientos.desistir(dueno, numero, clase=clase)


def test_tambien_mientras_se_le_pide_algo_y_entonces_ya_no_se_le_pide(ctx, gente):
    numero, dueno = fabrica.observado(ctx, gente.mesa)
    assert desistimientos.se_puede(dueno, numero)

    desistimientos.desistir(dueno, numero, clase="procedimiento")

    assert fabrica.filas(ctx, numero)[0].resultado == "retirada"
    escritorio.coherente(ctx, numero)


def test_nadie_retira_lo_de_otro(ctx, gente):
    numero = escritorio.presentado(ctx)
    ajeno = ctx.como(cuentas.ciudadano(ctx))

    with pytest.raises(NoEncontrado):
        desistimientos.desistir(ajeno, numero, clase="procedimiento")
    with pytest.raises(NoEncontrado):
        desistimientos.se_puede(ajeno, numero)
