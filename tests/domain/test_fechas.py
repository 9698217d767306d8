from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.domain.fechas import corta, en_palabras, larga, relativa_dia
from tests.domain.feriados_pe import LIMA

ENVIADO = datetime(2026, 11, 21, 21, 42, 7, tzinfo=UTC)


def test_una_fecha_se_escribe_en_palabras():
    assert en_palabras(date(2026, 11, 23)) == "lunes 23 de noviembre de 2026"
    assert en_palabras(date(2026, 9, 1)) == "martes 1 de setiembre de 2026"


def test_una_fecha_cercana_se_dice_con_el_dia():
    assert relativa_dia(date(2026, 11, 21)) == "sábado 21"


def test_un_instante_se_escribe_con_la_hora_de_la_institucion():
    assert corta(ENVIADO, LIMA) == "21/11/2026 16:42"
    assert larga(ENVIADO, LIMA) == "sábado 21 de noviembre de 2026, 16:42:07"


def test_pasada_la_medianoche_en_utc_sigue_siendo_ayer_en_lima():
    assert larga(datetime(2026, 11, 21, 3, 5, tzinfo=UTC), LIMA) == "viernes 20 de noviembre de 2026, 22:05:00"


@pytest.mark.parametrize("escribir", [corta, larga])
def test_un_instante_sin_zona_no_se_escribe(escribir):
    with pytest.raises(ValueError, match="aware"):
        escribir(datetime(2026, 11, 21), LIMA)  # noqa: DTZ001 -- the point of the test
