from __future__ import annotations

from datetime import date

import pytest

from portal.domain.plazos import vence
from tests.domain.feriados_pe import DIA_ENTERO


def test_lo_observado_el_viernes_4_se_subsana_hasta_el_jueves_10():
    assert vence(date(2026, 12, 4), 2, DIA_ENTERO) == date(2026, 12, 10)


def test_el_plazo_de_treinta_dias_corre_desde_el_dia_siguiente_a_la_presentacion():
    assert vence(date(2026, 7, 22), 30, DIA_ENTERO) == date(2026, 9, 8)


def test_un_plazo_tiene_al_menos_un_dia():
    with pytest.raises(ValueError, match="at least one day"):
        vence(date(2026, 7, 22), 0, DIA_ENTERO)
