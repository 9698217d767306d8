"""Every step has its sentence; who may not know an office or a person is not told."""

from __future__ import annotations

import pytest

from portal.db.models import MovimientoRow
from portal.domain.estados import Accion
from portal.services import relatos

OFICINA = "Laboratorio de Sismología"


def dicho(accion, *, identificado=True, **datos):
    return relatos.frase(MovimientoRow(accion=accion, datos=datos or None), identificado=identificado)


@pytest.mark.parametrize("accion", Accion)
def test_cada_paso_se_cuenta_en_una_frase_con_sus_hechos_o_sin_ellos(accion):
    hechos = {
        "oficina": OFICINA, "registro": "S-000001-2026", "entidad": "SENAMHI", "dias": 5,
        "items": ["Falta la firma"], "vence_el": "2026-12-01", "persona": "Ana Luna",
    }  # fmt: skip

    sin, con = dicho(accion), dicho(accion, **hechos)

    assert sin
    assert len(con.split()) <= 20
    assert OFICINA not in dicho(accion, identificado=False, **hechos)
    assert "Ana Luna" not in dicho(accion, identificado=False, **hechos)


def test_las_frases_dicen_a_donde_que_y_hasta_cuando():
    assert dicho(Accion.DERIVAR, oficina=OFICINA) == f"Se envió a la oficina {OFICINA}"
    assert dicho(Accion.OBSERVAR, items=["a", "b"], vence_el="2026-12-01") == (
        "Le pedimos corregir 2 puntos hasta el martes 1 de diciembre de 2026"
    )
    assert dicho(Accion.REQUERIR, items=["a"], vence_el="2026-12-01").startswith("Le pedimos corregir un punto hasta")
    assert dicho(Accion.REMITIR, entidad="SENAMHI") == "Se envió a otra entidad: SENAMHI"
