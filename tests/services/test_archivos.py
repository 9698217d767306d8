"""The life of an upload, on a real database and a real folder: cuts, crashes, verdicts, other people."""

from __future__ import annotations

import hashlib
import os
import threading
import time

import pytest
from sqlalchemy import select, update

from portal.adapters.files_local import FilesLocal
from portal.db.models import CargaRow, DocumentoRow
from portal.domain import archivos as reglas
from portal.domain.errors import ArchivoRechazado, NoEncontrado, SesionRequerida
from portal.domain.permisos import Rol
from portal.i18n import t
from portal.services import archivos, borradores, documentos, registro
from portal.services.adjuntos import ArchivosPendientes
from portal.services.borrador_propio import BorradorEnviado
from portal.services.contexto import SISTEMA
from tests.factories import archivos as muestras
from tests.factories import cuentas, presentaciones

PDF = muestras.pdf(7)
SHA256 = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def rosa(ctx):
    return ctx.como(cuentas.ciudadano(ctx))


@pytest.fixture
def borrador(rosa) -> str:
    return borradores.abrir(rosa).id


@pytest.fixture
def subir(rosa, borrador):
    def subida(octetos: bytes = PDF, *, ranura: str = "principal", nombre: str = "carta.pdf") -> archivos.CargaView:
        carga = archivos.crear_carga(rosa, borrador, ranura=ranura, nombre=nombre, tamano=len(octetos))
        return archivos.anexar(rosa, carga.id, desde=0, trozos=[octetos])

    return subida


def parciales(ctx) -> list[str]:
    return [carga_id for carga_id, _ in ctx.almacen.parciales()]


def caida(ctx, carga_id: str, *, estado: str = "revisando") -> None:
    """As a server leaves it that died between the last byte and the verdict."""
    with ctx.db.transaction() as session:
        session.execute(update(CargaRow).where(CargaRow.id == carga_id).values(estado=estado, recibido=CargaRow.tamano))


def test_un_pdf_sube_se_mide_y_queda_bajo_su_huella(ctx, rosa, borrador, subir):
    carga = subir()

    assert carga == archivos.CargaView(
        id=carga.id, ranura="principal", nombre="carta.pdf", tamano=len(PDF), recibido=len(PDF), estado="lista",
        tipo="pdf", paginas=7, firmado=False, error=None, datos={},
    )  # fmt: skip
    assert archivos.cargas(rosa, borrador) == (carga,)
    assert ctx.almacen.ruta(SHA256).read_bytes() == PDF
    assert parciales(ctx) == []


def test_una_subida_cortada_sigue_donde_quedo(rosa, borrador):
    carga = archivos.crear_carga(rosa, borrador, ranura="principal", nombre="carta.pdf", tamano=len(PDF))

    def cortada():
        yield PDF[:400]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        archivos.anexar(rosa, carga.id, desde=0, trozos=cortada())

    assert archivos.offset(rosa, carga.id)[:2] == (400, len(PDF))
    assert archivos.cargas(rosa, borrador)[0].estado == "subiendo"
    assert archivos.anexar(rosa, carga.id, desde=400, trozos=[PDF[400:]]).estado == "lista"


@pytest.mark.parametrize("desde", [0, 399, 401])
def test_los_bytes_deben_empezar_donde_terminaron_los_anteriores(rosa, borrador, desde):
    carga = archivos.crear_carga(rosa, borrador, ranura="principal", nombre="carta.pdf", tamano=len(PDF))
    archivos.anexar(rosa, carga.id, desde=0, trozos=[PDF[:400]])

    with pytest.raises(reglas.OffsetDistinto) as error:
        archivos.anexar(rosa, carga.id, desde=desde, trozos=[b"x"])

    assert error.value.facts == {"recibido": 400}


def test_no_entran_mas_bytes_que_los_anunciados_y_lo_anterior_se_conserva(rosa, borrador):
    carga = archivos.crear_carga(rosa, borrador, ranura="principal", nombre="carta.pdf", tamano=500)

    with pytest.raises(reglas.PasaDelLargo):
        archivos.anexar(rosa, carga.id, desde=0, trozos=[PDF[:400], PDF[400:501]])

    assert archivos.offset(rosa, carga.id)[:2] == (400, 500)


