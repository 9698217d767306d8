"""The clerk sees at once what the form asked and whether it came."""

from __future__ import annotations

from portal.services import fichas
from tests.factories import cuentas
from tests.factories.presentaciones import presentar


def test_lo_que_pide_el_formulario_se_comprueba_solo(ctx):
    recibo = presentar(ctx, cuentas.ciudadano(ctx))

    pedido = fichas.abrir(ctx.como(cuentas.personal(ctx)), recibo.numero).pedido

    assert [p.clave for p in pedido] == ["completos", "esta", "opcional", "sin_firma"]
    assert [p.etiqueta for p in pedido if p.etiqueta] == ["Archivo principal", "Anexos"]
    assert pedido[1].archivos == 1
