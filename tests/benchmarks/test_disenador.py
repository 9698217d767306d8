"""Script time of the designer of forms with a form of sixty fields and twenty rules, whole frame included."""

from __future__ import annotations

import pytest

from portal import wiring
from portal.domain.campos import Campo, Condicion, Formulario, Seccion
from portal.domain.permisos import Rol
from portal.services import propuestas
from portal.ui import auth, state
from tests.benchmarks.test_paginas import medir
from tests.factories import cuentas

pytestmark = pytest.mark.bench


@pytest.fixture
def administradora(ctx, monkeypatch):
    actor = cuentas.personal(ctx, Rol.ADMINISTRADOR)
    for modulo in (wiring, state):
        monkeypatch.setattr(modulo, "contexto", lambda: ctx)
    monkeypatch.setattr(auth, "actor", lambda: actor)
    return ctx.como(actor)


def campo(i: int) -> Campo:
    regla = Condicion(campo="c0", op="igual", valor=True) if i % 3 == 1 else None
    return Campo(id=f"c{i}", clase="texto" if i % 3 else "si_no", etiqueta=f"Campo {i}", condicion=regla)


def test_tiempo_del_disenador_con_sesenta_campos(administradora):
    f = propuestas.ver(administradora).leida.formulario
    nuevas = tuple(
        Seccion(id=f"s{i}", titulo=f"Sección {i}", campos=tuple(map(campo, range(i, i + 15)))) for i in range(0, 60, 15)
    )
    grande = Formulario(secciones=(*f.secciones, *nuevas), ranuras=f.ranuras)
    propuestas.cambiar(administradora, "formulario", grande, visto=0)

    medir("configuracion", "Campo 59", parte="formulario")