@pytest.mark.parametrize(
    ("octetos", "error"),
    [
        (muestras.docx(), "archivo_tipo_no_admitido"),
        (PDF[:300], "archivo_danado"),
        (muestras.pdf(clave="x"), "archivo_cifrado"),
        (muestras.pdf(accion="/Launch"), "archivo_peligroso.lanza_programas"),
    ],
)
def test_lo_rechazado_se_queda_a_la_vista_con_su_motivo_y_sin_sus_bytes(rosa, borrador, subir, octetos, error):
    carga = subir(octetos)

    assert (carga.estado, carga.error) == ("rechazada", error)
    assert t(f"error.{carga.error}", **carga.datos)
    assert archivos.cargas(rosa, borrador) == (carga,)
    assert parciales(rosa) == []
    assert not rosa.almacen.existe(hashlib.sha256(octetos).hexdigest())


def test_mandar_basura_sin_fin_no_llena_la_base(ctx, rosa, borrador, subir, monkeypatch):
    monkeypatch.setattr(archivos, "NEGADAS_QUE_SE_VEN", 2)
    buena = subir(muestras.imagen(), ranura="anexos", nombre="foto.png")

    for n in range(5):
        caida(ctx, subir(b"basura", ranura="anexos", nombre=f"{n}.png").id, estado="rechazada")

    suyas = archivos.cargas(rosa, borrador)
    assert suyas[0] == buena
    assert [(c.nombre, c.estado) for c in suyas[1:]] == [(f"{n}.png", "rechazada") for n in (2, 3, 4)]


def test_lo_que_se_sabe_antes_se_rechaza_antes(rosa, borrador):
    def anunciar(**cambios):
        datos = {"ranura": "principal", "nombre": "carta.pdf", "tamano": 10} | cambios
        return archivos.crear_carga(rosa, borrador, **datos)

    with pytest.raises(reglas.Vacio):
        anunciar(tamano=0)
    with pytest.raises(reglas.DemasiadoGrande):
        anunciar(tamano=10 * reglas.MB + 1)
    with pytest.raises(reglas.ContenidoPeligroso):
        anunciar(nombre="carta.exe")
    with pytest.raises(NoEncontrado):
        anunciar(ranura="otra")

    assert archivos.cargas(rosa, borrador) == ()


def test_los_anexos_que_aun_suben_cuentan_en_el_total(rosa, borrador):
    archivos.crear_carga(rosa, borrador, ranura="anexos", nombre="a.zip", tamano=300 * reglas.MB)

    with pytest.raises(reglas.TotalExcedido) as error:
        archivos.crear_carga(rosa, borrador, ranura="anexos", nombre="b.zip", tamano=201 * reglas.MB)

    assert error.value.facts == {"tamano": "201 MB", "total": "501 MB", "maximo": "500 MB"}


