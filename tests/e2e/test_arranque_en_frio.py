"""A server that nobody visited yet shows a stranger nothing, whichever address comes first.

Streamlit serves a page file without its entry script in some layouts; only a fresh process tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from portal.domain.permisos import Permiso
from portal.ui.paginas import PANTALLAS
from tests.e2e import recorrido
from tests.e2e.conftest import persona
from tests.factories.presentaciones import presentar

pytestmark = pytest.mark.e2e

ASUNTO = "Asunto que nadie más debe leer"
APELLIDOS = "Ñahuincopa Yaranga"  # of nobody in the presets, whose manual and holidays name people too
PRIVADAS = {nombre for nombre, pantalla in PANTALLAS.items() if pantalla.permiso is not Permiso.PUBLICO}
CUERPO = {"X-MPV": "1", "Tus-Resumable": "1.0.0", "Upload-Length": "10"}
PUERTAS = [
    ("GET", "/documentos/1", {}, HTTPStatus.UNAUTHORIZED),
    ("GET", "/cargos/1", {}, HTTPStatus.NOT_FOUND),
    ("GET", "/cargas", {}, HTTPStatus.NOT_FOUND),  # not one of its methods: there is no such screen
    (
        "POST",
        "/cargas",
        CUERPO | {"Upload-Metadata": "filename YQ==,borrador YQ==,ranura YQ=="},
        HTTPStatus.UNAUTHORIZED,
    ),
    ("HEAD", "/cargas/1", CUERPO, HTTPStatus.UNAUTHORIZED),
    ("GET", "/_stcore/metrics", {}, HTTPStatus.NOT_FOUND),
    ("GET", "/_stcore/upload_file/a/b", {}, HTTPStatus.FORBIDDEN),
    ("PUT", "/_stcore/upload_file/a/b", {}, HTTPStatus.FORBIDDEN),
    ("POST", "/sesion/abrir", {}, HTTPStatus.FORBIDDEN),
]


@pytest.fixture(scope="module")
def llena(montar):
    """An installation with a filing in it, not served."""
    servidor = montar().instalar()
    recibo = presentar(servidor.ctx, persona(servidor, apellidos=APELLIDOS).actor, asunto=ASUNTO)
    return servidor, recibo


@pytest.fixture(scope="module")
def frescos(llena) -> Iterator:
    """One new process after another on that installation; the next one starts while the last is visited."""
    with ExitStack() as al_final:

        def otro():
            nuevo = llena[0].gemelo()
            al_final.callback(nuevo.detener)
            return nuevo.lanzar()

        def uno():
            for visitado in lanzados[:-1]:
                visitado.detener()
            lanzados.append(otro())
            return lanzados[-2].esperar()

        lanzados = [otro()]
        yield uno


@pytest.mark.parametrize("nombre", ["inicio", "tramites", "expediente", "no_encontrada"])
def test_la_primera_visita_de_un_extrano_no_ve_nada_privado(frescos, llena, ventanas, nombre):
    _visitar(ventanas.nueva(), frescos(), llena[1], ventanas, nombre)


def test_ninguna_pantalla_ensena_a_un_extrano_nada_privado(frescos, llena, ventanas):
    servidor, pagina = frescos(), ventanas.nueva()
    for nombre in PANTALLAS:
        _visitar(pagina, servidor, llena[1], ventanas, nombre)


def _visitar(pagina, servidor, recibo, ventanas, nombre):
    if nombre == "no_encontrada":
        ventanas.vigia.tolerar(r"status of 404 .*/no-encontrada")

    recorrido.ir(pagina, f"{servidor.url}/{PANTALLAS[nombre].direccion}?expediente={recibo.numero}")

    assert ASUNTO not in pagina.content()
    assert APELLIDOS not in pagina.content()
    if nombre in PRIVADAS:
        expect(recorrido.titular(pagina)).to_have_accessible_name("Iniciar sesión")
        expect(recorrido.campo(pagina, "Contraseña")).to_be_visible()


def test_las_puertas_que_no_son_pantallas_estan_cerradas_desde_el_primer_pedido(frescos):
    servidor = frescos()

    dados = [(m, r, servidor.pedir(r, metodo=m, **cabeceras).status) for m, r, cabeceras, _ in PUERTAS]

    assert dados == [(m, r, estado) for m, r, _, estado in PUERTAS]
