"""Script time of the filing form of an institution that asks a great deal: 60 fields, 20 of them with conditions."""

from __future__ import annotations

import pytest

from portal import wiring
from portal.domain.campos import Campo, Condicion, Formulario, Seccion
from portal.services import configuracion
from portal.services.contexto import SISTEMA
from portal.ui import auth, state
from tests.benchmarks.test_paginas import conforme, medir
from tests.factories import cuentas, formularios, instituciones, presentaciones

pytestmark = pytest.mark.bench

CAMPOS, CONDICIONES = 60, 20
CLASES = (
    "texto",
    "texto_largo",
    "fecha",
    "entero",
    "opcion",
    "si_no",
    "correo",
    "telefono",
    "documento",
    "declaracion",
)


def _campo(orden: int) -> Campo:
    """One of each clase in turn; one of each three is asked only of who wrote an asunto."""
    con = orden % 3 == 0 and orden // 3 < CONDICIONES
    return Campo.model_validate(
        {
            "id": f"campo_{orden}",
            "clase": CLASES[orden % len(CLASES)],
            "etiqueta": f"Dato {orden}",
            "ayuda": "Como figura en su documento.",
            "opciones": [{"id": f"o_{o}", "nombre": f"Opción {o}"} for o in range(12)],
            "condicion": Condicion(campo="asunto", op="lleno") if con else None,
        }
    )


@pytest.fixture
def ciudadano(ctx, monkeypatch):
    """A signed-in citizen with a draft of that form."""
    asunto = instituciones.ASUNTO
    campos = (asunto, *(_campo(orden) for orden in range(CAMPOS - 1)))
    secciones = tuple(
        Seccion(id=f"s_{n}", titulo=f"Sección {n}", campos=campos[n * 10 : n * 10 + 10]) for n in range(CAMPOS // 10)
    )
    formulario = Formulario(secciones=secciones, ranuras=())
    assert sum(campo.condicion is not None for campo in formulario.campos) == CONDICIONES
    grande = formularios.institucion(formulario=formulario.model_dump(mode="json"))
    configuracion.publicar(ctx.como(SISTEMA), grande, autor="pruebas")
    actor = conforme(ctx, cuentas.ciudadano(ctx))
    presentaciones.borrador(ctx, actor, valores={"asunto": "Pido mapas"}, archivos=())
    for modulo in (wiring, state):
        monkeypatch.setattr(modulo, "contexto", lambda: ctx)
    monkeypatch.setattr(auth, "actor", lambda: actor)
    return actor


def test_tiempo_de_un_formulario_de_sesenta_campos(ciudadano):
    medir("presentar", "Dato 58", paso="documento")
