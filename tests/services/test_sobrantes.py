"""What is taken out before filing gives its disk back; what anybody still names stays."""

from __future__ import annotations

import hashlib

import pytest

from portal.services import archivos, borradores, inspeccion
from tests.factories import archivos as muestras
from tests.factories import cuentas, presentaciones

PDF, OTRO = muestras.pdf(2), muestras.pdf(3)


@pytest.fixture
def rosa(ctx):
    return ctx.como(cuentas.ciudadano(ctx))


def subir(quien, octetos: bytes, *, ranura: str = "principal") -> str:
    borrador = borradores.abrir(quien).id
    carga = archivos.crear_carga(quien, borrador, ranura=ranura, nombre="carta.pdf", tamano=len(octetos))
    assert archivos.anexar(quien, carga.id, desde=0, trozos=[octetos]).estado == "lista"
    return carga.id


def esta(ctx, octetos: bytes) -> bool:
    return ctx.almacen.existe(hashlib.sha256(octetos).hexdigest())


def test_lo_quitado_no_ocupa_disco(ctx, rosa):
    carga = subir(rosa, PDF)

    archivos.quitar(rosa, carga)

    assert not esta(ctx, PDF)


def test_lo_reemplazado_no_ocupa_disco(ctx, rosa):
    subir(rosa, PDF)
    subir(rosa, OTRO)

    assert not esta(ctx, PDF)
    assert esta(ctx, OTRO)


def test_el_mismo_archivo_otra_vez_se_queda(ctx, rosa):
    subir(rosa, PDF)
    subir(rosa, PDF)

    assert esta(ctx, PDF)


def test_lo_que_otra_persona_tiene_igual_se_queda(ctx, rosa):
    julia = ctx.como(cuentas.ciudadano(ctx, correo="julia@example.pe"))
    carga, _ = subir(rosa, PDF), subir(julia, PDF)

    archivos.quitar(rosa, carga)

    assert esta(ctx, PDF)


def test_lo_presentado_se_queda_aunque_despues_se_quite_uno_igual(ctx, rosa):
    presentaciones.presentar(ctx, rosa.actor, archivos=(presentaciones.Archivo(octetos=PDF),))
    carga = subir(rosa, PDF)

    archivos.quitar(rosa, carga)

    assert esta(ctx, PDF)


def test_lo_quitado_mientras_se_revisaba_no_ocupa_disco(ctx, rosa, monkeypatch):
    juzgar = inspeccion._juzgar

    def quitando(ctx_, carga, *args):
        veredicto = juzgar(ctx_, carga, *args)
        archivos.quitar(rosa, carga.id)
        return veredicto

    borrador = borradores.abrir(rosa).id
    carga = archivos.crear_carga(rosa, borrador, ranura="principal", nombre="carta.pdf", tamano=len(PDF))
    monkeypatch.setattr(inspeccion, "_juzgar", quitando)
    with archivos.recibir(rosa, carga.id, desde=0) as recepcion:
        recepcion.escribir(PDF)
        recepcion.confirmar()
    inspeccion.inspeccionar(ctx, carga.id)

    assert not esta(ctx, PDF)


def test_si_otro_quita_el_mismo_archivo_entre_guardarlo_y_anotarlo_se_guarda_de_nuevo(ctx, rosa, monkeypatch):
    julia = ctx.como(cuentas.ciudadano(ctx, correo="julia@example.pe"))
    suya = subir(julia, PDF)
    juzgar = inspeccion._juzgar

    def quitando(*args):
        veredicto = juzgar(*args)
        archivos.quitar(julia, suya)
        return veredicto

    monkeypatch.setattr(inspeccion, "_juzgar", quitando)
    subir(rosa, PDF)

    assert esta(ctx, PDF)
