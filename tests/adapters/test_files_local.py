"""The store on a real folder: resuming, deduplicating, refusing names, dying in the middle."""

from __future__ import annotations

import hashlib
import os
import secrets
import subprocess
import sys

import pytest

from portal.adapters.files_local import FilesLocal
from portal.domain.archivos import CargaOcupada, CargaPerdida

OCTETOS = bytes(range(256)) * 5000
SHA256 = hashlib.sha256(OCTETOS).hexdigest()


@pytest.fixture
def almacen(tmp_path) -> FilesLocal:
    return FilesLocal(tmp_path / "archivos")


@pytest.fixture
def carga() -> str:
    return secrets.token_hex(16)


def test_un_archivo_en_tres_partes_queda_entero_bajo_su_huella(almacen, carga):
    desde = 0
    for parte in (OCTETOS[:1000], OCTETOS[1000:700_000], OCTETOS[700_000:]):
        desde = almacen.anexar(carga, desde, [parte])

    assert almacen.guardar(carga) == SHA256
    assert almacen.existe(SHA256)
    assert almacen.ruta(SHA256).read_bytes() == OCTETOS


def test_lo_que_no_se_confirmo_se_corta_al_seguir(almacen, carga):
    almacen.anexar(carga, 0, [OCTETOS[:5000], b"basura sin confirmar"])

    almacen.anexar(carga, 5000, [OCTETOS[5000:]])

    assert almacen.guardar(carga) == SHA256


def test_abrir_sin_escribir_no_corta_nada(almacen, carga):
    almacen.anexar(carga, 0, [b"12345"])

    with almacen.escritor(carga, 2):
        pass

    assert almacen.tamano_parcial(carga) == 5


def test_la_huella_es_cierta_en_un_proceso_nuevo(almacen, carga, tmp_path):
    almacen.anexar(carga, 0, [OCTETOS[:333_333]])
    otro = FilesLocal(tmp_path / "archivos")

    otro.anexar(carga, 333_333, [OCTETOS[333_333:]])

    assert otro.guardar(carga) == SHA256


def test_si_la_fuente_se_corta_lo_llegado_se_conserva(almacen, carga):
    def cortada():
        yield OCTETOS[:4000]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        almacen.anexar(carga, 0, cortada())

    assert almacen.tamano_parcial(carga) == 4000


def test_guardar_dos_veces_da_lo_mismo_y_el_parcial_espera_al_registro(almacen, carga):
    almacen.anexar(carga, 0, [OCTETOS])

    assert almacen.guardar(carga) == almacen.guardar(carga) == SHA256
    assert almacen.tamano_parcial(carga) == len(OCTETOS)

    almacen.descartar(carga)

    assert almacen.tamano_parcial(carga) == 0
    assert almacen.ruta(SHA256).read_bytes() == OCTETOS


def test_el_mismo_contenido_se_guarda_una_vez(almacen):
    cargas = [secrets.token_hex(16) for _ in range(2)]
    for carga in cargas:
        almacen.anexar(carga, 0, [OCTETOS])
        assert almacen.guardar(carga) == SHA256
        almacen.descartar(carga)

    assert almacen.ruta(SHA256).stat().st_nlink == 1
    assert list(almacen.parciales()) == []


def test_un_archivo_guardado_a_medias_se_reemplaza_por_el_entero(almacen, carga):
    ruta = almacen.ruta(SHA256)
    ruta.parent.mkdir(parents=True)
    ruta.write_bytes(OCTETOS[:10])
    almacen.anexar(carga, 0, [OCTETOS])

    almacen.guardar(carga)

    assert ruta.read_bytes() == OCTETOS


def test_donde_no_hay_enlaces_se_copia(almacen, carga, monkeypatch):
    def sin_enlaces(*_):
        raise OSError

    monkeypatch.setattr(os, "link", sin_enlaces)
    almacen.anexar(carga, 0, [OCTETOS])

    almacen.guardar(carga)

    assert almacen.ruta(SHA256).read_bytes() == OCTETOS


def test_dos_no_escriben_la_misma_carga(almacen, carga):
    with almacen.escritor(carga, 0), pytest.raises(CargaOcupada), almacen.escritor(carga, 0):
        pytest.fail("both had it")


def test_un_proceso_muerto_suelta_la_carga(almacen, carga, tmp_path):
    programa = (
        "import sys, os; from pathlib import Path; from portal.adapters.files_local import FilesLocal\n"
        "with FilesLocal(Path(sys.argv[1])).escritor(sys.argv[2], 0) as e:\n"
        "    e.escribir(b'x' * 1000); e.confirmar(); os.kill(os.getpid(), 9)"
    )
    muerto = subprocess.run([sys.executable, "-c", programa, tmp_path / "archivos", carga], check=False)

    assert muerto.returncode == -9
    assert almacen.anexar(carga, 1000, [b"y"]) == 1001


def test_si_el_disco_tiene_menos_de_lo_dicho_se_avisa(almacen, carga):
    with pytest.raises(CargaPerdida):
        almacen.anexar(carga, 10, [b"x"])


@pytest.mark.parametrize(
    "nombre", ["../../etc/passwd", "", "A" * 32, "a" * 31, "a" * 33, "a" * 31 + "/", "a" * 31 + "\n"]
)
def test_solo_nombres_hechos_por_nosotros_llegan_al_disco(almacen, nombre):
    with pytest.raises(ValueError, match="carga id"):
        almacen.anexar(nombre, 0, [b"x"])
    with pytest.raises(ValueError, match="SHA-256"):
        almacen.ruta(nombre)


def test_las_carpetas_son_solo_del_dueno(almacen, carga, tmp_path):
    almacen.anexar(carga, 0, [b"x"])
    almacen.guardar(carga)

    carpetas = [ruta for ruta in (tmp_path / "archivos").rglob("*") if ruta.is_dir()]

    assert {oct(ruta.stat().st_mode & 0o777) for ruta in carpetas} == {"0o700"}


def test_un_programa_que_arranca_no_retiene_lo_que_ya_se_solto(almacen, carga):
    """A child that is being started has a copy of every open file until it runs."""
    with almacen.escritor(carga, 0) as escritor:
        escritor.escribir(OCTETOS)
        copia = os.dup(escritor._archivo.fileno())

    try:
        assert almacen.anexar(carga, len(OCTETOS), [b"x"]) == len(OCTETOS) + 1
    finally:
        os.close(copia)
