"""Every route of ours, and what it answers to somebody without a session. A new route must be written down here."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from portal import wiring
from portal.routes import rutas

NUESTRO = {"X-MPV": "1", "Tus-Resumable": "1.0.0"}
SUBIDA = {
    "Upload-Length": "5",
    "Upload-Metadata": "borrador YQ==,ranura cHJpbmNpcGFs,filename YS5wZGY=",
    "Upload-Offset": "0",
    "X-HTTP-Method-Override": "PATCH",
    "Content-Type": "application/offset+octet-stream",
}

ABIERTAS = {
    ("GET", "/salud"),
    ("GET", "/recursos/{nombre}"),
    ("GET", "/sesion/estado"),  # how long the asker's own session lasts; nothing, for a stranger
    ("OPTIONS", "/cargas"),
    ("OPTIONS", "/cargas/{carga:str}"),
}
CERRADAS = {
    ("POST", "/sesion/abrir"): 403,  # not from a page of ours
    ("POST", "/sesion/cerrar"): 403,
    ("POST", "/sesion/seguir"): 403,
    ("POST", "/cargas"): 401,
    ("HEAD", "/cargas/{carga:str}"): 401,
    ("PATCH", "/cargas/{carga:str}"): 401,
    ("DELETE", "/cargas/{carga:str}"): 401,
    ("POST", "/cargas/{carga:str}"): 401,
    ("GET", "/documentos/{documento:int}"): 401,
    ("GET", "/expedientes/todo.zip"): 401,
    ("GET", "/cargos/{registro_id:int}"): 404,
    ("GET", "/tramites/exportar.xlsx"): 401,
    ("GET", "/tramites/exportar.csv"): 401,
    ("GET", "/bandeja/exportar.xlsx"): 401,
    ("GET", "/bandeja/exportar.csv"): 401,
    ("GET", "/bandeja/entrega.pdf"): 401,
    ("GET", "/hojas/ruta.pdf"): 401,
    ("GET", "/hojas/etiqueta.pdf"): 401,
    ("GET", "/hojas/cargo.pdf"): 401,
    ("GET", "/hojas/muestra.pdf"): 401,
    ("GET", "/hojas/sello.txt"): 401,
    ("GET", "/imagen/{huella:str}"): 404,
    ("GET", "/configuracion/paquete.zip"): 401,
    ("POST", "/configuracion/logo"): 401,
    ("POST", "/configuracion/paquete"): 401,
    ("POST", "/verificar/cotejo"): 404,  # without the code of a cargo nothing is told
}


def test_toda_ruta_esta_en_la_lista_de_lo_que_se_exige():
    publicadas = {
        (metodo, ruta.path)
        for ruta in rutas("")
        for metodo in ruta.methods
        if metodo != "HEAD" or "GET" not in ruta.methods
    }

    assert publicadas == ABIERTAS | CERRADAS.keys()


@pytest.mark.parametrize(("pedido", "estado"), CERRADAS.items(), ids=str)
def test_un_extrano_no_pasa(ctx, monkeypatch, pedido, estado):
    monkeypatch.setattr(wiring, "contexto", lambda: ctx)
    metodo, ruta = pedido
    direccion = (
        ruta.replace("{carga:str}", "a" * 32)
        .replace("{huella:str}", "a" * 64)
        .replace("{documento:int}", "1")
        .replace("{registro_id:int}", "1")
    )

    respuesta = TestClient(Starlette(routes=rutas(""))).request(
        metodo, direccion, headers=NUESTRO | SUBIDA, content=b"nadie"
    )

    assert respuesta.status_code == estado
