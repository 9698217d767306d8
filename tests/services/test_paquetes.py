"""A whole expediente in one file: all of it for staff, what they have before them for its party, nothing for others."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.adapters.zip_flujo import BytesCambiados, Entrada, flujo
from portal.db.models import AnalisisRow
from portal.domain.errors import NoEncontrado, SesionRequerida
from portal.services import acuses, consulta, paquetes
from portal.services.archivos import DocumentoNoDisponible
from tests.factories import cuentas, escritorio, presentaciones
from tests.factories.posteriores import respondido
from tests.factories.presentaciones import Archivo

OTRO = b"x" * 3_000_000
ARCHIVOS = (
    Archivo(nombre='Oficio N° 5: "año" 2026.pdf'),
    Archivo("anexos", OTRO, "CON.pdf", "pdf", None),
    Archivo("anexos", OTRO, "CON.pdf", "pdf", None),
)


@pytest.fixture
def gente(ctx):
    return escritorio.gente(ctx)


@pytest.fixture
def rosa(ctx):
    return ctx.como(cuentas.ciudadano(ctx))


@pytest.fixture
def numero(ctx, rosa):
    return presentaciones.presentar(ctx, rosa.actor, archivos=ARCHIVOS).numero


def abierto(paquete) -> zipfile.ZipFile:
    octetos = b"".join(paquete.trozos)
    assert len(octetos) == paquete.largo
    hecho = zipfile.ZipFile(io.BytesIO(octetos))
    assert hecho.testzip() is None
    return hecho


def sin_raiz(hecho: zipfile.ZipFile) -> list[str]:
    return [nombre.partition("/")[2] for nombre in hecho.namelist()]


def test_el_zip_trae_todo_con_su_largo_dicho_de_antemano(gente, numero):
    paquete = paquetes.descargar(gente.mesa, numero)

    assert paquete.nombre == "expediente-00001-2026.zip"
    hecho = abierto(paquete)
    carpeta = "01-R-000001-2026"
    assert sin_raiz(hecho) == [
        "indice.pdf", "indice.json", "hoja-de-ruta.pdf", f"{carpeta}/cargo-00001-2026.pdf",
        f"{carpeta}/01-Oficio N° 5_ _año_ 2026.pdf", f"{carpeta}/02-CON.pdf", f"{carpeta}/03-CON.pdf",
    ]  # fmt: skip
    assert {info.compress_type for info in hecho.infolist()} == {zipfile.ZIP_STORED}
    assert hecho.read(hecho.namelist()[4]) == presentaciones.PDF
    assert hecho.read(hecho.namelist()[5]) == OTRO


def test_el_indice_dice_cada_archivo_y_su_huella(gente, numero):
    hecho = abierto(paquetes.descargar(gente.mesa, numero))

    datos = json.loads(hecho.read("expediente-00001-2026/indice.json"))
    [registro] = datos["registros"]
    assert (datos["expediente"], registro["numero"], registro["clase"]) == (numero, "R-000001-2026", "presentacion")
    for archivo in registro["archivos"]:
        octetos = hecho.read(f"expediente-00001-2026/{archivo['ruta']}")
        assert (hashlib.sha256(octetos).hexdigest(), len(octetos)) == (archivo["sha256"], archivo["tamano"])
    assert [a["nombre"] for a in registro["archivos"]] == [a.nombre for a in ARCHIVOS]
    impreso = "".join(
        pagina.extract_text() for pagina in PdfReader(io.BytesIO(hecho.read("expediente-00001-2026/indice.pdf"))).pages
    )
    assert "Índice" in impreso
    assert numero in impreso
    assert 'Oficio N° 5: "año" 2026.pdf' in impreso
    assert "Documentos: 3. Pesan 5.72 MB en total." in impreso


def test_su_dueno_lo_baja_sin_lo_que_es_de_la_casa(rosa, numero):
    assert "hoja-de-ruta.pdf" not in sin_raiz(abierto(paquetes.descargar(rosa, numero)))


def test_una_respuesta_sin_abrir_no_va_en_el_zip_de_su_destinatario(ctx, gente, rosa):
    numero = escritorio.en_laboratorio(ctx, gente, de=rosa.actor)
    salida = respondido(gente.jefa, numero)

    antes = abierto(paquetes.descargar(rosa, numero))
    assert not [nombre for nombre in sin_raiz(antes) if nombre.startswith("02-")]
    assert json.loads(antes.read("expediente-00001-2026/indice.json"))["respuestas_sin_abrir"] == 1
    assert not consulta.propio(rosa, numero).registros[0].abierto

    acuses.leer(rosa, numero, salida.id)
    despues = sin_raiz(abierto(paquetes.descargar(rosa, numero)))
    assert [nombre for nombre in despues if nombre.startswith("02-")]
    assert [n for n in sin_raiz(abierto(paquetes.descargar(gente.jefa, numero))) if n.startswith("02-")]


def test_lo_infectado_queda_fuera_y_se_dice(ctx, rosa, numero):
    with ctx.db.transaction() as session:
        sha256 = hashlib.sha256(OTRO).hexdigest()
        session.add(AnalisisRow(sha256=sha256, estado="infectado", firma="Eicar", intentos=1, proximo_at=ctx.reloj()))

    hecho = abierto(paquetes.descargar(rosa, numero))

    assert not [nombre for nombre in sin_raiz(hecho) if "CON.pdf" in nombre]
    datos = json.loads(hecho.read("expediente-00001-2026/indice.json"))
    archivos = [archivo for cada in datos["registros"] for archivo in cada["archivos"]]
    assert datos["infectados"] == 1
    assert {archivo["sha256"] for archivo in archivos if archivo["ruta"] is None} == {sha256}
    assert all(Path(archivo["ruta"]).name[:2] == f"{n:02}" for n, archivo in enumerate(archivos, 1) if archivo["ruta"])


def test_para_los_demas_no_existe(ctx, rosa, numero):
    otra = ctx.como(cuentas.ciudadano(ctx))

    for quien, cual in ((otra, numero), (rosa, "99999-2026"), (rosa, "")):
        with pytest.raises(NoEncontrado):
            paquetes.descargar(quien, cual)
    with pytest.raises(SesionRequerida):
        paquetes.descargar(ctx, numero)


def test_lo_que_falta_en_el_almacen_se_dice_antes_de_empezar(ctx, rosa, numero):
    ctx.almacen.ruta(hashlib.sha256(OTRO).hexdigest()).unlink()

    with pytest.raises(DocumentoNoDisponible):
        paquetes.descargar(rosa, numero)


def test_lo_que_cambio_en_el_disco_corta_la_descarga(ctx, rosa, numero):
    ruta = ctx.almacen.ruta(hashlib.sha256(OTRO).hexdigest())
    ruta.chmod(0o600)
    ruta.write_bytes(b"y" + OTRO[1:])
    paquete = paquetes.descargar(rosa, numero)

    llegado: list[bytes] = []
    with pytest.raises(BytesCambiados):
        llegado.extend(paquete.trozos)
    assert sum(map(len, llegado)) < paquete.largo


def test_mas_de_cuatro_gigabytes_se_dicen_bien_de_antemano(tmp_path):
    hueco = tmp_path / "hueco"
    tamano = 2**32 + 5
    with hueco.open("wb") as archivo:
        archivo.truncate(tamano)

    largo, _ = flujo([Entrada("a.bin", hueco, tamano, "0" * 64), Entrada("b.txt", b"fin")])

    assert largo > tamano


@pytest.mark.parametrize(
    ("dado", "dicho"),
    [
        ("carta.pdf", "carta.pdf"),
        ("a/b\\c:d.pdf", "a_b_c_d.pdf"),
        ("..", "archivo"),
        (" .pdf. ", "pdf"),
        ("a\u202egpj.exe", "a_gpj.exe"),
        (f"{'ñ' * 300}.docx", f"{'ñ' * 95}.docx"),
        (f"{'🗎' * 300}.docx", f"{'🗎' * 48}.docx"),
        ("carta.aaaaaaaaaa b", "carta.aaaaaaaaaa"),
    ],
)
def test_todo_nombre_cabe_en_todo_sistema(dado, dicho):
    assert paquetes.para_archivo(dado) == dicho