def test_dos_anexos_a_la_vez_no_se_saltan_el_total(rosa, borrador):
    hechas, negadas = [], []

    def anunciar(n: int) -> None:
        try:
            hechas.append(
                archivos.crear_carga(rosa, borrador, ranura="anexos", nombre=f"{n}.zip", tamano=200 * reglas.MB)
            )
        except ArchivoRechazado as negativa:
            negadas.append(negativa)

    hilos = [threading.Thread(target=anunciar, args=(n,)) for n in range(6)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()

    assert (len(hechas), len(negadas)) == (2, 4)
    assert sorted(carga.nombre for carga in archivos.cargas(rosa, borrador)) == sorted(c.nombre for c in hechas)


def test_en_una_ranura_de_uno_el_nuevo_reemplaza_al_anterior_solo_si_vale(rosa, borrador, subir):
    primera = subir()

    mala = subir(muestras.docx(), nombre="informe.pdf")
    assert archivos.cargas(rosa, borrador) == (primera, mala)

    segunda = subir(muestras.pdf(2), nombre="carta corregida.pdf")
    assert archivos.cargas(rosa, borrador) == (segunda,)


def test_los_anexos_conservan_el_orden_en_que_se_eligieron(rosa, borrador, subir):
    nombres = ["b.zip", "a.zip", "c.zip"]
    for nombre in nombres:
        subir(muestras.zip_({nombre: "x"}), ranura="anexos", nombre=nombre)

    assert [carga.nombre for carga in archivos.cargas(rosa, borrador)] == nombres


@pytest.mark.parametrize("consulta", ["cargas", "terminar"])
def test_lo_que_llego_entero_antes_de_una_caida_se_revisa_al_volver(ctx, rosa, borrador, consulta):
    carga = archivos.crear_carga(rosa, borrador, ranura="principal", nombre="carta.pdf", tamano=len(PDF))
    ctx.almacen.anexar(carga.id, 0, [PDF])
    caida(ctx, carga.id)

    assert archivos.offset(rosa, carga.id).por_revisar
    archivos.cargas(rosa, borrador) if consulta == "cargas" else archivos.terminar(rosa, carga.id)

    assert [c.estado for c in archivos.cargas(rosa, borrador)] == ["lista"]
    assert ctx.almacen.existe(SHA256)


def test_una_caida_despues_de_guardar_y_antes_del_veredicto_se_repite_sin_dano(ctx, rosa, borrador):
    carga = archivos.crear_carga(rosa, borrador, ranura="principal", nombre="carta.pdf", tamano=len(PDF))
    ctx.almacen.anexar(carga.id, 0, [PDF])
    ctx.almacen.guardar(carga.id)
    caida(ctx, carga.id)

    assert archivos.cargas(rosa, borrador)[0].estado == "lista"
    assert parciales(ctx) == []


def test_si_el_disco_perdio_los_bytes_se_dice_y_no_se_finge(ctx, rosa, borrador):
    carga = archivos.crear_carga(rosa, borrador, ranura="principal", nombre="carta.pdf", tamano=len(PDF))
    caida(ctx, carga.id)

    assert [(c.estado, c.error) for c in archivos.cargas(rosa, borrador)] == [("rechazada", "carga_perdida")]


def test_si_el_disco_tiene_menos_que_la_base_se_sigue_desde_lo_que_hay(ctx, rosa, borrador):
    carga = archivos.crear_carga(rosa, borrador, ranura="principal", nombre="carta.pdf", tamano=len(PDF))
    archivos.anexar(rosa, carga.id, desde=0, trozos=[PDF[:400]])
    ctx.almacen.descartar(carga.id)
    ctx.almacen.anexar(carga.id, 0, [PDF[:100]])

    assert archivos.offset(rosa, carga.id)[:2] == (100, len(PDF))
    assert archivos.anexar(rosa, carga.id, desde=100, trozos=[PDF[100:]]).estado == "lista"


def test_lo_quitado_desaparece_con_sus_bytes(ctx, rosa, borrador):
    carga = archivos.crear_carga(rosa, borrador, ranura="principal", nombre="carta.pdf", tamano=len(PDF))
    archivos.anexar(rosa, carga.id, desde=0, trozos=[PDF[:100]])

    archivos.quitar(rosa, carga.id)

    assert archivos.cargas(rosa, borrador) == ()
    assert parciales(ctx) == []
    with pytest.raises(NoEncontrado):
        archivos.offset(rosa, carga.id)


def test_quitar_mientras_sube_detiene_la_subida(rosa, borrador):
    carga = archivos.crear_carga(rosa, borrador, ranura="principal", nombre="carta.pdf", tamano=len(PDF))

    def quitada_a_medias():
        yield PDF[:100]
        archivos.quitar(rosa, carga.id)
        yield PDF[100:]

    with pytest.raises(NoEncontrado):
        archivos.anexar(rosa, carga.id, desde=0, trozos=quitada_a_medias())

    assert archivos.cargas(rosa, borrador) == ()


def test_dos_pestanas_no_escriben_la_misma_carga(rosa, borrador):
    carga = archivos.crear_carga(rosa, borrador, ranura="principal", nombre="carta.pdf", tamano=len(PDF))

    with archivos.recibir(rosa, carga.id, desde=0), pytest.raises(reglas.CargaOcupada):
        archivos.anexar(rosa, carga.id, desde=0, trozos=[PDF])


def test_nadie_mas_ve_ni_toca_las_cargas_de_otro(ctx, rosa, borrador, subir):
    subida = subir()
    ajena = ctx.como(cuentas.ciudadano(ctx))
    intentos = [
        lambda: archivos.cargas(ajena, borrador),
        lambda: archivos.crear_carga(ajena, borrador, ranura="principal", nombre="x.pdf", tamano=1),
        lambda: archivos.offset(ajena, subida.id),
        lambda: archivos.anexar(ajena, subida.id, desde=0, trozos=[]),
        lambda: archivos.terminar(ajena, subida.id),
        lambda: archivos.quitar(ajena, subida.id),
    ]

    for intento in intentos:
        with pytest.raises(NoEncontrado):
            intento()
    with pytest.raises(SesionRequerida):
        archivos.cargas(ctx, borrador)

    assert archivos.cargas(rosa, borrador) == (subida,)


def test_lo_enviado_ya_no_cambia(ctx, rosa):
    borrador = presentaciones.borrador(ctx, rosa.actor)
    registro.enviar(rosa, borrador)
    with ctx.db.lectura() as session:
        carga_id = session.scalars(select(CargaRow.id).where(CargaRow.borrador_id == borrador)).one()

    for acto in (
        lambda: archivos.crear_carga(rosa, borrador, ranura="anexos", nombre="x.pdf", tamano=1),
        lambda: archivos.quitar(rosa, carga_id),
        lambda: archivos.offset(rosa, carga_id),
    ):
        with pytest.raises(BorradorEnviado):
            acto()


def test_lo_que_se_presenta_es_lo_que_se_subio(ctx, rosa, borrador, subir):
    borradores.guardar(rosa, borrador, valores=presentaciones.VALORES)
    subir()
    anexo = muestras.zip_({"datos.txt": "1"})
    subir(anexo, ranura="anexos", nombre="datos.zip")
    a_medias = archivos.crear_carga(rosa, borrador, ranura="anexos", nombre="otro.zip", tamano=10)
    assert isinstance(registro.revisar(rosa, borrador).errores["anexos"], ArchivosPendientes)
    archivos.quitar(rosa, a_medias.id)

    registro.enviar(rosa, borrador)

    with ctx.db.lectura() as session:
        filas = session.scalars(select(DocumentoRow).order_by(DocumentoRow.orden)).all()
    assert [(d.nombre, d.tipo, d.paginas, d.sha256) for d in filas] == [
        ("carta.pdf", "pdf", 7, SHA256),
        ("datos.zip", "zip", None, hashlib.sha256(anexo).hexdigest()),
    ]


@pytest.fixture
def documento(ctx, rosa) -> int:
    presentaciones.presentar(ctx, rosa.actor)
    with ctx.db.lectura() as session:
        return session.scalars(select(DocumentoRow.id)).one()


def test_su_documento_lo_abren_quien_presento_y_el_personal_de_mesa(ctx, rosa, documento):
    mesa = ctx.como(cuentas.personal(ctx))

    assert documentos.abrir(rosa, documento) == documentos.abrir(mesa, documento)
    assert documentos.abrir(rosa, documento).ruta.read_bytes() == presentaciones.PDF


def test_para_los_demas_el_documento_no_existe(ctx, rosa, documento):
    for otro in (cuentas.ciudadano(ctx), cuentas.personal(ctx, Rol.ADMINISTRADOR)):
        with pytest.raises(NoEncontrado):
            documentos.abrir(ctx.como(otro), documento)
    with pytest.raises(NoEncontrado):
        documentos.abrir(rosa, documento + 1)
    with pytest.raises(SesionRequerida):
        documentos.abrir(ctx, documento)


def test_quien_deja_la_organizacion_deja_de_ver_sus_documentos(ctx):
    organizacion = cuentas.organizacion(ctx)
    presentaciones.presentar(ctx, organizacion.una)
    with ctx.db.lectura() as session:
        documento = session.scalars(select(DocumentoRow.id)).one()
    otra = ctx.como(organizacion.otra)
    assert documentos.abrir(otra, documento).nombre == "carta.pdf"

    cuentas.salir_de_la_organizacion(ctx, organizacion.otra)

    with pytest.raises(NoEncontrado):
        documentos.abrir(otra, documento)


def test_un_documento_que_el_disco_perdio_se_dice(ctx, rosa, documento):
    documentos.abrir(rosa, documento).ruta.unlink()

    with pytest.raises(archivos.DocumentoNoDisponible):
        documentos.abrir(rosa, documento)


def test_la_limpieza_olvida_solo_lo_que_nadie_espera(ctx, rosa, borrador, tmp_path):
    viva = archivos.crear_carga(rosa, borrador, ranura="anexos", nombre="a.zip", tamano=1000)
    archivos.anexar(rosa, viva.id, desde=0, trozos=[b"x" * 10])
    almacen = FilesLocal(tmp_path / "archivos")
    vieja, nueva = "a" * 32, "b" * 32
    for carga_id in (vieja, nueva):
        almacen.anexar(carga_id, 0, [b"x"])
    hace_rato = time.time() - 2 * archivos.HUERFANA_SEGUNDOS
    for carga_id in (vieja, viva.id):
        os.utime(tmp_path / "archivos" / "parciales" / carga_id, (hace_rato, hace_rato))

    assert archivos.limpiar_abandonadas(ctx.como(SISTEMA)) == 1
    assert sorted(parciales(ctx)) == sorted([nueva, viva.id])
