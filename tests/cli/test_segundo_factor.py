"""``python -m portal segundo-factor reiniciar``: the last way in for who lost telephone and paper."""

from __future__ import annotations

import pytest

from portal import wiring
from portal.db.models import CuentaRow
from tests.cli.test_ordenes import correr, home, preparada  # noqa: F401 -- home is a fixture
from tests.factories.accesos import fila

CORREO = "julia@institucion.example"


@pytest.mark.usefixtures("home")
def test_se_reinicia_por_su_correo_y_lo_que_no_es_del_personal_no_se_encuentra(capsys):
    preparada()
    datos = ("--correo", CORREO, "--nombres", "Julia", "--apellidos", "Paredes")
    assert correr("crear-usuario", "--rol", "mesa", *datos) == 0
    ctx = wiring.contexto()
    with ctx.db.transaction() as session:
        cuenta = session.get_one(CuentaRow, fila(ctx, CORREO).id)
        cuenta.totp_version, cuenta.totp_at = 1, ctx.reloj()
    capsys.readouterr()

    assert correr("segundo-factor", "reiniciar", "--correo", CORREO.upper()) == 0

    assert capsys.readouterr().out.startswith(f"{CORREO} ya no tiene verificación en dos pasos")
    assert fila(wiring.contexto(), CORREO).totp_at is None
    assert correr("segundo-factor", "reiniciar", "--correo", "nadie@institucion.example") == 1
