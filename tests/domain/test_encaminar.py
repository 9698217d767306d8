from __future__ import annotations

from datetime import date

import pytest

from portal.domain.encaminar import primer_destino
from portal.domain.escritorio import Escritorio
from tests.factories import formularios

MARTES = date(2026, 11, 17)
REGLAS = [
    {"dependencia": "antigua"},
    {"dependencia": "refineria", "condicion": {"campo": "tipo", "op": "igual", "valor": "oficio"}},
]
INSTITUCION = formularios.institucion(procedimientos=formularios.PROCEDIMIENTOS, encaminamientos=REGLAS)


def _destino(procedimiento: str = "", **valores: str) -> str:
    return primer_destino(
        INSTITUCION.para(procedimiento),
        valores,
        procedimiento=procedimiento,
        escritorio=INSTITUCION.escritorio,
        hoy=MARTES,
    )


@pytest.mark.parametrize(
    ("procedimiento", "valores", "destino"),
    [
        ("", {}, "mesa_de_partes"),
        ("", {"dependencia": "gerencia", "tipo": "oficio"}, "gerencia"),
        ("", {"dependencia": "", "tipo": "oficio"}, "refineria"),
        ("", {"dependencia": "antigua", "tipo": "oficio"}, "refineria"),
        ("", {"dependencia": "no_existe"}, "mesa_de_partes"),
        ("duplicado", {}, "compras"),
        ("duplicado", {"tipo": "oficio"}, "compras"),
        ("constancia", {"tipo": "oficio"}, "refineria"),
        ("constancia", {"dependencia": "gerencia"}, "gerencia"),
        ("no_existe", {}, "mesa_de_partes"),
    ],
)
def test_llega_primero_a_quien_se_dirige_o_a_quien_le_toca_y_si_no_a_la_mesa(procedimiento, valores, destino):
    assert _destino(procedimiento, **valores) == destino


def test_una_dependencia_que_dejo_de_atender_no_recibe_nada():
    ahora = Escritorio.model_validate(
        {
            "dependencias": [cada for cada in formularios.OFICINAS if cada["id"] != "compras"],
            "centros": formularios.CENTROS,
        }
    )

    assert (
        primer_destino(INSTITUCION.para("duplicado"), {}, procedimiento="duplicado", escritorio=ahora, hoy=MARTES)
        == "mesa_de_partes"
    )
