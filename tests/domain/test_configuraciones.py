"""Any valid institution is what it says, and comes back the same from what is stored."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from portal.domain.configuracion import Institucion
from portal.domain.estudio import estudiar
from portal.services.configuracion import canonico
from tests.factories.configuraciones import datos_de_instituciones

SIN_PRISA = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@SIN_PRISA
@given(datos_de_instituciones())
def test_una_institucion_valida_se_guarda_y_se_lee_igual(datos):
    estudio = estudiar(datos)

    assert estudio.problemas == ()
    texto = canonico(estudio.institucion)
    assert Institucion.model_validate_json(texto) == estudio.institucion
    assert canonico(Institucion.model_validate_json(texto)) == texto
