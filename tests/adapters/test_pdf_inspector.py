"""The limited worker, for real: what it answers, what it survives, and that it works inside any program."""

from __future__ import annotations

import csv
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from portal.adapters import pdf_inspector
from portal.adapters.obrero import MEMORIA
from portal.adapters.pdf_inspector import Inspector
from portal.domain.archivos import Medido
from portal.domain.marcas import marcas
from tests.factories import archivos

ACEPTADOS = {"pdf_valid", "pdf_encrypted_open"}
RECHAZADOS = {"pdf_corrupt", "pdf_encrypted_password"}


def del_corpus(corpus: Path, clases: set[str]) -> list[dict[str, str]]:
    with (corpus / "MANIFEST.csv").open(newline="") as manifiesto:
        return [fila for fila in csv.DictReader(manifiesto) if fila["kind"] in clases]


@pytest.fixture
def medir(inspector, tmp_path):
    def medido(octetos: bytes, nombre: str = "carta.pdf") -> Medido:
        ruta = tmp_path / "muestra"
        ruta.write_bytes(octetos)
        return inspector.medir(ruta, nombre=nombre)

    return medido


def test_un_pdf_dice_sus_paginas(medir):
    octetos = archivos.pdf(7)

    assert medir(octetos) == Medido(
        nombre="carta.pdf", tamano=len(octetos), tipo="pdf", paginas=7, firmado=False, activo=()
    )


def test_un_pdf_que_pide_contrasena_lo_dice(medir):
    octetos = archivos.pdf(clave="secreta")

    assert medir(octetos) == Medido(nombre="carta.pdf", tamano=len(octetos), tipo="pdf", cifrado=True)


@pytest.mark.parametrize("octetos", [archivos.pdf()[:300], b"%PDF-1.7\n%%EOF", b"%PDF-1.4\nstartxref\n0\n%%EOF"])
def test_un_pdf_danado_lo_dice(medir, octetos):
    medido = medir(octetos)

    assert (medido.tipo, medido.danado, medido.paginas) == ("pdf", True, None)


def test_un_pdf_que_inicia_programas_lo_dice(medir):
    medido = medir(archivos.pdf(accion="/Launch"))

    assert (medido.peligros, medido.activo) == (("lanza_programas",), ("acciones", "lanza_programas"))


def test_un_pdf_con_adjuntos_y_javascript_se_cuenta_y_se_admite(medir):
    medido = medir(archivos.pdf(accion="/JavaScript", relleno=1000))

    assert (medido.peligros, medido.paginas, marcas(medido)) == ((), 1, ["javascript", "adjuntos"])


def test_un_pdf_mayor_que_la_memoria_permitida_no_se_lee_entero(inspector, tmp_path):
    cuerpo, tabla, cola = archivos.pdf(2).rpartition(b"xref\n0")
    hueco = 2 * MEMORIA
    ruta = tmp_path / "enorme"
    with ruta.open("wb") as archivo:
        archivo.write(cuerpo)
        archivo.seek(hueco)
        archivo.write(tabla + cola.partition(b"startxref")[0] + f"startxref\n{hueco}\n%%EOF\n".encode())

    medido = inspector.medir(ruta, nombre="enorme.pdf")

    assert (medido.paginas, medido.tamano > hueco, medido.sin_revisar) == (2, True, False)


def test_lo_que_agota_la_memoria_queda_sin_revisar(medir):
    objetos = b"".join(b"%d 0 obj\n<<>>\nendobj\n" % n for n in range(300_000))
    octetos = b"%PDF-1.7\n" + objetos + b"[" * 3_000_000 + b"\nstartxref\n5\n%%EOF"

    medido = medir(octetos)

    assert medido.sin_revisar or medido.danado
    assert medido.paginas is None


def test_lo_que_no_es_pdf_tambien_se_mide_alli(medir):
    assert medir(archivos.docx(), "informe.docx").tipo == "docx"
    assert medir(b"a,b\n1,2\n", "datos.csv").tipo == "csv"


def test_un_obrero_colgado_se_mata_y_el_siguiente_archivo_sigue(inspector, medir, monkeypatch):
    medir(archivos.pdf())
    monkeypatch.setattr(pdf_inspector, "SEGUNDOS", 0.0)
    colgado = medir(archivos.pdf(1, relleno=50 << 20))
    monkeypatch.undo()

    assert (colgado.tipo, colgado.sin_revisar) == (None, True)
    assert medir(archivos.pdf(3)).paginas == 3


def test_un_obrero_muerto_se_reemplaza(inspector, medir):
    medir(archivos.pdf())
    obrero = inspector._libres.get_nowait()
    obrero._matar()
    time.sleep(0.1)
    inspector._libres.put(obrero)

    assert medir(archivos.pdf()).sin_revisar
    assert medir(archivos.pdf(2)).paginas == 2


def test_nunca_hay_mas_de_dos_obreros(medir, tmp_path):
    propio = Inspector()
    ruta = tmp_path / "carta"
    ruta.write_bytes(archivos.pdf(4))
    paginas = []
    hilos = [
        threading.Thread(target=lambda: paginas.append(propio.medir(ruta, nombre="carta.pdf").paginas))
        for _ in range(8)
    ]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()

    assert paginas == [4] * 8
    assert propio._libres.qsize() <= pdf_inspector.OBREROS
    propio.cerrar()


def test_funciona_dentro_de_un_programa_cuyo_modulo_principal_no_se_puede_repetir(tmp_path):
    ruta = tmp_path / "carta"
    ruta.write_bytes(archivos.pdf(5))
    principal = tmp_path / "principal.py"
    principal.write_text(
        "import sys; print('una vez')\n"
        "from pathlib import Path\nfrom portal.adapters.pdf_inspector import inspector\n"
        f"print(inspector().medir(Path({str(ruta)!r}), nombre='a.pdf').paginas)\n"
    )
    raiz = Path(pdf_inspector.__file__).parents[2]
    dicho = subprocess.run(
        [sys.executable, principal],
        cwd=tmp_path,
        env={"PYTHONPATH": str(raiz)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert (dicho.stdout.split("\n"), dicho.stderr) == (["una vez", "5", ""], "")


def test_los_pdf_de_corpus_publicos_se_leen_como_los_demas_lectores(inspector, corpus):
    filas = del_corpus(corpus, {"pdf"})
    distintos = []
    for fila in filas:
        medido = inspector.medir(corpus / fila["path"], nombre=Path(fila["path"]).name)
        se_lee = medido.tipo == "pdf" and not (medido.danado or medido.cifrado or medido.sin_revisar)
        if fila["expected"] in ACEPTADOS and (not se_lee or str(medido.paginas) != fila["pages"]):
            distintos.append(fila["path"])
        if fila["expected"] in RECHAZADOS and se_lee:
            distintos.append(fila["path"])

    assert len(filas) == 170
    assert len(distintos) <= 4, distintos


def test_los_documentos_de_oficina_de_corpus_publicos_se_reconocen(inspector, corpus):
    filas = del_corpus(corpus, {"doc", "xls", "ppt", "docx", "xlsx", "pptx", "jpg"})
    distintos = [
        fila["path"]
        for fila in filas
        if inspector.medir(corpus / fila["path"], nombre="sin extension").tipo != fila["kind"]
    ]

    assert len(distintos) <= 1, distintos
