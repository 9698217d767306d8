"""From the last byte to the clerk: signatures and marks travel with the file, and its bytes are those that were sent."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from portal.domain.tamanos import MB
from portal.services import archivos, borradores, configuracion, consulta, registro
from portal.services.archivos import CargaView
from portal.services.contexto import SISTEMA
from tests.factories import archivos as muestras
from tests.factories import cuentas, firmas, presentaciones

FIRMADO = firmas.firmado()
CON_MACROS = muestras.docx({"word/vbaProject.bin": "x"})


@pytest.fixture
def rosa(ctx):
    return ctx.como(cuentas.ciudadano(ctx))


def subir(rosa, borrador: str, octetos: bytes, *, ranura: str, nombre: str) -> CargaView:
    carga = archivos.crear_carga(rosa, borrador, ranura=ranura, nombre=nombre, tamano=len(octetos))
    return archivos.anexar(rosa, carga.id, desde=0, trozos=[octetos])


def test_un_pdf_firmado_se_conserva_byte_por_byte_y_dice_quien_lo_firmo(ctx, rosa):
    borrador = borradores.abrir(rosa).id
    borradores.guardar(rosa, borrador, valores=presentaciones.VALORES)
    carga = subir(rosa, borrador, FIRMADO, ranura="principal", nombre="carta.pdf")
    numero = registro.enviar(rosa, borrador).numero
    (documento,) = consulta.propio(rosa, numero).documentos

    assert ctx.almacen.ruta(documento.sha256).read_bytes() == FIRMADO
    assert documento.sha256 == hashlib.sha256(FIRMADO).hexdigest()
    assert carga.firmas == documento.firmas
    assert [(f.firmante, f.dni, f.estado) for f in documento.firmas] == [
        ("QUISPE HUAMAN ROSA ELENA", "40000001", "sin_cambios")
    ]


def test_quien_manda_el_ultimo_byte_espera_el_dictamen_aunque_una_pantalla_lo_este_revisando(rosa):
    pesado = muestras.pdf(7, relleno=20 * MB)
    for _ in range(3):
        borrador = borradores.abrir(rosa).id
        carga = archivos.crear_carga(rosa, borrador, ranura="anexos", nombre="carta.pdf", tamano=len(pesado))
        with archivos.recibir(rosa, carga.id, desde=0) as recepcion:
            recepcion.escribir(pesado)
            recepcion.confirmar()
        juntos = Barrier(4)

        def mirar(de: str = borrador, juntos: Barrier = juntos) -> None:
            juntos.wait()
            archivos.cargas(rosa, de)

        with ThreadPoolExecutor(3) as pantallas:
            for _ in range(3):
                pantallas.submit(mirar)
            juntos.wait()
            dictamen = archivos.terminar(rosa, carga.id).estado

        assert dictamen == "lista"


def test_lo_que_trae_macros_llega_a_la_oficina_con_su_marca(rosa):
    borrador = borradores.abrir(rosa).id
    borradores.guardar(rosa, borrador, valores=presentaciones.VALORES)
    subir(rosa, borrador, muestras.pdf(), ranura="principal", nombre="carta.pdf")
    carga = subir(rosa, borrador, CON_MACROS, ranura="anexos", nombre="cuadro.docx")
    numero = registro.enviar(rosa, borrador).numero

    assert carga.estado == "lista"
    assert [d.marcas for d in consulta.propio(rosa, numero).documentos] == [(), ("macros",)]


def test_una_ranura_sin_macros_las_rechaza(ctx, rosa):
    with ctx.db.lectura() as session:
        vigente = configuracion.vigente(session)[1]
    ranuras = tuple(r.model_copy(update={"rechaza": (*r.rechaza, "macros")}) for r in vigente.formulario.ranuras)
    formulario = vigente.formulario.model_copy(update={"ranuras": ranuras})
    configuracion.publicar(ctx.como(SISTEMA), vigente.model_copy(update={"formulario": formulario}), autor="pruebas")
    carga = subir(rosa, borradores.abrir(rosa).id, CON_MACROS, ranura="anexos", nombre="cuadro.docx")

    assert (carga.estado, carga.error) == ("rechazada", "archivo_peligroso.macros")


def test_un_word_con_nombre_de_pdf_no_entra_por_ninguna_ranura(rosa):
    borrador = borradores.abrir(rosa).id
    errores = [
        subir(rosa, borrador, muestras.docx(), ranura=ranura, nombre="carta.pdf").error
        for ranura in ("principal", "anexos")
    ]

    assert errores == ["archivo_tipo_no_admitido", "archivo_nombre_enganoso"]
