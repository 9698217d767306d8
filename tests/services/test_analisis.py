"""The antivirus after the receipt: once per content, patient with a scanner that is down, and nobody opens what is infected."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select

from portal.adapters.antivirus_clamd import Clamd
from portal.db.models import AnalisisRow
from portal.domain.analisis import PACIENCIA, DocumentoInfectado
from portal.domain.permisos import Rol
from portal.services import analisis, bandejas, consulta, documentos
from portal.services.analista import Analista
from portal.services.bandejas import Filtros
from portal.services.contexto import SISTEMA
from tests.factories import antivirus, cuentas, presentaciones
from tests.factories.presentaciones import Archivo

INFECTADO = b"stream: Prueba.EICAR FOUND\0"


@pytest.fixture
def sistema(ctx):
    return ctx.como(SISTEMA)


@pytest.fixture
def rosa(ctx):
    return ctx.como(cuentas.ciudadano(ctx))


def presentar(rosa, *archivos: Archivo) -> str:
    return presentaciones.presentar(rosa, rosa.actor, archivos=archivos or presentaciones.PRINCIPAL).numero


def filas(ctx) -> list[tuple[str, str, int]]:
    with ctx.db.lectura() as session:
        orden = select(AnalisisRow.estado, AnalisisRow.firma, AnalisisRow.intentos).order_by(AnalisisRow.sha256)
        return [tuple(fila) for fila in session.execute(orden)]


def correr(analista: Analista) -> None:
    while analista.vuelta():
        pass


def vistos(rosa, numero: str) -> list[str]:
    return [d.analisis for d in consulta.propio(rosa, numero).documentos]


def test_cada_contenido_se_analiza_una_vez_aunque_se_presente_dos(sistema, rosa):
    numero = presentar(rosa, Archivo(), Archivo("anexos", nombre="copia.pdf"))
    presentar(rosa)
    with antivirus.fingido() as clamd:
        correr(Analista(sistema, Clamd(clamd.direccion, mb=25)))

    assert filas(sistema) == [("limpio", "", 1)]
    assert vistos(rosa, numero) == ["limpio", "limpio"]


def test_sin_antivirus_no_se_dice_nada(sistema, rosa):
    assert (vistos(rosa, presentar(rosa)), filas(sistema)) == ([""], [])


def test_lo_infectado_no_lo_abre_nadie_y_se_conserva(ctx, sistema, rosa):
    numero = presentar(rosa)
    (documento,) = consulta.propio(rosa, numero).documentos
    with antivirus.fingido(respuesta=INFECTADO) as clamd:
        correr(Analista(sistema, Clamd(clamd.direccion, mb=25)))
    mesa = ctx.como(cuentas.personal(ctx, Rol.MESA))

    for quien in (rosa, mesa):
        with pytest.raises(DocumentoInfectado) as negativa:
            documentos.abrir(quien, documento.id)
        assert negativa.value.facts == {"nombre": "carta.pdf", "firma": "Prueba.EICAR"}
    assert vistos(rosa, numero) == ["infectado"]
    (fila,) = bandejas.mis_tramites(rosa, Filtros()).filas
    assert (fila.numero, fila.documento_id) == (numero, None)
    assert ctx.almacen.existe(documento.sha256)


def test_un_antivirus_que_no_contesta_se_intenta_mas_tarde_y_no_estorba(sistema, rosa, reloj):
    numero = presentar(rosa)
    analista = Analista(sistema, Clamd("127.0.0.1:1", mb=25))
    analista.vuelta()

    assert (vistos(rosa, numero), analista.vuelta()) == (["en_analisis"], False)
    for _ in range(PACIENCIA - 1):
        reloj.avanzar(hours=7)
        assert analista.vuelta()
    assert vistos(rosa, numero) == ["no_analizado"]
    assert documentos.abrir(rosa, consulta.propio(rosa, numero).documentos[0].id).nombre == "carta.pdf"

    reloj.avanzar(hours=7)
    with antivirus.fingido() as clamd:
        correr(Analista(sistema, Clamd(clamd.direccion, mb=25)))
    assert vistos(rosa, numero) == ["limpio"]


def test_lo_que_no_leyo_entero_queda_como_no_analizado_para_siempre(sistema, rosa, reloj):
    numero = presentar(rosa)
    with antivirus.fingido(respuesta=b"INSTREAM size limit exceeded. ERROR\0") as clamd:
        correr(Analista(sistema, Clamd(clamd.direccion, mb=25)))
    reloj.avanzar(days=30)

    assert vistos(rosa, numero) == ["no_analizado"]
    assert not analisis.analizar_uno(sistema, Clamd("127.0.0.1:1", mb=25))


def test_puesto_despues_recorre_todo_lo_presentado_antes(sistema, rosa):
    numeros = [presentar(rosa, Archivo(octetos=presentaciones.PDF + bytes([n]))) for n in range(3)]
    with antivirus.fingido() as clamd:
        analista = Analista(sistema, Clamd(clamd.direccion, mb=25), pausa=0.05)
        analista.arrancar()
        analista.arrancar()
        limite = time.monotonic() + 20
        while [vistos(rosa, n) for n in numeros] != [["limpio"]] * 3 and time.monotonic() < limite:
            time.sleep(0.05)
        analista.detener()

    assert [vistos(rosa, n) for n in numeros] == [["limpio"]] * 3


def test_lo_que_falta_en_el_almacen_no_detiene_al_antivirus(sistema, rosa):
    numero = presentar(rosa)
    sistema.almacen.retirar(consulta.propio(rosa, numero).documentos[0].sha256)
    correr(Analista(sistema, Clamd("127.0.0.1:1", mb=25)))

    assert filas(sistema) == [("no_analizado", "perdido", 1)]
