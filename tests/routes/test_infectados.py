"""What a real antivirus condemned, over HTTP: nobody opens it by any of the ways down, and everybody reads why."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from portal import wiring
from portal.adapters.antivirus_clamd import Clamd
from portal.db.models import AnalisisRow, DocumentoRow
from portal.domain.permisos import Rol
from portal.routes import descargas, paquetes
from portal.services import consulta, sesiones
from portal.services.analista import Analista
from portal.services.contexto import SISTEMA
from tests.factories import antivirus, cuentas, presentaciones
from tests.factories.presentaciones import Archivo

MALO = presentaciones.PDF + antivirus.EICAR
ARCHIVOS = (Archivo(), Archivo("anexos", MALO, "plano.pdf"))
DICHO = (
    "El antivirus encontró algo dañino (Prueba.EICAR.UNOFFICIAL) en «plano.pdf» y no se puede abrir. "
    "Se conserva tal como llegó. Quien lo presentó puede enviar otro."
)


@pytest.fixture(scope="module")
def clamd():
    with antivirus.real() as direccion:
        yield Clamd(direccion, mb=4)


@pytest.fixture
def rosa(ctx, monkeypatch):
    monkeypatch.setattr(wiring, "contexto", lambda: ctx)
    return cuentas.ciudadano(ctx)


@pytest.fixture
def numero(ctx, rosa, clamd) -> str:
    """An expediente of two files, which clamd has read: the annex is infected."""
    numero = presentaciones.presentar(ctx, rosa, archivos=ARCHIVOS).numero
    analista = Analista(ctx.como(SISTEMA), clamd)
    while analista.vuelta():
        pass
    return numero


@pytest.fixture(params=["quien presentó", "mesa"])
def navegador(request, ctx, rosa, monkeypatch) -> TestClient:
    """A browser of either of them."""
    actor = rosa if request.param == "quien presentó" else cuentas.personal(ctx, Rol.MESA)
    monkeypatch.setattr(sesiones, "actor_de", lambda *_a, **_k: actor)
    return TestClient(Starlette(routes=[*descargas.rutas(""), *paquetes.rutas("")]))


def test_lo_infectado_no_baja_de_ninguna_manera_y_se_dice_por_que(ctx, rosa, numero, navegador):
    sano, malo = consulta.propio(ctx.como(rosa), numero).documentos
    huella, lugar = f'"{hashlib.sha256(MALO).hexdigest()}"', f"/documentos/{malo.id}"

    assert navegador.get(f"/documentos/{sano.id}").content == presentaciones.PDF
    for respuesta in (
        navegador.get(lugar),
        navegador.get(f"{lugar}?ver=1"),
        navegador.get(lugar, headers={"Range": "bytes=0-9"}),
        navegador.get(lugar, headers={"If-None-Match": huella}),
    ):
        assert (respuesta.status_code, respuesta.text) == (403, DICHO)
        assert respuesta.headers["cache-control"] == "no-store"
        assert respuesta.headers["content-type"] == "text/plain; charset=utf-8"
    assert (navegador.head(lugar).status_code, navegador.head(lugar).content) == (403, b"")


def test_el_zip_de_todo_trae_lo_demas_y_dice_que_falta_uno(numero, navegador):
    respuesta = navegador.get(f"/expedientes/todo.zip?expediente={numero}")

    assert respuesta.status_code == 200
    assert antivirus.EICAR not in respuesta.content
    hecho = zipfile.ZipFile(io.BytesIO(respuesta.content))
    assert hecho.testzip() is None
    assert [n for n in hecho.namelist() if n.endswith("carta.pdf")]
    assert not [n for n in hecho.namelist() if n.endswith("plano.pdf")]
    assert json.loads(hecho.read(f"expediente-{numero}/indice.json"))["infectados"] == 1


def test_cada_contenido_tiene_su_dictamen_y_lo_infectado_se_conserva(ctx, rosa, numero):
    with ctx.db.lectura() as session:
        dichos = session.execute(
            select(DocumentoRow.nombre, AnalisisRow.estado)
            .join(AnalisisRow, AnalisisRow.sha256 == DocumentoRow.sha256)
            .order_by(DocumentoRow.orden)
        )
        assert [tuple(dicho) for dicho in dichos] == [("carta.pdf", "limpio"), ("plano.pdf", "infectado")]
    assert ctx.almacen.huella(hashlib.sha256(MALO).hexdigest()) == hashlib.sha256(MALO).hexdigest()
