"""The desk's list as a file and on paper: as filtered, within reach, told in words when it cannot be."""

from __future__ import annotations

import csv
import io

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient

from portal import wiring
from portal.domain.bandeja import Filtro
from portal.domain.permisos import Rol
from portal.routes import listas
from portal.services import derivaciones, escritorio, sesiones, usuarios
from portal.services.contexto import SISTEMA
from tests.factories import cuentas, presentaciones

BASE = "/servicios/mpv/bandeja"


@pytest.fixture
def navegador(ctx, monkeypatch):
    monkeypatch.setattr(wiring, "contexto", lambda: ctx)
    return TestClient(Starlette(routes=listas.rutas("/servicios/mpv")))


@pytest.fixture
def numeros(ctx):
    vecina = cuentas.ciudadano(ctx)
    return [presentaciones.presentar(ctx, vecina, asunto=asunto).numero for asunto in ("=Planos", "Fotos", "Mapas")]


@pytest.fixture
def mesa(ctx, monkeypatch):
    return _entra(ctx, monkeypatch, Rol.MESA)


def _entra(ctx, monkeypatch, rol, **donde):
    quien = ("ana@institucion.example", "Ana", "Luna")
    usuarios.crear_personal(ctx.como(SISTEMA), *quien, rol, **donde)
    actor = cuentas.actor(ctx, quien[0])
    monkeypatch.setattr(sesiones, "actor_de", lambda *_a, **_k: actor)
    return actor


def _filas(respuesta):
    return list(csv.reader(io.StringIO(respuesta.content.decode("utf-8-sig"), newline="")))


def test_la_lista_sale_como_se_filtro_y_ninguna_celda_es_una_formula(navegador, numeros, mesa):
    libro, texto = (
        navegador.get(f"{BASE}/exportar.xlsx"),
        navegador.get(f"{BASE}/exportar.csv", params={"asunto": "planos"}),
    )

    cabeza, fila = _filas(texto)
    assert (libro.status_code, libro.content[:2]) == (200, b"PK")
    assert libro.headers["content-disposition"] == 'attachment; filename="expedientes-2026-11-17.xlsx"'
    assert libro.headers["cache-control"] == "private, no-store"
    assert (fila[cabeza.index("N.º expediente")], fila[cabeza.index("Asunto")]) == (numeros[0], "'=Planos")
    assert fila[cabeza.index("Por recibir")] == "Sí"


def test_el_cargo_de_entrega_separa_las_oficinas_y_tiene_donde_firmar(ctx, navegador, numeros, mesa):
    propio = ctx.como(mesa)
    derivaciones.derivar(propio, numeros[1], visto=None, responsable="sismologia", pedido="atender")

    hoja = PdfReader(io.BytesIO(navegador.get(f"{BASE}/entrega.pdf").content))

    paginas = [pagina.extract_text() for pagina in hoja.pages]
    assert len(paginas) == 2
    assert ("Sismología" in paginas[0], numeros[1] in paginas[0], numeros[0] in paginas[0]) == (True, True, False)
    assert all("Recibido por: nombre, firma, fecha y hora" in pagina for pagina in paginas)


def test_se_imprimen_solo_los_elegidos(ctx, navegador, numeros, mesa):
    filas = escritorio.lista(ctx.como(mesa), Filtro()).filas
    solo = ",".join(str(f.expediente_id) for f in filas if f.numero != numeros[2])

    impreso = PdfReader(io.BytesIO(navegador.get(f"{BASE}/entrega.pdf", params={"solo": solo}).content))

    texto = impreso.pages[0].extract_text()
    assert [numero in texto for numero in numeros] == [True, True, False]


@pytest.mark.parametrize("solo", ["", "nada", "999999,99999999999999999999", "1,2,3"])
def test_de_otra_oficina_no_se_imprime_nada_aunque_se_pida(ctx, navegador, numeros, monkeypatch, solo):
    _entra(ctx, monkeypatch, Rol.ESPECIALISTA, dependencia="oti")

    impreso = PdfReader(io.BytesIO(navegador.get(f"{BASE}/entrega.pdf", params={"solo": solo}).content))

    texto = impreso.pages[0].extract_text()
    assert "No hay expedientes que entregar" in texto
    assert not any(numero in texto for numero in numeros)


@pytest.mark.parametrize("ruta", ["exportar.csv", "entrega.pdf"])
def test_quien_no_es_del_escritorio_no_se_lleva_nada(ctx, navegador, numeros, monkeypatch, ruta):
    monkeypatch.setattr(sesiones, "actor_de", lambda *_a, **_k: cuentas.ciudadano(ctx))

    respuesta = navegador.get(f"{BASE}/{ruta}")

    assert respuesta.status_code == 403
    assert "Planos" not in respuesta.text
