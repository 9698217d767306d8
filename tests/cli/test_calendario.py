"""``python -m portal calendario sembrar``: the holidays of a year, ready for the file of an institution."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from portal.domain.configuracion import DiaEspecial
from tests.cli.test_ordenes import correr, home  # noqa: F401 -- home is a fixture


@pytest.mark.usefixtures("home")
def test_siembra_los_feriados_nacionales_de_un_anio_cada_uno_con_su_norma(capsys):
    assert correr("calendario", "sembrar", "--anio", "2027") == 0

    dias = [DiaEspecial(**dia) for dia in tomllib.loads(capsys.readouterr().out)["dias"]]
    assert len(dias) == 16
    assert [d.fecha for d in dias][:3] == [date(2027, 1, 1), date(2027, 3, 25), date(2027, 3, 26)]
    assert all(d.base_legal for d in dias)


@pytest.mark.usefixtures("home")
def test_un_anio_fuera_del_calendario_se_dice(capsys):
    assert correr("calendario", "sembrar", "--anio", "1821") == 1
    assert capsys.readouterr().err == "El año va de 2015 a 2060.\n"
