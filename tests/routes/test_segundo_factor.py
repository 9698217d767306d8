"""A session whose second factor is not proved opens no route: the same as nobody's, until the code is given in it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from portal import wiring
from portal.db.models import DocumentoRow
from portal.routes import rutas
from portal.services import segundo_factor, sesiones
from portal.ui import paginas
from tests.factories import cuentas, presentaciones
from tests.factories.accesos import IP, token
from tests.factories.segundo_factor import CLAVE, CORREO, enrolada


@pytest.fixture
def carmen(ctx, reloj, monkeypatch):
    monkeypatch.setattr(wiring, "contexto", lambda: ctx)
    return enrolada(ctx, reloj)


def test_con_la_contrasena_sola_no_baja_ningun_documento_y_con_el_codigo_si(ctx, carmen):
    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    with ctx.db.lectura() as session:
        documento = session.scalars(select(DocumentoRow.id)).one()
    cookie = token(ctx, CORREO, CLAVE)
    cliente = TestClient(Starlette(routes=rutas("")), base_url="http://localhost:8501", cookies={wiring.COOKIE: cookie})
    assert cliente.get(f"/documentos/{documento}").status_code == 401
    assert cliente.get("/sesion/estado").json()["quedan"] > 0  # it is a session, and it may be ended

    segundo_factor.probar(ctx.como(sesiones.actor_de(ctx, cookie, ip=IP)), carmen.codigo)

    assert cliente.get(f"/documentos/{documento}").status_code == 200


def test_las_direcciones_del_personal_existen_para_quien_debe_el_codigo_y_las_demas_no(ctx, carmen):
    a_medias = carmen.entra().actor

    assert {d for d in paginas.direcciones() if paginas.cerrada(d, a_medias)} == {
        p.direccion for p in paginas.PANTALLAS.values() if p.permiso in {"presentar", "ver_tramites_propios"}
    }
    assert paginas.primera(a_medias) == "segundo_factor"
    assert paginas.menu(a_medias) == ("verificar",)
