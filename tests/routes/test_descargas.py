"""Documents over HTTP: only for whom they are, by Range, with any name, and never kept by anybody on the way."""

from __future__ import annotations

import hashlib
import http.client
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from portal import wiring
from portal.db.models import DocumentoRow
from portal.domain.permisos import Rol
from portal.routes import descargas
from portal.services import sesiones
from tests.factories import cuentas, presentaciones
from tests.routes.escucha import escucha

PDF = presentaciones.PDF
SHA256 = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def rosa(ctx, monkeypatch):
    monkeypatch.setattr(wiring, "contexto", lambda: ctx)
    return cuentas.ciudadano(ctx)


def navegador_de(ctx, actor) -> TestClient:
    cliente = TestClient(Starlette(routes=descargas.rutas("/mpv")), base_url="http://localhost:8501")
    cliente.cookies.set(
        wiring.COOKIE, sesiones.canjear(ctx, sesiones.entrar(ctx, actor.correo, cuentas.CONTRASENA, ip="10.0.0.9"))
    )
    return cliente


@pytest.fixture
def lugar(ctx, rosa) -> str:
    presentaciones.presentar(ctx, rosa, archivos=(presentaciones.Archivo(nombre='Ñandú "2026".pdf'),))
    with ctx.db.lectura() as session:
        return f"/mpv/documentos/{session.scalars(select(DocumentoRow.id)).one()}"


def test_su_documento_baja_entero_y_como_adjunto(ctx, rosa, lugar):
    respuesta = navegador_de(ctx, rosa).get(lugar)

    assert (respuesta.status_code, respuesta.content) == (200, PDF)
    assert {n: respuesta.headers[n] for n in respuesta.headers if n != "last-modified"} == {
        "accept-ranges": "bytes",
        "cache-control": "private, no-store",
        "content-disposition": "attachment; filename=\"_and_ _2026_.pdf\"; filename*=UTF-8''%C3%91and%C3%BA%20%222026%22.pdf",
        "content-encoding": "identity",
        "content-length": str(len(PDF)),
        "content-security-policy": "default-src 'none'; sandbox",
        "content-type": "application/pdf",
        "etag": f'"{SHA256}"',
        "x-content-type-options": "nosniff",
    }


def test_una_parte_se_pide_por_su_rango(ctx, rosa, lugar):
    respuesta = navegador_de(ctx, rosa).get(lugar, headers={"Range": "bytes=10-19", "If-Range": f'"{SHA256}"'})

    assert (respuesta.status_code, respuesta.content) == (206, PDF[10:20])
    assert respuesta.headers["content-range"] == f"bytes 10-19/{len(PDF)}"


def test_varias_partes_de_una_vez(ctx, rosa, lugar):
    respuesta = navegador_de(ctx, rosa).get(lugar, headers={"Range": "bytes=0-3,10-19"})

    assert respuesta.status_code == 206
    assert respuesta.headers["content-type"].startswith("multipart/byteranges; boundary=")
    for desde, hasta in ((0, 4), (10, 20)):
        assert f"Content-Range: bytes {desde}-{hasta - 1}/{len(PDF)}".encode() in respuesta.content
        assert PDF[desde:hasta] in respuesta.content


def test_miles_de_partes_no_cuestan_mas_que_el_archivo(ctx, rosa, lugar):
    partes = ",".join(f"{i}-{i}" for i in range(0, len(PDF), 2))

    respuesta = navegador_de(ctx, rosa).get(lugar, headers={"Range": f"bytes={partes}" + ",0-" * 500})

    assert respuesta.status_code in {200, 206, 400, 416}
    assert len(respuesta.content) < 100 * len(PDF)


def test_un_rango_imposible_se_dice(ctx, rosa, lugar):
    assert navegador_de(ctx, rosa).get(lugar, headers={"Range": "bytes=999999-"}).status_code == 416


def test_con_otra_huella_baja_entero(ctx, rosa, lugar):
    respuesta = navegador_de(ctx, rosa).get(lugar, headers={"Range": "bytes=10-19", "If-Range": '"otra"'})

    assert (respuesta.status_code, respuesta.content) == (200, PDF)


