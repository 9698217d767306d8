"""The store against the database: what is missing, what changed, what nobody names, and what is never taken away."""

from __future__ import annotations

import hashlib
import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.db.base import Base
from portal.db.models import DocumentoRow
from portal.domain.errors import DatosInvalidos
from portal.services import archivos, borradores, custodia, limpieza, registro, sobrantes
from portal.services.contexto import SISTEMA
from tests.factories import archivos as muestras
from tests.factories import cuentas, presentaciones
from tests.factories.presentaciones import Archivo

HUERFANO = b"de nadie"
POZO = [muestras.pdf(1), muestras.pdf(2), muestras.pdf(3)]
VUELTAS = 6
GENTE = 4


@pytest.fixture
def sistema(ctx):
    return ctx.como(SISTEMA)


def sin_nombre(ctx, octetos: bytes, *, hace: float = 0.0) -> str:
    """Bytes in the store that nobody names, written ``hace`` seconds ago."""
    ctx.almacen.anexar("f" * 32, 0, [octetos])
    sha256 = ctx.almacen.guardar("f" * 32)
    ctx.almacen.descartar("f" * 32)
    cuando = time.time() - hace
    os.utime(ctx.almacen.ruta(sha256), (cuando, cuando))
    return sha256


def de(ctx, octetos: bytes):
    ruta = ctx.almacen.ruta(hashlib.sha256(octetos).hexdigest())
    ruta.chmod(0o600)
    return ruta


def test_todo_en_su_lugar(ctx, sistema):
    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))

    hallado = custodia.verificar(sistema)

    assert (hallado.integra, hallado.archivos, hallado.octetos, hallado.sobran) == (True, 1, len(presentaciones.PDF), 0)
    assert hallado.en_palabras()[-1] == "Todo coincide: ningún archivo presentado falta ni cambió."


def test_dice_cuales_faltan_y_cuales_cambiaron(ctx, sistema):
    dos = (Archivo(octetos=b"uno", nombre="uno.pdf"), Archivo("anexos", b"dos", "dos.pdf"))
    presentaciones.presentar(ctx, cuentas.ciudadano(ctx), archivos=dos)
    de(ctx, b"uno").unlink()
    de(ctx, b"dos").write_bytes(b"DOS")

    hallado = custodia.verificar(sistema)

    assert sorted((f.codigo, f.de) for f in hallado.fallas) == [
        ("cambio", "«dos.pdf», del registro R-000001-2026 del expediente 00001-2026"),
        ("falta", "«uno.pdf», del registro R-000001-2026 del expediente 00001-2026"),
    ]
    assert not hallado.integra


def test_lo_que_nadie_nombra_se_cuenta_y_se_recoge_cuando_pasa_un_dia(ctx, sistema):
    presentaciones.presentar(ctx, cuentas.ciudadano(ctx))
    reciente, viejo = sin_nombre(ctx, b"recien"), sin_nombre(ctx, HUERFANO, hace=2 * 24 * 3600)

    hallado = custodia.verificar(sistema)
    assert (hallado.integra, hallado.sobran, hallado.octetos_sobrantes) == (True, 2, len(HUERFANO) + 6)
    assert custodia.recoger(sistema, partes=custodia.PARTES) == 1
    assert (ctx.almacen.existe(reciente), ctx.almacen.existe(viejo)) == (True, False)


def test_en_un_dia_la_limpieza_pasa_por_todo_el_almacen(ctx, sistema, reloj):
    huerfanos = [sin_nombre(ctx, b"%d" % i, hace=2 * 24 * 3600) for i in range(40)]

    recogidos = 0
    for _ in range(24):
        recogidos += limpieza.limpiar(sistema)["sobrantes"]
        reloj.avanzar(hours=1)

    assert recogidos == 40
    assert not any(ctx.almacen.existe(sha256) for sha256 in huerfanos)


def test_una_copia_que_un_corte_dejo_a_medias_se_barre(ctx, sistema):
    carpeta = ctx.almacen.ruta(sin_nombre(ctx, HUERFANO)).parent
    resto = carpeta / "tmpabc123"
    resto.write_bytes(b"a medias")
    os.utime(resto, (0, 0))

    custodia.recoger(sistema, partes=custodia.PARTES)

    assert not resto.exists()


def test_toda_tabla_que_nombra_archivos_del_almacen_se_mira_antes_de_retirar_uno():
    nombran = {tabla.name for tabla in Base.metadata.tables.values() if "sha256" in tabla.columns}

    assert nombran - {"analisis"} == {
        fila.__tablename__ for fila in sobrantes.NOMBRAN
    }  # what a scan said dies with its file


def test_recoger_nunca_se_lleva_lo_que_alguien_nombra_aunque_todos_suban_quiten_y_presenten_a_la_vez(ctx, sistema):
    gente = [ctx.como(cuentas.ciudadano(ctx)) for _ in range(GENTE)]
    fin = threading.Event()

    def recoger_sin_parar() -> None:
        while not fin.is_set():
            custodia.recoger(sistema, partes={hashlib.sha256(o).hexdigest()[:2] for o in POZO}, gracia=-60)

    recolector = threading.Thread(target=recoger_sin_parar)
    recolector.start()
    try:
        with ThreadPoolExecutor(GENTE) as hilos:
            numeros = [n for suyos in hilos.map(trajinar, gente, range(GENTE)) for n in suyos]
    finally:
        fin.set()
        recolector.join()

    hallado = custodia.verificar(sistema)
    assert hallado.integra, hallado.en_palabras()
    with ctx.db.lectura() as session:
        assert session.query(DocumentoRow).count() == len(numeros) > 0
    assert list(ctx.almacen.parciales()) == []


def trajinar(quien, semilla: int) -> list[str]:
    """Upload, take out, replace and file the same few contents as everybody else, in an order of its own."""
    azar = random.Random(semilla)  # noqa: S311 -- an order of acts, not a secret
    numeros = []
    for _ in range(VUELTAS):
        borrador = presentaciones.borrador(quien, quien.actor, archivos=())
        for _ in range(azar.randint(1, 3)):
            octetos = azar.choice(POZO)
            carga = archivos.crear_carga(quien, borrador, ranura="principal", nombre="a.pdf", tamano=len(octetos))
            assert archivos.anexar(quien, carga.id, desde=0, trozos=[octetos]).estado == "lista"
            if azar.random() < 0.4:
                archivos.quitar(quien, carga.id)
        try:
            numeros.append(registro.enviar(quien, borrador).numero)
        except DatosInvalidos:  # everything was taken out of it
            borradores.descartar(quien, borrador)
    return numeros
