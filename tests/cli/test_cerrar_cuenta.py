"""``python -m portal cerrar-cuenta``: the way to shut out an account that no screen can, a citizen's."""

from __future__ import annotations

import pytest

from portal import wiring
from tests.cli.test_ordenes import correr, home, preparada  # noqa: F401 -- home is a fixture
from tests.factories import cuentas
from tests.factories.accesos import fila


@pytest.mark.usefixtures("home")
def test_se_cierra_la_de_un_ciudadano_por_su_correo_y_la_que_no_hay_se_dice(capsys):
    preparada()
    rosa = cuentas.ciudadano(wiring.contexto())
    capsys.readouterr()

    assert correr("cerrar-cuenta", "--correo", rosa.correo) == 0

    assert capsys.readouterr().out.startswith(f"La cuenta {rosa.correo} quedó cerrada")
    assert fila(wiring.contexto(), rosa.correo).deshabilitada_at is not None
    assert correr("cerrar-cuenta", "--correo", "nadie@institucion.example") == 1
    assert "Ninguna cuenta tiene el correo nadie@institucion.example" in capsys.readouterr().err