def test_lo_que_el_navegador_ya_tiene_no_viaja(ctx, rosa, lugar):
    respuesta = navegador_de(ctx, rosa).get(lugar, headers={"If-None-Match": f'"{SHA256}"'})

    assert (respuesta.status_code, respuesta.content) == (304, b"")


def test_head_dice_el_tamano_sin_mandar_nada(ctx, rosa, lugar):
    respuesta = navegador_de(ctx, rosa).head(lugar)

    assert (respuesta.status_code, respuesta.headers["content-length"], respuesta.content) == (200, str(len(PDF)), b"")


def test_cada_pedido_se_autoriza_de_nuevo(ctx, rosa, lugar):
    navegador = navegador_de(ctx, rosa)
    assert navegador.get(lugar).status_code == 200

    sesiones.salir_de_todas(ctx.como(rosa))

    assert navegador.get(lugar).status_code == 401


def test_para_los_demas_no_existe_y_el_personal_de_mesa_lo_abre(ctx, rosa, lugar, monkeypatch):
    ajena = navegador_de(ctx, cuentas.ciudadano(ctx)).get(lugar)
    ninguno = navegador_de(ctx, rosa).get("/mpv/documentos/999")
    imposible = navegador_de(ctx, rosa).get(f"/mpv/documentos/{2**64}")

    assert (ajena.status_code, ajena.text) == (ninguno.status_code, ninguno.text) == (404, ajena.text)
    assert (imposible.status_code, imposible.text) == (404, ajena.text)
    assert ajena.headers["cache-control"] == "no-store"
    mesa = cuentas.personal(ctx, Rol.MESA)
    monkeypatch.setattr(sesiones, "actor_de", lambda *_a, **_k: mesa)
    assert navegador_de(ctx, rosa).get(lugar).content == PDF


def test_un_documento_perdido_se_dice(ctx, rosa, lugar):
    ctx.almacen.ruta(SHA256).unlink()

    assert navegador_de(ctx, rosa).get(lugar).status_code == 503


def test_la_mitad_de_un_documento_no_se_entrega_como_entero(ctx, rosa, lugar):
    ruta = ctx.almacen.ruta(SHA256)
    ruta.chmod(0o600)
    ruta.write_bytes(PDF[: len(PDF) // 2])

    respuesta = navegador_de(ctx, rosa).get(lugar)

    assert respuesta.status_code == 503
    assert respuesta.text.startswith('No se pudo abrir «Ñandú "2026".pdf».')


def test_lo_que_pierde_el_disco_mientras_baja_no_pasa_por_entero(ctx, rosa, caplog):
    caplog.set_level("CRITICAL")
    grande = PDF + bytes(40_000_000)
    presentaciones.presentar(ctx, rosa, archivos=(presentaciones.Archivo(octetos=grande),))
    ruta = ctx.almacen.ruta(hashlib.sha256(grande).hexdigest())
    galleta = navegador_de(ctx, rosa).cookies[wiring.COOKIE]
    with ctx.db.lectura() as session:
        lugar = f"/documentos/{session.scalars(select(DocumentoRow.id)).one()}"

    with escucha(descargas.rutas("")) as direccion:
        conexion = http.client.HTTPConnection(urlsplit(direccion).netloc, timeout=30)
        conexion.request("GET", lugar, headers={"Cookie": f"{wiring.COOKIE}={galleta}"})
        respuesta = conexion.getresponse()
        respuesta.read(1000)
        ruta.chmod(0o600)
        ruta.write_bytes(b"")
        with pytest.raises(http.client.IncompleteRead):
            respuesta.read()
        conexion.close()

    assert (respuesta.status, respuesta.headers["Content-Length"]) == (200, str(len(grande)))


@pytest.mark.parametrize("nombre", ["carta.pdf", "a\r\nSet-Cookie: x=1.pdf", "\ud800.pdf", "日本.pdf", "100%.pdf"])
def test_ningun_nombre_rompe_la_cabecera(nombre):
    cabecera = descargas.adjunto(nombre)

    assert cabecera.isascii()
    assert cabecera.isprintable()
